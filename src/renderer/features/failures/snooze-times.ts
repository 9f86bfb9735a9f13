// Until when something can be put away, by the local calendar: at nine in the morning of a day, whatever the clocks do in between. Pure,
// but for the local time zone.

const morningHour = 9

/** Unix milliseconds of nine o'clock, so many days after `now`. */
function morning(now: Date, days: number): number {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, morningHour).getTime()
}

export interface SnoozeChoice {
  word: string
  /** Unix milliseconds. */
  until: number
}

export function snoozeChoices(now: Date): SnoozeChoice[] {
  // Sunday is 0: the Monday after today, a week ahead on a Monday.
  const toMonday = (8 - now.getDay()) % 7 || 7
  return [
    { word: 'Until tomorrow', until: morning(now, 1) },
    { word: 'For 3 days', until: morning(now, 3) },
    { word: 'Until next Monday', until: morning(now, toMonday) },
  ]
}

/** What a date field says ("2026-11-30"), at nine o'clock; null for what is no day to come. */
export function snoozeUntilDay(day: string, now: Date): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []
  if (year === undefined || month === undefined || date === undefined) return null
  const until = new Date(Number(year), Number(month) - 1, Number(date), morningHour).getTime()
  return until > now.getTime() ? until : null
}
