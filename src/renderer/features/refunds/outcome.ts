// What became of a refund order, in one line for the list, with how long it has been waiting. Pure.
import type { Order } from '../../../contract/refunds.ts'
import { statusReasonWord } from '../../../domain/refund-life.ts'
import { refundReasonWord } from '../../ui/looks.ts'
import { elapsed } from '../../ui/time.ts'

/** Pending this long (milliseconds) is worth a look: Stripe's own refunds settle within 5 to 10 days. */
const longMilliseconds = 10 * 86_400_000

export interface Outcome {
  text: string
  /** Set where an order waits: how long, "3 d", and whether that is longer than usual. */
  waiting: { since: string; long: boolean } | null
}

/** `now`: Unix milliseconds. */
export function outcomeOf(order: Order, now: number): Outcome {
  const since = order.sentAt ?? order.placedAt
  const waiting = { since: elapsed(now - since), long: now - since > longMilliseconds }
  switch (order.state) {
    case 'held':
      return { text: 'Can still be undone', waiting: null }
    case 'sending':
      return { text: 'On its way to Stripe', waiting: null }
    case 'withdrawn':
      return { text: order.problem?.message ?? 'Never sent', waiting: null }
    case 'refused':
      return { text: order.problem?.message ?? 'No money moved', waiting: null }
    case 'unknown':
      return { text: 'Sent, no answer; blocks other refunds of this payment', waiting }
    case 'done':
      return { text: doneText(order), waiting: isWaiting(order) ? waiting : null }
  }
}

function isWaiting({ refundStatus }: Order): boolean {
  return refundStatus === null || refundStatus === 'pending' || refundStatus === 'requires_action'
}

function doneText(order: Order): string {
  if (order.refundStatusReason !== null) return statusReasonWord(order.refundStatus, order.refundStatusReason)
  const status = order.refundStatus
  if (status === 'requires_action') return 'The customer must say where to send the money.'
  if (status === 'failed' || status === 'canceled') return 'The money is back in the Stripe balance.'
  return status === 'succeeded'
    ? 'Refunded; banks show it within 5 to 10 days.'
    : 'Stripe has not finished it.'
}

/** Why it was ordered: Stripe's reason and the operator's own note. */
export function whyOrdered({ reason, note }: Order): string {
  const word = reason === null ? null : refundReasonWord(reason)
  return [word, note].filter((part) => part !== null).join(': ')
}
