// What the audit says of bulk runs; their orders have entries of their own. Pure. It must never quote a note of the operator, a customer
// or words of Stripe's: only what a run is about, and codes.
import type { Failure, PauseReason, Run, RunState } from '../../../src/contract/index.ts'
import { formatAmount } from '../../../src/domain/money.ts'
import type { AuditNote } from './audit.ts'
import { codesOf } from './order-notes.ts'

export function runPlaced(run: Run, digest: string, approved: boolean): AuditNote {
  const { id, rows, afterCanary, retryOf, sendAt } = run
  const firstRows = `${firstOf(run)} alone, the rest ${afterCanary === 'ask' ? 'when told to' : 'if they were made'}`
  const totals = run.totals.map(({ currency, rows: of, ordered }) => ({ currency, rows: of, ordered }))
  return {
    kind: 'run_placed',
    subject: id,
    text: `Ordered: run of ${refunds(rows)}, ${totals.map(({ currency, ordered }) => formatAmount(ordered, currency)).join(', ')}.`,
    detail: { rows, totals, firstRows, retryOf, sendAt, digest, approved },
  }
}

export function runChanged(before: Run, after: Run): AuditNote {
  const { id, rows, state, problem, counts } = after
  const pausedBecause = pauseOf(after)
  const because = pausedBecause === null ? '' : ` (${pausedBecause})`
  return {
    kind: 'run_changed',
    subject: id,
    text: `${runStateWords[state]}${because}: run of ${refunds(rows)}, ${counts.made} made, ${counts.failed} failed.`,
    detail: {
      before: { state: before.state, pausedBecause: pauseOf(before) },
      after: { state, pausedBecause },
      counts,
      problem: problem === null ? null : codesOf(problem),
    },
  }
}

const runStateWords: Record<RunState, string> = {
  held: 'Held',
  running: 'Running',
  paused: 'Paused',
  stopped: 'Stopped',
  finished: 'Finished',
}

/** Chained entries keep their words: of older ones, "canary" is these first rows. */
const firstOf = ({ canary, rows }: Run): string =>
  canary === 1 || rows === 1 ? 'first row' : `first ${Math.min(canary, rows)} rows`

const pauseReasonWords: Record<PauseReason, (run: Run) => string> = {
  operator: () => 'by hand',
  canary: (run) => `${firstOf(run)} made`,
  canary_failed: (run) =>
    `${firstOf(run)} not${run.canary === 1 || run.rows === 1 ? '' : ' all'}${run.counts.failed > 0 ? '' : ' known to be'} made`,
  failures: () => 'failures in a row',
  restart: () => 'closed or cut off meanwhile',
  locked: () => 'desk locked',
  refused: () => 'not allowed any more',
  day_limit: () => 'limit of the day used up',
}

const pauseOf = (run: Run): string | null =>
  run.pausedBecause === null ? null : pauseReasonWords[run.pausedBecause](run)

const refunds = (rows: number): string => `${rows} ${rows === 1 ? 'refund' : 'refunds'}`

export function runNotResumed(runId: string, error: Failure): AuditNote {
  return {
    kind: 'order_denied',
    subject: runId,
    text: `Run not resumed (${error.code}).`,
    detail: { problem: codesOf(error) },
  }
}

export function runDenied(runId: string, rows: number, error: Failure): AuditNote {
  return {
    kind: 'order_denied',
    subject: runId,
    text: `Not ordered (${error.code}): run of ${refunds(rows)}.`,
    detail: { rows, problem: codesOf(error) },
  }
}
