// What happened to a payment, in order, in words: from its charges, refunds, disputes and our own orders.
// It must never say more than the objects do: a refund's later state has no time of its own, so it is told with the refund.
import type {
  Order,
  PaymentRow,
  PaymentWaiting,
  Refund,
  TimelineEntry,
} from '../../../../src/contract/index.ts'
import { disputeWord } from '../../../../src/domain/dispute-state.ts'
import { whyWithdrawn } from '../../../../src/domain/refund-life.ts'

export interface ChargeRecord {
  id: string
  created: number
  amount: number
  amount_captured: number
  currency: string
  status: string
  captured: number
  disputed: number
  failure_code: string | null
  failure_message: string | null
  outcome_reason: string | null
  risk_level: string | null
  statement_descriptor: string | null
  balance_transaction_id: string | null
  body: Buffer
}

export interface History {
  payment: PaymentRow
  /** Unix seconds, and why where Stripe tells; null where it was not canceled. */
  canceled: { at: number; reason: string | null } | null
  waiting: Pick<PaymentWaiting, 'step' | 'since'> | null
  charges: readonly ChargeRecord[]
  refunds: readonly Refund[]
  disputes: readonly {
    id: string
    amount: number
    currency: string
    status: string
    reason: string
    created: number
  }[]
  orders: readonly Order[]
}

/** Entries oldest first; `at` in milliseconds. */
export function timelineOf(history: History): TimelineEntry[] {
  const { payment, canceled, waiting, charges, refunds, disputes, orders } = history
  // What is let go of a hold may be a refund at Stripe too, but gave nobody any money.
  const succeeded = charges.filter(({ status }) => status === 'succeeded')
  const isHold = succeeded.length > 0 && succeeded.every(({ captured }) => captured === 0)
  const entries: TimelineEntry[] = [
    entry(payment.created * 1000, 'created', 'Payment created', payment.amount, payment.currency, payment.id),
    ...charges.map((charge) => ofCharge(charge, canceled !== null)),
    // Before the refunds: what an order made may have its time, and came of it.
    ...orders.flatMap(ofOrder),
    ...refunds.map((refund) => (isHold ? ofRelease(refund) : ofRefund(refund, orders))),
    ...disputes.map((dispute) =>
      entry(
        dispute.created * 1000,
        'dispute_opened',
        `Dispute opened: ${words(dispute.reason)} (${disputeWord(dispute.status).toLowerCase()})`,
        dispute.amount,
        dispute.currency,
        dispute.id,
      ),
    ),
  ]
  // One that was declined waits too, where there is a page; its decline stands there already.
  if (waiting !== null && waiting.step !== 'payment') {
    const toDo = waiting.step === 'authentication' ? ' to authenticate' : ''
    entries.push(
      entry(
        waiting.since * 1000,
        'requires_action',
        `Waiting for the customer${toDo}`,
        null,
        null,
        payment.id,
      ),
    )
  }
  if (canceled !== null) {
    const why = canceled.reason === null ? '' : `: ${words(canceled.reason)}`
    entries.push(entry(canceled.at * 1000, 'canceled', `Payment canceled${why}`, null, null, payment.id))
  }
  return entries.toSorted((a, b) => a.at - b.at)
}

function ofCharge(charge: ChargeRecord, wasCanceled: boolean): TimelineEntry {
  const at = charge.created * 1000
  if (charge.status === 'failed') {
    const why = words(charge.outcome_reason ?? charge.failure_code ?? 'no reason given')
    return entry(at, 'failed', `Declined: ${why}`, charge.amount, charge.currency, charge.id)
  }
  if (charge.status === 'pending')
    return entry(at, 'authorized', 'Payment is processing', charge.amount, charge.currency, charge.id)
  if (charge.captured === 0) {
    const text = wasCanceled ? 'Authorized, and never captured' : 'Authorized, not captured yet'
    return entry(at, 'authorized', text, charge.amount, charge.currency, charge.id)
  }
  return entry(at, 'succeeded', 'Payment succeeded', charge.amount_captured, charge.currency, charge.id)
}

function ofRefund(refund: Refund, orders: readonly Order[]): TimelineEntry {
  const made = refund.orderId === null ? ', made elsewhere' : ''
  // Stripe counts whole seconds, by its own clock: a refund of ours can't stand before the order that made it.
  const sentAt = orders.find((order) => order.id === refund.orderId)?.sentAt ?? 0
  const at = Math.max(refund.created * 1000, sentAt)
  const tell = (kind: TimelineEntry['kind'], text: string): TimelineEntry =>
    entry(at, kind, text + made, refund.amount, refund.currency, refund.id)
  switch (refund.status) {
    case 'succeeded':
      return tell('refund_succeeded', 'Refunded')
    case 'failed':
      return tell('refund_failed', `Refund failed: ${words(refund.failureReason ?? 'no reason given')}`)
    case 'canceled':
      return tell('refund_canceled', 'Refund canceled')
    case 'requires_action':
      return tell('refund_pending', 'Refund waits for the customer')
    default:
      return tell(
        'refund_pending',
        `Refund pending${refund.pendingReason === null ? '' : `: ${words(refund.pendingReason)}`}`,
      )
  }
}

function ofRelease({ id, amount, currency, created }: Refund): TimelineEntry {
  return entry(created * 1000, 'canceled', 'Authorization released', amount, currency, id)
}

function ofOrder(order: Order): TimelineEntry[] {
  const tell = (at: number, kind: TimelineEntry['kind'], text: string): TimelineEntry =>
    entry(at, kind, text, order.amount, order.currency, order.id)
  const placed = tell(order.placedAt, 'order_held', 'Refund ordered in Bursar')
  // Sent at 0 is sent at a moment that is not known.
  const settled = order.settledAt ?? (order.sentAt || order.placedAt)
  switch (order.state) {
    case 'held':
      return [placed]
    case 'withdrawn':
      return [placed, tell(settled, 'order_withdrawn', withdrawnWords(order))]
    case 'sending':
    case 'done':
      return [placed, tell(order.sentAt || settled, 'order_sent', 'Order sent to Stripe')]
    case 'refused':
      return [
        placed,
        tell(settled, 'order_refused', `Order refused: ${order.problem?.message ?? 'no reason given'}`),
      ]
    case 'unknown':
      return [
        placed,
        tell(order.sentAt || settled, 'order_unknown', 'Order sent; its outcome is not known yet'),
      ]
  }
}

const withdrawnWords = (order: Order): string =>
  order.problem === null
    ? 'Order withdrawn before it was sent'
    : `Order not sent: ${whyWithdrawn(order) ?? ''}`

function entry(
  at: number,
  kind: TimelineEntry['kind'],
  text: string,
  amount: number | null,
  currency: string | null,
  objectId: string | null,
): TimelineEntry {
  return { at, kind, text, amount, currency, objectId }
}

function words(code: string): string {
  return code.replaceAll('_', ' ')
}
