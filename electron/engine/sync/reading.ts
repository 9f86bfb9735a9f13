// Runs the reading of the lists for as long as there is something due and the operator wants it, and goes on by itself after
// failures. It must never run twice at once, nor go on with the history once that was paused.
import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { Failure } from '../../../src/contract/index.ts'
import { syncFact } from '../../store/sync/sync-state.ts'
import type { DueWindow, ListRead, Windows } from '../../store/sync/windows.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { beginList, beginReading, readWindows, type WantedPorts } from './backfill.ts'
import type { Intake } from './intake.ts'
import { isHistory, listOf, type ListKind } from './lists.ts'
import { eventsKind, overlapSeconds } from './catch-up.ts'
import type { Pace } from './pace.ts'

/** What the operator wants; kept, so that a paused reading is still paused after a restart. */
const willShape = z.enum(['go', 'paused', 'canceled'])
export type Will = z.infer<typeof willShape>

export interface Reading {
  will(): Will
  /** Requests under way are given up; resolves when nothing is under way any more. */
  want(will: Will): Promise<void>
  /** Whether pages are being read, the first one included. */
  running(): boolean
  /** Resolves when it has come to an end, or to a stop. */
  idle(): Promise<void>
  /** Why it stands still although it is wanted; null when it does not. */
  problem(): Failure | null
  /** True once the lists are known and what is due is known of each. */
  begun(): boolean
  /** The first page of all, if it is wanted; null when it was stored, or given up. */
  begin(): Promise<Failure | null>
  /**
   * Notes what is due by `now` (Unix seconds by Stripe's clock): news, and lists whose reading began before changes that are lost,
   * which are read anew.
   */
  renew(now: number): void
  /** Somebody may have given the key what it lacked: lists that Stripe refused are asked for once more, at the next `renew`. */
  tryRefused(): void
  /** Goes on with what is due, as far as it is wanted, if it is not running; after a failure only when its time has come, or `anyway`. */
  go(anyway?: boolean): void
  /** As `go(true)`; what is under way is given up and asked for again, because its answers may never come. */
  anew(): void
  stop(): Promise<void>
}

export interface ReadingPorts {
  gateway: Gateway
  cache: Database
  windows: Windows
  intake: Intake
  pace: Pace
  stored(objects: number): void
  /** It began, ended, or came to a stop. */
  moved(): void
  retryMs: (failures: number) => number
  /** After the first page: it is put on the screen before the many after it keep this thread and its neighbours busy. */
  firstLookMs: number
  /** Thrown where nobody waits: a bug, after which it is tried again. @returns it in words. */
  stumbled: (thrown: unknown) => Failure
}

export function openReading(ports: ReadingPorts): Reading {
  const { windows, cache, intake } = ports
  const kept = syncFact(cache, 'reading_wanted', willShape)
  /** Lists that were asked for again although Stripe had refused them: once, until somebody wants it. */
  const retried = new Set<ListKind>()
  let stopped = false
  let halt = new AbortController()
  let running: Promise<void> | null = null
  /** It was ended only to go on at once. */
  let again = false
  let problem: Failure | null = null
  let failures = 0
  let timer: NodeJS.Timeout | undefined

  const will = (): Will => kept.read() ?? 'go'

  function backfillPorts(): WantedPorts {
    return { ...ports, wanted, stored, signal: halt.signal }
  }

  /** Stripe answers again. Whether it goes on doing so is not known: the next failure still waits longer than the last. */
  function stored(objects: number): void {
    problem = null
    ports.stored(objects)
  }

  function ended(failed: Failure | null): void {
    running = null
    problem = failed
    failures = failed ? failures + 1 : 0
    if (stopped) return
    if (failed) timer = setTimeout(() => go(true), ports.retryMs(failures - 1))
    ports.moved()
    if (again) go(true)
  }

  function go(anyway = false): void {
    if (stopped || running || (problem && !anyway)) return
    again = false
    clearTimeout(timer)
    if (wanted().length === 0) {
      problem = null
      return
    }
    halt = new AbortController()
    running = readWindows(backfillPorts())
      .catch((thrown: unknown) => (stopped ? null : ports.stumbled(thrown)))
      .then(ended)
    ports.moved()
  }

  /** What is to be read now: all that is due, or where the operator does not want that, the news that no event tells. */
  function wanted(): DueWindow[] {
    const due = windows.due().filter(({ kind }) => (intake.kinds as readonly string[]).includes(kind))
    if (will() === 'go') return due
    const lists = new Map(windows.lists().map((list) => [list.kind, list]))
    return due.filter((window) => isNews(window, lists.get(window.kind)))
  }

  async function end(): Promise<void> {
    clearTimeout(timer)
    again = false
    halt.abort(new Error('the reading was ended'))
    await running
  }

  /** With a signal of its own, as in `go`: the last one may have been aborted for good. */
  async function begin(): Promise<Failure | null> {
    if (stopped || running || will() !== 'go') return null
    halt = new AbortController()
    const begun = beginReading(backfillPorts()).then(async (failed) => {
      await wait(ports.firstLookMs, undefined, { signal: halt.signal }).catch(() => undefined)
      return failed
    })
    const over = (): void => void (running = null)
    running = begun.then(over, over)
    await running
    return begun
  }

  function renewList(kind: ListKind, list: ListRead | undefined, now: number, followedSince: number): void {
    if (!list) return beginList(windows, kind, now)
    if (list.unreadable !== null) {
      if (!retried.has(kind)) beginList(windows, kind, now)
      retried.add(kind)
      return
    }
    const readAt = list.begunAt ?? list.wholeAt
    const isSpoilt = readAt !== null && readAt < followedSince
    if (isSpoilt && !isHistory(kind)) return beginList(windows, kind, now)
    if (listOf(kind).news !== 'lists' || list.reached === null) return
    if (windows.due().some((window) => window.kind === kind && isNews(window, list))) return
    // While a list is read for the first time its news are of no hurry: the first screen waits for the same requests.
    if (list.begunAt !== null && now - list.reached < overlapSeconds) return
    windows.extend(kind, list.reached - overlapSeconds, Math.max(now, list.reached))
  }

  return {
    will,
    problem: () => problem,
    running: () => running !== null,
    async idle() {
      for (let under = running; under; under = running) await under
    },
    begun: () => windows.lists().some((list) => list.begunAt !== null || list.wholeAt !== null),
    begin,
    renew(now) {
      if (stopped) return
      // Told by what was covered alone, so that it is also known where the look that found the gap was given up.
      const followedSince = windows.covered(eventsKind).at(-1)?.from ?? 0
      cache.transaction(() => {
        const known = new Map(windows.lists().map((list) => [list.kind, list]))
        for (const kind of intake.kinds) renewList(kind, known.get(kind), now, followedSince)
      })()
    },
    tryRefused: () => retried.clear(),
    go,
    anew() {
      if (!running) return go(true)
      again = true
      halt.abort(new Error('its answers may never come'))
    },
    async want(wanted) {
      kept.write(wanted)
      if (wanted === 'go') return go(true)
      await end()
      problem = null
      ports.moved()
    },
    async stop() {
      stopped = true
      await end()
    },
  }
}

/** Whether it is no part of the history, but of what came since: changes, which are followed whatever becomes of the history. */
function isNews(window: DueWindow, list: ListRead | undefined): boolean {
  return listOf(window.kind as ListKind).news === 'lists' && window.from >= (list?.begunAt ?? 0)
}
