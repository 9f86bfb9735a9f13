// The questions about lists of payments. Keyset paging only; every list has a bound.
import type { Database } from 'better-sqlite3'
import {
  success,
  type ParsedRequestOf,
  type PaymentRow,
  type PaymentStatus,
  type ReplyOf,
  type Result,
} from '../../../../src/contract/index.ts'
import type { PaymentLook } from '../../projections/payment-columns.ts'
import { writeCursor, strangeCursor } from '../cursor.ts'
import { prepared } from '../prepared.ts'
import { paymentPage, type PaymentQuery } from './payment-page.ts'

interface PaymentRecord extends Omit<PaymentLook, 'status' | 'disputed'> {
  rowid: number
  id: string
  status: PaymentStatus
  amount: number
  amount_received: number
  amount_pending: number
  amount_milli: bigint
  currency: string
  created: number
  customer_id: string | null
  customer_name: string | null
  customer_email: string | null
  description: string | null
}

/** `sort_value` as text: thousandths of an amount may pass 2^53. */
type SortedRecord = PaymentRecord & { sort_value: string }

/**
 * What refunds took or will take, less what Stripe counts on the charge, where those under way are missing (domain/refundable.ts). The
 * payment's own count leaves out what was let go of a hold, of which there may be a refund too. Grouped, so that the charge of a payment
 * without refunds, that is of nearly every one, is not looked for.
 */
const pending = `coalesce((SELECT max(0, sum(r.amount)
    - coalesce((SELECT ch.amount_refunded FROM charges AS ch WHERE ch.id = p.latest_charge_id), 0))
  FROM refunds AS r WHERE r.payment_intent_id = p.id AND r.status NOT IN ('failed', 'canceled')
  GROUP BY r.payment_intent_id), 0)`

export const paymentColumns = `
  p.rowid, p.id, p.status, p.amount, p.amount_received, p.amount_refunded, ${pending} AS amount_pending, p.currency, p.created, p.customer_id,
  c.name AS customer_name, c.email AS customer_email, p.description, p.method_type, p.method_brand, p.method_last4,
  p.method_wallet, p.method_exp_month, p.method_exp_year, p.method_country, p.decline_code`

/** The SQL of one page, for the question itself and for the tests of its query plan; null for a cursor of another order. */
export function paymentListSql(
  cache: Database,
  request: ParsedRequestOf<'payments.list'>,
): PaymentQuery | null {
  const page = paymentPage(cache, request)
  if (!page) return null
  // The page first, by its index alone; then the whole of those few rows.
  return {
    ...page,
    sql: `SELECT ${paymentColumns}, CAST(page.v AS TEXT) AS sort_value
      FROM (${page.sql}) AS page CROSS JOIN payment_intents AS p ON p.rowid = page.r
      LEFT JOIN customers AS c ON c.id = p.customer_id`,
  }
}

export function listPayments(
  cache: Database,
  request: ParsedRequestOf<'payments.list'>,
): Result<ReplyOf<'payments.list'>> {
  const query = paymentListSql(cache, request)
  if (!query) return strangeCursor()
  const records = prepared<[Record<string, string | number | bigint>], SortedRecord>(cache, query.sql).all(
    query.parameters,
  )
  // A join is free to give the rows in another order than its first table.
  const direction = request.sort.endsWith('desc') ? -1 : 1
  const shown = records.sort((a, b) => direction * compared(a, b)).slice(0, request.limit)
  const last = shown.at(-1)
  const next =
    records.length > request.limit && last
      ? writeCursor(query.order, BigInt(last.sort_value), last.rowid)
      : null
  return success({ rows: shown.map(toPaymentRow), next })
}

function compared(a: SortedRecord, b: SortedRecord): number {
  const [first, second] = [BigInt(a.sort_value), BigInt(b.sort_value)]
  return first === second ? a.rowid - b.rowid : first < second ? -1 : 1
}

export function toPaymentRow(record: Omit<PaymentRecord, 'amount_milli'>): PaymentRow {
  return {
    id: record.id,
    status: record.status,
    amount: record.amount,
    amountReceived: record.amount_received,
    amountRefunded: record.amount_refunded,
    amountPending: record.amount_pending,
    currency: record.currency,
    created: record.created,
    customerId: record.customer_id,
    customerName: record.customer_name,
    customerEmail: record.customer_email,
    description: record.description,
    method:
      record.method_type === null
        ? null
        : {
            type: record.method_type,
            brand: record.method_brand,
            last4: record.method_last4,
            wallet: record.method_wallet,
            expMonth: record.method_exp_month,
            expYear: record.method_exp_year,
            country: record.method_country,
          },
    declineCode: record.decline_code,
  }
}

export type { PaymentRecord }
