// Keeps one desk's cache up to date: reads the lists, then follows what happens. It must always be able to say how complete
// the cache is, and a failure must leave what was read, say why it stopped, and try again by itself.
import type { Database } from 'better-sqlite3'
import type { Freshness } from '../../../src/contract/events.ts'
import { failure, type Failure } from '../../../src/contract/index.ts'
import { windowsOf } from '../../store/sync/windows.ts'
import type { Budget } from '../gateway/budget.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { catchUp, eventsKind, graceSeconds } from './catch-up.ts'
import { freshnessOf } from './freshness.ts'
import type { Intake } from './intake.ts'
import { openPace } from './pace.ts'
import { speedometer } from './progress.ts'
import { openReading } from './reading.ts'

export interface SyncTimes {
  /** How often changes are asked for while somebody looks, in milliseconds. */
  everyMs: number
  /** The same while nobody does. */
  hiddenEveryMs: number
  /** Waiting before the n-th repeat (0-based) after a failure, in milliseconds. */
  retryMs: (failures: number) => number
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

/** resumed: the computer slept, or was locked. online: the network is back. */
export type WakeReason = 'resumed' | 'online'

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
  /**
   * The webhook of the desk: since when it is listened to (our clock, Unix seconds), its last delivery (our clock, milliseconds), and
   * whether the listener runs at the moment.
   */
  webhook: () => { since: number; lastAcceptedAt: number | null; isRunning: boolean } | null
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
  const closing = new AbortController()
  let followProblem: Failure | null = null
  let followFailures = 0
  let following: Promise<void> | undefined
  /** Of the look at the changes that is under way. */
  let look = new AbortController()
  let lookAgain = false
  let followed = false
  let isWatched = true
  let timer: NodeJS.Timeout | undefined
  let announcing: NodeJS.Timeout | undefined
  let unannounced = false
  /** When events were last found that the webhook should have brought, by our clock in milliseconds. */
  let missedFoundAt = 0
  let heard: { stripeSeconds: number; at: number } | null = null
  /** What happened before, while the computer slept or had no network, no webhook could bring; Unix seconds by our clock. */
  let reachableSince = 0
  /** Up to when it was looked what the webhook did not bring, Unix seconds by Stripe's clock. */
  let missedUpTo = 0

  function stumbled(thrown: unknown): Failure {
    ports.onBug(thrown)
    return failure(
      'internal',
      'Something went wrong inside Bursar while it read from Stripe. What was read is kept; it tries again by itself.',
    ).error
  }

  function tell(): void {
    if (closing.signal.aborted) return
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
    if (announcing !== undefined || closing.signal.aborted) return
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

  async function follow(signal: AbortSignal): Promise<Failure | null> {
    if (!reading.begun()) {
      if (reading.will() !== 'go') return null
      const failed = await reading.begin()
      if (failed || !reading.begun()) return failed
      reading.go()
    }
    const followedTo = lastFollowed()
    const caught = await catchUp(
      {
        gateway,
        windows,
        intake,
        webhookSince,
        pace,
        signal,
      },
      begunAt(),
      tellSoon,
    )
    if (caught.missed > 0) missedFoundAt = ports.now()
    missedUpTo = caught.upTo - graceSeconds
    if (caught.now !== null && !signal.aborted) {
      heard = { stripeSeconds: caught.now, at: performance.now() }
      // Where nothing was taken in, nobody knows whether changes are lost: what is listed now may not count as followed since.
      if (caught.problem === null || lastFollowed() !== followedTo) reading.renew(caught.now)
    }
    return caught.problem
  }

  const lastFollowed = (): number | undefined => windows.covered(eventsKind).at(-1)?.to

  /** Since when events are needed: the earliest reading that they have to complete. */
  function begunAt(): number {
    return Math.min(...windows.lists().flatMap((list) => list.wholeAt ?? list.begunAt ?? []))
  }

  async function once(signal: AbortSignal): Promise<void> {
    const failed = await follow(AbortSignal.any([signal, closing.signal])).catch((thrown: unknown) =>
      closing.signal.aborted ? null : stumbled(thrown),
    )
    following = undefined
    if (closing.signal.aborted) return
    // Given up, it says nothing of how Stripe can be reached.
    if (!signal.aborted) {
      followProblem = failed
      followFailures = failed ? followFailures + 1 : 0
      followed ||= !failed
    }
    if (lookAgain) void run()
    else schedule()
    tell()
    try {
      reading.go()
    } catch (thrown) {
      ports.onBug(thrown)
    }
  }

  function run(): Promise<void> {
    clearTimeout(timer)
    if (closing.signal.aborted) return Promise.resolve()
    if (following) return following
    lookAgain = false
    look = new AbortController()
    following = once(look.signal)
    return following
  }

  /** What is under way may have been answered already: then once more after it. */
  function runAfresh(): void {
    if (following) lookAgain = true
    else void run()
  }

  function schedule(): void {
    clearTimeout(timer)
    const afterMs = followProblem
      ? times.retryMs(followFailures - 1)
      : isWatched
        ? times.everyMs
        : times.hiddenEveryMs
    timer = setTimeout(() => void run(), afterMs)
  }

  /** Stripe's clock now, Unix seconds; null until it was heard. */
  function stripeNow(): number | null {
    return heard && Math.floor(heard.stripeSeconds + (performance.now() - heard.at) / 1000)
  }

  /** Since when the webhook is to be looked after; null while none can come. All Unix seconds by Stripe's clock, `now` too. */
  function webhookSince(now: number): number | null {
    const present = ports.webhook()
    const ahead = now - Math.floor(ports.now() / 1000)
    return present && Math.max(Math.max(present.since, reachableSince) + ahead, missedUpTo)
  }

  function webhook(): Freshness['webhook'] {
    const present = ports.webhook()
    if (!present) return 'none'
    const { lastAcceptedAt, isRunning } = present
    if (missedFoundAt > (lastAcceptedAt ?? 0)) return 'silent'
    if (!isRunning) return 'none'
    return lastAcceptedAt === null ? 'listening' : 'receiving'
  }

  function freshness(): Freshness {
    return freshnessOf({
      deskId: ports.deskId,
      windows,
      kinds: intake.kinds,
      will: reading.will(),
      problem: followProblem ?? reading.problem(),
      followed,
      busy: following !== undefined,
      now: stripeNow(),
      perSecond: reading.running() ? speed.perSecond() : 0,
      budget: pace.perSecond(),
      webhook: webhook(),
      projection: ports.projection(),
      notUnderstood: ports.notUnderstood(),
    })
  }

  return {
    start: () => void run(),
    freshness,
    touch: tellSoon,
    async refresh() {
      reading.tryRefused()
      reading.go(true)
      runAfresh()
      for (let under = following; under; under = following) await under
      await reading.idle()
      return freshness()
    },
    pause: () => reading.want('paused'),
    cancel: () => reading.want('canceled'),
    resume() {
      void reading.want('go')
      runAfresh()
    },
    wake(reason) {
      // The clock by which Stripe's time is carried on stands still while a computer sleeps: how late it is, nobody knows.
      if (reason === 'resumed') [heard, followed] = [null, false]
      reachableSince = Math.floor(ports.now() / 1000)
      look.abort(new Error('its answers may never come'))
      runAfresh()
      reading.anew()
    },
    watched(watching) {
      if (watching === isWatched) return
      isWatched = watching
      if (watching) void run()
      else if (!following && timer !== undefined) schedule()
    },
    async stop() {
      closing.abort(new Error('the desk is closed'))
      clearTimeout(timer)
      clearTimeout(announcing)
      await Promise.allSettled([following, reading.stop()])
    },
  }
}
