// Where an object is to be seen in Stripe's own Dashboard.

/** A link to a payment, for the account and mode it belongs to. */
export function paymentUrl(accountId: string, mode: 'test' | 'live', paymentIntentId: string): string {
  return urlOf(accountId, mode, 'payments', paymentIntentId)
}

/** A link to a customer, for the account and mode they belong to. */
export function customerUrl(accountId: string, mode: 'test' | 'live', customerId: string): string {
  return urlOf(accountId, mode, 'customers', customerId)
}

/** A link to a dispute, where evidence is given. */
export function disputeUrl(accountId: string, mode: 'test' | 'live', disputeId: string): string {
  return urlOf(accountId, mode, 'disputes', disputeId)
}

/** A link to a subscription. */
export function subscriptionUrl(accountId: string, mode: 'test' | 'live', subscriptionId: string): string {
  return urlOf(accountId, mode, 'subscriptions', subscriptionId)
}

function urlOf(accountId: string, mode: 'test' | 'live', place: string, id: string): string {
  const modePath = mode === 'test' ? 'test/' : ''
  return `https://dashboard.stripe.com/${encodeURIComponent(accountId)}/${modePath}${place}/${encodeURIComponent(id)}`
}
