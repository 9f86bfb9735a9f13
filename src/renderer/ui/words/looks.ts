// How every state of a payment, refund, order and dispute looks and is called. Exhaustive by type where the list is ours;
// for Stripe's own lists an unknown word is shown as it came rather than guessed at.
import {
  Ban,
  Check,
  CircleDashed,
  CircleHelp,
  Clock,
  CornerUpLeft,
  Hourglass,
  ListRestart,
  Loader,
  ShieldAlert,
  TriangleAlert,
  UserRoundPen,
  X,
} from 'lucide-react'
import type { PaymentStatus } from '../../../contract/payments.ts'
import type { RefundState } from '../../../contract/refund-life.ts'
import type { Order, OrderState } from '../../../contract/refunds.ts'
import { disputeWord, stateOfDispute, type DisputeState } from '../../../domain/dispute-state.ts'
import { stateOfRefund, stateWord } from '../../../domain/refund-life.ts'
import type { Look } from '../pill.tsx'
import type { Awaited } from './change-waits.ts'

export const paymentLooks: Record<PaymentStatus, Look> = {
  succeeded: { tone: 'green', icon: Check, word: 'Succeeded' },
  partially_refunded: { tone: 'blue', icon: ListRestart, word: 'Partly refunded' },
  refunded: { tone: 'grey', icon: CornerUpLeft, word: 'Refunded' },
  disputed: { tone: 'red', icon: ShieldAlert, word: 'Disputed' },
  failed: { tone: 'red', icon: X, word: 'Failed' },
  requires_action: { tone: 'amber', icon: TriangleAlert, word: 'Needs action' },
  processing: { tone: 'blue', icon: Loader, word: 'Processing' },
  uncaptured: { tone: 'amber', icon: Clock, word: 'Uncaptured' },
  incomplete: { tone: 'grey', icon: CircleDashed, word: 'Incomplete' },
  canceled: { tone: 'grey', icon: Ban, word: 'Canceled' },
}

/** Stripe's word with its underscores taken out, for what we have no name for. */
export function plainWord(word: string): string {
  const text = word.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const refundShapes: Record<RefundState, Omit<Look, 'word'>> = {
  held: { tone: 'amber', icon: Hourglass },
  sent: { tone: 'blue', icon: Loader },
  unknown: { tone: 'amber', icon: CircleHelp },
  pending: { tone: 'blue', icon: Clock },
  requires_action: { tone: 'amber', icon: UserRoundPen },
  failed: { tone: 'red', icon: X },
  succeeded: { tone: 'green', icon: Check },
  canceled: { tone: 'grey', icon: Ban },
  refused: { tone: 'grey', icon: Ban },
  withdrawn: { tone: 'grey', icon: CornerUpLeft },
}

export function refundStateLook(state: RefundState): Look {
  return { ...refundShapes[state], word: stateWord(state) }
}

/** `status`: as Stripe has it. */
export function refundLook(status: string): Look {
  const state = stateOfRefund(status)
  return state === 'unknown'
    ? { tone: 'grey', icon: CircleHelp, word: plainWord(status) }
    : refundStateLook(state)
}

const orderLooks: Record<Exclude<OrderState, 'done'>, Look> = {
  held: { tone: 'amber', icon: Hourglass, word: 'Held' },
  withdrawn: { tone: 'grey', icon: CornerUpLeft, word: 'Not sent' },
  sending: { tone: 'blue', icon: Loader, word: 'Sending' },
  refused: { tone: 'red', icon: Ban, word: 'Refused' },
  unknown: { tone: 'amber', icon: CircleHelp, word: 'Outcome unknown' },
}

/** A done order looks as its refund does at Stripe. */
export function orderLook(order: Order): Look {
  return order.state === 'done' ? refundLook(order.refundStatus ?? 'pending') : orderLooks[order.state]
}

const awaitedLooks: Record<Awaited, Look> = {
  customer: { tone: 'amber', icon: Hourglass, word: 'Waits for the customer' },
  bank: { tone: 'blue', icon: Loader, word: 'Waits for the bank' },
  unpaid: { tone: 'red', icon: X, word: 'Not paid' },
}

/** A change that is done is done: Stripe answered with it. `awaited`: whose money it waits for still; null: for none. */
export function changeLook({ state }: { state: OrderState }, awaited: Awaited | null): Look {
  if (state !== 'done') return orderLooks[state]
  return awaited === null ? { tone: 'green', icon: Check, word: 'Done' } : awaitedLooks[awaited]
}

export const disputeStateLooks: Record<DisputeState, Look> = {
  answer: { tone: 'red', icon: ShieldAlert, word: 'Needs an answer' },
  waiting: { tone: 'blue', icon: Clock, word: 'Bank decides' },
  won: { tone: 'green', icon: Check, word: 'Won' },
  lost: { tone: 'grey', icon: X, word: 'Lost' },
  other: { tone: 'grey', icon: CircleHelp, word: 'Other' },
}

/** As Stripe has it, in our words, with the sign of what it means for us. */
export function disputeLook(status: string): Look {
  return { ...disputeStateLooks[stateOfDispute(status)], word: disputeWord(status) }
}

const reasonWords: Record<string, string> = {
  requested_by_customer: 'Requested by customer',
  duplicate: 'Duplicate',
  fraudulent: 'Fraudulent',
  expired_uncaptured_charge: 'Expired before capture',
}

export function refundReasonWord(reason: string | null): string {
  return reason === null ? 'No reason given' : (reasonWords[reason] ?? plainWord(reason))
}
