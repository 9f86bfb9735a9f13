// The bulk runs of one desk: placed whole, held, sent row by row, paused, resumed, stopped, and taken up after a restart. It must never
// send anything of a run that was not committed, nor go on with one by itself after the process was ended.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type Failure,
  type ParsedRequestOf,
  type PauseReason,
  type ReplyOf,
  type Result,
  type Run,
  type RunState,
} from '../../../src/contract/index.ts'
import { runRowsOf } from '../../store/queries/runs/run-rows.ts'
import { noSuchRun, paceOfRuns, type RunRecord } from '../../store/queries/runs/runs.ts'
import type { RunAccess } from '../access/order-access.ts'
import type { Audit, AuditNote } from '../audit/audit.ts'
import { runDenied, runNotResumed } from '../audit/run-notes.ts'
import type { RunJournal, RunMove } from '../journal/runs.ts'
import type { RefundDesk } from '../refunds/refunds.ts'
import { whyNoRows, whyNotApproved, whyNotNamed } from './placing.ts'
import { startRunner, type RunEnd } from './runner.ts'
import { openRunTeller } from './tell.ts'

export interface RunsDesk {
  rules(): Result<ReplyOf<'run.rules'>>
  place(request: ParsedRequestOf<'run.place'>): Promise<Result<Run>>
  pause(runId: string): Result<Run>
  resume(runId: string): Result<Run>
  stop(runId: string): Result<Run>
  /** An order is not what it was: it may be one of a run. */
  orderChanged(orderId: string): void
  /** The names of those that are held or being sent, oldest first. */
  underWay(): string[]
  /** The desk was locked: nothing goes on by itself when it is unlocked. */
  locked(): void
  /** Pauses what an earlier run of the process left. `journalRestored`: the journal is a backup, so that no run may go on. */
  start(options: { journalRestored: boolean }): void
  /** Nothing new is sent from now on. */
  close(): void
  /** Resolves when nothing is under way any more. */
  idle(): Promise<unknown>
}

export interface RunsPorts {
  database: Database
  journal: RunJournal
  access: RunAccess
  refunds: Pick<RefundDesk, 'orderOfRun' | 'reconcile'>
  audit: Audit
  /** The most that Stripe is asked. */
  requestsPerSecond: number
  /** Milliseconds. */
  now: () => number
  tell: (run: Run) => void
  /** Something was thrown where nobody waits for an answer: a bug, which must not end the engine. */
  onBug: (error: unknown) => void
}

/** Its payment is read before and after (docs/decisions/0012-bulk-runs.md). */
const requestsOfRow = 7

export function openRunsDesk(ports: RunsPorts): RunsDesk {
  const { database, journal, access, audit, now, onBug } = ports
  const teller = openRunTeller((runId) => journal.find(runId), ports.tell)
  const holds = new Map<string, NodeJS.Timeout>()
  const working = new Map<string, { tell(): void; handled: Promise<void> }>()
  let isClosed = false

  /** Before anything is written: what was told to stop begins nothing more, even where it can't be written down. */
  function halt(runId: string): void {
    clearTimeout(holds.get(runId))
    holds.delete(runId)
    working.get(runId)?.tell()
  }

  const underWay = (): RunRecord[] => journal.unfinished().filter(({ state }) => state !== 'paused')

  function move(runId: string, from: readonly RunState[], to: RunMove): Run | null {
    const moved = journal.move(runId, from, to)
    if (moved) teller.changed(moved)
    return moved
  }

  const pauseFor = (runId: string, because: PauseReason, problem: Failure | null = null): Run | null =>
    move(runId, ['held', 'running'], { state: 'paused', because, problem })

  /** Ends a run of which nothing waits and nothing is under way. */
  function endIfOver(runId: string): boolean {
    const state = journal.record(runId)?.state
    const run = state === 'running' || state === 'paused' ? journal.find(runId) : null
    if (run === null) return false
    if (run.counts.waiting > 0 || run.counts.sending > 0) return false
    return move(runId, ['running', 'paused'], { state: 'finished' }) !== null
  }

  function start(runId: string): void {
    if (isClosed) return
    const runner = startRunner(
      { ...ports, runs: journal, touched: teller.touched },
      runId,
      working.get(runId)?.handled ?? Promise.resolve(),
    )
    const handled = runner.ended
      .then(
        (end) => handle(runId, end),
        (error: unknown) => wasThrown(runId, error),
      )
      .catch(onBug)
      .finally(() => {
        if (working.get(runId)?.handled === handled) working.delete(runId)
      })
    working.set(runId, { tell: runner.tell, handled })
  }

  function handle(runId: string, end: RunEnd): void {
    if (isClosed) return
    if (end.how === 'altered') {
      move(runId, ['running', 'paused'], { state: 'stopped', problem: altered() })
      return
    }
    if (endIfOver(runId)) return
    if (end.how === 'pause') pauseFor(runId, end.because, end.problem)
    teller.touched(runId)
  }

  function wasThrown(runId: string, error: unknown): void {
    onBug(error)
    if (!isClosed) pauseFor(runId, 'failures', notWritten())
  }

  function endHold(runId: string): void {
    holds.delete(runId)
    const closed = access.whyNoRun()
    if (closed !== null) {
      pauseFor(runId, closed.code === 'locked' ? 'locked' : 'refused', closed)
      return
    }
    if (move(runId, ['held'], { state: 'running' })) start(runId)
  }

  function hold(run: Run): void {
    if (run.state !== 'held' || holds.has(run.id) || isClosed) return
    const end = (): void => {
      try {
        endHold(run.id)
      } catch (error) {
        onBug(error)
      }
    }
    holds.set(run.id, setTimeout(end, Math.max(0, run.sendAt - now())))
  }

  async function tryToPlace(request: ParsedRequestOf<'run.place'>): Promise<Result<Run>> {
    const again = journal.again(request)
    if (again) return again
    const isLive = access.mode === 'live'
    const wrong =
      whyNoRows(request) ??
      whyNotNamed(request) ??
      access.whyNoRun() ??
      (isLive ? whyNotApproved(request) : null)
    if (wrong !== null) return { ok: false, error: wrong }
    if (isLive) {
      const proved = await access.proveForRun(request.approval?.passphrase ?? '')
      if (!proved.ok) return proved
    }
    const placedAt = now()
    const times = { placedAt, sendAt: placedAt + access.holdMs() }
    const whyNot = (): Failure | null => access.whyNoRun() ?? access.whyNotTogether(request.rows)
    const placed = journal.place(request, times, isLive, whyNot)
    if (placed.ok) {
      hold(placed.value)
      teller.changed(placed.value)
    }
    return placed
  }

  /** A refusal stands whether or not it could be written down. */
  function denied(note: AuditNote): void {
    try {
      audit.append(note)
    } catch (error) {
      onBug(error)
    }
  }

  const as = (runId: string, run: Run | null): Result<Run> => {
    const found = run ?? journal.find(runId)
    return found ? success(found) : noSuchRun()
  }

  return {
    rules() {
      const measured = paceOfRuns(database)
      return success({
        stop: access.whyNoRun()?.message ?? null,
        holdSeconds: Math.max(1, Math.round(access.holdMs() / 1000)),
        pace: {
          perMinute: measured ?? (ports.requestsPerSecond * 60) / requestsOfRow,
          isMeasured: measured !== null,
        },
        approval: access.mode === 'live' ? 'passphrase_and_totals' : 'none',
      })
    },

    async place(request) {
      const placed = await tryToPlace(request)
      if (!placed.ok) denied(runDenied(request.runId, request.rows.length, placed.error))
      return placed
    },

    pause(runId) {
      const state = journal.record(runId)?.state
      if (state === 'stopped' || state === 'finished') return hasEnded()
      halt(runId)
      return as(runId, pauseFor(runId, 'operator'))
    },

    resume(runId) {
      const record = journal.record(runId)
      if (record === undefined) return noSuchRun()
      if (record.state === 'stopped' || record.state === 'finished') return hasEnded()
      const closed = access.whyNoRun()
      if (closed !== null) {
        denied(runNotResumed(runId, closed))
        return { ok: false, error: closed }
      }
      if (record.state === 'held') return as(runId, null)
      const wasLookedAt = record.paused_because === 'canary' || record.paused_because === 'canary_failed'
      const first = runRowsOf(database, runId, { limit: record.canary })
      const canaryOver = wasLookedAt && first.every(({ state }) => state !== 'waiting')
      const moved = move(runId, ['paused'], { state: 'running', canaryOver })
      // One that is running and that nobody works on could not be written down as paused.
      if (moved !== null || !working.has(runId)) start(runId)
      return as(runId, moved)
    },

    stop(runId) {
      if (journal.record(runId)?.state === 'finished') return hasEnded()
      halt(runId)
      return as(runId, move(runId, ['held', 'running', 'paused'], { state: 'stopped' }))
    },

    orderChanged(orderId) {
      const runId = journal.runOf(orderId)
      if (runId === null || isClosed) return
      if (working.has(runId) || !endIfOver(runId)) teller.touched(runId)
    },

    underWay: () => underWay().map(({ name }) => name),

    locked() {
      if (isClosed) return
      for (const { id } of underWay()) {
        halt(id)
        pauseFor(id, 'locked')
      }
    },

    start({ journalRestored }) {
      for (const { id } of journal.unfinished()) {
        if (journalRestored) {
          move(id, ['held', 'running', 'paused'], { state: 'stopped', problem: isBackup() })
          continue
        }
        pauseFor(id, 'restart')
        endIfOver(id)
      }
    },

    close() {
      isClosed = true
      for (const timer of holds.values()) clearTimeout(timer)
      for (const { tell } of working.values()) tell()
      teller.stop()
    },

    idle: () => Promise.all([...working.values()].map(({ handled }) => handled)),
  }
}

const hasEnded = (): { ok: false; error: Failure } =>
  failure('order_too_late', 'This run has ended. What was not made of it can be ordered with a new run.')

const altered = (): Failure =>
  failure(
    'internal',
    'The journal rows of this run do not match its digest: they were altered after it was placed. Nothing more of it was sent.',
  ).error

const notWritten = (): Failure =>
  failure(
    'internal',
    'Something went wrong inside Bursar while this was sent; it may be that the disk is full. What was sent is looked up. Look at the rows before you resume.',
  ).error

const isBackup = (): Failure =>
  failure(
    'order_too_late',
    'The journal of this desk was restored from a backup, and rows may have been sent after that. Nothing more of this run is sent: compare its rows with the refunds at Stripe, then order what is missing with a new run.',
  ).error
