// Follows what happens at Stripe: looks for changes again and again, less often while nobody watches, and by itself after a failure. It must
// never run twice at once, nor take Stripe's time from a clock that stood still.
import type { Failure } from '../../../src/contract/index.ts'
import type { Windows } from '../../store/sync/windows.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { catchUp, eventsKind, graceSeconds } from './catch-up.ts'
import type { Intake } from './intake.ts'
import type { Pace } from './pace.ts'
import type { Reading } from './reading.ts'

export interface FollowingTimes {
  /** How often changes are asked for while somebody looks, in milliseconds. */
  everyMs: number
  /** The same while nobody does. */
  hiddenEveryMs: number
  /** Waiting before the n-th repeat (0-based) after a failure, in milliseconds. */
  retryMs: (failures: number) => number
}

/** resumed: the computer slept, or was locked. online: the network is back. */
export type WakeReason = 'resumed' | 'online'

/**
 * The webhook of the desk: since when it is listened to (our clock, Unix seconds), its last delivery (our clock, milliseconds), and
 * whether the listener runs at the moment.
 */
export type ExpectedWebhook = () => {
  since: number
  lastAcceptedAt: number | null
  isRunning: boolean
} | null

export interface Following {
  /** Looks for changes now, if it is not looking. */
  look(): void
  /** What is under way may have been answered already: then once more after it. */
  lookAfresh(): void
  isLooking(): boolean
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>
  /** Why the last look failed; null when it did not. */
  problem(): Failure | null
  /** Whether changes were asked for with success since the desk was opened, or the computer slept. */
  followed(): boolean
  /** Stripe's clock now, Unix seconds; null until it was heard. */
  stripeNow(): number | null
  /** When events were last found that the webhook should have brought, by our clock in milliseconds; 0: never. */
  missedFoundAt(): number
  /** Connections may have died: what is under way is given up, and asked for again at once. */
  wake(reason: WakeReason): void
  /** Whether somebody watches: changes are asked for less often while nobody does. */
  watched(isWatched: boolean): void
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

export interface FollowingPorts {
  gateway: Gateway
  windows: Windows
  intake: Intake
  pace: Pace
  reading: Reading
  webhook: ExpectedWebhook
  times: FollowingTimes
  now: () => number
  /** Changes came in. */
  progressed: () => void
  /** A look ended. */
  ended: () => void
  /** As of `ReadingPorts`. */
  stumbled: (thrown: unknown) => Failure
  /** Something was thrown: a bug, after which it goes on. */
  onBug: (error: unknown) => void
}

export function openFollowing(ports: FollowingPorts): Following {
  const { gateway, windows, intake, pace, reading, times } = ports
  const closing = new AbortController()
  let problem: Failure | null = null
  let failures = 0
  let looking: Promise<void> | undefined
  /** Of the look that is under way. */
  let giveUp = new AbortController()
  let again = false
  let followed = false
  let isWatched = true
  let timer: NodeJS.Timeout | undefined
  let missedFoundAt = 0
  let heard: { stripeSeconds: number; at: number } | null = null
  /** What happened before, while the computer slept or had no network, no webhook could bring; Unix seconds by our clock. */
  let reachableSince = 0
  /** Up to when it was looked what the webhook did not bring, Unix seconds by Stripe's clock. */
  let missedUpTo = 0

  async function follow(signal: AbortSignal): Promise<Failure | null> {
    if (!reading.begun()) {
      if (reading.will() !== 'go') return null
      const failed = await reading.begin()
      if (failed || !reading.begun()) return failed
      reading.go()
    }
    const followedTo = lastFollowed()
    const caught = await catchUp(
      { gateway, windows, intake, webhookSince, pace, signal },
      begunAt(),
      ports.progressed,
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

  /** Since when the webhook is to be looked after; null while none can come. All Unix seconds by Stripe's clock, `now` too. */
  function webhookSince(now: number): number | null {
    const present = ports.webhook()
    const ahead = now - Math.floor(ports.now() / 1000)
    return present && Math.max(Math.max(present.since, reachableSince) + ahead, missedUpTo)
  }

  async function once(signal: AbortSignal): Promise<void> {
    const failed = await follow(AbortSignal.any([signal, closing.signal])).catch((thrown: unknown) =>
      closing.signal.aborted ? null : ports.stumbled(thrown),
    )
    looking = undefined
    if (closing.signal.aborted) return
    // Given up, it says nothing of how Stripe can be reached.
    if (!signal.aborted) {
      problem = failed
      failures = failed ? failures + 1 : 0
      followed ||= !failed
    }
    if (again) look()
    else schedule()
    ports.ended()
    try {
      reading.go()
    } catch (thrown) {
      ports.onBug(thrown)
    }
  }

  function look(): void {
    clearTimeout(timer)
    if (closing.signal.aborted || looking) return
    again = false
    giveUp = new AbortController()
    looking = once(giveUp.signal)
  }

  function lookAfresh(): void {
    if (looking) again = true
    else look()
  }

  function schedule(): void {
    clearTimeout(timer)
    const afterMs = problem ? times.retryMs(failures - 1) : isWatched ? times.everyMs : times.hiddenEveryMs
    timer = setTimeout(look, afterMs)
  }

  return {
    look,
    lookAfresh,
    isLooking: () => looking !== undefined,
    async idle() {
      for (let under = looking; under; under = looking) await under
    },
    problem: () => problem,
    followed: () => followed,
    stripeNow: () => heard && Math.floor(heard.stripeSeconds + (performance.now() - heard.at) / 1000),
    missedFoundAt: () => missedFoundAt,
    wake(reason) {
      // The clock by which Stripe's time is carried on stands still while a computer sleeps: how late it is, nobody knows.
      if (reason === 'resumed') [heard, followed] = [null, false]
      reachableSince = Math.floor(ports.now() / 1000)
      giveUp.abort(new Error('its answers may never come'))
      lookAfresh()
    },
    watched(watching) {
      if (watching === isWatched) return
      isWatched = watching
      if (watching) look()
      else if (!looking && timer !== undefined) schedule()
    },
    async stop() {
      closing.abort(new Error('the desk is closed'))
      clearTimeout(timer)
      await looking?.catch(() => undefined)
    },
  }
}
