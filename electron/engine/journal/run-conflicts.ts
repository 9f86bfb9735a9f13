// What the journal itself tells against a run: orders that exist already, payments that were tried again, given back since, or wait in another
// run. It must never let one payment wait in two runs.
import type { Database } from 'better-sqlite3'
import { failure, type Failure } from '../../../src/contract/index.ts'
import { retriedRows, rowsJoined, rowState } from '../../store/queries/runs/run-rows.ts'
import { runRecord } from '../../store/queries/runs/runs.ts'
import type { RunIntent } from './run-digest.ts'

export interface RunConflicts {
  /** To be asked in the transaction that writes the run. */
  whyNot(intent: RunIntent): Failure | null
  /**
   * What the check of a run's row of this payment knew as given back, minor units; 0 in rows of before that was kept, so that whatever
   * was given back speaks against them; null where the run has no row of it.
   */
  refundedBefore(runId: string, paymentIntentId: string): number | null
  /** Of these payments one that waits, or is under way, in a run that has not ended; null where none does. */
  waitingElsewhere(payments: readonly string[]): { payment: string; name: string } | null
}

const retriedAlready = `
  SELECT r.payment, run.name FROM ${retriedRows} AND r.payment IN (SELECT value FROM json_each(@payments)) LIMIT 1`

/** Rows of runs that have not ended, and that wait or are under way. */
const elsewhere = `
  SELECT r.payment, run.name FROM ${rowsJoined}
  WHERE r.payment IN (SELECT value FROM json_each(?)) AND run.state IN ('held', 'running', 'paused')
    AND ${rowState} IN ('waiting', 'sending', 'unknown') LIMIT 1`

export function runConflicts(database: Database): RunConflicts {
  const statements = {
    hasOrder: database
      .prepare<[string], string>(
        `SELECT value FROM json_each(?) WHERE value IN (SELECT id FROM orders)
           OR value IN (SELECT first_order_id FROM run_rows) LIMIT 1`,
      )
      .pluck(),
    elsewhere: database.prepare<[string], { payment: string; name: string }>(elsewhere),
    refundedBefore: database
      .prepare<[string, string], number>(
        'SELECT coalesce(refunded, 0) FROM run_rows WHERE run_id = ? AND payment = ?',
      )
      .pluck(),
    retriedAlready: database.prepare<{ runId: string; payments: string }, { payment: string; name: string }>(
      retriedAlready,
    ),
  }

  const waitingElsewhere: RunConflicts['waitingElsewhere'] = (payments) =>
    statements.elsewhere.get(JSON.stringify(payments)) ?? null

  const refundedBefore: RunConflicts['refundedBefore'] = (runId, paymentIntentId) =>
    statements.refundedBefore.get(runId, paymentIntentId) ?? null

  function whyNot({ rows, retryOf }: RunIntent): Failure | null {
    if (retryOf !== null && runRecord(database, retryOf) === undefined)
      return failure('bad_request', 'The run that this one repeats is not on this desk. Nothing was ordered.')
        .error
    if (statements.hasOrder.get(JSON.stringify(rows.map(({ orderId }) => orderId))) !== undefined)
      return failure(
        'bad_request',
        'One of these orders exists already. Nothing was ordered; open the form again.',
      ).error
    const payments = rows.map(({ paymentIntentId }) => paymentIntentId)
    const retried =
      retryOf === null
        ? undefined
        : statements.retriedAlready.get({ runId: retryOf, payments: JSON.stringify(payments) })
    if (retried !== undefined)
      return failure(
        'order_blocked',
        `${retried.payment} was tried again already, in the run “${retried.name}”. Leave it out. Nothing was ordered.`,
      ).error
    const givenBack = rows.find(({ paymentIntentId, refunded }) => {
      const before = retryOf === null ? null : refundedBefore(retryOf, paymentIntentId)
      return before !== null && (refunded ?? 0) > before
    })
    if (givenBack !== undefined)
      return failure(
        'order_blocked',
        `Since the earlier run was checked, more of ${givenBack.paymentIntentId} was given back. Leave it out. Nothing was ordered.`,
      ).error
    const waiting = waitingElsewhere(payments)
    return waiting === null
      ? null
      : failure(
          'order_blocked',
          `${waiting.payment} waits in the run “${waiting.name}”, which has not ended. Stop that run, or leave this payment out. Nothing was ordered.`,
        ).error
  }

  return { whyNot, refundedBefore, waitingElsewhere }
}
