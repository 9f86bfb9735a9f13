// Moves everything that comes in (webhooks from the inbox, events found by asking, objects from lists) into the log and the
// tables, in short transactions, each whole with the inbox's watermark. It must never hold the thread for long, nor let one
// event stop another.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { eventLogOf, type EventSource, type EventState } from '../../store/events/log.ts'
import type { StripeEvent } from '../../store/events/read-event.ts'
import type { ObjectTable } from '../../store/projections/kind.ts'
import { keepableObject } from '../../store/projections/keepable-object.ts'
import { said } from '../../store/projections/precedence.ts'
import { dueReads } from '../../store/projections/reads-due.ts'
import { rebuildOf } from '../../store/projections/rebuild.ts'
import { tablesOf } from '../../store/projections/tables.ts'
import { oddObjects, type OddObjects } from '../../store/projections/odd-objects.ts'
import { syncFact } from '../../store/queries/sync-state.ts'
import { eventHandlers, type Handled } from './handlers.ts'
import { jobQueue } from './jobs.ts'
import { rereadsOf, type ReadAgain, type Reread } from './reread.ts'
import { isTroubleOfTheDatabase, takeInOf, wordsFor, type Tally } from './take-in.ts'
import { turnsOf } from './turns.ts'

export interface InboxPort {
  /** Rows above `seq`, oldest first. */
  after(seq: number, limit: number): readonly { seq: number; receivedAt: number; body: Uint8Array }[]
  /** Everything up to here is in the cache for good. */
  forget(upTo: number): void
}

export interface ProjectorPorts {
  cache: Database
  inbox: InboxPort
  readAgain: ReadAgain
  /** Our clock, milliseconds. */
  now: () => number
  /** Rows changed, by table. */
  changed: (changes: Map<ObjectTable, Set<string>>) => void
  /** Events that came in for the first time, after their commit. */
  seen?: (events: readonly StripeEvent[]) => void
  /** What followed for the first time from events that must be handled, after their commit. */
  handled: (effects: readonly Handled[]) => void
  /** Objects of lists that were not understood. */
  odd?: OddObjects
  /** Something was thrown that is not about one event; it is tried again. */
  onTrouble: (thrown: unknown) => void
  /** How long a doubtful object is left alone before it is read again, so that a burst makes one read; milliseconds. */
  settleMs?: number
}

export interface ProjectorState {
  /** The inbox's number up to which everything is in the cache. */
  inboxSeq: number
  /** Deliveries since this was opened of events that were known already. */
  duplicates: number
  waiting: number
  failed: number
  readsDue: number
  rebuilding: { done: number; total: number } | null
  /** Why it stands still, in words; null while it does not. */
  problem: string | null
}

export type Ingested = Tally & { /** The projector was stopped before all of it was in. */ stopped: boolean }

/** `ok` is false for an event that is not in the log. */
export type Replayed = { ok: true; state: EventState; problem: string | null } | { ok: false }

export interface Projector {
  /** Something may have come into the inbox. */
  wake(): void
  /**
   * Events as the Events API lists them. Resolves after the commit of the last one. `along` runs in that commit, for what must
   * be stored with them (how far was read).
   */
  ingest(events: readonly object[], source: EventSource, along?: () => void): Promise<Ingested>
  /** Objects as a list or a read answered them, `asOf` the Date of the answer (Stripe's clock, milliseconds). */
  ingestObjects(objects: readonly object[], asOf: number, along?: () => void): Promise<{ stopped: boolean }>
  /**
   * Objects that somebody waits for, before everything else: in the tables when this returns. Where the cache can't be
   * written, `onTrouble` is told, and what was read counts all the same: the tables follow when the events of it come.
   */
  takeNow(statements: readonly { object: object; asOf: number }[]): void
  /** Tries an event once more, now. */
  replay(eventId: string): Promise<Replayed>
  /** Makes all tables again from the log. `done` is false when it was stopped; it goes on when the cache is opened again. */
  rebuild(progress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<{ done: boolean }>
  state(): ProjectorState
  /** Resolves when nothing is left to do now (what waits for a time does not count). */
  idle(): Promise<void>
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

export function openProjector(ports: ProjectorPorts): Projector {
  const { cache, inbox, now, onTrouble, settleMs = 1000 } = ports
  const odd = ports.odd ?? oddObjects(cache)
  const log = eventLogOf(cache)
  const due = dueReads(cache)
  const tables = tablesOf(cache, {
    readAt: () => now() + settleMs,
    told: (table, id) => rereads.told(table, id),
  })
  const takeIn = takeInOf({ cache, tables, log, handlers: eventHandlers(cache), now })
  const watermark = syncFact(cache, 'inbox_seq', z.int())
  const rebuild = rebuildOf({ database: cache, tables, log, retell: (event) => takeIn.again(event, true) })
  const rereads = rereadsOf({
    due,
    readAgain: ports.readAgain,
    now,
    answered: (reread) => jobs.add({ items: [reread], each: takeReread, outcome: () => undefined }),
    ended: () => turns.wake(),
  })

  const jobs = jobQueue(() => turns.wake())
  let problem: string | null = null
  let inboxRows: { seq: number; receivedAt: number; body: Uint8Array }[] = []
  let inboxSeq = watermark.read() ?? 0
  let takenUpTo = inboxSeq
  let duplicates = 0
  let duplicatesOfTurn = 0
  let rebuildWatchers: { progress: (done: number, total: number) => void; end: (done: boolean) => void }[] =
    []

  const turns = turnsOf({
    transaction: (work) => cache.transaction(work).immediate(),
    step,
    beforeCommit() {
      if (takenUpTo !== inboxSeq) watermark.write(takenUpTo)
    },
    committed,
    rolledBack(thrown) {
      takenUpTo = inboxSeq
      duplicatesOfTurn = 0
      inboxRows = []
      takeIn.forget()
      tables.changes()
      jobs.rolledBack()
      problem = wordsFor(thrown)
      onTrouble(thrown)
    },
    nextAt: () => earliest(log.nextAttemptAt(), rereads.underway() > 0 ? null : due.nextAt()),
    now,
    rested: () => rereads.pump(),
  })

  /** What may be done, the most urgent first: webhooks were promised. False when there is none of it. */
  const works: readonly (() => boolean)[] = [
    inboxStep,
    // One that is through is taken off after the commit.
    () => jobs.first()?.step() ?? false,
    retryStep,
    () => jobs.isEmpty() && rebuild.step(),
  ]
  let ofThisTurn: readonly (() => boolean)[] = works

  /** A turn does one sort of work, so that trouble with one takes nothing of another back. */
  function step(first: boolean): boolean {
    if (first) ofThisTurn = works
    const working = ofThisTurn.find((work) => work())
    if (working === undefined) return false
    ofThisTurn = [working]
    return true
  }

  function retryStep(): boolean {
    const [retry] = log.waiting(now(), 1)
    if (retry) takeIn.again(retry)
    return retry !== undefined
  }

  function inboxStep(): boolean {
    if (inboxRows.length === 0) inboxRows = [...inbox.after(takenUpTo, 64)]
    const row = inboxRows.shift()
    if (row === undefined) return false
    const took = takeIn.event(row.body, { source: 'webhook', receivedAt: row.receivedAt })
    if (took === 'duplicates') duplicatesOfTurn += 1
    takenUpTo = row.seq
    return true
  }

  function committed(): void {
    problem = null
    duplicates += duplicatesOfTurn
    duplicatesOfTurn = 0
    if (takenUpTo !== inboxSeq) {
      inboxSeq = takenUpTo
      inbox.forget(inboxSeq)
    }
    jobs.first()?.committed()
    tellOfChanges()
    const { seen, handled } = takeIn.news()
    if (seen.length > 0) ports.seen?.(seen)
    if (handled.length > 0) ports.handled(handled)
    tellOfRebuild()
    rereads.pump()
  }

  function tellOfChanges(): void {
    const changes = tables.changes()
    if (changes.size > 0) ports.changed(changes)
  }

  function tellOfRebuild(): void {
    if (rebuildWatchers.length === 0) return
    const progress = rebuild.progress()
    for (const watcher of rebuildWatchers.splice(0)) {
      if (progress === null) watcher.end(true)
      else {
        watcher.progress(progress.done, progress.total)
        rebuildWatchers.push(watcher)
      }
    }
  }

  function takeReread({ due: read, object, asOf, settled }: Reread): void {
    if (object === null) return tables.bury(read.objectType, read.id)
    try {
      takeObject(object, asOf, settled)
    } catch (thrown) {
      if (isTroubleOfTheDatabase(thrown)) throw thrown
      tables.forget()
      due.postpone(read, now() + 3_600_000, wordsFor(thrown))
    }
  }

  const takeObject = cache.transaction(
    (object: object, asOf: number, settled?: (table: ObjectTable, id: string) => boolean) => {
      tables.tell(keepableObject(object), { asOf, said: said.read, ...(settled && { settled }) })
      tables.derive()
    },
  )

  function takeListed(object: object, asOf: number): void {
    try {
      takeObject(object, asOf)
      odd.forget(object)
    } catch (thrown) {
      if (isTroubleOfTheDatabase(thrown)) throw thrown
      tables.forget()
      odd.note(object, thrown)
    }
  }

  const takeAllNow = cache.transaction((statements: readonly { object: object; asOf: number }[]) => {
    for (const { object, asOf } of statements) takeListed(object, asOf)
  })

  if (rebuild.pending() && rebuild.progress() === null) cache.transaction(() => rebuild.begin())()
  turns.wake()

  return {
    wake: () => turns.wake(),
    ingest(events, source, along) {
      const went: ReturnType<typeof takeIn.event>[] = []
      const count = (how: keyof Tally): number => went.filter((one) => one === how).length
      return jobs.add({
        items: events,
        each(event, index) {
          went[index] = takeIn.event(event, { source, receivedAt: now() })
        },
        along,
        outcome: (stopped) => ({
          applied: count('applied'),
          kept: count('kept'),
          waiting: count('waiting'),
          duplicates: count('duplicates'),
          stopped,
        }),
      })
    },
    ingestObjects: (objects, asOf, along) =>
      jobs.add({
        items: objects,
        each: (object) => takeListed(object, asOf),
        along,
        outcome: (stopped) => ({ stopped }),
      }),
    takeNow(statements) {
      try {
        takeAllNow.immediate(statements)
      } catch (thrown) {
        tables.forget()
        tables.changes()
        return onTrouble(thrown)
      }
      tellOfChanges()
      turns.wake()
    },
    replay(eventId) {
      let replayed: Replayed = { ok: false }
      return jobs.add({
        items: [eventId],
        each() {
          const event = log.find(eventId)
          if (event === null) return
          const { state, problem: why } = takeIn.again(event)
          replayed = { ok: true, state, problem: why }
        },
        outcome: () => replayed,
      })
    },
    async rebuild(progress = () => undefined, signal) {
      const aborted = (): boolean => signal?.aborted === true
      if (aborted()) return { done: false }
      const stopped = await jobs.add({ items: [0], each: () => rebuild.begin(), outcome: (early) => early })
      if (stopped || aborted()) return { done: false }
      const { promise, resolve } = Promise.withResolvers<{ done: boolean }>()
      const watcher = { progress, end: (done: boolean) => resolve({ done }) }
      rebuildWatchers.push(watcher)
      signal?.addEventListener('abort', () => {
        rebuildWatchers = rebuildWatchers.filter((other) => other !== watcher)
        watcher.end(false)
      })
      turns.wake()
      return promise
    },
    state() {
      const { waiting, failed } = log.counts()
      return {
        inboxSeq,
        duplicates,
        waiting,
        failed,
        readsDue: due.count(),
        rebuilding: rebuild.progress(),
        problem,
      }
    },
    idle: () => turns.idle(() => jobs.isEmpty() && rereads.underway() === 0),
    async stop() {
      await turns.stop()
      jobs.stop()
      for (const watcher of rebuildWatchers.splice(0)) watcher.end(false)
      await rereads.stop()
    },
  }
}

function earliest(...times: (number | null)[]): number | null {
  const known = times.filter((time) => time !== null)
  return known.length === 0 ? null : Math.min(...known)
}
