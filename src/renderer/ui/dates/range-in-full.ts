// A filter by days as a file tells it, which is read on another day and elsewhere: with the day that a preset counts from, and whose days
// they are. Pure, but for the machine's zone of days.
import { rangeWord, secondsOfRange, type DateRange } from './date-range.ts'
import { dayText, machineZone } from './period.ts'

/** "Last 7 days, from 2026-11-21 (Europe/Berlin)", "2026-01-01 to 2026-01-31 (Europe/Berlin)". */
export function rangeInFull(range: NonNullable<DateRange>, today: Date): string {
  const { createdFrom = 0 } = secondsOfRange(range, today)
  const from = typeof range === 'string' ? `, from ${dayText(new Date(createdFrom * 1000))}` : ''
  return `${rangeWord(range)}${from} (${machineZone()})`
}
