// The rows of a bulk run and what became of each, from the journal alone: a row joined with the order that counts for it. It must never
// call a row waiting whose order may have been sent.
import type { Database } from 'better-sqlite3'
import {
  success,
  type Failure,
  type OrderState,
  type ParsedRequestOf,
  type RefundReason,
  type ReplyOf,
  type Result,
  type RowState,
  type RunRow,
} from '../../../../src/contract/index.ts'
import { explainRefund, stateOfRefund, unsaidStatus } from '../../../../src/domain/refund-life.ts'
import { readCursor, writeCursor, strangeCursor } from '../cursor.ts'
import { prepared, quoted } from '../prepared.ts'

/**
 * Of a door that was closed, not of the row: an order that was never sent because of one of these leaves its row waiting. Without a
 * problem it was taken back by hand, and any other problem is the row's own.
 */
const closedDoors = [
  'stopping',
  'locked',
  'read_only',
  'desk_closed',
  'key_revoked',
  'key_permission',
  'policy_refused',
]

/** `r`: the row, `a`: its last attempt, `o`: the order of that, `run`: the run. */
export const rowsJoined = `
  run_rows AS r JOIN runs AS run ON run.id = r.run_id
  LEFT JOIN run_orders AS a ON a.run_id = r.run_id AND a.line = r.line
    AND a.attempt = (SELECT max(attempt) FROM run_orders WHERE run_id = r.run_id AND line = r.line)
  LEFT JOIN orders AS o ON o.id = a.order_id`

const isOpenAgain = `(a.rowid IS NULL OR (o.state IN ('withdrawn', 'refused') AND o.sent_at IS NULL
  AND coalesce(o.problem ->> '$.code', '') IN (${quoted(closedDoors)})))`

/** The state of a row: rowStates of src/contract/runs.ts. */
export const rowState = `CASE
  WHEN ${isOpenAgain} THEN CASE WHEN run.state IN ('stopped', 'finished') THEN 'skipped' ELSE 'waiting' END
  WHEN a.order_id IS NULL THEN 'failed'
  WHEN o.state IN ('held', 'sending') THEN 'sending'
  WHEN o.state = 'unknown' THEN 'unknown'
  WHEN o.state = 'done' AND coalesce(o.refund_status, '') NOT IN ('failed', 'canceled') THEN 'made'
  ELSE 'failed' END`

/** Of the same rows as `@runId`: what it retries, what retries it, and so on, however far. */
const sameRows = `
  WITH RECURSIVE same(id) AS (
    SELECT @runId
    UNION SELECT other.id FROM same JOIN runs AS known ON known.id = same.id
      JOIN runs AS other ON other.retry_of = known.id OR other.id = known.retry_of)
  SELECT id FROM same WHERE id <> @runId`

/** Rows of runs of the same rows as `@runId` that are made, or may yet be: what they refund, no other retry takes. */
export const retriedRows = `${rowsJoined}
  WHERE r.run_id IN (${sameRows})
    AND ${rowState} IN ('waiting', 'sending', 'unknown', 'made')`

/** Whether a row of `@runId` failed or was never sent, and can be ordered with another run. */
export const isRetriable = `(${rowState} IN ('failed', 'skipped') AND r.payment NOT IN (SELECT r.payment FROM ${retriedRows}))`

export interface RunRowRecord {
  line: number
  state: RowState
  first_order_id: string
  payment: string
  amount: number
  currency: string
  reason: RefundReason | null
  customer_label: string | null
  /** What its check knew as given back already, minor units; null in rows of before that was kept. */
  refunded: number | null
  /** How often it was tried, whether or not there was an order. */
  attempts: number
  order_id: string | null
  order_state: OrderState | null
  refund_id: string | null
  refund_status: string | null
  refund_status_reason: string | null
  idempotency_key: string | null
  /** Stripe's, as JSON; null without an order. */
  request_ids: string | null
  settled_at: number | null
  problem: string | null
}

const rowColumns = `
  r.line, ${rowState} AS state, r.first_order_id, r.payment, r.amount, r.currency, r.reason, r.customer_label, r.refunded,
  coalesce(a.attempt, 0) AS attempts, o.id AS order_id, o.state AS order_state, o.refund_id, o.refund_status,
  o.refund_status_reason, o.idempotency_key, o.request_ids, coalesce(o.settled_at, iif(a.order_id IS NULL, a.at, NULL)) AS settled_at,
  coalesce(o.problem, a.problem) AS problem`

/** By line; `@states` null is all of them, `@retriable` 1 only those that are left for a new run. */
const runRowsSql = `
  SELECT ${rowColumns} FROM ${rowsJoined}
  WHERE r.run_id = @runId AND r.line > @after
    AND (@states IS NULL OR ${rowState} IN (SELECT value FROM json_each(@states)))
    AND (@retriable = 0 OR ${isRetriable})
  ORDER BY r.line LIMIT @limit`

type RowParameters = {
  runId: string
  after: number
  states: string | null
  retriable: 0 | 1
  limit: number
}

/** Of these states, by line, after a line. */
export function runRowsOf(
  journal: Database,
  runId: string,
  {
    states = [],
    retriable = false,
    after = 0,
    limit = -1,
  }: { states?: readonly RowState[]; retriable?: boolean; after?: number; limit?: number } = {},
): RunRowRecord[] {
  return prepared<[RowParameters], RunRowRecord>(journal, runRowsSql).all({
    runId,
    after,
    states: states.length === 0 ? null : JSON.stringify(states),
    retriable: retriable ? 1 : 0,
    limit,
  })
}

const order = 'run_line'

export function listRunRows(
  journal: Database,
  request: ParsedRequestOf<'runs.rows'>,
): Result<ReplyOf<'runs.rows'>> {
  const cursor = request.after === undefined ? undefined : readCursor(order, request.after)
  if (cursor === null) return strangeCursor()
  const { runId, retriable, limit } = request
  const records = runRowsOf(journal, runId, {
    states: request.state ?? [],
    retriable,
    after: cursor?.rowid ?? 0,
    limit: limit + 1,
  })
  const shown = records.slice(0, limit)
  const last = shown.at(-1)
  return success({
    rows: shown.map(toRunRow),
    next: records.length > limit && last ? writeCursor(order, last.line, last.line) : null,
  })
}

export function toRunRow(record: RunRowRecord): RunRow {
  // An order that was never sent and is not what the row waits for any more would only mislead.
  const counts = record.state !== 'waiting' && record.state !== 'skipped'
  return {
    line: record.line,
    state: record.state,
    paymentIntentId: record.payment,
    customerLabel: record.customer_label,
    amount: record.amount,
    currency: record.currency,
    reason: record.reason,
    orderId: counts ? record.order_id : null,
    orderState: counts ? record.order_state : null,
    refundId: record.refund_id,
    refundStatus: record.refund_status,
    settledAt: counts ? record.settled_at : null,
    problem: counts ? problemOf(record) : null,
    why: counts ? whyOf(record) : null,
  }
}

function problemOf({ problem }: Pick<RunRowRecord, 'problem'>): Failure | null {
  return problem === null ? null : (JSON.parse(problem) as Failure)
}

function whyOf(record: RunRowRecord): string | null {
  const { state, order_state: orderState, refund_status: status, refund_status_reason: reason } = record
  const problem = problemOf(record)
  if (problem !== null) return problem.message
  if (state !== 'failed') return null
  if (orderState === 'withdrawn') return 'Taken back before it was sent.'
  return explainRefund({
    state: stateOfRefund(status ?? unsaidStatus),
    pendingReason: null,
    failureReason: reason,
    problem: null,
    methodType: null,
    settledOtherwise: false,
  }).means
}
