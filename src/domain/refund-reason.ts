// What the reason of a refund does at Stripe besides saying why (docs.stripe.com/api/refunds/create). Pure.

/** As a sentence; null where the reason does nothing else. */
export const reasonAlso = (reason: string | null): string | null =>
  reason === 'fraudulent'
    ? 'As fraudulent, it also puts the card and the e-mail address on your block lists at Stripe: later payments with them are refused.'
    : null
