// Rows of refunds and orders as one life: with the customer, the order of ours, what the state means, and since when it lasts.
// It must never call a refund ours that does not name an order of this desk.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { Method, RefundLife, RefundNote } from '../../../../src/contract/index.ts'
import {
  explainRefund,
  isCancelable,
  stateOfOrder,
  stateOfRefund,
  whyWithdrawn,
} from '../../../../src/domain/refund-life.ts'
import { bodyOf } from '../../body.ts'
import { toOrder, type OrderRow } from '../orders/order-row.ts'
import { paymentColumns, toPaymentRow, type PaymentRecord } from '../payments/payments.ts'
import { prepared } from '../prepared.ts'
import { notesHolding } from './refund-notes.ts'
import { sinceOf, toldOf } from './refund-times.ts'

export interface RefundRecord {
  rowid: number
  id: string
  payment_intent_id: string | null
  charge_id: string | null
  amount: number
  currency: string
  status: string
  reason: string | null
  pending_reason: string | null
  failure_reason: string | null
  created: number
  order_id: string | null
  as_of: number
  body: Buffer
}

const listed = '(SELECT value FROM json_each(?))'
export const recordsSql = `SELECT rowid, id, payment_intent_id, charge_id, amount, currency, status, reason, pending_reason,
  failure_reason, created, order_id, as_of, body FROM refunds WHERE rowid IN ${listed}`
const paymentsSql = `SELECT ${paymentColumns} FROM payment_intents AS p LEFT JOIN customers AS c ON c.id = p.customer_id
  WHERE p.id IN ${listed}`
const ordersSql = `SELECT * FROM orders WHERE id IN ${listed}`

const shape = z.looseObject({
  customer: z.string().nullish(),
  destination_details: z.looseObject({ type: z.string() }).nullish(),
})
const referenceShape = z.looseObject({
  reference: z.string().nullish(),
  reference_status: z.string().nullish(),
  reference_type: z.string().nullish(),
})

/** What the rows of a page have beside them. */
interface Around {
  payments: ReadonlyMap<string, Omit<PaymentRecord, 'amount_milli'>>
  orders: ReadonlyMap<string, OrderRow>
  notes: ReadonlyMap<string, RefundNote>
}

export interface Lives {
  refund(record: RefundRecord): RefundLife
  order(row: OrderRow): RefundLife
}

/** Reads what these rows need, in one question each. */
export function livesOf(
  cache: Database,
  journal: Database,
  records: readonly RefundRecord[],
  orderRows: readonly OrderRow[],
): Lives {
  const given = (ids: (string | null)[]): string =>
    JSON.stringify([...new Set(ids.filter((id) => id !== null))])
  const paymentIds = [
    ...records.map((each) => each.payment_intent_id),
    ...orderRows.map((each) => each.object_id),
  ]
  const around: Around = {
    payments: byId(
      prepared<[string], Omit<PaymentRecord, 'amount_milli'>>(cache, paymentsSql).all(given(paymentIds)),
    ),
    orders: byId(
      prepared<[string], OrderRow>(journal, ordersSql).all(given(records.map((each) => each.order_id))),
    ),
    notes: notesHolding(
      journal,
      records.map(({ id }) => id),
    ),
  }
  const told = toldOf(cache)
  return {
    refund: (record) => ofRefund(record, around, told),
    order: (row) => ofOrder(row, around),
  }
}

const byId = <Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row]))

function ofRefund(record: RefundRecord, around: Around, told: ReturnType<typeof toldOf>): RefundLife {
  const body = shape.safeParse(bodyOf(record.body)).data
  const state = stateOfRefund(record.status)
  const row = around.orders.get(record.order_id ?? '')
  const order = row === undefined ? null : toOrder(row)
  const { customerId, ...whose } = whoseOf(record.payment_intent_id, order?.customerLabel ?? null, around)
  const otherWay = around.notes.get(record.id) ?? null
  const since = state === 'succeeded' ? null : sinceOf(told(record.id), record.status)
  return {
    id: record.id,
    refundId: record.id,
    state,
    since: since === null ? null : since * 1000,
    at: record.created * 1000,
    amount: record.amount,
    currency: record.currency,
    paymentIntentId: record.payment_intent_id,
    customerId: customerId ?? body?.customer ?? null,
    ...whose,
    reason: record.reason,
    note: order?.note ?? null,
    pendingReason: record.pending_reason,
    failureReason: record.failure_reason,
    ...explainRefund({
      state,
      pendingReason: record.pending_reason,
      failureReason: record.failure_reason,
      problem: null,
      methodType: whose.method?.type ?? null,
      settledOtherwise: otherWay !== null,
    }),
    reference: referenceOf(body?.destination_details),
    orderedHere: order !== null,
    cancelable: isCancelable(record.status),
    otherWay,
    order,
  }
}

function ofOrder(row: OrderRow, around: Around): RefundLife {
  const order = toOrder(row)
  const state = stateOfOrder(order.state, order.refundStatus)
  const whose = whoseOf(order.paymentIntentId, order.customerLabel, around)
  // Of one that may have been sent before its journal was restored `sentAt` is 0.
  const began = { held: order.placedAt, sent: order.sentAt, unknown: order.sentAt, done: null }
  return {
    id: order.id,
    refundId: order.refundId,
    state,
    since:
      state === 'held' || state === 'sent' || state === 'unknown'
        ? began[state] || order.placedAt
        : order.settledAt,
    at: order.placedAt,
    amount: order.amount,
    currency: order.currency,
    paymentIntentId: order.paymentIntentId,
    ...whose,
    reason: order.reason,
    note: order.note,
    pendingReason: state === 'pending' ? order.refundStatusReason : null,
    failureReason: state === 'failed' ? order.refundStatusReason : null,
    ...explainRefund({
      state,
      pendingReason: order.refundStatusReason,
      failureReason: order.refundStatusReason,
      problem: state === 'withdrawn' ? whyWithdrawn(order) : (order.problem?.message ?? null),
      methodType: whose.method?.type ?? null,
      settledOtherwise: false,
    }),
    reference: null,
    orderedHere: true,
    cancelable: order.refundId !== null && isCancelable(order.refundStatus ?? ''),
    otherWay: null,
    order,
  }
}

function whoseOf(
  paymentIntentId: string | null,
  label: string | null,
  { payments }: Around,
): { customerId: string | null; customerLabel: string | null; method: Method | null } {
  const record = payments.get(paymentIntentId ?? '')
  if (record === undefined) return { customerId: null, customerLabel: label, method: null }
  const payment = toPaymentRow(record)
  return {
    customerId: payment.customerId,
    customerLabel: payment.customerName ?? payment.customerEmail ?? label,
    method: payment.method,
  }
}

/** `destination_details` has it in a hash named like its type. */
function referenceOf(
  details: z.infer<typeof shape>['destination_details'] | undefined,
): RefundLife['reference'] {
  if (!details) return null
  const found = referenceShape.safeParse(details[details.type]).data
  if (found === undefined) return null
  const { reference, reference_status: status, reference_type: type } = found
  if ((reference ?? null) === null && (status ?? null) === null) return null
  return { type: type ?? details.type, value: reference ?? null, status: status ?? null }
}
