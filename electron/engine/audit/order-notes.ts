// What the audit says of a refund's order, in words and in detail. Pure. It must never quote a note of the operator or words of Stripe's:
// only what these are about, and codes.
import type { Failure, Order, OrderState } from '../../../src/contract/index.ts'
import { formatAmount } from '../../../src/domain/money.ts'
import type { AuditNote } from './audit.ts'

interface PlacedOrder {
  digest: string
  idempotencyKey: string
}

export function orderPlaced(order: Order, { digest, idempotencyKey }: PlacedOrder): AuditNote {
  const { paymentIntentId, amount, currency, reason } = order
  return {
    kind: 'order_placed',
    subject: order.id,
    text: `Ordered: refund of ${formatAmount(amount, currency)} on ${paymentIntentId}.`,
    detail: { paymentIntentId, amount, currency, reason, digest, idempotencyKey, sendAt: order.sendAt },
  }
}

/** `requestIds`: those that are new with this change. */
export function orderChanged(before: Order, after: Order, requestIds: readonly string[]): AuditNote {
  const problem = after.problem === null ? null : codesOf(after.problem)
  return {
    kind: 'order_changed',
    subject: after.id,
    text: `${outcomeOf(before, after)}: ${refundOf(after)}.`,
    detail: {
      before: standing(before),
      after: standing(after),
      paymentIntentId: after.paymentIntentId,
      requestIds: [...requestIds],
      problem,
    },
  }
}

const refundOf = ({ amount, currency, paymentIntentId, refundId }: Order): string =>
  `refund of ${formatAmount(amount, currency)} on ${paymentIntentId}${refundId === null ? '' : `, ${refundId}`}`

const standing = ({
  state,
  refundId,
  refundStatus,
  refundStatusReason,
  confirmedByEvent,
}: Order): object => ({
  state,
  refundId,
  refundStatus,
  refundStatusReason,
  confirmedByEvent,
})

const stateWords: Record<OrderState, string> = {
  held: 'Held',
  withdrawn: 'Withdrawn, never sent',
  sending: 'Sent to Stripe',
  done: 'Made by Stripe',
  refused: 'Refused, no money moved',
  unknown: 'Outcome not known',
}

/** Of one that was withdrawn after all its tries. */
export const turnedAway = 'Withdrawn, not taken by Stripe'

/** First, since that is what entries about the same refund differ in. */
function outcomeOf(before: Order, after: Order): string {
  if (after.state !== 'done') {
    const code = after.problem === null ? '' : ` (${after.problem.code})`
    if (after.state === 'withdrawn' && before.state === 'sending') return `${turnedAway}${code}`
    return `${stateWords[after.state]}${before.state === after.state ? ' still' : ''}${code}`
  }
  const status = after.refundStatus === null ? '' : ` (${after.refundStatus})`
  if (before.state === 'refused' || before.state === 'withdrawn')
    return `${stateWords.done} after all${status}`
  if (before.state !== 'done') return `${stateWords.done}${status}`
  return after.confirmedByEvent && !before.confirmedByEvent
    ? `Confirmed by an event${status}`
    : `Changed at Stripe${status}`
}

/** Codes only: the words may quote what was sent. */
export function codesOf({ code, stripe }: Failure): object {
  return {
    code,
    stripeType: stripe?.type,
    stripeCode: stripe?.code,
    declineCode: stripe?.declineCode,
    requestId: stripe?.requestId,
    status: stripe?.status,
  }
}

export interface AskedRefund {
  orderId: string
  paymentIntentId: string
  amount: number
  currency: string
  reason: string | null
}

export function orderDenied(asked: AskedRefund, error: Failure): AuditNote {
  const { orderId, paymentIntentId, amount, currency, reason } = asked
  // What was denied need not even be an amount.
  const whole = Number.isSafeInteger(amount)
  return {
    kind: 'order_denied',
    subject: orderId,
    text: `Not ordered (${error.code}): refund of ${whole ? formatAmount(amount, currency) : amount} on ${paymentIntentId}.`,
    detail: {
      paymentIntentId,
      amount: whole ? amount : String(amount),
      currency,
      reason,
      problem: codesOf(error),
    },
  }
}
