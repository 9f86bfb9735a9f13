// Where hours, days, weeks (from Monday) and months begin by the clock on a wall of a time zone, daylight saving included. Times
// are Unix seconds. It must never leave a second out of a list of stretches, nor put one into two of them.

export type CalendarUnit = 'hour' | 'day' | 'week' | 'month'

/** Unix seconds: `from` is inside, `before` is not. */
export interface Seconds {
  from: number
  before: number
}

const minute = 60
const hour = 3600
const day = 86_400

interface Zone {
  /** What the wall clock is ahead of UTC, in seconds. */
  offsetAt(at: number): number
  /** When the clocks are changed in this UTC day (days since 1970), or null. No zone ever did so twice in a day. */
  changeIn(utcDay: number): number | null
}

const zones = new Map<string, Zone>()
const mostZones = 50
const mostDaysKept = 20_000

/** @throws RangeError for a time zone that this machine does not know. */
function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone)
  if (known) return known
  if (zones.size >= mostZones) zones.clear()
  const zone = readZone(timeZone)
  zones.set(timeZone, zone)
  return zone
}

function readZone(timeZone: string): Zone {
  const wall = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const atDay = new Map<number, number>()
  const changes = new Map<number, number>()

  function read(at: number): number {
    const [month = 1, date = 1, year = 1970, hours = 0, minutes = 0, seconds = 0] =
      wall
        .format(at * 1000)
        .match(/\d+/g)
        ?.map(Number) ?? []
    return Date.UTC(year, month - 1, date, hours, minutes, seconds) / 1000 - at
  }

  /** Of the first second of a UTC day. */
  function offsetOfDay(utcDay: number): number {
    const known = atDay.get(utcDay)
    if (known !== undefined) return known
    if (atDay.size >= mostDaysKept) atDay.clear()
    const offset = read(utcDay * day)
    atDay.set(utcDay, offset)
    return offset
  }

  function changeIn(utcDay: number): number | null {
    const offset = offsetOfDay(utcDay)
    if (offset === offsetOfDay(utcDay + 1)) return null
    const known = changes.get(utcDay)
    if (known !== undefined) return known
    let before = utcDay * day
    let after = before + day
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      if (read(middle) === offset) before = middle
      else after = middle
    }
    changes.set(utcDay, after)
    return after
  }

  return {
    changeIn,
    offsetAt(at) {
      const utcDay = Math.floor(at / day)
      const change = changeIn(utcDay)
      return offsetOfDay(change !== null && at >= change ? utcDay + 1 : utcDay)
    },
  }
}

/**
 * The first second at which the calendar on the wall shows this day (days since 1970) or a later one: a day that was left out
 * begins with the one after it, and one that begins twice begins the first time.
 */
function beginOfDate(zone: Zone, date: number): number {
  const midnight = date * day
  // Nowhere is a wall clock as much as a day from UTC.
  const change = zone.changeIn(date - 1) ?? zone.changeIn(date)
  const begin = midnight - zone.offsetAt(midnight - day)
  if (change === null || begin < change) return begin
  return Math.max(change, midnight - zone.offsetAt(midnight + day))
}

/** Days since 1970, by the calendar on the wall. Where the clocks go back over midnight the later day has begun for good. */
function dateAt(zone: Zone, at: number): number {
  const date = Math.floor((at + zone.offsetAt(at)) / day)
  return beginOfDate(zone, date + 1) <= at ? date + 1 : date
}

/** The date on which the week or month of a date begins, or the one that is `later` weeks or months after it. */
function firstDate(unit: 'day' | 'week' | 'month', date: number, later = 0): number {
  switch (unit) {
    case 'day':
      return date + later
    case 'week':
      // 1 January 1970 was a Thursday.
      return date - ((((date + 3) % 7) + 7) % 7) + 7 * later
    case 'month': {
      const shown = new Date(date * day * 1000)
      return Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth() + later, 1) / 1000 / day
    }
  }
}

/** An hour of the wall clock; where the clocks are changed within one, a new one begins. */
function hourAt(zone: Zone, at: number): Seconds {
  const offset = zone.offsetAt(at)
  let from = Math.floor((at + offset) / hour) * hour - offset
  let before = from + hour
  for (const utcDay of new Set([Math.floor(from / day), Math.floor(before / day)])) {
    const change = zone.changeIn(utcDay)
    if (change === null) continue
    if (change <= at) from = Math.max(from, change)
    else before = Math.min(before, change)
  }
  return { from, before }
}

/** The hour, day, week or month that a second is in. @throws RangeError for a time zone that this machine does not know. */
export function stretchAround(unit: CalendarUnit, at: number, timeZone: string): Seconds {
  const zone = zoneOf(timeZone)
  if (unit === 'hour') return hourAt(zone, at)
  const date = dateAt(zone, at)
  return {
    from: beginOfDate(zone, firstDate(unit, date)),
    before: beginOfDate(zone, firstDate(unit, date, 1)),
  }
}

/** When the hour, day, week or month of a second began. @throws RangeError as `stretchAround`. */
export function startOf(unit: CalendarUnit, at: number, timeZone: string): number {
  return stretchAround(unit, at, timeZone).from
}

/**
 * All hours, days, weeks or months between two times, oldest first, each where the one before it ends; the first and the last are
 * cut off where the time begins and ends. Null when there are more than `most`. @throws RangeError as `stretchAround`.
 */
export function stretchesBetween(
  unit: CalendarUnit,
  { from, before }: Seconds,
  timeZone: string,
  most: number,
): Seconds[] | null {
  const found: Seconds[] = []
  for (let at = from; at < before;) {
    if (found.length === most) return null
    const next = stretchAround(unit, at, timeZone).before
    found.push({ from: at, before: Math.min(next, before) })
    at = next
  }
  return found
}

/**
 * What comes before a time and is as long: as many whole months, or else whole days, where the time is made of whole ones;
 * otherwise as many seconds. Where the time is not over at `now` (Unix seconds), no further in than that has come, but for its first minute.
 * @throws RangeError as `stretchAround`.
 */
export function stretchBefore({ from, before }: Seconds, timeZone: string, now: number): Seconds {
  const zone = zoneOf(timeZone)
  const until = (moved: (at: number) => number): number =>
    now < from || now >= before ? from : Math.min(from, moved(Math.max(now, from + minute)))
  const [first, last] = [dateAt(zone, from), dateAt(zone, before)]
  const isWhole = beginOfDate(zone, first) === from && beginOfDate(zone, last) === before && before > from
  if (!isWhole) return { from: from - (before - from), before: until((at) => at - (before - from)) }
  if (firstDate('month', first) !== first || firstDate('month', last) !== last)
    return {
      from: beginOfDate(zone, first - (last - first)),
      before: until((at) => onDate(zone, at, dateAt(zone, at) - (last - first))),
    }
  const months = monthOf(first) - monthOf(last)
  return {
    from: beginOfDate(zone, firstDate('month', first, months)),
    // A day that the month before does not have is over there.
    before: until((at) => onDate(zone, at, dayOfMonth(dateAt(zone, at), months))),
  }
}

/** The time of day that the clock on the wall shows, on another date. */
function onDate(zone: Zone, at: number, date: number): number {
  const wall = date * day + (at + zone.offsetAt(at) - dateAt(zone, at) * day)
  const begin = beginOfDate(zone, date)
  return Math.max(begin, wall - zone.offsetAt(wall - zone.offsetAt(begin)))
}

/** The same day of the month so many months later. */
function dayOfMonth(date: number, later: number): number {
  const shown = new Date(date * day * 1000)
  return Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth() + later, shown.getUTCDate()) / 1000 / day
}

/** Months since the year 0. */
function monthOf(date: number): number {
  const shown = new Date(date * day * 1000)
  return shown.getUTCFullYear() * 12 + shown.getUTCMonth()
}

/** A calendar day as it is written, `2026-11-25`; null where there is no such day. @throws RangeError as `stretchAround`. */
export function stretchOfDay(written: string, timeZone: string): Seconds | null {
  const midnight = Date.parse(`${written}T00:00:00Z`)
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== written) return null
  const zone = zoneOf(timeZone)
  const date = midnight / 1000 / day
  const [from, before] = [beginOfDate(zone, date), beginOfDate(zone, date + 1)]
  return from < before ? { from, before } : null
}
