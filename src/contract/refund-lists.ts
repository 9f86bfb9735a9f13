// The closed list of refunds, where they are counted by: apart from the schemas, which whoever counts does not need.

/**
 * held: ordered, nothing was sent. sent: on its way to Stripe. unknown: sent, and whether it was made is not known; or Stripe calls
 * its state something that this version does not know. pending, requires_action, failed, succeeded, canceled: as Stripe says.
 * refused: no refund was made. withdrawn: never sent.
 */
export const refundStates = [
  'held',
  'sent',
  'unknown',
  'pending',
  'requires_action',
  'failed',
  'succeeded',
  'canceled',
  'refused',
  'withdrawn',
] as const
export type RefundState = (typeof refundStates)[number]
