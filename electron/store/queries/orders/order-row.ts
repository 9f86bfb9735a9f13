// A row of the journal's orders, and the order it stands for.
import type { Failure, Order, OrderState, RefundReason } from '../../../../src/contract/index.ts'

/** Columns of `orders` in journal.db; times in milliseconds, amount in minor units. */
export interface OrderRow {
  rowid: number
  id: string
  desk_id: string
  kind: 'refund'
  state: OrderState
  object_id: string
  amount: number
  currency: string
  reason: RefundReason | null
  note: string | null
  customer_label: string | null
  payload: string
  digest: string
  idempotency_key: string
  placed_at: number
  send_at: number
  sent_at: number | null
  /** When a call for it last began; null where none did. */
  last_attempt_at: number | null
  settled_at: number | null
  refund_id: string | null
  refund_status: string | null
  refund_status_reason: string | null
  problem: string | null
  event_id: string | null
  /** JSON, a list of Stripe's request ids. */
  request_ids: string
  /** Null for orders of before operators were kept. */
  operator: string | null
}

export function toOrder(row: OrderRow): Order {
  return {
    id: row.id,
    deskId: row.desk_id,
    kind: row.kind,
    state: row.state,
    paymentIntentId: row.object_id,
    amount: row.amount,
    currency: row.currency,
    reason: row.reason,
    note: row.note,
    placedAt: row.placed_at,
    sendAt: row.send_at,
    sentAt: row.sent_at,
    settledAt: row.settled_at,
    refundId: row.refund_id,
    refundStatus: row.refund_status,
    refundStatusReason: row.refund_status_reason,
    problem: row.problem === null ? null : (JSON.parse(row.problem) as Failure),
    confirmedByEvent: row.event_id !== null,
    customerLabel: row.customer_label,
  }
}
