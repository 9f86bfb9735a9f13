// Runs the reading of the lists for as long as there is something due and the operator wants it, and goes on by itself after
// failures. It must never run twice at once, nor go on once it was paused.
import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { Failure } from '../../../src/contract/index.ts'
import { syncFact } from '../../store/queries/sync-state.ts'
import type { ListRead, Windows } from '../../store/queries/windows.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { beginList, beginReading, readWindows, type BackfillPorts } from './backfill.ts'
import type { Intake } from './intake.ts'
import { isHistory, listOf, type ListKind } from './lists.ts'
import { overlapSeconds } from './catch-up.ts'
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
   * Notes what is due by `now`. Changes before `lostBefore` are not known (null: all are): lists whose reading began earlier
   * are read anew. Both in Unix seconds by Stripe's clock.
   */
  renew(now: number, lostBefore: number | null): void
  /** Goes on with what is due, if it is wanted and not running; after a failure only when its time has come, or `anyway`. */
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
  /** Lists that were asked for again in this run although Stripe had refused them. */
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

  function backfillPorts(): BackfillPorts {
    return { ...ports, signal: halt.signal }
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
    if (stopped || running || will() !== 'go' || (problem && !anyway)) return
    again = false
    clearTimeout(timer)
    if (!anyDue()) {
      problem = null
      return
    }
    halt = new AbortController()
    running = readWindows(backfillPorts())
      .catch((thrown: unknown) => (stopped ? null : ports.stumbled(thrown)))
      .then(ended)
    ports.moved()
  }

  function anyDue(): boolean {
    return windows.due().some((window) => (intake.kinds as readonly string[]).includes(window.kind))
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

  function renewList(
    kind: ListKind,
    list: ListRead | undefined,
    now: number,
    lostBefore: number | null,
  ): void {
    if (!list) return beginList(windows, kind, now)
    if (list.unreadable !== null) {
      if (!retried.has(kind)) beginList(windows, kind, now)
      retried.add(kind)
      return
    }
    const readAt = list.begunAt ?? list.wholeAt
    const isSpoilt = lostBefore !== null && readAt !== null && readAt < lostBefore
    if (isSpoilt && !isHistory(kind)) return beginList(windows, kind, now)
    if (listOf(kind).news !== 'lists' || list.wholeAt === null) return
    if (windows.due().some((window) => window.kind === kind)) return
    windows.extend(kind, list.wholeAt - overlapSeconds, Math.max(now, list.wholeAt))
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
    renew(now, lostBefore) {
      if (stopped) return
      cache.transaction(() => {
        const known = new Map(windows.lists().map((list) => [list.kind, list]))
        for (const kind of intake.kinds) renewList(kind, known.get(kind), now, lostBefore)
      })()
    },
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
