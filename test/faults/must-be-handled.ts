// The events of billing that every integration of Stripe must handle (docs.stripe.com/billing/subscriptions/webhooks): each leaves one fact of access, once.
export const mustBeHandled = [
  'invoice.payment_succeeded',
  'invoice.payment_failed',
  'customer.subscription.updated',
  'customer.subscription.deleted',
] as const
