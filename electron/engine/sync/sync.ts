// Keeps one desk's cache up to date: reads the lists, then follows what happens. It must always be able to say how complete
// the cache is, and a failure must leave what was read, say why it stopped, and try again by itself.
import type { Database } from 'better-sqlite3'
import type { Freshness } from '../../../src/contract/events.ts'
import { failure, type Failure } from '../../../src/contract/index.ts'
import { windowsOf } from '../../store/sync/windows.ts'
import type { Budget } from '../gateway/budget.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { openFollowing, type ExpectedWebhook, type FollowingTimes, type WakeReason } from './following.ts'
import { freshnessOf } from './freshness.ts'
import type { Intake } from './intake.ts'
import { openPace } from './pace.ts'
import { speedometer } from './progress.ts'
import { openReading } from './reading.ts'

export interface SyncTimes extends FollowingTimes {
  /** Between the first page of a desk and all others, in milliseconds. */
  firstLookMs: number
}

const usualTimes: SyncTimes = {
  // A change is to be here within 15 s: it may have happened just after a look, and the next one is answered and taken in after its time.
  everyMs: 13_000,
  hiddenEveryMs: 120_000,
  retryMs: (failures) => Math.min(300_000, 5000 * 2 ** failures) * (0.75 + Math.random() / 2),
  firstLookMs: 300,
}
const announceEveryMs = 500

export interface Sync {
  start(): void
  freshness(): Freshness
  /**
   * Looks for changes, not before it is called; takes a failed reading up again, and waits until nothing is under way any
   * more.
   */
  refresh(): Promise<Freshness>
  /** Stops reading lists, also over a restart; changes are still followed. Resolves when nothing of it is under way. */
  pause(): Promise<void>
  /** Takes the reading up again where it was paused or canceled. */
  resume(): void
  /** Gives the reading up: what was read stays, what was not is named as missing. */
  cancel(): Promise<void>
  /** Connections may have died: what is under way is given up, and asked for again at once. */
  wake(reason: WakeReason): void
  /** Whether somebody looks: changes are asked for less often while nobody does. */
  watched(isWatched: boolean): void
  /** Something changed that freshness tells of but sync does not bring about: told, at most twice a second. */
  touch(): void
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

export interface SyncPorts {
  deskId: string
  gateway: Gateway
  cache: Database
  intake: Intake
  /** What this desk may ask of Stripe. */
  budget: Budget
  /** Objects in a shape that is not understood; null when there are none. */
  notUnderstood: () => Freshness['notUnderstood'] | null
  /** How the way into the tables stands. */
  projection: () => Freshness['projection']
  webhook: ExpectedWebhook
  now: () => number
  /** The freshness changed; while rows come in, at most twice a second. */
  changed: (freshness: Freshness) => void
  /** Something was thrown: a bug, after which reading is tried again. */
  onBug: (error: unknown) => void
  times?: SyncTimes
}

export function openSync(ports: SyncPorts): Sync {
  const { cache, gateway, intake, times = usualTimes } = ports
  const windows = windowsOf(cache)
  const pace = openPace(ports.budget)
  const speed = speedometer()
  let announcing: NodeJS.Timeout | undefined
  let unannounced = false
  let stopped = false

  function stumbled(thrown: unknown): Failure {
    ports.onBug(thrown)
    return failure(
      'internal',
      'Something went wrong inside Bursar while it read from Stripe. What was read is kept; it tries again by itself.',
    ).error
  }

  function tell(): void {
    if (stopped) return
    unannounced = false
    try {
      ports.changed(freshness())
    } catch (thrown) {
      // It is told next time; nobody waits for it here.
      ports.onBug(thrown)
    }
  }

  /** The first change is told at once, the many after it a few times a second. */
  function tellSoon(): void {
    unannounced = true
    if (announcing !== undefined || stopped) return
    tell()
    announcing = setTimeout(() => {
      announcing = undefined
      if (unannounced) tellSoon()
    }, announceEveryMs)
  }

  const reading = openReading({
    gateway,
    cache,
    windows,
    intake,
    pace,
    retryMs: times.retryMs,
    firstLookMs: times.firstLookMs,
    stumbled,
    moved: tell,
    stored(objects) {
      speed.add(objects)
      tellSoon()
    },
  })

  const following = openFollowing({
    gateway,
    windows,
    intake,
    pace,
    reading,
    webhook: ports.webhook,
    times,
    now: ports.now,
    progressed: tellSoon,
    ended: tell,
    stumbled,
    onBug: ports.onBug,
  })

  function webhook(): Freshness['webhook'] {
    const present = ports.webhook()
    if (!present) return 'none'
    const { lastAcceptedAt, isRunning } = present
    if (following.missedFoundAt() > (lastAcceptedAt ?? 0)) return 'silent'
    if (!isRunning) return 'none'
    return lastAcceptedAt === null ? 'listening' : 'receiving'
  }

  function freshness(): Freshness {
    return freshnessOf({
      deskId: ports.deskId,
      windows,
      kinds: intake.kinds,
      will: reading.will(),
      problem: following.problem() ?? reading.problem(),
      followed: following.followed(),
      busy: following.isLooking(),
      now: following.stripeNow(),
      perSecond: reading.running() ? speed.perSecond() : 0,
      budget: pace.perSecond(),
      webhook: webhook(),
      projection: ports.projection(),
      notUnderstood: ports.notUnderstood(),
    })
  }

  return {
    start: following.look,
    freshness,
    touch: tellSoon,
    async refresh() {
      reading.tryRefused()
      reading.go(true)
      following.lookAfresh()
      await following.idle()
      await reading.idle()
      return freshness()
    },
    pause: () => reading.want('paused'),
    cancel: () => reading.want('canceled'),
    resume() {
      void reading.want('go')
      following.lookAfresh()
    },
    wake(reason) {
      following.wake(reason)
      reading.anew()
    },
    watched: following.watched,
    async stop() {
      stopped = true
      clearTimeout(announcing)
      await Promise.allSettled([following.stop(), reading.stop()])
    },
  }
}
