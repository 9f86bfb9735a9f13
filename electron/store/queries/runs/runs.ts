// Bulk runs as they stand: what was ordered with each, and how many of its rows are where. Counted from rows and orders whenever it is
// asked for, so that it can't differ from them.
import type { Database } from 'better-sqlite3'
import {
  failure,
  rowStates,
  success,
  type Failure,
  type ParsedRequestOf,
  type PauseReason,
  type ReplyOf,
  type Result,
  type RowState,
  type Run,
  type RunState,
} from '../../../../src/contract/index.ts'
import { readCursor, writeCursor, strangeCursor } from '../cursor.ts'
import { prepared } from '../prepared.ts'
import { isRetriable, rowsJoined, rowState } from './run-rows.ts'

/** Columns of `runs` in journal.db; times in milliseconds. */
export interface RunRecord {
  rowid: number
  id: string
  desk_id: string
  name: string
  note: string | null
  retry_of: string | null
  operator: string
  canary: number
  after_canary: 'ask' | 'go_on'
  rows: number
  approved: 0 | 1
  digest: string
  placed_at: number
  send_at: number
  state: RunState
  paused_because: PauseReason | null
  problem: string | null
  ended_at: number | null
  canary_over: 0 | 1
}

/** Minor units. */
interface Tally {
  state: RowState
  currency: string
  rows: number
  amount: number
  retriable: number
}

const talliesSql = `
  SELECT ${rowState} AS state, r.currency, count(*) AS rows, sum(r.amount) AS amount, sum(${isRetriable}) AS retriable
  FROM ${rowsJoined} WHERE r.run_id = @runId GROUP BY 1, 2`

/** Turned away before there was an order, or with one that has ended. */
const throughSql = `
  SELECT count(*) FROM run_orders AS a LEFT JOIN orders AS o ON o.id = a.order_id
  WHERE a.run_id = ? AND coalesce(o.settled_at, a.at) > ? AND (a.order_id IS NULL OR o.state IN ('done', 'refused'))`

const wentOnSql = `
  SELECT at FROM audit INDEXED BY audit_by_kind WHERE kind = 'run_changed' AND subject = ? ORDER BY seq DESC LIMIT 1`

/** How far apart the newest rows of runs were begun; what is further apart waited for somebody. */
const paceSql = `
  SELECT count(*) AS gaps, sum(gap) AS took FROM (
    SELECT at - lag(at) OVER (PARTITION BY run_id ORDER BY rowid) AS gap
    FROM (SELECT rowid, run_id, at FROM run_orders ORDER BY rowid DESC LIMIT 200))
  WHERE gap >= 0 AND gap < 60000`

const minute = 60_000
/** Fewer rows say nothing of how fast many go. */
const leastGaps = 10
/** Before, one row more or less would be another speed. */
const leastStretch = 5000

export function runRecord(journal: Database, runId: string): RunRecord | undefined {
  return prepared<[string], RunRecord>(journal, 'SELECT * FROM runs WHERE id = ?').get(runId)
}

/** `now`: Unix milliseconds. */
export function toRun(journal: Database, record: RunRecord, now: number): Run {
  const tallies = prepared<[{ runId: string }], Tally>(journal, talliesSql).all({ runId: record.id })
  const counts = Object.fromEntries(rowStates.map((state) => [state, 0])) as Run['counts']
  const totals = new Map<string, Run['totals'][number]>()
  for (const { state, currency, rows, amount } of tallies) {
    counts[state] += rows
    const total = totals.get(currency) ?? { currency, rows: 0, ordered: 0, made: 0 }
    total.rows += rows
    total.ordered += amount
    if (state === 'made') total.made += amount
    totals.set(currency, total)
  }
  return {
    id: record.id,
    deskId: record.desk_id,
    name: record.name,
    note: record.note,
    operator: record.operator,
    retryOf: record.retry_of,
    state: record.state,
    pausedBecause: record.paused_because,
    problem: record.problem === null ? null : (JSON.parse(record.problem) as Failure),
    placedAt: record.placed_at,
    sendAt: record.send_at,
    endedAt: record.ended_at,
    rows: record.rows,
    canary: record.canary,
    afterCanary: record.after_canary,
    canaryOver: record.canary_over === 1,
    counts,
    retriable: tallies.reduce((sum, { retriable }) => sum + retriable, 0),
    totals: [...totals.values()].toSorted((one, other) => (one.currency < other.currency ? -1 : 1)),
    perMinute: record.state === 'running' ? speedOf(journal, record, now) : null,
  }
}

/** What came before it went on last says nothing of how fast it goes now. */
function speedOf(journal: Database, { id, send_at: began }: RunRecord, now: number): number {
  const wentOn = prepared<[string], number>(journal, wentOnSql).pluck().get(id) ?? began
  const since = Math.max(wentOn, now - minute)
  if (now - since < leastStretch) return 0
  const through = prepared<[string, number], number>(journal, throughSql).pluck().get(id, since) ?? 0
  return (through * minute) / (now - since)
}

/** How many rows the last runs sent in a minute while they went; null where too few were sent to tell. */
export function paceOfRuns(journal: Database): number | null {
  const { gaps, took } = prepared<[], { gaps: number; took: number | null }>(journal, paceSql).get()!
  return gaps < leastGaps || took === null || took === 0 ? null : (gaps * minute) / took
}

export function runDetail(journal: Database, runId: string, now: number): Result<Run> {
  const record = runRecord(journal, runId)
  return record ? success(toRun(journal, record, now)) : noSuchRun()
}

export function listRuns(
  journal: Database,
  request: ParsedRequestOf<'runs.list'>,
  now: number,
): Result<ReplyOf<'runs.list'>> {
  const cursor = request.after === undefined ? undefined : readCursor('run_placed_desc', request.after)
  if (cursor === null) return strangeCursor()
  const records = prepared<[{ before: number | null; limit: number }], RunRecord>(
    journal,
    'SELECT * FROM runs WHERE @before IS NULL OR rowid < @before ORDER BY rowid DESC LIMIT @limit',
  ).all({ before: cursor?.rowid ?? null, limit: request.limit + 1 })
  const shown = records.slice(0, request.limit)
  const last = shown.at(-1)
  return success({
    rows: shown.map((record) => toRun(journal, record, now)),
    next:
      records.length > request.limit && last
        ? writeCursor('run_placed_desc', last.placed_at, last.rowid)
        : null,
  })
}

export const noSuchRun = (): { ok: false; error: Failure } =>
  failure('not_found', 'There is no such run on this desk.')
