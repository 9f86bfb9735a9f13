// Brings in the events that were not delivered, oldest first, so that the cache knows all that happened up to a moment. It
// must never call a stretch of time covered whose events are not all in the log, nor take our clock for Stripe's.
import type Stripe from 'stripe'
import type { Failure } from '../../../src/contract/index.ts'
import type { Windows } from '../../store/sync/windows.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { askPage, pageLimit, type PageAnswer, type PageRead } from './ask.ts'
import { horizonSeconds } from './completeness.ts'
import type { Intake } from './intake.ts'
import type { Page, PageAsked } from './lists.ts'
import type { Pace } from './pace.ts'

/** Windows overlap by this much: an event may become visible a little after its `created`. In seconds. */
export const overlapSeconds = 60
/** What is nearly 30 days old may be gone before the last page is read. In seconds. */
const inHandSeconds = 600
/** An event that is younger than this may still be on its way to the webhook. In seconds. */
export const graceSeconds = 120
/** A window is sized to hold about this many events, and is read in smaller ones beyond the most. */
const usualSize = { events: 500, atMost: 3000 } as const

/** In `windows` the stretches of events have this kind. */
export const eventsKind = 'events'

export interface CatchUpPorts {
  gateway: Gateway
  windows: Windows
  intake: Intake
  /**
   * Events created since then are expected from a webhook, as far as that was not looked at before; null when there is none. It is told
   * what time it is. Both Unix seconds by Stripe's clock.
   */
  webhookSince: (now: number) => number | null
  pace: Pace
  /** Aborted when it shall end; what was taken in stays, what was not answered by then is given up. */
  signal: AbortSignal
  /** How many events a window should hold, and at most holds; small in tests. */
  size?: { events: number; atMost: number }
}

export interface CaughtUp {
  /** Stripe's clock when it was asked, Unix seconds; null when there was no answer. */
  now: number | null
  /** Unix seconds by Stripe's clock: all events before were taken in. */
  upTo: number
  fresh: number
  /** How many events of before `graceSeconds` a webhook should have delivered and did not, whenever they were found. */
  missed: number
  /** Why it could not come all the way; null when it did, or was given up. */
  problem: Failure | null
}

/**
 * Takes in all events from the end of the last covered stretch (or from `since`, Unix seconds by Stripe's clock, when there
 * is none), in windows of time that overlap with it. Of what happened longer ago Stripe no longer lists all: then the new stretch
 * lies apart from the last one, and what is lost between them is never asked for again.
 */
export async function catchUp(
  ports: CatchUpPorts,
  since: number,
  progressed: () => void = () => undefined,
): Promise<CaughtUp> {
  const caught = await comeUp(ports, since, progressed)
  const expectedSince = caught.now === null ? null : ports.webhookSince(caught.now)
  if (expectedSince === null) return caught
  return { ...caught, missed: ports.intake.undelivered(expectedSince, caught.upTo - graceSeconds) }
}

async function comeUp(ports: CatchUpPorts, since: number, progressed: () => void): Promise<CaughtUp> {
  const { windows, signal, size = usualSize } = ports
  const known = windows.covered(eventsKind).at(-1)?.to ?? since
  let caught: CaughtUp = { now: null, upTo: known, fresh: 0, missed: 0, problem: null }

  // Nearly always this is all: one page holds what happened since the last time, and its date is Stripe's time.
  const first = await ask(ports, { created: { gte: known - overlapSeconds } })
  if (!first.ok) return { ...caught, problem: problemOf(first) }
  const now = Math.floor(first.page.asOf / 1000)
  caught = { ...caught, now }
  const oldestListed = now - horizonSeconds + inHandSeconds
  let from = Math.max(known - overlapSeconds, oldestListed)
  if (!first.page.more) return takeIn(ports, caught, first.page.objects, { from, to: now })

  let span = spanFor(ports, first.page, now)
  while (from < now && !signal.aborted) {
    const to = Math.min(now, from + span)
    // The last one is open: what happens in this second is not covered by it, but need not wait for the next time.
    const read = await readStretch(ports, { from, to }, to < now ? { gte: from, lt: to } : { gte: from })
    if (!read.ok) return { ...caught, problem: problemOf(read) }
    if (read.tooMany) {
      span = Math.max(1, Math.floor((to - from) / 4))
      continue
    }
    caught = await takeIn(ports, caught, read.events, { from, to })
    if (caught.problem) return caught
    progressed()
    from = to
    span = Math.max(1, Math.round(span * Math.min(4, Math.max(0.25, size.events / (read.events.length + 1)))))
  }
  return caught
}

/** All events of a stretch, newest first; `tooMany` when it should be a shorter one. A single second is read whole. */
async function readStretch(
  ports: CatchUpPorts,
  { from, to }: { from: number; to: number },
  created: { gte: number; lt?: number },
): Promise<{ ok: true; events: unknown[]; tooMany: boolean } | (PageAnswer & { ok: false })> {
  const { atMost } = ports.size ?? usualSize
  const events: unknown[] = []
  let after: string | undefined
  for (;;) {
    const answer = await ask(ports, {
      created,
      ...(after === undefined ? {} : { starting_after: after }),
    })
    if (!answer.ok) return answer
    events.push(...answer.page.objects)
    if (!answer.page.more) return { ok: true, events, tooMany: false }
    if (events.length >= atMost && to - from > 1) return { ok: true, events: [], tooMany: true }
    after = answer.page.places.at(-1)?.id
  }
}

async function takeIn(
  ports: CatchUpPorts,
  caught: CaughtUp,
  newestFirst: readonly unknown[],
  stretch: { from: number; to: number },
): Promise<CaughtUp> {
  const { windows, intake } = ports
  if (ports.signal.aborted) return caught
  const fresh = newestFirst.filter((event) => !intake.knows(idOf(event))).toReversed()
  // An empty stretch is noted too: nothing happened, and that is known.
  const taken = await intake.events(fresh, () => {
    if (stretch.to > stretch.from) windows.cover(eventsKind, stretch)
  })
  if (!taken.ok) return { ...caught, problem: taken.error }
  return {
    ...caught,
    upTo: Math.max(caught.upTo, stretch.to),
    fresh: caught.fresh + fresh.length,
  }
}

/** Before pages of lists: what happens now is more than what happened once. */
async function ask(ports: CatchUpPorts, more: Omit<PageAsked, 'limit'>): Promise<PageAnswer> {
  const { gateway, pace, signal } = ports
  // Where it is aborted meanwhile, nothing is asked.
  await pace.turn(signal, true)
  const onRateLimited = (): void => pace.slowDown()
  return askPage({ gateway, signal, onRateLimited }, listEvents, { limit: pageLimit, ...more })
}

function problemOf({ problem: { kind, error } }: PageAnswer & { ok: false }): Failure | null {
  return kind === 'given_up' ? null : error
}

function listEvents(stripe: Stripe, page: PageAsked): Promise<Page> {
  return stripe.events.list(page)
}

/** A length of time that should hold the wanted number of events, as dense as the newest ones. */
function spanFor({ size = usualSize }: CatchUpPorts, page: PageRead, now: number): number {
  return Math.max(1, Math.round(((now - (page.oldest ?? now)) / page.places.length) * size.events))
}

function idOf(event: unknown): string {
  return String((event as { id?: unknown }).id)
}
