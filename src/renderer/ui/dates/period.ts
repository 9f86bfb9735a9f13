// The stretch of time that figures are shown for: a preset or whole days, in the address, in words, in seconds, and the stretch before
// that they are compared with. Pure, but for the machine's zone of days. It must never compare a day that is not over with a whole one.
import type { Bucket } from '../../../contract/finance.ts'
import { parseRange, type DateSpan } from './date-range.ts'

export type PeriodPreset = 'today' | '7d' | '30d' | '90d' | '12m'
export const periodPresets: Record<PeriodPreset, string> = {
  today: 'Today',
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
  '12m': '12 months',
}

/** Days of the machine's calendar, both inclusive. */
export type Period = PeriodPreset | DateSpan

/** From inclusive, before exclusive, Unix seconds. */
export interface Stretch {
  from: number
  before: number
}

const dayPart: Record<Exclude<PeriodPreset, '12m'>, number> = { today: 1, '7d': 7, '30d': 30, '90d': 90 }

const seconds = (date: Date): number => Math.max(0, Math.floor(date.getTime() / 1000))
const dayStart = (day: Date, days = 0): Date =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate() + days)
const monthStart = (day: Date, months = 0): Date => new Date(day.getFullYear(), day.getMonth() + months, 1)
const localDay = (text: string): Date => new Date(`${text}T00:00:00`)

/** "2026-11-26" of the machine's calendar. */
export function dayText(day: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

/** Reads `period`, or `from` and `to`, of an address; `otherwise` where it holds neither, or days in the wrong order. */
export function parsePeriod(given: URLSearchParams, otherwise: PeriodPreset): Period {
  const preset = given.get('period') ?? ''
  if (Object.hasOwn(periodPresets, preset)) return preset as PeriodPreset
  const span = parseRange(new URLSearchParams({ from: given.get('from') ?? '', to: given.get('to') ?? '' }))
  if (span === null || typeof span === 'string' || span.from === '' || span.to === '') return otherwise
  return span.from <= span.to ? span : otherwise
}

/** The parts of an address that `parsePeriod` reads. */
export function formatPeriod(period: Period, otherwise: PeriodPreset) {
  if (typeof period === 'string') return { period: period === otherwise ? '' : period, from: '', to: '' }
  return { period: '', from: period.from, to: period.to }
}

/** Whole days, or whole months for `12m`; presets end with today. `today`: any moment of it. */
export function stretchOf(period: Period, today: Date): Stretch {
  if (period === '12m')
    return { from: seconds(monthStart(today, -11)), before: seconds(monthStart(today, 1)) }
  if (typeof period === 'string')
    return { from: seconds(dayStart(today, 1 - dayPart[period])), before: seconds(dayStart(today, 1)) }
  return { from: seconds(localDay(period.from)), before: seconds(dayStart(localDay(period.to), 1)) }
}

const daysBetween = (from: Date, before: Date): number =>
  Math.round(
    (Date.UTC(before.getFullYear(), before.getMonth(), before.getDate()) -
      Date.UTC(from.getFullYear(), from.getMonth(), from.getDate())) /
      86_400_000,
  )

export interface Before extends Stretch {
  /** The stretch shown is not over, so this one ends as far in as that has come. */
  cut: boolean
}

/**
 * What a stretch is compared with: as many days (or twelve months) before it, up to where it begins, and no further in than it has come at
 * `now`, but for its first minute, so that it is a stretch.
 */
export function stretchBefore(period: Period, today: Date, now: Date): Before {
  const { from, before } = stretchOf(period, today)
  const [begin, end] = [new Date(from * 1000), new Date(before * 1000)]
  const shift = (moment: Date): Date => {
    const [months, days] = period === '12m' ? [12, 0] : [0, daysBetween(begin, end)]
    return new Date(
      moment.getFullYear(),
      moment.getMonth() - months,
      moment.getDate() - days,
      moment.getHours(),
      moment.getMinutes(),
    )
  }
  const cut = now >= begin && now < end
  const reached = new Date(Math.max(now.getTime(), begin.getTime() + 60_000))
  return {
    // Where the clocks skip midnight, a day begins later than others.
    from: seconds(dayStart(shift(begin))),
    // 29 February of the year before is 1 March.
    before: cut ? Math.min(from, seconds(shift(reached))) : from,
    cut,
  }
}

/**
 * Whether the parts of the stretch before (`earlier`, as far as it has come) lie over those shown, one by one: days where both have as many,
 * months where both are a year, hours where both have as many and begin at the same time of day. Weeks begin on Mondays wherever a
 * stretch does.
 */
export function liesOver(
  bucket: Bucket,
  period: Period,
  shown: readonly Stretch[],
  earlier: readonly Stretch[],
): boolean {
  const areAlike = (part: (begin: Date) => string): boolean =>
    earlier.every(
      ({ from }, index) => part(new Date(from * 1000)) === part(new Date((shown[index]?.from ?? 0) * 1000)),
    )
  switch (bucket) {
    case 'hour': {
      const [first, last, former] = [shown[0], shown.at(-1), earlier[0]]
      if (!first || !last || !former || last.before - first.from !== first.from - former.from) return false
      return areAlike((begin) => `${begin.getHours()}:${begin.getMinutes()}`)
    }
    case 'day':
      return period !== '12m' || areAlike((begin) => `${begin.getMonth()} ${begin.getDate()}`)
    case 'week':
      return false
    case 'month':
      return period === '12m'
  }
}

/** The last five minutes that are over: comparisons move on with these, not with every second. */
export function fiveMinutes(milliseconds: number): Date {
  return new Date(Math.floor(milliseconds / 300_000) * 300_000)
}

/** Stretches that a chart may be divided into: few enough to be drawn and asked for, and more than one. */
export function bucketsFor({ from, before }: Stretch): readonly [Bucket, ...Bucket[]] {
  const days = (before - from) / 86_400
  if (days <= 1.1) return ['hour']
  if (days <= 8) return ['day', 'hour']
  if (days <= 32) return ['day', 'hour', 'week']
  if (days <= 100) return ['day', 'week', 'month']
  if (days <= 400) return ['month', 'week', 'day']
  return days <= 5000 ? ['month', 'week'] : ['month']
}

/** IANA name of the machine's zone, in which days begin. */
export function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}
