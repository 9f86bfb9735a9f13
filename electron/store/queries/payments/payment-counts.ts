// Counts payments. Without a text or an amount the counts that are kept are exact at any size; with them counting stops at a
// bound, and says so.
import type { Database } from 'better-sqlite3'
import {
  success,
  type ParsedRequestOf,
  type PaymentCounts,
  type PaymentFilter,
  type PaymentStatus,
  type Result,
} from '../../../../src/contract/index.ts'
import { countWidths } from '../finance/kept-sums.ts'
import { prepared } from '../prepared.ts'
import { partsOf, type Parameters } from './payment-filter.ts'

/** So many rows are looked at, then counting stops: a name that many share should not take much longer to count than one that few do. */
export const countedAtMost = 2_000

/** How many payments match, per status (the status part left out), and the currencies of the desk, most used first. */
export function countPayments(
  cache: Database,
  request: ParsedRequestOf<'payments.counts'>,
): Result<PaymentCounts> {
  const { status: _, ...filter } = request.filter
  const isKept = filter.text === undefined && filter.amountFrom === undefined && filter.amountTo === undefined
  const { counts, stopped } = isKept
    ? { counts: countByDay(cache, filter), stopped: false }
    : countByLooking(cache, filter)
  const byStatus = { ...noPayments }
  let total = 0
  for (const [status, count] of counts) {
    byStatus[status] = count
    total += count
  }
  return success({ byStatus, total, currencies: currenciesOf(cache), ...(stopped && { atLeast: true }) })
}

type Counts = Map<PaymentStatus, number>

/** Exact, from the counts that are kept; only the days at the ends are counted row by row. */
export function countByDay(
  cache: Database,
  { createdFrom = 0, createdBefore = forever, currency }: PaymentFilter,
): Counts {
  const counts: Counts = new Map()
  const named = currency === undefined ? {} : { currency }
  for (const { width, from, before } of spansOf(createdFrom, createdBefore)) {
    const rows = prepared<[Parameters], [PaymentStatus, number]>(
      cache,
      width === 0 ? countedSql(currency) : keptSql(width, currency),
    )
      .raw()
      .all({ from, before, ...named })
    for (const [status, count] of rows) if (count > 0) counts.set(status, (counts.get(status) ?? 0) + count)
  }
  return counts
}

const keptSql = (width: number, currency: string | undefined): string =>
  `SELECT status, sum(count) FROM payment_counts
   WHERE width = ${width} AND slot >= @from AND slot < @before ${currency === undefined ? '' : 'AND currency = @currency'} GROUP BY status`

/** Each status by itself, in the index that has it in order of time: rows of many statuses would have to be sorted into groups. */
const countedSql = (currency: string | undefined): string =>
  `SELECT s.column1, (SELECT count(*) FROM payment_intents
     INDEXED BY ${currency === undefined ? 'payment_intents_by_status' : 'payment_intents_by_both'}
     WHERE status = s.column1 ${currency === undefined ? '' : 'AND currency = @currency'} AND created >= @from AND created < @before)
   FROM (VALUES ${Object.keys(noPayments)
     .map((status) => `('${status}')`)
     .join(', ')}) AS s`

const forever = Number.MAX_SAFE_INTEGER

export interface Span {
  /** Width of the stretches that are summed up, in seconds; 0: single payments. */
  width: number
  from: number
  before: number
}

/** Cuts a time (Unix seconds) into the fewest whole stretches, widest inside, and what is left over at its ends. */
export function spansOf(from: number, before: number, widths: readonly number[] = countWidths): Span[] {
  if (from >= before) return []
  const width = widths.at(-1)
  if (width === undefined) return [{ width: 0, from, before }]
  const narrower = widths.slice(0, -1)
  const begin = Math.ceil(from / width) * width
  const end = before === forever ? forever : Math.floor(before / width) * width
  if (begin >= end) return spansOf(from, before, narrower)
  return [
    ...spansOf(from, begin, narrower),
    { width, from: begin, before: end },
    ...spansOf(end, before, narrower),
  ]
}

function countByLooking(cache: Database, filter: PaymentFilter): { counts: Counts; stopped: boolean } {
  const parts = partsOf(cache, filter)
  const parameters: Parameters = { ...parts.parameters, bound: countedAtMost }
  const conditions = [...parts.created, ...parts.shortWords]
  if (parts.currency !== undefined) {
    conditions.push('p.currency = @currency')
    parameters['currency'] = parts.currency
  }
  let rows: string
  if (parts.match === null) {
    const ranged = parts.amount.length > 0
    rows = `SELECT p.status, ${conditions.length > 0 ? `(${conditions.join(' AND ')})` : '1'} AS matches
      FROM payment_intents AS p INDEXED BY ${ranged ? 'payment_intents_by_amount' : 'payment_intents_by_created'}
      ${ranged ? `WHERE ${parts.amount.join(' AND ')}` : ''} ORDER BY ${ranged ? 'p.amount_milli' : 'p.created'} DESC LIMIT @bound`
  } else {
    parameters['match'] = parts.match
    const more = [...parts.created, ...parts.amount, ...parts.shortWords]
    delete parameters['currency']
    rows = `SELECT p.status, ${more.length > 0 ? `(${more.join(' AND ')})` : '1'} AS matches
      FROM payment_search CROSS JOIN payment_intents AS p ON p.search_key = payment_search.rowid
      WHERE payment_search MATCH @match ORDER BY payment_search.rowid DESC LIMIT @bound`
  }
  const counts: Counts = new Map()
  let looked = 0
  const summed = prepared<[Parameters], [PaymentStatus, number, number]>(
    cache,
    `SELECT status, sum(matches), count(*) FROM (${rows}) GROUP BY status`,
  )
    .raw()
    .all(parameters)
  for (const [status, matching, all] of summed) {
    if (matching > 0) counts.set(status, matching)
    looked += all
  }
  return { counts, stopped: looked >= countedAtMost }
}

function currenciesOf(cache: Database): string[] {
  return prepared<[], string>(
    cache,
    `SELECT currency FROM payment_counts WHERE width = ${countWidths[1]}
     GROUP BY currency HAVING sum(count) > 0 ORDER BY sum(count) DESC, currency`,
  )
    .pluck()
    .all()
}

const noPayments: PaymentCounts['byStatus'] = {
  succeeded: 0,
  partially_refunded: 0,
  refunded: 0,
  disputed: 0,
  failed: 0,
  requires_action: 0,
  processing: 0,
  uncaptured: 0,
  incomplete: 0,
  canceled: 0,
}
