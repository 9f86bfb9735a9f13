// Everything the inspector shows of one payment, read from the cache and the journal in one go.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import {
  failure,
  success,
  type PaymentDetail,
  type Refund,
  type Result,
} from '../../../../src/contract/index.ts'
import { paymentUrl } from '../../../../src/domain/dashboard-url.ts'
import { bodyOf, unpackBody } from '../../body.ts'
import { fraudWarningsOn } from '../disputes/fraud-warnings.ts'
import { ordersOn } from '../orders/orders.ts'
import { paymentColumns, toPaymentRow, type PaymentRecord } from './payments.ts'
import { refundableOf } from './refundable.ts'
import { timelineOf, type ChargeRecord } from '../orders/timeline.ts'
import { prepared } from '../prepared.ts'
import { waitingOf } from './waiting.ts'

export interface DeskFacts {
  accountId: string
  mode: 'test' | 'live'
}

interface RefundRecord {
  id: string
  amount: number
  currency: string
  status: string
  reason: string | null
  pending_reason: string | null
  failure_reason: string | null
  created: number
  order_id: string | null
  body: Buffer
}

interface DisputeRecord {
  id: string
  amount: number
  currency: string
  status: string
  reason: string
  created: number
  evidence_due_by: number | null
  body: Buffer
}

type IntentRecord = PaymentRecord & {
  stripe_status: string
  amount_capturable: number
  latest_charge_id: string | null
  as_of: number
  body: Buffer
}

/** `now`: milliseconds. */
export function paymentDetail(
  cache: Database,
  journal: Database,
  desk: DeskFacts,
  id: string,
  now: number = Date.now(),
): Result<PaymentDetail> {
  const intent = prepared<[string], IntentRecord>(
    cache,
    `SELECT ${paymentColumns}, p.stripe_status, p.amount_capturable, p.latest_charge_id, p.as_of, p.body
       FROM payment_intents AS p LEFT JOIN customers AS c ON c.id = p.customer_id WHERE p.id = ?`,
  ).get(id)
  if (!intent)
    return failure(
      'not_found',
      'This payment is not in the cache. It may belong to another desk, or not have been read yet.',
    )
  const charges = prepared<[string], ChargeRecord>(
    cache,
    'SELECT * FROM charges WHERE payment_intent_id = ? ORDER BY created, rowid',
  ).all(id)
  const refundRecords = prepared<[string], RefundRecord>(
    cache,
    'SELECT * FROM refunds WHERE payment_intent_id = ? ORDER BY created, rowid',
  ).all(id)
  const disputeRecords = prepared<[string], DisputeRecord>(
    cache,
    'SELECT * FROM disputes WHERE payment_intent_id = ? ORDER BY created, rowid',
  ).all(id)
  const latest = charges.find((charge) => charge.id === intent.latest_charge_id) ?? charges.at(-1)
  const refunds = refundRecords.map(toRefund)
  const disputes = disputeRecords.map((record) => ({
    id: record.id,
    amount: record.amount,
    currency: record.currency,
    status: record.status,
    reason: record.reason,
    created: record.created,
    evidenceDueBy: record.evidence_due_by,
  }))
  const payment = toPaymentRow(intent)
  const orders = ordersOn(journal, id)
  const refundable = refundableOf(cache, id)
  const refundStop = refundable?.stop ?? null
  const intentBody = unpackBody(intent.body)
  const { metadata, canceled_at: canceledAt, cancellation_reason: reason } = toldIn(intentBody)
  const { created, method_type: methodType, stripe_status: stripeStatus } = intent
  const waiting = waitingOf(cache, journal, { id, created, stripeStatus, methodType, metadata }, now)
  const canceled = stripeStatus === 'canceled' ? { at: canceledAt ?? created, reason } : null
  return success({
    payment,
    chargeId: latest?.id ?? null,
    amountCaptured: refundable?.amountCaptured ?? null,
    amountRefundable: refundStop === null ? (refundable?.refundable ?? 0) : 0,
    refundStop,
    statementDescriptor: latest?.statement_descriptor ?? null,
    failureMessage: latest?.failure_message ?? null,
    riskLevel: latest?.risk_level ?? null,
    hold: holdOf(intent, latest),
    settled: settledOf(cache, latest),
    waiting,
    refunds,
    disputes,
    warnings: fraudWarningsOn(cache, id),
    orders,
    timeline: timelineOf({ payment, canceled, waiting, charges, refunds, disputes, orders }),
    metadata,
    raw: [
      { title: `PaymentIntent ${intent.id}`, json: intentBody },
      ...charges.map((record) => ({ title: `Charge ${record.id}`, json: unpackBody(record.body) })),
      ...refundRecords.map((record) => ({ title: `Refund ${record.id}`, json: unpackBody(record.body) })),
      ...disputeRecords.map((record) => ({ title: `Dispute ${record.id}`, json: unpackBody(record.body) })),
    ],
    dashboardUrl: paymentUrl(desk.accountId, desk.mode, intent.id),
    asOf: intent.as_of,
  })
}

const capturable = z.looseObject({
  payment_method_details: z.looseObject({ card: z.looseObject({ capture_before: z.int() }) }),
})

function holdOf(intent: IntentRecord, latest: ChargeRecord | undefined): PaymentDetail['hold'] {
  if (intent.stripe_status !== 'requires_capture') return null
  const told = latest === undefined ? undefined : capturable.safeParse(bodyOf(latest.body)).data
  return {
    amount: intent.amount_capturable,
    until: told?.payment_method_details.card.capture_before ?? null,
  }
}

/** Of its latest charge, in the currency of the balance. */
function settledOf(cache: Database, latest: ChargeRecord | undefined): PaymentDetail['settled'] {
  return (
    prepared<[string | null], NonNullable<PaymentDetail['settled']>>(
      cache,
      'SELECT net, currency, available_on AS availableAt FROM balance_transactions WHERE id = ?',
    ).get(latest?.balance_transaction_id ?? null) ?? null
  )
}

function toRefund(record: RefundRecord): Refund {
  return {
    id: record.id,
    amount: record.amount,
    currency: record.currency,
    status: record.status,
    reason: record.reason,
    pendingReason: record.pending_reason,
    failureReason: record.failure_reason,
    created: record.created,
    orderId: record.order_id,
  }
}

interface Told {
  metadata: Record<string, string>
  /** Unix seconds. */
  canceled_at: number | null
  cancellation_reason: string | null
}

function toldIn(body: string): Told {
  const { metadata, canceled_at = null, cancellation_reason = null } = JSON.parse(body) as Partial<Told>
  return { metadata: metadata ?? {}, canceled_at, cancellation_reason }
}
