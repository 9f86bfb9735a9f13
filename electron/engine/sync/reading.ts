// Runs the reading of the lists for as long as there is something due and the operator wants it, and goes on by itself after
// failures. It must never run twice at once, nor go on once it was paused.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { Failure } from '../../../src/contract/index.ts'
import { syncFact } from '../../store/queries/sync-state.ts'
import type { Windows } from '../../store/queries/windows.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { beginReading, readWindows, type BackfillPorts } from './backfill.ts'
import type { Intake } from './intake.ts'
import { listOf, type ListKind } from './lists.ts'
import { overlapSeconds } from './catch-up.ts'
import type { Pace } from './pace.ts'

/** What the operator wants; kept, so that a paused reading is still paused after a restart. */
const willShape = z.enum(['go', 'paused', 'canceled'])
export type Will = z.infer<typeof willShape>

export interface Reading {
  will(): Will
  /** Pages under way are still stored; resolves when nothing is under way any more. */
  want(will: Will): Promise<void>
  running(): boolean
  /** Resolves when it has come to an end, or to a stop. */
  idle(): Promise<void>
  /** Why it stands still although it is wanted; null when it does not. */
  problem(): Failure | null
  /** True once the lists are known and what is due is known of each. */
  begun(): boolean
  /** The first page of all; null when it was stored. */
  begin(): Promise<Failure | null>
  /** Notes what is due by now (Unix seconds by Stripe's clock); after a gap, everything is. */
  renew(now: number, gap: boolean): Promise<void>
  /** Goes on with what is due, if it is wanted and not running; after a failure only when its time has come, or `anyway`. */
  go(anyway?: boolean): void
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
  }

  function go(anyway = false): void {
    if (stopped || running || will() !== 'go' || (problem && !anyway)) return
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
    halt.abort(new Error('the reading was ended'))
    await running
  }

  return {
    will,
    problem: () => problem,
    running: () => running !== null,
    idle: async () => void (await running),
    begun: () => windows.lists().some((list) => list.begunAt !== null || list.wholeAt !== null),
    begin: () => beginReading(backfillPorts()),
    async renew(now, gap) {
      if (gap) await end()
      if (stopped) return
      const known = new Map(windows.lists().map((list) => [list.kind, list]))
      cache.transaction(() => {
        for (const kind of intake.kinds) {
          const list = known.get(kind)
          const refused = list !== undefined && list.unreadable !== null
          if (refused && retried.has(kind)) continue
          if (refused) retried.add(kind)
          if (!list || refused || gap) windows.begin(kind, now)
          else if (listOf(kind).news === 'lists' && list.wholeAt !== null && list.begunAt === null)
            windows.extend(kind, list.wholeAt - overlapSeconds, Math.max(now, list.wholeAt))
        }
      })()
    },
    go,
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
