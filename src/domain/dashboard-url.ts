// Where an object is to be seen in Stripe's own Dashboard.

/** A link to a payment, for the account and mode it belongs to. */
export function paymentUrl(accountId: string, mode: 'test' | 'live', paymentIntentId: string): string {
  const modePath = mode === 'test' ? 'test/' : ''
  return `https://dashboard.stripe.com/${encodeURIComponent(accountId)}/${modePath}payments/${encodeURIComponent(paymentIntentId)}`
}
