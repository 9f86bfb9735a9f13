// What became of a refund order, in words: a title, and a sentence or two. Pure. It must never call an outcome anything but what it is,
// nor advise anything else than the life of its refund does.
import type { Order } from '../../../contract/refunds.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { withoutTurns } from '../../../domain/plain-text.ts'
import {
  explainRefund,
  leavesRow,
  statusReasonWord,
  stateOfRefund,
  whyWithdrawn,
} from '../../../domain/refund-life.ts'

/** What an order's state means, in a sentence or two. */
export function refundSentenceOf(order: Order): string {
  const amount = spokenAmount(order.amount, order.currency)
  const whom = order.customerLabel === null ? '' : ` to ${withoutTurns(order.customerLabel)}`
  switch (order.state) {
    case 'held':
      return `${amount}${whom}. Nothing has been sent yet.`
    case 'withdrawn':
      return `${amount}${whom} was not sent${leavesRow(order) ? ' by this order' : ' and never will be'}. ${whyWithdrawn(order) ?? ''}`.trimEnd()
    case 'sending':
      return `${amount}${whom} is on its way to Stripe.`
    case 'refused':
      return `${amount}${whom}. No money moved. ${order.problem?.message ?? 'Stripe refused the refund.'}`
    case 'unknown':
      return `Whether ${amount}${whom} was refunded is not known yet, and nothing else can be refunded on this payment until it is known. ${order.problem?.message ?? 'No answer came.'} Bursar looks it up at Stripe, and sends it again under the same key only: it cannot happen twice.`
    case 'done':
      return doneSentence(order, amount, whom)
  }
}

function doneSentence(order: Order, amount: string, whom: string): string {
  const why =
    order.refundStatusReason === null
      ? ''
      : ` ${statusReasonWord(order.refundStatus, order.refundStatusReason)}`
  const { next: toDo } = explainRefund({
    state: stateOfRefund(order.refundStatus ?? ''),
    pendingReason: order.refundStatusReason,
    failureReason: order.refundStatusReason,
    problem: null,
    methodType: null,
    settledOtherwise: false,
  })
  switch (order.refundStatus ?? '') {
    case 'succeeded':
      return `${amount}${whom} is refunded. Banks show it within 5 to 10 business days.`
    case 'pending':
      return `Stripe took the refund of ${amount}${whom} and has not finished it.${why} ${toDo ?? 'Nothing to do: Refunds follows it.'}`
    case 'requires_action':
      return `The refund of ${amount}${whom} waits for the customer: Stripe asks them by e-mail where to send the money.${why}`
    case 'failed':
      return `The refund of ${amount}${whom} failed and the money is back in the Stripe balance.${why} ${toDo ?? ''}`.trimEnd()
    case 'canceled':
      return `The refund of ${amount}${whom} was canceled; the money is back in the Stripe balance.${why}`
    default:
      return `Stripe took the refund of ${amount}${whom}.${why}`
  }
}

const titles: Record<Exclude<Order['state'], 'done'>, string> = {
  held: 'Refund held',
  withdrawn: 'Refund undone',
  sending: 'Sending the refund',
  refused: 'Refund refused',
  unknown: 'Outcome unknown',
}

const doneTitles: Record<string, string> = {
  succeeded: 'Refunded',
  pending: 'Refund pending',
  requires_action: 'Refund waits for the customer',
  failed: 'Refund failed',
  canceled: 'Refund canceled',
}

export function refundTitleOf(order: Order): string {
  // Withdrawn by Bursar, with a reason: nobody undid it.
  if (order.state === 'withdrawn' && order.problem !== null) return 'Refund not sent'
  if (order.state !== 'done') return titles[order.state]
  return doneTitles[order.refundStatus ?? ''] ?? 'Refund made'
}
