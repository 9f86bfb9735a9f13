// The periods of a subscription: where the next one ends. Counting only.
import type { Recurring } from '../billing-records.ts'

const DAY = 86_400

export type Interval = Pick<Recurring, 'interval' | 'interval_count'>

export const MONTHLY: Interval = { interval: 'month', interval_count: 1 }

/**
 * The end of the period that begins at `from`: the same day of a later month or year as the anchor's, or the last day where that
 * month is shorter; at the anchor's time of day, UTC. Days and weeks are counted.
 */
export function periodEnd(
  anchor: number,
  { interval, interval_count: count }: Interval,
  from: number,
): number {
  if (interval === 'day' || interval === 'week') return from + (interval === 'day' ? 1 : 7) * count * DAY
  const start = new Date(from * 1000)
  const month = start.getUTCFullYear() * 12 + start.getUTCMonth() + count * (interval === 'year' ? 12 : 1)
  const [year, inYear] = [Math.floor(month / 12), month % 12]
  const days = new Date(Date.UTC(year, inYear + 1, 0)).getUTCDate()
  const day = Math.min(new Date(anchor * 1000).getUTCDate(), days)
  return Date.UTC(year, inYear, day) / 1000 + (anchor % DAY)
}

/** The period about this anchor that a second is in. */
export function periodAround(
  anchor: number,
  interval: Interval,
  at: number,
): { readonly start: number; readonly end: number } {
  let start = anchor
  let end = periodEnd(anchor, interval, start)
  while (end <= at) {
    start = end
    end = periodEnd(anchor, interval, start)
  }
  return { start, end }
}
