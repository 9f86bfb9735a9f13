// What came in and what it cost in each hour, day, week or month, and in the time before: from the sums that are kept, and from
// failed payments. It must never round a sum, nor leave a stretch out because nothing happened in it.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type Figure,
  type Overview,
  type ParsedRequestOf,
  type Result,
  type Sum,
} from '../../../../src/contract/index.ts'
import { stretchBefore, stretchesBetween, type Seconds } from '../../../../src/domain/calendar.ts'
import { isTimeZone } from '../../../../src/domain/policy.ts'
import { exactly, orTooLarge, plus } from '../exact.ts'
import { balanceFigures, countWidths, figureWidths, movementAdds } from './kept-sums.ts'
import { spansOf } from '../payments/payment-counts.ts'
import { prepared } from '../prepared.ts'

/** More stretches than this are refused. */
export const mostStretches = 800

type Figures = Record<Figure, Sum>

/** `now`: milliseconds. */
export function overviewOf(
  cache: Database,
  request: Omit<ParsedRequestOf<'finance.overview'>, 'deskId' | 'lane'>,
  now: number,
): Result<Overview> {
  const { from, before, timeZone } = request
  if (!isTimeZone(timeZone)) return failure('bad_request', `No time zone is called “${timeZone}”.`)
  if (before <= from) return failure('bad_request', 'This time ends before it begins.')
  const stretches = stretchesBetween(request.bucket, request, timeZone, mostStretches)
  if (stretches === null)
    return failure('bad_request', `These are more than ${mostStretches} stretches. Choose longer ones.`)
  return orTooLarge(() => {
    const currencies = currenciesOf(cache)
    const currency = request.currency ?? currencies[0] ?? null
    const earlierThan = stretchBefore(request, timeZone, Math.floor(now / 1000))
    const previous = { from: Math.max(0, earlierThan.from), before: Math.max(0, earlierThan.before) }
    const counted = countedIn(cache, currency, [...stretches, previous])
    const earlier = counted.pop() ?? noFigures()
    return success({
      currencies,
      currency,
      buckets: stretches.map((stretch, index) => ({ ...stretch, figures: counted[index] ?? noFigures() })),
      total: counted.reduce(added, noFigures()),
      undated: undatedOf(cache, currency),
      previous: { ...previous, total: earlier },
    })
  })
}

/** The figures of each stretch, in their order. */
function countedIn(cache: Database, currency: string | null, stretches: readonly Seconds[]): Figures[] {
  const counted = stretches.map(noFigures)
  if (currency === null) return counted
  const spans = stretches.flatMap(({ from, before }, index) =>
    spansOf(Math.max(0, from), Math.max(0, before), figureWidths).map((span) => [
      index,
      span.width,
      span.from,
      span.before,
    ]),
  )
  const ofWidth = (isKept: boolean): string =>
    JSON.stringify(spans.filter(([, width]) => (width !== 0) === isKept))
  for (const row of rowsOf(cache, keptSql, { currency, spans: ofWidth(true) })) addAll(counted, row, summed)
  for (const [sql, columns] of single)
    for (const row of rowsOf(cache, sql, { currency, spans: ofWidth(false) })) addAll(counted, row, columns)
  return counted
}

/** A row: the stretch, then each column. */
function addAll(
  counted: Figures[],
  [stretch = 0n, ...cells]: readonly bigint[],
  columns: readonly string[],
): void {
  const figures = counted[Number(stretch)]!
  const add = (name: Figure, part: keyof Sum, cell: bigint): void =>
    void (figures[name][part] = plus(figures[name][part], exactly(cell)))
  for (const [place, column] of columns.entries()) {
    const name = column.replace('_count', '') as Figure
    const cell = cells[place] ?? 0n
    add(name, column === name ? 'amount' : 'count', cell)
    if (isOfBalance(column)) add('net', 'amount', cell)
  }
}

const isOfBalance = (column: string): boolean => (balanceFigures as readonly string[]).includes(column)

function rowsOf(cache: Database, sql: string, asked: { currency: string; spans: string }): bigint[][] {
  return prepared<[object], bigint[]>(cache, sql).raw().safeIntegers().all(asked)
}

const spansSql = /* sql */ `WITH s AS MATERIALIZED (
  SELECT value ->> 0 AS stretch, value ->> 1 AS width, value ->> 2 AS since, value ->> 3 AS before FROM json_each(@spans))`

const ofMovements = movementAdds('t')
const ofFailures = ['failed', 'failed_count']
const ofRecoveries = ['recovered', 'recovered_count']
const summed = [...Object.keys(ofMovements), ...ofFailures, ...ofRecoveries]

/** From the sums that are kept. */
export const keptSql = /* sql */ `${spansSql}
  SELECT s.stretch, ${summed.map((name) => `sum(k.${name})`).join(', ')}
  FROM s CROSS JOIN figure_sums AS k
    ON k.width = s.width AND k.currency = @currency AND k.slot >= s.since AND k.slot < s.before
  GROUP BY s.stretch`

/** Of parts of a quarter of an hour, row by row. */
export const single: readonly (readonly [sql: string, columns: readonly string[]])[] = [
  [
    /* sql */ `${spansSql}
    SELECT s.stretch, ${Object.values(ofMovements)
      .map((value) => `sum(${value})`)
      .join(', ')}
    FROM s CROSS JOIN balance_transactions AS t INDEXED BY balance_transactions_by_created
      ON t.currency = @currency AND t.created >= s.since AND t.created < s.before AND t.figure IS NOT NULL
    GROUP BY s.stretch`,
    Object.keys(ofMovements),
  ],
  [
    /* sql */ `${spansSql}
    SELECT s.stretch, sum(f.amount), count(*) FROM s CROSS JOIN failures AS f INDEXED BY failures_by_failed
      ON f.currency = @currency AND f.first_failed_at >= s.since AND f.first_failed_at < s.before
    GROUP BY s.stretch`,
    ofFailures,
  ],
  [
    /* sql */ `${spansSql}
    SELECT s.stretch, sum(f.amount), count(*) FROM s CROSS JOIN failures AS f INDEXED BY failures_by_settled
      ON f.currency = @currency AND f.settled_at >= s.since AND f.settled_at < s.before AND f.state = 'recovered'
    GROUP BY s.stretch`,
    ofRecoveries,
  ],
]

/** The SQL, for the question itself and for the test of its query plan. */
export const undatedSql = /* sql */ `SELECT coalesce(sum(amount), 0), count(*) FROM failures INDEXED BY failures_undated
  WHERE currency = ? AND state = 'recovered' AND settled_at IS NULL`

function undatedOf(cache: Database, currency: string | null): Sum {
  const [amount = 0n, count = 0n] =
    prepared<[string | null], bigint[]>(cache, undatedSql).raw().safeIntegers().get(currency) ?? []
  return { amount: exactly(amount), count: exactly(count) }
}

/** Currencies of the balance and those that customers pay in, most used first. */
function currenciesOf(cache: Database): string[] {
  return prepared<[], string>(
    cache,
    `SELECT currency FROM (
       SELECT currency, net_count AS count FROM figure_sums WHERE width = ${figureWidths[3]}
       UNION ALL SELECT currency, count FROM payment_counts WHERE width = ${countWidths[1]})
     GROUP BY currency HAVING sum(count) > 0 ORDER BY sum(count) DESC, currency`,
  )
    .pluck()
    .all()
}

function added(a: Figures, b: Figures): Figures {
  const sum = noFigures()
  for (const name of Object.keys(sum) as Figure[])
    sum[name] = { amount: plus(a[name].amount, b[name].amount), count: plus(a[name].count, b[name].count) }
  return sum
}

function noFigures(): Figures {
  const none = (): Sum => ({ amount: 0, count: 0 })
  return {
    gross: none(),
    refunds: none(),
    disputes: none(),
    other: none(),
    fees: none(),
    net: none(),
    failed: none(),
    recovered: none(),
  }
}
