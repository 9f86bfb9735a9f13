// Moves everything that comes in (webhooks from the inbox, events found by asking, objects from lists) into the log and the
// tables, in short transactions, each whole with the inbox's watermark. It must never hold the thread for long, nor let one
// event stop another.
import { z } from 'zod'
import { damagedWhileOpen, isDamageCode } from '../../../src/contract/index.ts'
import { eventLogOf } from '../../store/events/log.ts'
import { isTroubleOfTheDatabase } from '../../store/trouble.ts'
import { fraudWarnings } from '../../store/projections/fraud-warnings.ts'
import { searchMerge } from '../../store/projections/merge-search.ts'
import { dueReads } from '../../store/projections/reads-due.ts'
import { rebuildOf } from '../../store/projections/rebuild.ts'
import { tablesOf } from '../../store/projections/tables.ts'
import { oddObjects } from '../../store/projections/odd-objects.ts'
import { syncFact } from '../../store/sync/sync-state.ts'
import { inboxRowsOf } from './inbox-rows.ts'
import { jobQueue } from './jobs.ts'
import type { Projector, ProjectorPorts, Replayed } from './ports.ts'
import { rebuildWatchers } from './rebuild-watchers.ts'
import { rereadsOf } from './reread.ts'
import { spareTimeOf } from './spare-time.ts'
import { takeInOf, wordsFor, type Tally } from './take-in.ts'
import { takeObjectOf } from './take-object.ts'
import { turnsOf } from './turns.ts'

export type { InboxPort, Ingested, Projector, ProjectorPorts, ProjectorState, Replayed } from './ports.ts'

export function openProjector(ports: ProjectorPorts): Projector {
  const { cache, inbox, now, onTrouble, settleMs = 1000 } = ports
  const odd = oddObjects(cache)
  const log = eventLogOf(cache)
  const due = dueReads(cache)
  const tables = tablesOf(cache, {
    readAt: () => now() + settleMs,
    told(table, id) {
      rereads.told(table, id)
      odd.forget(id)
    },
    odd(id, thrown, told) {
      if (isTroubleOfTheDatabase(thrown)) throw thrown
      odd.note(id, thrown, told)
    },
  })
  const takeIn = takeInOf({ cache, tables, log, now })
  const takeObject = takeObjectOf({ cache, tables, due, odd, now })
  const rebuild = rebuildOf({
    database: cache,
    tables,
    log,
    retell: (event) => takeIn.again(event, 'retold'),
  })
  const rereads = rereadsOf({
    due,
    readAgain: ports.readAgain,
    now,
    answered: (reread) => jobs.add({ items: [reread], each: takeObject.reread, outcome: () => undefined }),
    ended: () => turns.wake(),
    onTrouble,
  })

  const jobs = jobQueue(() => turns.wake())
  const watchers = rebuildWatchers(rebuild, telling)
  const spareTime = spareTimeOf({ work: searchMerge(cache), now })
  let problem: string | null = null
  let duplicates = 0
  let duplicatesOfTurn = 0

  const inboxRows = inboxRowsOf({
    inbox,
    watermark: syncFact(cache, 'inbox_seq', z.int()),
    take({ body, receivedAt }, again) {
      const took = takeIn.event(body, { source: 'webhook', receivedAt, again })
      if (took === 'duplicates' && !again) duplicatesOfTurn += 1
    },
  })

  const turns = turnsOf({
    transaction: (work) => cache.transaction(work).immediate(),
    step,
    beforeCommit() {
      tables.derive()
      log.index()
      inboxRows.beforeCommit()
    },
    committed,
    rolledBack() {
      inboxRows.rolledBack()
      duplicatesOfTurn = 0
      takeIn.forget()
      tables.changes()
      jobs.rolledBack()
      spareTime.rolledBack()
    },
    trouble(thrown) {
      problem = isDamageCode((thrown as { code?: unknown } | null)?.code)
        ? damagedWhileOpen
        : wordsFor(thrown)
      onTrouble(thrown)
    },
    nextAt: () => earliest(log.nextAttemptAt(), rereads.nextAt(), spareTime.nextAt()),
    now,
    rested() {
      rereads.pump()
      problem = null
    },
  })

  /** What may be done, the most urgent first: webhooks were promised. False when there is none of it. */
  const works: readonly (() => boolean)[] = [
    () => inboxRows.step(),
    () => jobs.step(),
    retryStep,
    () => jobs.isEmpty() && rebuild.step(),
    () => jobs.isEmpty() && spareTime.step(),
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

  /** Nothing that is told of a commit may undo it, nor keep the others from being told. */
  function telling(tell: () => void): void {
    try {
      tell()
    } catch (thrown) {
      onTrouble(thrown)
    }
  }

  function committed(): void {
    problem = null
    duplicates += duplicatesOfTurn
    duplicatesOfTurn = 0
    spareTime.committed()
    const mayGo = inboxRows.committed()
    const news = takeIn.news()
    jobs.committed()
    if (mayGo !== null) telling(() => inbox.forget(mayGo))
    tellOfChanges()
    if (news.events.length > 0) telling(() => ports.seen?.(news.events))
    if (news.isLogChanged) telling(() => ports.logChanged?.())
    telling(watchers.tell)
    telling(() => rereads.pump())
  }

  function tellOfChanges(): void {
    const changes = tables.changes()
    if (changes.size > 0) telling(() => ports.changed(changes))
  }

  const takeAllNow = cache.transaction((statements: readonly { object: object; asOf: number }[]) => {
    for (const { object, asOf } of statements) takeObject.listed([object], asOf)
    tables.derive()
  })

  cache.transaction(() => fraudWarnings(cache).fillOnce())()
  if (rebuild.pending() && rebuild.progress() === null) cache.transaction(() => rebuild.begin())()
  // This version may understand what an earlier one did not.
  void jobs.add({ items: odd.kept(), each: takeObject.again, outcome: () => undefined })

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
        items: inGroups(objects),
        each: (group) => takeObject.listed(group, asOf),
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
          const { state, problem: why } = takeIn.again(event, 'by_hand')
          replayed = { ok: true, state, problem: why }
        },
        outcome: () => replayed,
      })
    },
    async rebuild(progress, signal) {
      const aborted = (): boolean => signal?.aborted === true
      if (aborted()) return { done: false }
      const stopped = await jobs.add({ items: [0], each: () => rebuild.begin(), outcome: (early) => early })
      if (stopped || aborted()) return { done: false }
      const done = watchers.add(progress, signal)
      turns.wake()
      return { done: await done }
    },
    state() {
      const { waiting, failed } = log.counts()
      return {
        inboxSeq: inboxRows.seq(),
        duplicates,
        waiting,
        failed,
        readsDue: due.count(),
        rebuilding: rebuild.progress(),
        problem,
      }
    },
    duplicates: () => duplicates,
    idle: () => turns.idle(() => jobs.isEmpty() && rereads.underway() === 0),
    async stop() {
      await turns.stop()
      jobs.stop()
      watchers.stop()
      await rereads.stop()
    },
  }
}

/** Of so many objects that a turn's time is kept, and a savepoint for each group weighs little. */
const groupSize = 50

function inGroups(objects: readonly object[]): (readonly object[])[] {
  return Array.from({ length: Math.ceil(objects.length / groupSize) }, (_, index) =>
    objects.slice(index * groupSize, (index + 1) * groupSize),
  )
}

function earliest(...times: (number | null)[]): number | null {
  const known = times.filter((time) => time !== null)
  return known.length === 0 ? null : Math.min(...known)
}
