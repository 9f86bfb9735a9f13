// One word for how a payment stands, derived from its PaymentIntent and latest charge. It must be total: every
// combination that Stripe can send ends in exactly one word.

/** The facts that decide, as Stripe names them. Amounts in minor units. */
export interface PaymentFacts {
  /** PaymentIntent status: docs.stripe.com/payments/paymentintents/lifecycle */
  stripeStatus: string
  amountCaptured: number
  /** Sum of refunds that Stripe counts on the charge (pending card refunds are not counted there until they succeed). */
  amountRefunded: number
  /** A dispute stands: it is open, or the customer has the money from it. */
  disputed: boolean
  /** The latest attempt was declined or failed. */
  lastAttemptFailed: boolean
}

export type PaymentStatusWord =
  | 'succeeded'
  | 'partially_refunded'
  | 'refunded'
  | 'disputed'
  | 'failed'
  | 'requires_action'
  | 'processing'
  | 'uncaptured'
  | 'incomplete'
  | 'canceled'

/** A dispute outranks refunds, and money taken outranks what was tried before. */
export function paymentStatus(facts: PaymentFacts): PaymentStatusWord {
  switch (facts.stripeStatus) {
    case 'succeeded':
      if (facts.disputed) return 'disputed'
      if (facts.amountRefunded <= 0) return 'succeeded'
      return facts.amountRefunded >= facts.amountCaptured ? 'refunded' : 'partially_refunded'
    case 'processing':
      return 'processing'
    case 'requires_capture':
      return 'uncaptured'
    case 'requires_action':
      return 'requires_action'
    case 'canceled':
      return facts.lastAttemptFailed ? 'failed' : 'canceled'
    case 'requires_payment_method':
      return facts.lastAttemptFailed ? 'failed' : 'incomplete'
    default:
      // requires_confirmation, and whatever Stripe adds later: nothing has been taken yet.
      return 'incomplete'
  }
}
