// Names of the stretches along an axis of time, in the machine's zone: in full for a person who points at one, short for beneath it.
// Pure, but for that zone.
import type { Bucket } from '../../../contract/finance.ts'
import type { Stretch } from '../dates/period.ts'

const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', options)
const clock = format({ hour: '2-digit', minute: '2-digit' })
const zone = format({ timeZoneName: 'short' })
const day = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
const shortDay = format({ day: 'numeric', month: 'short' })
const dayAndYear = format({ day: 'numeric', month: 'short', year: 'numeric' })
const month = format({ month: 'long', year: 'numeric' })
const shortMonth = format({ month: 'short' })
const monthAndYear = format({ month: 'short', year: 'numeric' })

const lastMoment = ({ before }: Stretch): Date => new Date(before * 1000 - 1)

/** It ends within a day. Where clocks skip midnight, a day begins later. */
function isCut({ before }: Stretch): boolean {
  const end = new Date(before * 1000)
  return end.getTime() !== new Date(end.getFullYear(), end.getMonth(), end.getDate()).getTime()
}

/** "19 Nov 2026", "19–25 Nov 2026", "27 Oct – 25 Nov 2026": whole days, or with the time where it ends within one. */
export function stretchWord(stretch: Stretch): string {
  const from = new Date(stretch.from * 1000)
  const end = new Date(stretch.before * 1000)
  const cut = isCut(stretch)
  const last = cut ? end : lastMoment(stretch)
  const until = `${dayAndYear.format(last)}${cut ? `, ${clock.format(end)}` : ''}`
  if (from.toDateString() === last.toDateString()) {
    return cut ? `${dayAndYear.format(from)}, until ${clock.format(end)}` : dayAndYear.format(from)
  }
  const [sameYear, sameMonth] = [
    from.getFullYear() === last.getFullYear(),
    from.getMonth() === last.getMonth(),
  ]
  if (sameYear && sameMonth && !cut) return `${from.getDate()}–${until}`
  return `${(sameYear ? shortDay : dayAndYear).format(from)} – ${until}`
}

/** "Thu, 26 Nov 2026, 14:00–15:00 CET", "Thu, 26 Nov 2026" (one that is cut: "26 Nov 2026, until 09:10"), "23–29 Nov 2026", "November 2026". */
export function bucketName(bucket: Bucket, stretch: Stretch): string {
  const from = new Date(stretch.from * 1000)
  switch (bucket) {
    case 'hour': {
      const named = zone.formatToParts(from).find(({ type }) => type === 'timeZoneName')?.value ?? ''
      return `${day.format(from)}, ${clock.format(from)}–${clock.format(stretch.before * 1000)} ${named}`
    }
    case 'day':
      return isCut(stretch) ? stretchWord(stretch) : day.format(from)
    case 'week':
      return stretchWord(stretch)
    case 'month':
      return isWholeMonth(stretch) ? month.format(from) : stretchWord(stretch)
  }
}

function isWholeMonth({ from, before }: Stretch): boolean {
  return [from, before].every((seconds) => {
    const date = new Date(seconds * 1000)
    return date.getDate() === 1 && date.getHours() === 0
  })
}

/** "14:00" (the day at midnight), "26 Nov", "Nov" (January with its year). */
export function bucketTick(bucket: Bucket, { from }: Stretch): string {
  const date = new Date(from * 1000)
  switch (bucket) {
    case 'hour':
      return date.getHours() === 0 ? shortDay.format(date) : clock.format(date)
    case 'day':
    case 'week':
      return shortDay.format(date)
    case 'month':
      return date.getMonth() === 0 ? monthAndYear.format(date) : shortMonth.format(date)
  }
}

/** The hour of its day, the month of its year: words stand at even steps of it. Days and weeks may be counted from any. */
export function bucketPart(bucket: Bucket, { from }: Stretch): number | undefined {
  const date = new Date(from * 1000)
  if (bucket === 'hour') return date.getHours()
  return bucket === 'month' ? date.getMonth() : undefined
}

const evenSteps = [1, 2, 3, 6, 12, 24]
/** The room that a word takes, in pixels. */
const perWord = 58

/**
 * Which of so many places bear a word, so that none runs into the next: hours at 0, 6, 12 and 18 o'clock, say, so that each day is named,
 * and months so that January is, which bears the year.
 */
export function spacedOut<Place extends { part?: number | undefined }>(
  places: readonly Place[],
  pixels: number,
): Place[] {
  const crowded = ({ length }: { length: number }): number => (length * perWord) / Math.max(1, pixels)
  const even = evenSteps
    .map((step) => places.filter(({ part = 0 }) => part % step === 0))
    .filter(({ length }) => length > 0)
  const shown = even.find((each) => crowded(each) <= 1) ?? even.at(-1) ?? []
  const every = Math.max(1, Math.ceil(crowded(shown)))
  return shown.filter((_, index) => index % every === 0)
}
