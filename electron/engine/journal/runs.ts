// The journal of one desk's bulk runs: a run is committed here whole, with all its rows, before anything of it is sent, and every change
// of its state before anyone is told, together with its entry in the audit. It must never lose a row, nor change what was ordered.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type Failure,
  type ParsedRequestOf,
  type PauseReason,
  type Result,
  type Run,
  type RunState,
} from '../../../src/contract/index.ts'
import { runRowsOf } from '../../store/queries/runs/run-rows.ts'
import { runRecord, toRun, type RunRecord } from '../../store/queries/runs/runs.ts'
import type { Audit } from '../audit/audit.ts'
import { orderDenied } from '../audit/order-notes.ts'
import { runChanged, runPlaced } from '../audit/run-notes.ts'
import { runConflicts, type RunConflicts } from './run-conflicts.ts'
import { digestOfRun, intentOf, type IntendedRow } from './run-digest.ts'

/** Where a run goes; the times are added as it goes there. */
export type RunMove =
  | { state: 'running' | 'finished'; canaryOver?: boolean }
  | { state: 'paused'; because: PauseReason; problem?: Failure | null }
  | { state: 'stopped'; problem?: Failure | null }

/** Which row is meant, and how often it was tried before. */
export interface TriedRow {
  runId: string
  line: number
  attempts: number
}

export interface RunJournal extends Pick<RunConflicts, 'refundedBefore' | 'waitingElsewhere'> {
  /** The run of this number as it stands, `order_conflict` where it says something else, null where there is none. */
  again(request: ParsedRequestOf<'run.place'>): Result<Run> | null
  /**
   * Places a run and all its rows in `held`, by whoever is at the machine. `whyNot` is asked in the transaction that writes it.
   * Times in milliseconds.
   */
  place(
    request: ParsedRequestOf<'run.place'>,
    times: { placedAt: number; sendAt: number },
    approved: boolean,
    whyNot: () => Failure | null,
  ): Result<Run>
  /** Moves a run on, if it still is in one of `from`; null if it is not (someone was faster). */
  move(runId: string, from: readonly RunState[], move: RunMove): Run | null
  /** The first rows are through and were looked at. */
  endCanary(runId: string): void
  find(runId: string): Run | null
  record(runId: string): RunRecord | undefined
  /** Held, running or paused, oldest first. */
  unfinished(): RunRecord[]
  /** The run that an order belongs to. */
  runOf(orderId: string): string | null
  /** Whether run and rows are as they were ordered. */
  isIntact(record: RunRecord): boolean
  /** To be called in the transaction that writes the order of a row. */
  linkOrder(row: TriedRow, orderId: string): void
  /** A row was turned away before there was an order. */
  noteProblem(row: TriedRow, asked: IntendedRow, problem: Failure): void
}

const insertRun = `
  INSERT INTO runs (id, desk_id, name, note, retry_of, operator, canary, after_canary, rows, approved, digest, placed_at, send_at, state)
  VALUES (@runId, @deskId, @name, @note, @retryOf, @operator, @canary, @afterCanary, @rowCount, @approved, @digest, @placedAt, @sendAt, 'held')`
const insertRow = `
  INSERT INTO run_rows (run_id, line, first_order_id, payment, amount, currency, reason, customer_label, refunded)
  VALUES (@runId, @line, @orderId, @paymentIntentId, @amount, @currency, @reason, @customerLabel, @refunded)`
const insertOrder = `
  INSERT INTO run_orders (run_id, line, attempt, order_id, at, problem) VALUES (@runId, @line, @attempt, @orderId, @at, @problem)`
const updateRun = `
  UPDATE runs SET state = @state, paused_because = @because, problem = @problem, ended_at = @endedAt,
    canary_over = max(canary_over, @canaryOver)
  WHERE id = @runId`

export function openRunJournal(database: Database, now: () => number, audit: Audit): RunJournal {
  const statements = {
    insertRun: database.prepare(insertRun),
    insertRow: database.prepare(insertRow),
    insertOrder: database.prepare(insertOrder),
    update: database.prepare(updateRun),
    endCanary: database.prepare('UPDATE runs SET canary_over = 1 WHERE id = ?'),
    unfinished: database.prepare<[], RunRecord>(
      `SELECT * FROM runs WHERE state IN ('held', 'running', 'paused') ORDER BY rowid`,
    ),
    runOf: database.prepare<[string], string>('SELECT run_id FROM run_orders WHERE order_id = ?').pluck(),
  }

  const conflicts = runConflicts(database)

  const toldOf = (record: RunRecord): Run => toRun(database, record, now())

  function recordOf(runId: string): RunRecord {
    const record = runRecord(database, runId)
    if (!record) throw new Error('a run of this transaction is not in the journal')
    return record
  }

  function again(request: ParsedRequestOf<'run.place'>): Result<Run> | null {
    const record = runRecord(database, request.runId)
    if (!record) return null
    // Whoever asks again, it is the run of the one who placed it.
    return digestOfRun(intentOf(request, record.operator)) === record.digest
      ? success(toldOf(record))
      : failure(
          'order_conflict',
          'A run with this number was already placed with other contents. Nothing was ordered; open the form again.',
        )
  }

  const place = database.transaction(
    (
      request: ParsedRequestOf<'run.place'>,
      times: { placedAt: number; sendAt: number },
      approved: boolean,
      whyNot: () => Failure | null,
    ): Result<Run> => {
      const existing = again(request)
      if (existing) return existing
      const intent = intentOf(request, audit.operator)
      const refused = conflicts.whyNot(intent) ?? whyNot()
      if (refused !== null) return { ok: false, error: refused }
      const { rows, ...facts } = intent
      const digest = digestOfRun(intent)
      const { runId } = intent
      statements.insertRun.run({
        ...facts,
        ...times,
        rowCount: rows.length,
        approved: Number(approved),
        digest,
      })
      for (const row of rows) statements.insertRow.run({ runId, ...row })
      const run = toldOf(recordOf(runId))
      audit.append(runPlaced(run, digest, approved), times.placedAt)
      return success(run)
    },
  )

  const move = database.transaction(
    (runId: string, from: readonly RunState[], wanted: RunMove): Run | null => {
      const before = runRecord(database, runId)
      if (!before || !from.includes(before.state)) return null
      const at = now()
      const problem = 'problem' in wanted ? (wanted.problem ?? null) : null
      statements.update.run({
        runId,
        state: wanted.state,
        because: wanted.state === 'paused' ? wanted.because : null,
        problem: problem === null ? null : JSON.stringify(problem),
        endedAt: wanted.state === 'stopped' || wanted.state === 'finished' ? at : null,
        canaryOver: Number('canaryOver' in wanted && wanted.canaryOver),
      })
      const after = toldOf(recordOf(runId))
      audit.append(runChanged(toldOf(before), after), at)
      return after
    },
  )

  const noteProblem = database.transaction((row: TriedRow, asked: IntendedRow, problem: Failure): void => {
    const at = now()
    const { runId, line, attempts } = row
    statements.insertOrder.run({
      runId,
      line,
      attempt: attempts + 1,
      orderId: null,
      at,
      problem: JSON.stringify(problem),
    })
    audit.append(orderDenied(asked, problem), at)
  })

  return {
    again,
    place: (...run) => place.immediate(...run),
    move: (...moved) => move.immediate(...moved),
    endCanary: (runId) => void statements.endCanary.run(runId),
    find(runId) {
      const record = runRecord(database, runId)
      return record ? toldOf(record) : null
    },
    record: (runId) => runRecord(database, runId),
    unfinished: () => statements.unfinished.all(),
    runOf: (orderId) => statements.runOf.get(orderId) ?? null,
    isIntact(record) {
      const rows = runRowsOf(database, record.id).map((row) => ({
        orderId: row.first_order_id,
        line: row.line,
        paymentIntentId: row.payment,
        amount: row.amount,
        currency: row.currency,
        reason: row.reason,
        customerLabel: row.customer_label,
        refunded: row.refunded,
      }))
      const { id: runId, desk_id: deskId, retry_of: retryOf, after_canary: afterCanary } = record
      const { name, note, canary, operator } = record
      const intent = { runId, deskId, name, note, retryOf, canary, afterCanary, operator, rows }
      return rows.length === record.rows && digestOfRun(intent) === record.digest
    },
    linkOrder({ runId, line, attempts }, orderId) {
      statements.insertOrder.run({ runId, line, attempt: attempts + 1, orderId, at: now(), problem: null })
    },
    noteProblem: (...noted) => noteProblem.immediate(...noted),
    refundedBefore: conflicts.refundedBefore,
    waitingElsewhere: conflicts.waitingElsewhere,
  }
}
