// When something was created, as a filter: a preset or two days, in the address, in words and in seconds. Pure, but for the
// local time zone of days.

export type DatePreset = 'today' | '7d' | '30d' | 'month'
export const datePresets: Record<DatePreset, string> = {
  today: 'Today',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  month: 'This month',
}

/** Local calendar days, "2026-11-23", both inclusive; either may be empty. */
export interface DateSpan {
  from: string
  to: string
}

/** Null: whenever. */
export type DateRange = DatePreset | DateSpan | null

const dayPattern = /^\d{4}-\d{2}-\d{2}$/

function readDay(text: string | null): string {
  return text !== null && dayPattern.test(text) && !Number.isNaN(Date.parse(text)) ? text : ''
}

/** Reads `when`, or `from` and `to`, of an address; whatever is neither is left out. */
export function parseRange(given: URLSearchParams): DateRange {
  const preset = given.get('when') ?? ''
  const span = { from: readDay(given.get('from')), to: readDay(given.get('to')) }
  if (Object.hasOwn(datePresets, preset)) return preset as DatePreset
  return span.from === '' && span.to === '' ? null : span
}

/** The parts of an address that `parseRange` reads. */
export function formatRange(range: DateRange): { when: string; from: string; to: string } {
  if (typeof range === 'string') return { when: range, from: '', to: '' }
  return { when: '', from: range?.from ?? '', to: range?.to ?? '' }
}

/** Unix seconds of the local midnight that begins a day, `days` after it. */
function midnight(day: Date, days = 0): number {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).getTime() / 1000
}

const localDay = (text: string): Date => new Date(`${text}T00:00:00`)

/** The bounds as the contract takes them, Unix seconds. `today`: any moment of the local day from which presets count back. */
export function secondsOfRange(
  range: DateRange,
  today: Date,
): { createdFrom?: number; createdBefore?: number } {
  switch (range) {
    case null:
      return {}
    case 'today':
      return { createdFrom: midnight(today) }
    case '7d':
      return { createdFrom: midnight(today, -6) }
    case '30d':
      return { createdFrom: midnight(today, -29) }
    case 'month':
      return { createdFrom: midnight(new Date(today.getFullYear(), today.getMonth(), 1)) }
    default:
      return {
        ...(range.from === '' ? {} : { createdFrom: Math.max(0, midnight(localDay(range.from))) }),
        ...(range.to === '' ? {} : { createdBefore: Math.max(0, midnight(localDay(range.to), 1)) }),
      }
  }
}

/** The same bounds in milliseconds, for what happens within seconds. */
export function millisecondsOfRange(range: DateRange, today: Date): { from?: number; before?: number } {
  const { createdFrom, createdBefore } = secondsOfRange(range, today)
  return {
    ...(createdFrom === undefined ? {} : { from: createdFrom * 1000 }),
    ...(createdBefore === undefined ? {} : { before: createdBefore * 1000 }),
  }
}

/** "Last 7 days", "From 2026-01-01", "2026-01-01 to 2026-01-31". */
export function rangeWord(range: NonNullable<DateRange>): string {
  if (typeof range === 'string') return datePresets[range]
  if (range.to === '') return `From ${range.from}`
  if (range.from === '') return `Until ${range.to}`
  return range.from === range.to ? range.from : `${range.from} to ${range.to}`
}
