// Times in words: how long ago, and exactly, with the local zone. Pure but for the machine's clock and locale zone.
import { clockTime, dayAndTime, dayOf } from '../../../domain/day-words.ts'

const exact = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
})
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

export { clockTime, dayAndTime, dayOf }

/** "Mon, 23 Nov 2026, 14:03:20 CET" from Unix milliseconds. */
export function exactTime(milliseconds: number): string {
  return exact.format(milliseconds)
}

/** "40 s", "5 min", "3 h", "12 d" from milliseconds that have passed. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} d`
}

/** "4:32" from milliseconds that are left, rounded up. */
export function minutesAndSeconds(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** "less than a minute", "about 4 min": an estimate in milliseconds, rounded up, so that it takes no longer than it says. */
export function aboutWord(milliseconds: number): string {
  const minutes = milliseconds / 60_000
  if (minutes < 1) return 'less than a minute'
  return minutes < 90 ? `about ${Math.ceil(minutes)} min` : `about ${Math.ceil(minutes / 60)} h`
}

/** "less than a minute left", "about 4 min left". */
export const timeLeftWord = (milliseconds: number): string => `${aboutWord(milliseconds)} left`

/** "27 d 4 h", "3 h 12 min", "12 min", "40 s": what is left of a time, in milliseconds. */
export function countdown(milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000)
  if (minutes < 60) return elapsed(milliseconds)
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} h ${minutes % 60} min`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** "now", "12 s ago", "5 min ago", "3 h ago", "2 d ago", then a date. Both in Unix milliseconds. */
export function relativeTime(milliseconds: number, now: number): string {
  const seconds = Math.round((now - milliseconds) / 1000)
  if (seconds < -1) return clockTime(milliseconds)
  if (seconds < 2) return 'now'
  if (seconds < 7 * 86_400) return `${elapsed(seconds * 1000)} ago`
  return dateOf(milliseconds, now)
}

/** "in 3 h", "in 2 d", "due" from a moment to come, then a date. Both in Unix milliseconds. */
export function untilTime(milliseconds: number, now: number): string {
  const left = milliseconds - now
  if (left <= 0) return 'due'
  return left < 14 * 86_400_000 ? `in ${elapsed(left)}` : dateOf(milliseconds, now)
}

/** "23 Nov"; with its year where that is another than now. */
function dateOf(milliseconds: number, now: number): string {
  return new Date(milliseconds).getFullYear() === new Date(now).getFullYear()
    ? dayMonth.format(milliseconds)
    : dayOf(milliseconds)
}

/** "2026-11-23T13:03:20.000Z" from Unix milliseconds, for a file. */
export const isoMoment = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** The same from Unix seconds, for a table; empty where there is none. */
export const isoTime = (seconds: number | null): string => (seconds === null ? '' : isoMoment(seconds * 1000))
