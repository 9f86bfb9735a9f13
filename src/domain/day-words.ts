// How a day and a moment are written for people, the same everywhere, by this machine's clock and zone. What machines read (exports, file
// names, what is compared) is written as ISO 8601 instead.

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const fullDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** "23 Nov 2026" from Unix milliseconds. */
export const dayOf = (milliseconds: number): string => day.format(milliseconds)

/** "27 Nov – 18 Dec 2026" from Unix milliseconds, a year named twice only where there are two. */
export const daysFromTo = (from: number, to: number): string => day.formatRange(from, to)

/** "23 November 2026" from Unix milliseconds, as a letter writes it. */
export const dayInFull = (milliseconds: number): string => fullDay.format(milliseconds)

/** "14:03:20" from Unix milliseconds. */
export const clockTime = (milliseconds: number): string => clock.format(milliseconds)

/** "23 Nov 2026, 14:03:20" from Unix milliseconds. */
export const dayAndTime = (milliseconds: number): string =>
  `${dayOf(milliseconds)}, ${clockTime(milliseconds)}`

/** "23 Nov 2026, 14:03" from Unix milliseconds: what is planned or chosen to the minute. */
export const dayAndMinute = (milliseconds: number): string =>
  `${dayOf(milliseconds)}, ${minute.format(milliseconds)}`

/** "23 Nov 2026, 00:00" from Unix milliseconds, by the clock of a time zone that has to be named with it. */
export const dayAndMinuteIn = (milliseconds: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(milliseconds)

/** "23 Nov 2026" for the day that a calendar or a field calls "2026-11-23"; the text itself where it is none. */
export function writtenDay(iso: string): string {
  const [year, month, date] = iso.split('-').map(Number)
  if (year === undefined || month === undefined || date === undefined) return iso
  const midnight = new Date(year, month - 1, date).getTime()
  return Number.isNaN(midnight) ? iso : dayOf(midnight)
}
