// What came back of what failed: by month, by part, by days and by week of failure, all from one walk through the failures. In every
// month and part what failed is what was recovered, lost or is still being tried: it must never count one twice.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  waysBack,
  type Outcome,
  type ParsedRequestOf,
  type Recovery,
  type Result,
  type Sum,
} from '../../../../src/contract/index.ts'
import { startOf, stretchesBetween, type Seconds } from '../../../../src/domain/calendar.ts'
import { isTimeZone } from '../../../../src/domain/policy.ts'
import { orTooLarge, plus } from '../exact.ts'
import { figureWidths } from '../finance/kept-sums.ts'
import { prepared } from '../prepared.ts'
import { recoveryRows, type RecoveryRow } from './recovery-rows.ts'

/** More weeks, or months, than this are refused. */
const mostStretches = 800
/** Parts beyond these are summed up in one. */
const mostParts = 60
/** The last counts all that took longer. */
const mostDays = 31
/** How many weeks of each cohort are told, that of the failure counted. */
const cohortWeeks = 12
const day = 86_400

type Asked = Omit<ParsedRequestOf<'recovery.report'>, 'deskId' | 'lane'>

/** `now`: milliseconds. */
export function recoveryReport(
  cache: Database,
  journal: Database,
  request: Asked,
  now: number,
): Result<Recovery> {
  const { from, before, timeZone } = request
  if (!isTimeZone(timeZone)) return failure('bad_request', `No time zone is called “${timeZone}”.`)
  if (before <= from) return failure('bad_request', 'This time ends before it begins.')
  const months = stretchesBetween('month', request, timeZone, mostStretches)
  const weeks = stretchesBetween('week', request, timeZone, mostStretches)
  if (months === null || weeks === null)
    return failure('bad_request', 'This time is too long. Choose a shorter one.')
  return orTooLarge(() => {
    const currencies = currenciesOf(cache)
    const currency = request.currency ?? currencies[0] ?? null
    const tally = tallyOf(request, months, weeks, now)
    if (currency !== null)
      for (const row of recoveryRows(cache, journal, currency, request, now)) tally.add(row)
    return success({ currencies, currency, ...tally.told() })
  })
}

/** Those in which payments failed, most first. */
function currenciesOf(cache: Database): string[] {
  return prepared<[], string>(
    cache,
    `SELECT currency FROM figure_sums WHERE width = ${figureWidths[3]}
     GROUP BY currency HAVING sum(failed_count) > 0 ORDER BY sum(failed_count) DESC, currency`,
  )
    .pluck()
    .all()
}

function tallyOf(
  { counted, timeZone, before }: Asked,
  months: readonly Seconds[],
  weeks: readonly Seconds[],
  now: number,
): { add(row: RecoveryRow): void; told(): Omit<Recovery, 'currencies' | 'currency'> } {
  const total = noOutcome()
  const byMonth = months.map(noOutcome)
  const byPart = new Map<string, Outcome>()
  const byDay = Array.from({ length: mostDays + 1 }, noSum)
  const byWay = new Map(waysBack.map((how) => [how, noSum()]))
  const took: number[] = []
  // What was settled in a time did not fail in it: weeks of failure say nothing then.
  const cohorts =
    counted === 'failed' ? weeks.map((week) => ({ week, failed: noSum(), paid: paidByWeek() })) : []
  const monthAt = placeIn(months.map(({ from }) => from))
  const weekAt = placeIn(weeks.map(({ from }) => from))
  // Whole weeks, beyond the end of what was asked.
  const weekEnds = (
    stretchesBetween(
      'week',
      { from: startOf('week', weeks[0]?.from ?? 0, timeZone), before: before + (cohortWeeks + 2) * 7 * day },
      timeZone,
      mostStretches + cohortWeeks + 4,
    ) ?? []
  ).map((week) => week.before)
  const wholeWeekAt = placeIn([0, ...weekEnds])

  function addRecovered({ failedAt, settledAt, amount, how }: RecoveryRow): void {
    add(byWay.get(how ?? 'unknown')!, amount)
    // Paid, but its charge is not known: nothing can be said of when.
    if (settledAt === null) return
    const seconds = Math.max(0, settledAt - failedAt)
    took.push(seconds)
    add(byDay[Math.min(mostDays, Math.floor(seconds / day))]!, amount)
    const cohort = cohorts[weekAt(failedAt)]
    if (cohort === undefined) return
    const week = wholeWeekAt(settledAt) - wholeWeekAt(failedAt)
    if (week < cohortWeeks) cohort.paid[Math.max(0, week)] = plus(cohort.paid[Math.max(0, week)] ?? 0, amount)
  }

  return {
    add(row) {
      const { amount, state } = row
      const part = byPart.get(row.part) ?? noOutcome()
      byPart.set(row.part, part)
      const month = byMonth[monthAt(counted === 'failed' ? row.failedAt : (row.settledAt ?? 0))]
      for (const outcome of [total, part, month]) {
        if (outcome === undefined) continue
        add(outcome.failed, amount)
        add(outcome[state], amount)
      }
      const cohort = cohorts[weekAt(row.failedAt)]
      if (cohort !== undefined) add(cohort.failed, amount)
      if (state === 'recovered') addRecovered(row)
    },
    told: () => ({
      total,
      months: months.map(({ from, before: end }, index) => ({ from, before: end, ...byMonth[index]! })),
      parts: largestFirst(byPart),
      days: byDay.map((sum, index) => ({ day: index, ...sum })),
      medianDays: medianOf(took) === null ? null : medianOf(took)! / day,
      cohorts: cohorts.map(({ week, failed, paid }) => {
        const first = wholeWeekAt(week.from)
        let sum = 0
        return {
          from: week.from,
          before: week.before,
          failed,
          recovered: paid.map((amount, index) => {
            sum = plus(sum, amount)
            return (weekEnds[first + index] ?? Infinity) * 1000 <= now ? sum : null
          }),
        }
      }),
      ways: waysBack.map((how) => ({ how, ...byWay.get(how)! })),
    }),
  }
}

const paidByWeek = (): number[] => Array.from({ length: cohortWeeks }, () => 0)

/** The place of the last beginning that is not after a time; -1 where all are. */
function placeIn(begins: readonly number[]): (at: number) => number {
  return (at) => {
    let [low, high] = [0, begins.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (begins[middle]! <= at) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

function largestFirst(byPart: ReadonlyMap<string, Outcome>): Recovery['parts'] {
  const sorted = [...byPart]
    .map(([key, outcome]) => ({ key, ...outcome }))
    .toSorted((a, b) => b.failed.amount - a.failed.amount || (a.key < b.key ? -1 : 1))
  if (sorted.length <= mostParts) return sorted
  const rest = noOutcome()
  for (const part of sorted.slice(mostParts))
    for (const name of ['failed', 'recovered', 'lost', 'trying'] as const) {
      rest[name].amount = plus(rest[name].amount, part[name].amount)
      rest[name].count += part[name].count
    }
  return [...sorted.slice(0, mostParts), { key: 'rest', ...rest }]
}

function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function add(sum: Sum, amount: number): void {
  sum.amount = plus(sum.amount, amount)
  sum.count += 1
}

const noSum = (): Sum => ({ amount: 0, count: 0 })
const noOutcome = (): Outcome => ({ failed: noSum(), recovered: noSum(), lost: noSum(), trying: noSum() })
