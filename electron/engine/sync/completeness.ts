// Says how complete the cache is, from the windows that were covered and nothing else. It must never round a gap away.
import type { Freshness } from '../../../src/contract/events.ts'
import type { Span } from '../../store/sync/windows.ts'

/** Stripe lists events for 30 days. In seconds. */
export const horizonSeconds = 30 * 24 * 3600

/** Changes that are younger than this are waited for, not missed: they are asked for every few seconds. In seconds. */
const toleratedSeconds = 60

/** What is known of one list. All times in Unix seconds by Stripe's clock. */
export interface ListKnown {
  /** In words: "payments". */
  noun: string
  /** `none`: history, on which completeness does not depend. */
  news: 'events' | 'lists' | 'none'
  /** What was created or changed before this is in the cache; null when that can't be said yet. */
  wholeAt: number | null
  /** When the reading under way began: what is due from then on is news. */
  begunAt: number | null
  /** Not read yet, newest first. */
  due: readonly Span[]
  /** Why this key can't read it; null when it can. */
  unreadable: string | null
}

export interface Known {
  lists: readonly ListKnown[]
  /** Stretches of time whose events are in the cache, oldest first, apart from each other. */
  events: readonly Span[]
  /** Stripe's clock now; null when it was not heard yet. */
  now: number | null
}

/** Up to where a list is in the cache: changes are followed from where it was read. */
function completeToOf(list: ListKnown, events: readonly Span[]): number | null {
  if (list.wholeAt === null || list.news === 'lists') return list.wholeAt
  const { wholeAt } = list
  const followed = events.find((span) => span.from <= wholeAt && wholeAt <= span.to)
  return followed ? followed.to : wholeAt
}

/**
 * Everything of every list that can be read and fills the tables is in the cache up to here, Unix seconds; null while that is
 * true of no moment.
 */
export function completeTo(known: Known): number | null {
  const readable = known.lists.filter((list) => list.unreadable === null && list.news !== 'none')
  const ends = readable.map((list) => completeToOf(list, known.events))
  if (ends.length === 0 || ends.includes(null)) return null
  return Math.min(...ends.filter((end) => end !== null))
}

/** Stretches that are not in the cache, newest first; what this key may not read comes last, with the reason. */
export function missing(known: Known, atMost = 100): Freshness['missing'] {
  const { lists, events, now } = known
  const gaps = lists.filter((list) => list.unreadable === null).flatMap(gapsOfList)
  const end = completeTo(known)
  if (end !== null) gaps.push(...gapsOfEvents(end, events, now))
  const refused = lists
    .filter((list) => list.unreadable !== null)
    .map((list) => ({ from: 0, to: now ?? end ?? 0, what: `${list.noun}: ${list.unreadable}` }))
  return [
    ...gaps.toSorted((left, right) => right.to - left.to || left.what.localeCompare(right.what)),
    ...refused,
  ].slice(0, atMost)
}

function gapsOfList(list: ListKnown): Freshness['missing'] {
  // What is due of a list that was whole before is news of the last seconds.
  if (list.news === 'lists' && list.wholeAt !== null) {
    const { wholeAt } = list
    return list.due
      .map((span) => ({ from: Math.max(span.from, wholeAt), to: span.to, what: list.noun }))
      .filter((span) => span.to - span.from > toleratedSeconds)
  }
  const what = list.wholeAt === null ? list.noun : `${list.noun}, to be read again`
  const begunAt = list.begunAt ?? Infinity
  // News overlaps with what was read by as much again.
  return list.due
    .filter(({ from, to }) => from < begunAt || to - from > 2 * toleratedSeconds)
    .map(({ from, to }) => ({ from, to, what, ...(list.news === 'none' && { isHistory: true }) }))
}

/** Between what is complete and now, less the stretches that were followed. */
function gapsOfEvents(end: number, events: readonly Span[], now: number | null): Freshness['missing'] {
  const gaps: Span[] = []
  let at = end
  for (const span of events) {
    if (span.to <= at) continue
    if (span.from > at) gaps.push({ from: at, to: span.from })
    at = span.to
  }
  if (now !== null && now - at > toleratedSeconds) gaps.push({ from: at, to: now })
  return gaps.map((span) => ({ ...span, what: 'changes' }))
}

/** When the oldest missing change can't be listed at Stripe any more, in milliseconds; null when no change is missing. */
export function horizonAt(known: Known): number | null {
  const end = completeTo(known)
  if (end === null) return null
  const oldest = gapsOfEvents(end, known.events, known.now).at(0)
  return oldest ? (oldest.from + horizonSeconds) * 1000 : null
}
