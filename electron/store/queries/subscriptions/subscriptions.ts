// The questions about lists of subscriptions: a page, and how many and how much there is. Keyset paging only.
import type { Database } from 'better-sqlite3'
import {
  attentions,
  subscriptionStatuses,
  success,
  type ParsedRequestOf,
  type ReplyOf,
  type Result,
  type SubscriptionCounts,
  type SubscriptionFilter,
} from '../../../../src/contract/index.ts'
import { readCursor, writeCursor, type Cursor, strangeCursor } from '../cursor.ts'
import { exactly, orTooLarge } from '../exact.ts'
import type { Parameters } from '../payments/payment-filter.ts'
import { prepared } from '../prepared.ts'
import { attentive, subscriptionParts, type SubscriptionParts } from './subscription-filter.ts'
import { subscriptionColumns, subscriptionRows, type SubscriptionRecord } from './subscription-rows.ts'

type Sort = ParsedRequestOf<'subscriptions.list'>['sort']

const orders: Record<Sort, { column: string; descending: boolean; index: string; ofStatus: string }> = {
  created_desc: {
    column: 's.created',
    descending: true,
    index: 'subscriptions_by_created',
    ofStatus: 'subscriptions_by_status',
  },
  ends_asc: {
    column: 's.ends_order',
    descending: false,
    index: 'subscriptions_by_ends',
    ofStatus: 'subscriptions_by_status_ends',
  },
  monthly_desc: {
    column: 's.monthly_order',
    descending: true,
    index: 'subscriptions_by_monthly',
    ofStatus: 'subscriptions_by_status_monthly',
  },
}

/** `now`: milliseconds. */
export function listSubscriptions(
  cache: Database,
  request: Omit<ParsedRequestOf<'subscriptions.list'>, 'deskId' | 'lane'>,
  now: number,
): Result<ReplyOf<'subscriptions.list'>> {
  const { filter, sort, after, limit } = request
  const cursor = after === undefined ? null : readCursor(sort, after)
  if (cursor === null && after !== undefined) return strangeCursor()
  const seconds = Math.floor(now / 1000)
  const { sql, parameters, partial } = subscriptionPageSql(cache, filter, sort, cursor, seconds)
  const records = prepared<[Parameters], SubscriptionRecord & { sort_value: string }>(cache, sql).all({
    ...parameters,
    limit: limit + 1,
  })
  const shown = records.slice(0, limit)
  const last = shown.at(-1)
  return success({
    rows: subscriptionRows(cache, shown, seconds),
    next: records.length > limit && last ? writeCursor(sort, BigInt(last.sort_value), last.rowid) : null,
    partial,
  })
}

/** One page, also for the tests of its query plan. `now`: Unix seconds. */
export function subscriptionPageSql(
  cache: Database,
  filter: SubscriptionFilter,
  sort: Sort,
  cursor: Cursor | null,
  now: number,
): { sql: string; parameters: Parameters; partial: boolean } {
  const order = orders[sort]
  const parts = subscriptionParts(cache, filter, now)
  const parameters = { ...parts.parameters }
  const statuses = filter.status ?? []
  for (const [index, status] of statuses.entries()) parameters[`status${index}`] = status
  const [beyond, way] = order.descending ? ['<', 'DESC'] : ['>', 'ASC']
  if (cursor !== null) Object.assign(parameters, { value: cursor.value, rowid: cursor.rowid })
  // Many share an end, or a price: what is left of the same value, then what lies beyond, each by a seek.
  const sides =
    cursor === null
      ? [[]]
      : [[`${order.column} = @value`, `s.rowid ${beyond} @rowid`], [`${order.column} ${beyond} @value`]]
  const arms = waysIn(parts, order, statuses, filter.currency).flatMap(({ from, conditions }) =>
    sides.map(
      (side) =>
        `SELECT s.rowid AS r, ${order.column} AS v FROM subscriptions AS s ${from}
         WHERE ${[...conditions, ...parts.conditions, ...side].join(' AND ')}`,
    ),
  )
  // The page first, then the whole of those few rows.
  return {
    sql: /* sql */ `
      SELECT ${subscriptionColumns}, CAST(page.v AS TEXT) AS sort_value
      FROM (${arms.join(' UNION ALL ')} ORDER BY v ${way}, r ${way} LIMIT @limit) AS page
      CROSS JOIN subscriptions AS s ON s.rowid = page.r
      LEFT JOIN customers AS c ON c.id = s.customer_id
      ORDER BY page.v ${way}, page.r ${way}`,
    parameters,
    partial: parts.partial,
  }
}

/** A walk in the right order for each status, merged; or the few rows that there can be. */
function waysIn(
  { narrow }: SubscriptionParts,
  order: (typeof orders)[Sort],
  statuses: readonly string[],
  currency: string | undefined,
): { from: string; conditions: string[] }[] {
  const names = statuses.map((_, index) => `@status${index}`)
  if (narrow !== null)
    return [{ from: narrow, conditions: names.length === 0 ? [] : [`s.status IN (${names.join(', ')})`] }]
  if (names.length > 0)
    return names.map((name) => ({
      from: `INDEXED BY ${order.ofStatus}`,
      conditions: [`s.status = ${name}`],
    }))
  const isByCurrency = currency !== undefined && order.column === 's.created'
  return [{ from: `INDEXED BY ${isByCurrency ? 'subscriptions_by_currency' : order.index}`, conditions: [] }]
}

/** `now`: milliseconds. */
export function countSubscriptions(
  cache: Database,
  { filter }: Pick<ParsedRequestOf<'subscriptions.counts'>, 'filter'>,
  now: number,
): Result<SubscriptionCounts> {
  const seconds = Math.floor(now / 1000)
  const { status, attention, ...rest } = filter
  const wide = subscriptionParts(cache, rest, seconds)
  const whole = withStatus(subscriptionParts(cache, { ...rest, attention }, seconds), status ?? [])
  const byStatus = new Map(
    prepared<[Parameters], [string, number]>(
      cache,
      `SELECT s.status, count(*) FROM subscriptions AS s ${wayToCount(wide)}
       WHERE ${wide.conditions.join(' AND ')} GROUP BY s.status`,
    )
      .raw()
      .all(wide.parameters),
  )
  const needing = new Map<string, number>()
  for (const each of attentive(cache, seconds, wide))
    for (const name of each.attention) needing.set(name, (needing.get(name) ?? 0) + 1)
  const total = prepared<[Parameters], number>(
    cache,
    `SELECT count(*) FROM subscriptions AS s ${wayToCount(whole)} WHERE ${whole.conditions.join(' AND ')}`,
  )
    .pluck()
    .get(whole.parameters)
  return orTooLarge(() =>
    success({
      byStatus: fromEntries(subscriptionStatuses, (each) => byStatus.get(each) ?? 0),
      byAttention: fromEntries(attentions, (each) => needing.get(each) ?? 0),
      total: total ?? 0,
      monthly: monthlyOf(cache, whole),
      partial: whole.partial,
    }),
  )
}

function withStatus(parts: SubscriptionParts, statuses: readonly string[]): SubscriptionParts {
  if (statuses.length === 0) return parts
  return {
    ...parts,
    conditions: [...parts.conditions, 's.status IN (SELECT value FROM json_each(@statuses))'],
    parameters: { ...parts.parameters, statuses: JSON.stringify(statuses) },
  }
}

/** Counting walks an index that has all that is mostly asked for. */
const wayToCount = ({ narrow }: SubscriptionParts): string => narrow ?? 'INDEXED BY subscriptions_counted'

/** @throws what `orTooLarge` makes an answer of. */
function monthlyOf(cache: Database, parts: SubscriptionParts): SubscriptionCounts['monthly'] {
  return prepared<[Parameters], [string, bigint | null, bigint, bigint]>(
    cache,
    `SELECT s.currency, sum(s.monthly), count(s.monthly), count(*) - count(s.monthly)
     FROM subscriptions AS s ${wayToCount(parts)}
     WHERE s.status IN ('active', 'past_due') AND s.pause_behavior IS NULL AND s.currency IS NOT NULL
       AND ${parts.conditions.join(' AND ')} GROUP BY s.currency ORDER BY count(*) DESC, s.currency`,
  )
    .raw()
    .safeIntegers()
    .all(parts.parameters)
    .map(([currency, amount, count, unknown]) => ({
      currency,
      amount: exactly(amount ?? 0n),
      count: exactly(count),
      unknown: exactly(unknown),
    }))
}

function fromEntries<Name extends string>(
  names: readonly Name[],
  value: (name: Name) => number,
): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, number>
}
