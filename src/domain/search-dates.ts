// Days and stretches of time as people type them, by the clock on the wall of whoever types. It must never find a time to come
// where one that has passed is meant: "3 nov" in October is last year's.

export interface Stretch {
  /** Unix seconds, inclusive. */
  from: number
  /** Exclusive. */
  before: number
  /** As understood: "yesterday", "3 Nov 2026". */
  words: string
}

const months = 'january february march april may june july august september october november december'.split(
  ' ',
)
const weekdays = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')

/** Reads a stretch of time at the beginning of `words`; how many words it took. `now`: milliseconds. */
export function stretchAt(words: readonly string[], now: number): { stretch: Stretch; taken: number } | null {
  for (const taken of [3, 2, 1]) {
    if (words.length < taken) continue
    const stretch = stretchOf(
      words
        .slice(0, taken)
        .join(' ')
        .toLowerCase()
        .replaceAll(/[,.](?= |$)/g, ''),
      now,
    )
    if (stretch) return { stretch, taken }
  }
  return null
}

function stretchOf(text: string, now: number): Stretch | null {
  const today = new Date(now)
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()]
  const sinceMonday = (today.getDay() + 6) % 7
  switch (text) {
    case 'today':
      return days(year, month, day, 1, text)
    case 'yesterday':
      return days(year, month, day - 1, 1, text)
    case 'this week':
      return days(year, month, day - sinceMonday, 7, text)
    case 'last week':
      return days(year, month, day - sinceMonday - 7, 7, text)
    case 'this month':
      return whole(year, month, text)
    case 'last month':
      return whole(year, month - 1, text)
    case 'this year':
      return between(new Date(year, 0, 1), new Date(year + 1, 0, 1), text)
    case 'last year':
      return between(new Date(year - 1, 0, 1), new Date(year, 0, 1), text)
  }
  const ago = /^(\d{1,3}) days? ago$/.exec(text)
  if (ago) return days(year, month, day - Number(ago[1]), 1, text)
  const last = /^last (\d{1,3}) days?$/.exec(text)
  if (last) return days(year, month, day - Number(last[1]) + 1, Number(last[1]), text)
  return weekday(text, today) ?? written(text, today) ?? figures(text, today)
}

/** The last one that was, today included; "last monday" is never today. */
function weekday(text: string, today: Date): Stretch | null {
  const named = /^(last )?([a-z]{3,9})$/.exec(text)
  const index = named ? indexOf(weekdays, named[2] ?? '') : -1
  if (!named || index === -1) return null
  const back = (today.getDay() - index + 7) % 7 || (named[1] === undefined ? 0 : 7)
  const at = new Date(today.getFullYear(), today.getMonth(), today.getDate() - back)
  return days(at.getFullYear(), at.getMonth(), at.getDate(), 1, spoken(at))
}

/** "3 nov", "nov 3", "3rd november 2025", "november", "nov 2025". */
function written(text: string, today: Date): Stretch | null {
  const parts = text.split(' ')
  const place = parts.findIndex((part) => indexOf(months, part) !== -1)
  if (place === -1) return null
  const month = indexOf(months, parts[place] ?? '')
  const rest = parts.filter((_, index) => index !== place)
  const yearAt = rest.findIndex((part) => /^(19|20)\d\d$/.test(part))
  const year = yearAt === -1 ? null : Number(rest.splice(yearAt, 1)[0])
  if (rest.length > 1) return null
  const [word] = rest
  if (word === undefined) {
    const past = month <= today.getMonth() ? today.getFullYear() : today.getFullYear() - 1
    return whole(year ?? past, month, `${capital(months[month] ?? '')} ${year ?? past}`)
  }
  const day = /^(\d{1,2})(st|nd|rd|th)?$/.exec(word)
  return day ? dayOf(year, month, Number(day[1]), today) : null
}

/** "2026-11-03", "2026-11", "03.11.2026". With slashes the month may stand first, and is taken so only where it must be. */
function figures(text: string, today: Date): Stretch | null {
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(text)
  if (iso) {
    const [year, month] = [Number(iso[1]), Number(iso[2]) - 1]
    if (month > 11 || month < 0) return null
    return iso[3] === undefined
      ? whole(year, month, `${capital(months[month] ?? '')} ${year}`)
      : dayOf(year, month, Number(iso[3]), today)
  }
  const common = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})$/.exec(text)
  if (!common) return null
  const [first, second, year] = [Number(common[1]), Number(common[3]), Number(common[4])]
  return second > 12 && common[2] === '/'
    ? dayOf(year, first - 1, second, today)
    : dayOf(year, second - 1, first, today)
}

/** Without a year the last such day that was: of a 29 February it may be eight years ago. */
function dayOf(year: number | null, month: number, day: number, today: Date): Stretch | null {
  const years = year === null ? Array.from({ length: 9 }, (_, ago) => today.getFullYear() - ago) : [year]
  const at = years
    .map((each) => new Date(each, month, day))
    .find((each) => each.getMonth() === month && each.getDate() === day && (year !== null || each <= today))
  return at === undefined ? null : days(at.getFullYear(), at.getMonth(), at.getDate(), 1, spoken(at))
}

function days(year: number, month: number, day: number, count: number, words: string): Stretch {
  return between(new Date(year, month, day), new Date(year, month, day + count), words)
}

function whole(year: number, month: number, words: string): Stretch {
  return between(new Date(year, month, 1), new Date(year, month + 1, 1), words)
}

const between = (from: Date, before: Date, words: string): Stretch => ({
  from: from.getTime() / 1000,
  before: before.getTime() / 1000,
  words,
})

const spoken = (at: Date): string =>
  `${at.getDate()} ${capital(months[at.getMonth()]?.slice(0, 3) ?? '')} ${at.getFullYear()}`

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** By its name or the beginning of it. */
function indexOf(names: readonly string[], word: string): number {
  return word.length < shortestBeginning ? -1 : names.findIndex((name) => name.startsWith(word))
}

const shortestBeginning = 3
