// When payments happen: growth over the year, quiet weekends for renewals, evenings busier than nights. Times only, no money.
import type { Random } from '../random.ts'

const DAY = 86400
const BY_WEEKDAY = [0.85, 1.1, 1.0, 1.0, 1.05, 1.15, 0.95]
const BY_HOUR = [
  1.2, 0.9, 0.7, 0.6, 0.6, 0.9, 1.6, 2.6, 3.6, 4.4, 4.8, 5, 5.2, 5, 4.6, 4.5, 4.8, 5.4, 6, 6.6, 6.4, 5.2, 3.6,
  2.1,
] as const

/** Ascending seconds, all before the anchor; the newest few within its last hours. */
export function paymentTimes(random: Random, anchorSeconds: number, count: number): number[] {
  const newest = Math.min(count, 12)
  const times = earlierTimes(random, anchorSeconds, count - newest)
  for (let index = 0; index < newest; index += 1)
    times.push(anchorSeconds - 1500 - Math.floor(random.next() * 5 * 3600))
  return times.toSorted((left, right) => left - right)
}

/** Ascending seconds, none within the last six hours before the anchor. */
export function earlierTimes(random: Random, anchorSeconds: number, count: number): number[] {
  const firstDay = anchorSeconds - 364 * DAY
  const weights = Array.from({ length: 364 }, (_, day) => {
    const weekday = new Date((firstDay + day * DAY) * 1000).getUTCDay()
    const isLateInYear = day > 300 ? 1.15 : 1
    return (0.55 + (day / 364) * 0.9) * (BY_WEEKDAY[weekday] ?? 1) * isLateInYear
  })
  const cumulative: number[] = []
  let total = 0
  for (const weight of weights) cumulative.push((total += weight))
  const hours = BY_HOUR.map((weight, hour) => [hour, weight] as const)

  const times: number[] = []
  for (let index = 0; index < count; index += 1) {
    const mark = random.next() * total
    let low = 0
    let high = cumulative.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((cumulative[middle] ?? 0) < mark) low = middle + 1
      else high = middle
    }
    const midnight = Math.floor((firstDay + low * DAY) / DAY) * DAY
    const at = midnight + random.weighted(hours) * 3600 + random.integer(0, 3599)
    times.push(Math.min(at, anchorSeconds - 6 * 3600))
  }
  return times.toSorted((left, right) => left - right)
}
