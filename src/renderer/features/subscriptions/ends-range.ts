// When the current period ends, as a filter: a preset that looks ahead, or two days; in the address, in words and in seconds. Pure, but for
// the local time zone of days.
import { parseRange, rangeWord, secondsOfRange, type DateSpan } from '../../ui/dates/date-range.ts'
import { dayText, machineZone } from '../../ui/dates/period.ts'
import { rangeInFull } from '../../ui/dates/range-in-full.ts'

export type EndsPreset = '1d' | '7d' | '30d'
export const endsPresets: Record<EndsPreset, string> = {
  '1d': 'Within a day',
  '7d': 'Within 7 days',
  '30d': 'Within 30 days',
}
const daysOf: Record<EndsPreset, number> = { '1d': 1, '7d': 7, '30d': 30 }

/** Null: whenever. */
export type EndsRange = EndsPreset | DateSpan | null

export function parseEnds(given: URLSearchParams): EndsRange {
  const preset = given.get('ends') ?? ''
  if (Object.hasOwn(endsPresets, preset)) return preset as EndsPreset
  const span = parseRange(new URLSearchParams({ from: given.get('from') ?? '', to: given.get('to') ?? '' }))
  return typeof span === 'string' ? null : span
}

export function formatEnds(ends: EndsRange): { ends: string; from: string; to: string } {
  if (typeof ends === 'string') return { ends, from: '', to: '' }
  return { ends: '', from: ends?.from ?? '', to: ends?.to ?? '' }
}

export const endsWord = (ends: NonNullable<EndsRange>): string =>
  typeof ends === 'string' ? endsPresets[ends] : rangeWord(ends)

/** For a file, which is read on another day and elsewhere: "Within 7 days, from 2026-11-21 to 2026-11-28 (Europe/Berlin)". */
export function endsInFull(ends: NonNullable<EndsRange>, today: Date): string {
  if (typeof ends !== 'string') return rangeInFull(ends, today)
  const { endsBefore = 0 } = secondsOfEnds(ends, today)
  const last = dayText(new Date(endsBefore * 1000 - 1))
  return `${endsWord(ends)}, from ${dayText(today)} to ${last} (${machineZone()})`
}

/** Unix seconds as the contract takes them. `today`: any moment of the local day from which presets count on; that day counts too. */
export function secondsOfEnds(ends: EndsRange, today: Date): { endsFrom?: number; endsBefore?: number } {
  if (typeof ends === 'string') {
    const day = (days: number): number =>
      new Date(today.getFullYear(), today.getMonth(), today.getDate() + days).getTime() / 1000
    return { endsFrom: day(0), endsBefore: day(daysOf[ends] + 1) }
  }
  const { createdFrom, createdBefore } = secondsOfRange(ends, today)
  return {
    ...(createdFrom === undefined ? {} : { endsFrom: createdFrom }),
    ...(createdBefore === undefined ? {} : { endsBefore: createdBefore }),
  }
}
