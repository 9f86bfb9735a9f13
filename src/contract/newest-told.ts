// A bound that the page has to speak of. No schema here: the page must not carry the library that judges them.

/** Of a customer's notes, payment methods, subscriptions and invoices, and of what happened to a subscription, so many of the newest are told. */
export const newestTold = 100
