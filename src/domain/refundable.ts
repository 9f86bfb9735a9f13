// What of a payment can still be given back, and what stands in the way. Pure rules over facts that were read elsewhere.
// It must never let more be ordered than was captured less everything refunded or on its way.
import { currencyRule } from './money.ts'

export interface ChargeFacts {
  paid: boolean
  captured: boolean
  amountCaptured: number
  /** What Stripe counts as refunded on the charge; it may know more than the refunds at hand, or less (pending ones). */
  amountRefunded: number
  currency: string
}

export interface RefundFacts {
  amount: number
  /** Stripe's refund status. */
  status: string
}

/** Refunds in these states give nothing back: the money stays with the charge. */
const gaveNothing = new Set(['failed', 'canceled'])

/** Minor units refunded or on their way back. */
export function amountCommitted(refunds: readonly RefundFacts[]): number {
  return refunds.reduce((sum, refund) => (gaveNothing.has(refund.status) ? sum : sum + refund.amount), 0)
}

/** Minor units that a further refund could still give back; never negative. */
export function amountRefundable(charge: ChargeFacts, refunds: readonly RefundFacts[]): number {
  if (!charge.paid || !charge.captured) return 0
  return Math.max(0, charge.amountCaptured - Math.max(amountCommitted(refunds), charge.amountRefunded))
}

export type AmountVerdict = 'ok' | 'not_positive' | 'not_whole' | 'not_a_step' | 'more_than_refundable'

/**
 * May this amount (minor units) be refunded? The whole remainder is always allowed, even where it is not a multiple of the
 * currency's step, because a charge made elsewhere may have left such a remainder.
 */
export function judgeAmount(amount: number, currency: string, refundable: number): AmountVerdict {
  if (!Number.isSafeInteger(amount)) return 'not_whole'
  if (amount <= 0) return 'not_positive'
  if (amount > refundable) return 'more_than_refundable'
  if (amount !== refundable && amount % currencyRule(currency).step !== 0) return 'not_a_step'
  return 'ok'
}
