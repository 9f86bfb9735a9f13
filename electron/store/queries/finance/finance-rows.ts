// The movements and payments that a figure adds up, newest first. What it lists and what the overview sums must never differ.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import {
  success,
  type Figure,
  type FigureRow,
  type ParsedRequestOf,
  type ReplyOf,
  type Result,
} from '../../../../src/contract/index.ts'
import { bodyOf } from '../../body.ts'
import { readCursor, writeCursor, strangeCursor } from '../cursor.ts'
import { orTooLarge, plus } from '../exact.ts'
import { prepared } from '../prepared.ts'

type Asked = Omit<ParsedRequestOf<'finance.rows'>, 'deskId' | 'lane'>

interface RowRecord {
  rowid: number
  id: string
  at: number
  type: string
  amount: number
  fee: number
  figure: string | null
  body: Buffer | null
  description: string | null
  payment_id: string | null
  refund_id: string | null
  dispute_id: string | null
  customer_name: string | null
}

export function figureRows(cache: Database, request: Asked): Result<ReplyOf<'finance.rows'>> {
  const cursor = request.after === undefined ? null : readCursor(request.figure, request.after)
  if (cursor === null && request.after !== undefined) return strangeCursor()
  const { figure, currency, from, before, limit } = request
  const records = prepared<[object], RowRecord>(cache, figureRowsSql(figure)).all({
    currency,
    from,
    before,
    at: cursor?.value ?? before,
    rowid: cursor?.rowid ?? 0,
    limit: limit + 1,
  })
  const shown = records.slice(0, limit)
  const last = shown.at(-1)
  return orTooLarge(() =>
    success({
      rows: shown.map((record) => toRow(record, figure)),
      next: records.length > limit && last ? writeCursor(figure, last.at, last.rowid) : null,
    }),
  )
}

/** The SQL of one page, for the question itself and for the tests of its query plan. */
export function figureRowsSql(figure: Figure): string {
  switch (figure) {
    case 'failed':
      return failureSql('failures_by_failed', 'first_failed_at', '1')
    case 'recovered':
      return failureSql('failures_by_settled', 'settled_at', `f.state = 'recovered'`)
    case 'net':
      return movementSql('balance_transactions_by_created', 't.figure IS NOT NULL')
    case 'fees':
      return movementSql(
        'balance_transactions_by_created',
        `(t.figure = 'fees' OR (t.figure IS NOT NULL AND t.fee <> 0))`,
      )
    case 'gross':
    case 'refunds':
    case 'disputes':
    case 'other':
      return movementSql('balance_transactions_by_figure', `t.figure = '${figure}'`)
  }
}

const movementSql = (index: string, condition: string): string => /* sql */ `
  SELECT t.rowid, t.id, t.created AS at, t.type, t.amount, t.fee, t.figure, t.body, NULL AS description,
    p.id AS payment_id, r.id AS refund_id, d.id AS dispute_id, c.name AS customer_name
  FROM (
    SELECT rowid FROM balance_transactions AS t INDEXED BY ${index}
    WHERE t.currency = @currency AND ${condition} AND t.created >= @from AND t.created < @before AND (t.created, t.rowid) < (@at, @rowid)
    ORDER BY t.created DESC, t.rowid DESC LIMIT @limit) AS page
  CROSS JOIN balance_transactions AS t ON t.rowid = page.rowid
  LEFT JOIN charges AS ch ON ch.id = t.source_id
  LEFT JOIN refunds AS r ON r.id = t.source_id
  LEFT JOIN disputes AS d ON d.id = t.source_id
  LEFT JOIN payment_intents AS p ON p.id = coalesce(ch.payment_intent_id, r.payment_intent_id, d.payment_intent_id)
  LEFT JOIN customers AS c ON c.id = coalesce(p.customer_id, ch.customer_id)
  ORDER BY t.created DESC, t.rowid DESC`

const failureSql = (index: string, at: string, condition: string): string => /* sql */ `
  SELECT f.rowid, f.payment_intent_id AS id, f.${at} AS at, 'payment' AS type, f.amount, 0 AS fee, NULL AS figure, NULL AS body,
    p.description, p.id AS payment_id, NULL AS refund_id, NULL AS dispute_id, c.name AS customer_name
  FROM (
    SELECT rowid FROM failures AS f INDEXED BY ${index}
    WHERE f.currency = @currency AND ${condition} AND f.${at} >= @from AND f.${at} < @before AND (f.${at}, f.rowid) < (@at, @rowid)
    ORDER BY f.${at} DESC, f.rowid DESC LIMIT @limit) AS page
  CROSS JOIN failures AS f ON f.rowid = page.rowid
  LEFT JOIN payment_intents AS p ON p.id = f.payment_intent_id
  LEFT JOIN customers AS c ON c.id = f.customer_id
  ORDER BY f.${at} DESC, f.rowid DESC`

const described = z.looseObject({ description: z.string().nullish() })

function toRow(record: RowRecord, figure: Figure): FigureRow {
  return {
    id: record.id,
    at: record.at,
    amount: addedBy(record, figure),
    type: record.type,
    description:
      record.body === null
        ? record.description
        : (described.safeParse(bodyOf(record.body)).data?.description ?? null),
    opens: opensOf(record),
    customerName: record.customer_name,
  }
}

/** Minor units. */
function addedBy({ amount, fee, figure: own }: RowRecord, figure: Figure): number {
  if (figure === 'net') return plus(amount, -fee)
  if (figure === 'fees') return plus(own === 'fees' ? amount : 0, -fee)
  return amount
}

function opensOf({
  payment_id: payment,
  refund_id: refund,
  dispute_id: dispute,
}: RowRecord): FigureRow['opens'] {
  if (dispute !== null) return { kind: 'dispute', id: dispute }
  if (refund !== null) return { kind: 'refund', id: refund }
  return payment === null ? null : { kind: 'payment', id: payment }
}
