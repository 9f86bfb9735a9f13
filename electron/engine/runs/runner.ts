// Sends the rows of one bulk run: the first ones one after the other, then the rest a few at a time. It must never begin a row after it
// was told to stop, and never go on past a closed door or many failures in a row.
import { randomUUID } from 'node:crypto'
import {
  failure,
  type Failure,
  type Order,
  type PauseReason,
  type RowState,
} from '../../../src/contract/index.ts'
import { runRowsOf, type RunRowRecord } from '../../store/queries/runs/run-rows.ts'
import type { Database } from 'better-sqlite3'
import type { RunAccess } from '../access/order-access.ts'
import type { RunJournal } from '../journal/runs.ts'
import type { RefundDesk } from '../refunds/refunds.ts'

/** How many rows are under way at once. */
const atOnce = 4
const mostFailuresInARow = 5

export interface RunnerPorts {
  database: Database
  runs: RunJournal
  access: Pick<RunAccess, 'whyNoRun' | 'whyNotToday' | 'whyNotInRun'>
  refunds: Pick<RefundDesk, 'orderOfRun' | 'reconcile'>
  /** A row came through, or was turned away. */
  touched: (runId: string) => void
}

/** How the sending came to an end. */
export type RunEnd =
  | { how: 'over' }
  | { how: 'told' }
  | { how: 'altered' }
  | { how: 'pause'; because: PauseReason; problem: Failure | null }

export interface Runner {
  /** Nothing new is begun from now on. */
  tell(): void
  /** Resolves when nothing is under way any more; rejects with what was thrown, when the others have ended. */
  ended: Promise<RunEnd>
}

/** What became of one row, or that a closed door kept it from being sent. */
type Sent = { state: RowState; problem: Failure | null } | { closed: RunEnd }

/** `after`: what has to end first, an earlier runner of the same run. */
export function startRunner(ports: RunnerPorts, runId: string, after: Promise<unknown>): Runner {
  const { database, runs, access, refunds, touched } = ports
  let end: RunEnd | null = null
  let failuresInARow = 0

  const isOver = (): boolean => end !== null
  /** The first reason stands. */
  const stopWith = (reason: RunEnd): void => void (end ??= reason)

  const rowsIn = (...states: RowState[]): RunRowRecord[] => runRowsOf(database, runId, { states })
  const firstRows = (count: number): RunRowRecord[] => runRowsOf(database, runId, { limit: count })

  async function sendRow(row: RunRowRecord): Promise<Sent> {
    const record = runs.record(runId)
    if (record === undefined) throw new Error('a run that is sent is not in the journal')
    const { line, attempts, payment: paymentIntentId, amount, currency, reason, customer_label: label } = row
    const orderId = attempts === 0 ? row.first_order_id : randomUUID()
    const tried = { runId, line, attempts }
    const asked = { amount, currency, reason }
    const door: { closed: RunEnd | null } = { closed: null }
    const whyNot = (): Failure | null => {
      const closed = isRunning() ? access.whyNoRun() : notRunning()
      const full = closed === null ? access.whyNotToday(asked) : null
      if (closed !== null) door.closed = doorClosed(closed)
      else if (full !== null) door.closed = { how: 'pause', because: 'day_limit', problem: full }
      return closed ?? full ?? access.whyNotInRun(asked, record.approved === 1)
    }
    const placed = await refunds.orderOfRun(
      { orderId, paymentIntentId, amount, currency, reason, note: record.note },
      label,
      whyNot,
      () => runs.linkOrder(tried, orderId),
      // What was paid another way stops a row in its check.
      { refunded: row.refunded ?? undefined, paidOtherWay: 0, at: record.placed_at },
    )
    if (door.closed !== null) return { closed: door.closed }
    if (placed.ok) return stateAfter(row.line, placed.value)
    const { refunded } = row
    const intended = { ...asked, line, orderId, paymentIntentId, customerLabel: label, refunded }
    runs.noteProblem(tried, intended, placed.error)
    return { state: 'failed', problem: placed.error }
  }

  const isRunning = (): boolean => !isOver() && runs.record(runId)?.state === 'running'

  function stateAfter(line: number, order: Order): Sent {
    const [row] = runRowsOf(database, runId, { after: line - 1, limit: 1 })
    const state = row?.state ?? 'unknown'
    const isClosed = state === 'waiting' || state === 'skipped'
    return isClosed
      ? { closed: doorClosed(order.problem ?? notRunning()) }
      : { state, problem: order.problem }
  }

  /** Sends one row and judges what it means for the others. */
  async function put(row: RunRowRecord): Promise<Sent> {
    const sent = await sendRow(row)
    touched(runId)
    if ('closed' in sent) {
      stopWith(sent.closed)
      return sent
    }
    failuresInARow = sent.state === 'made' ? 0 : failuresInARow + 1
    if (failuresInARow >= mostFailuresInARow)
      stopWith({ how: 'pause', because: 'failures', problem: sent.problem })
    return sent
  }

  async function sendFirstRows(count: number, afterCanary: 'ask' | 'go_on'): Promise<void> {
    for (const row of firstRows(count).filter(({ state }) => state === 'waiting')) {
      if (isOver()) return
      const sent = await put(row)
      if (!('closed' in sent) && sent.state !== 'made')
        stopWith({ how: 'pause', because: 'canary_failed', problem: sent.problem })
    }
    if (isOver()) return
    if (firstRows(count).some(({ state }) => state !== 'made'))
      return stopWith({ how: 'pause', because: 'canary_failed', problem: null })
    if (afterCanary === 'ask') return stopWith({ how: 'pause', because: 'canary', problem: null })
    runs.endCanary(runId)
  }

  async function sendTheRest(): Promise<void> {
    const rows = rowsIn('waiting').values()
    const work = async (): Promise<void> => {
      for (const row of rows) {
        if (isOver()) return
        await put(row)
      }
    }
    await inParallel(work)
  }

  /** What an earlier life of the process left open is looked up first, so that the first rows are judged by what is known. */
  async function settleLeftOvers(): Promise<void> {
    const left = rowsIn('sending', 'unknown').values()
    await inParallel(async () => {
      for (const { order_id: orderId } of left) {
        if (isOver()) return
        if (orderId !== null) await refunds.reconcile(orderId)
      }
    })
  }

  /** Several of the same work; what one throws stops the others, and is thrown when they have ended. */
  async function inParallel(work: () => Promise<void>): Promise<void> {
    const ends = await Promise.allSettled(
      Array.from({ length: atOnce }, () =>
        work().catch((error: unknown) => {
          stopWith({ how: 'told' })
          throw error
        }),
      ),
    )
    for (const each of ends) if (each.status === 'rejected') throw each.reason
  }

  async function run(): Promise<RunEnd> {
    const record = runs.record(runId)
    if (record === undefined) throw new Error('a run that is started is not in the journal')
    if (isOver()) return { how: 'told' }
    if (!runs.isIntact(record)) return { how: 'altered' }
    await settleLeftOvers()
    if (!isOver() && record.canary_over === 0) await sendFirstRows(record.canary, record.after_canary)
    if (!isOver()) await sendTheRest()
    return end ?? { how: 'over' }
  }

  return { tell: () => stopWith({ how: 'told' }), ended: after.then(run) }
}

const notRunning = (): Failure =>
  failure('stopping', 'The run was paused or stopped before this was sent.').error

function doorClosed(closed: Failure): RunEnd {
  // The desk is being closed; or the computer slept while a row waited for its turn.
  if (closed.code === 'stopping' || closed.code === 'desk_closed')
    return { how: 'pause', because: 'restart', problem: null }
  return closed.code === 'locked'
    ? { how: 'pause', because: 'locked', problem: closed }
    : { how: 'pause', because: 'refused', problem: closed }
}
