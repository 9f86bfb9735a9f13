// How fresh and how complete a desk is, in words. Pure; it must never promise more than the engine says.
import type { Freshness } from '../../../contract/events.ts'
import { countText } from '../count.ts'
import { clockTime, countdown, dayAndTime, dayOf, timeLeftWord } from '../dates/time.ts'

/** "1 part", "2 parts". */
export function counted(number: number, noun: string): string {
  return `${countText(number)} ${noun}${number === 1 ? '' : 's'}`
}

/** Not even the first page was read: then there are no parts yet that could be named as missing, and all is. */
export function isUnread({ completeTo, missing }: Freshness): boolean {
  return completeTo === null && missing.length === 0
}

/** Whether there are changes to read: of a desk of which nothing is to be read, none are followed. */
export function canReadChanges(freshness: Freshness): boolean {
  return freshness.reading === 'go' || !isUnread(freshness)
}

/** Whether its history is being read, or would be but for what it stalled on: then it can be paused. */
export function isReadingHistory(freshness: Freshness): boolean {
  const { phase, reading, backfill } = freshness
  const isWanted = reading === 'go' && (backfill !== null || isUnread(freshness))
  return phase === 'loading' || (phase === 'stalled' && isWanted)
}

/** "12,300 of about 48,000 objects", as far as that is known. */
export function readSoFar({ backfill, loaded }: Freshness): string {
  const done = backfill?.done ?? loaded
  const estimated = backfill?.estimated ?? null
  return estimated === null || estimated < done
    ? counted(done, 'object')
    : `${countText(done)} of about ${countText(estimated)} objects`
}

/** "410 a second, about 2 min left, at most 20 requests a second". */
export function paceOf(backfill: NonNullable<Freshness['backfill']>): string {
  const { perSecond, remainingSeconds, budget } = backfill
  return [
    ...(perSecond > 0 ? [`${countText(Math.round(perSecond))} a second`] : []),
    ...(remainingSeconds === null ? [] : [timeLeftWord(remainingSeconds * 1000)]),
    `at most ${counted(Number(budget.toFixed(1)), 'request')} a second`,
  ].join(', ')
}

/** One line: "Up to date, complete to 14:03:20". */
export function freshnessLine(freshness: Freshness): string {
  const complete =
    freshness.completeTo === null ? null : `complete to ${shortTime(freshness.completeTo, Date.now())}`
  const further = complete === null ? '' : `, ${complete}`
  switch (freshness.phase) {
    case 'idle':
      if (freshness.loaded > 0 || freshness.missing.length > 0) return `History not read in full${further}`
      return complete === null ? 'Not read from Stripe yet' : `Not following changes, ${complete}`
    case 'loading':
      return `Loading history… ${readSoFar(freshness)}`
    case 'paused':
      return `Paused, ${readSoFar(freshness)}`
    case 'catching_up':
      return `Catching up with changes${further}`
    case 'current':
      return complete === null ? 'Following changes' : `Up to date, ${complete}`
    case 'stalled':
      // Why is said by the banner above it (app/sync-banner.tsx).
      return `Stalled${further}`
  }
}

/** "14:03:20", with the day where it is not today's. */
function shortTime(milliseconds: number, now: number): string {
  return dayOf(milliseconds) === dayOf(now) ? clockTime(milliseconds) : dayAndTime(milliseconds)
}

/** What the line leaves out but nobody may miss: "2 parts missing", "3 events failed". */
export function concerns({ missing, projection }: Freshness): string[] {
  return [
    ...(missing.length > 0 ? [`${counted(missing.length, 'part')} missing`] : []),
    ...(projection.failed > 0 ? [`${counted(projection.failed, 'event')} failed`] : []),
    ...(projection.waiting > 0 ? [`${counted(projection.waiting, 'event')} not in the tables yet`] : []),
    ...(projection.problem !== null ? ['the tables stand still'] : []),
    ...(projection.rebuilding ? [`making the tables again, ${percent(projection.rebuilding)}`] : []),
  ]
}

/** Beside figures and in files: "Complete to 26 Nov 2026, 14:03:20, 1 part missing". `written`: how a moment is, milliseconds. */
export function completeness(freshness: Freshness, written: (milliseconds: number) => string): string {
  const { completeTo } = freshness
  const begin =
    completeTo === null ? 'Counts and totals are not complete' : `Complete to ${written(completeTo)}`
  return [begin, ...concerns(freshness)].join(', ')
}

/** Why the desk's key may not read a list of Stripe's ("balance transactions"); null where it may, and while that is not known. */
export function refusedList(freshness: Freshness | undefined, list: string): string | null {
  const start = `${list}: `
  const refused = freshness?.missing.find(({ what }) => what.startsWith(start))
  return refused?.what.slice(start.length) ?? null
}

/** "43 %"; rounded down, so that all is only said when it is. */
export function percent({ done, total }: { done: number; total: number }): string {
  return `${total === 0 ? 0 : Math.floor((done / total) * 100)} %`
}

/** "23 Nov 2026, 14:03:20 to 14:05:10". `from` and `to` in Unix seconds; from 0: from the beginning. */
export function stretch({ from, to }: { from: number; to: number }): string {
  const [start, end] = [from * 1000, to * 1000]
  if (from === 0) return `From the beginning to ${dayAndTime(end)}`
  return `${dayAndTime(start)} to ${dayOf(start) === dayOf(end) ? clockTime(end) : dayAndTime(end)}`
}

/** What becomes of missed changes at Stripe, counted down from `now` (milliseconds). */
export function horizonSentence(horizonAt: number, now: number): string {
  return horizonAt > now
    ? `Stripe lists changes for 30 days: what is missing can be asked for until ${dayAndTime(horizonAt)}, ${countdown(horizonAt - now).replaceAll(' ', '\u00a0')} from now.`
    : `Stripe lists changes for 30 days: since ${dayAndTime(horizonAt)} some of what is missing can’t be asked for any more.`
}

export const webhookSentences: Record<Freshness['webhook'], string> = {
  none: 'No webhook delivers here: changes are found by asking Stripe.',
  listening: 'Listens: nothing has been delivered yet, and nothing was missed.',
  receiving: 'Delivers: changes arrive as they happen.',
  silent: 'Silent: asking Stripe found changes that a webhook should have brought, and none has come since.',
}
