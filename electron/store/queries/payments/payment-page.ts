// Chooses how one page of payments is found, so that any filter reads hundreds of rows and not hundreds of thousands. It must
// never change what is found.
import type { Database } from 'better-sqlite3'
import type { ParsedRequestOf } from '../../../../src/contract/index.ts'
import { searchKeysWithin } from '../../projections/search-keys.ts'
import { countByDay } from './payment-counts.ts'
import { readCursor } from '../cursor.ts'
import { prepared } from '../prepared.ts'
import { partsOf, type FilterParts, type Parameters } from './payment-filter.ts'

export interface PaymentQuery {
  /** Gives `r` (row id) and `v` (what the page is sorted by) of each row. */
  sql: string
  parameters: Parameters
  /** What a cursor into this order is called: after a search another value tells where a page ended. */
  order: string
}

type ListRequest = ParsedRequestOf<'payments.list'>

/** So few rows are read and sorted sooner than the right order is walked to find them, however many there are in all. */
const few = 2000

/** null when the cursor is not of this order. */
export function paymentPage(cache: Database, request: ListRequest): PaymentQuery | null {
  const parts = partsOf(cache, request.filter)
  const byAmount = request.sort.startsWith('amount')
  const order = parts.match !== null && !byAmount ? `${request.sort} of search` : request.sort
  const descending = request.sort.endsWith('desc')
  const parameters: Parameters = { ...parts.parameters, limit: request.limit + 1 }
  if (request.after !== undefined) {
    const cursor = readCursor(order, request.after)
    if (!cursor) return null
    parameters['afterValue'] = cursor.value
    parameters['afterRowid'] = cursor.rowid
  }
  const walk: Walk = { cache, request, parts, parameters, descending }
  const sql =
    parts.match === null
      ? byAmount
        ? inOrderOfAmount(walk)
        : inOrderOfCreation(walk)
      : byAmount
        ? foundInOrderOfAmount(walk, parts.match)
        : foundInOrderOfCreation(walk, parts.match)
  return { sql, parameters, order }
}

interface Walk {
  cache: Database
  request: ListRequest
  parts: FilterParts
  parameters: Parameters
  descending: boolean
}

function inOrderOfCreation(walk: Walk): string {
  const { cache, parts } = walk
  const { statuses, currency } = parts
  const ofAmount = `payment_intents AS p WHERE ${parts.amount.join(' AND ')}`
  if (parts.amount.length > 0 && isAtMost(fewOf(walk), cache, ofAmount, parts.parameters))
    return select(walk, 'payment_intents_by_amount', 'p.created', [...parts.amount, ...facets(walk)])
  const rest = [...parts.amount, ...(currency === undefined ? [] : [bound(walk, 'currency', currency)])]
  if (statuses.length === 0)
    return select(
      walk,
      currency === undefined ? 'payment_intents_by_created' : 'payment_intents_by_currency',
      'p.created',
      rest,
    )
  // One walk for each status, merged: a single one would have to sort, or pass over everything else.
  const index = currency === undefined ? 'payment_intents_by_status' : 'payment_intents_by_both'
  return ordered(
    walk,
    statuses.map((status, number) => {
      walk.parameters[`status${number}`] = status
      return arm(walk, index, 'p.created', [...rest, `p.status = @status${number}`])
    }),
  )
}

function inOrderOfAmount(walk: Walk): string {
  const { cache, parts, request } = walk
  const conditions = [...parts.amount, ...facets(walk)]
  const { statuses, currency } = parts
  const narrowed = statuses.length > 0 || currency !== undefined || parts.created.length > 0
  if (narrowed && totalOf(cache, request) <= fewOf(walk))
    // The row ids of so few are gathered by their own index, and sorted.
    return select(
      walk,
      statuses.length > 0 ? 'payment_intents_by_status' : 'payment_intents_by_created',
      'p.amount_milli',
      conditions,
    )
  return select(walk, 'payment_intents_by_amount', 'p.amount_milli', conditions)
}

function foundInOrderOfCreation(walk: Walk, match: string): string {
  const { cache, parts, parameters, request, descending } = walk
  parameters['match'] = match
  const conditions = ['payment_search MATCH @match', ...parts.created, ...parts.amount, ...parts.shortWords]
  const { createdFrom, createdBefore } = request.filter
  if (createdFrom !== undefined || createdBefore !== undefined) {
    Object.assign(parameters, searchKeysWithin(createdFrom, createdBefore))
    conditions.push('payment_search.rowid >= @keyFrom', 'payment_search.rowid < @keyBefore')
  }
  if ('afterValue' in parameters)
    conditions.push(`payment_search.rowid ${descending ? '<' : '>'} @afterValue`)
  delete parameters['afterRowid']
  // Newest first, the search reads each of its pages to the end, which only pays where the first hundred are soon found.
  const gathered = parts.statuses.length > 0 && totalOf(cache, request) <= few ? '+' : ''
  return `SELECT p.rowid AS r, payment_search.rowid AS v
    FROM payment_search CROSS JOIN payment_intents AS p ON p.search_key = payment_search.rowid
    WHERE ${conditions.join(' AND ')} ORDER BY ${gathered}payment_search.rowid ${direction(walk)} LIMIT @limit`
}

function foundInOrderOfAmount(walk: Walk, match: string): string {
  const { cache, parts, parameters } = walk
  parameters['match'] = match
  const conditions = [...parts.created, ...parts.amount, ...parts.shortWords, ...past(walk, 'p.amount_milli')]
  const found = 'payment_search WHERE payment_search MATCH @match'
  if (isAtMost(few, cache, found, { match }))
    return `SELECT p.rowid AS r, p.amount_milli AS v
      FROM payment_search CROSS JOIN payment_intents AS p ON p.search_key = payment_search.rowid
      WHERE ${['payment_search MATCH @match', ...conditions].join(' AND ')}
      ORDER BY v ${direction(walk)}, r ${direction(walk)} LIMIT @limit`
  conditions.push(`EXISTS (SELECT 1 FROM ${found} AND rowid = p.search_key)`)
  return `SELECT p.rowid AS r, p.amount_milli AS v FROM payment_intents AS p INDEXED BY payment_intents_by_amount
    WHERE ${conditions.join(' AND ')} ORDER BY p.amount_milli ${direction(walk)}, p.rowid ${direction(walk)} LIMIT @limit`
}

function select(walk: Walk, index: string, column: string, conditions: readonly string[]): string {
  return ordered(walk, [arm(walk, index, column, conditions)])
}

function arm(walk: Walk, index: string, column: string, conditions: readonly string[]): string {
  const shared = [...conditions, ...walk.parts.created, ...walk.parts.shortWords]
  // A price may be that of every tenth payment: what is left of it after the cursor, then what lies beyond, each by a seek.
  const sides =
    'afterValue' in walk.parameters && column === 'p.amount_milli'
      ? [
          [`${column} = @afterValue`, `p.rowid ${beyond(walk)} @afterRowid`],
          [`${column} ${beyond(walk)} @afterValue`],
        ]
      : [past(walk, column)]
  return sides
    .map((side) => [...shared, ...side])
    .map(
      (all) => `SELECT p.rowid AS r, ${column} AS v FROM payment_intents AS p INDEXED BY ${index}
        ${all.length > 0 ? `WHERE ${all.join(' AND ')}` : ''}`,
    )
    .join(' UNION ALL ')
}

function ordered(walk: Walk, arms: readonly string[]): string {
  return `${arms.join(' UNION ALL ')} ORDER BY v ${direction(walk)}, r ${direction(walk)} LIMIT @limit`
}

function direction({ descending }: Walk): 'DESC' | 'ASC' {
  return descending ? 'DESC' : 'ASC'
}

function beyond({ descending }: Walk): '<' | '>' {
  return descending ? '<' : '>'
}

function past(walk: Walk, column: string): string[] {
  if (!('afterValue' in walk.parameters)) return []
  return [`(${column}, p.rowid) ${beyond(walk)} (@afterValue, @afterRowid)`]
}

/** Conditions for the statuses and the currency. */
function facets(walk: Walk): string[] {
  const { statuses, currency } = walk.parts
  const conditions: string[] = []
  if (statuses.length > 0)
    conditions.push(
      `p.status IN (${statuses
        .map((status, number) => {
          walk.parameters[`status${number}`] = status
          return `@status${number}`
        })
        .join(', ')})`,
    )
  if (currency !== undefined) conditions.push(bound(walk, 'currency', currency))
  return conditions
}

function bound(walk: Walk, column: 'currency', value: string): string {
  walk.parameters[column] = value
  return `p.${column} = @${column}`
}

/** To count them costs something as well: beyond `most` it is not worth it. */
function isAtMost(most: number, cache: Database, rows: string, parameters: Parameters): boolean {
  const counted = prepared<[Parameters], number>(
    cache,
    `SELECT count(*) FROM (SELECT 1 FROM ${rows} LIMIT @most + 1)`,
  )
    .pluck()
    .get({ ...parameters, most })
  return (counted ?? 0) <= most
}

/** Of n payments m match: a page of them costs m rows gathered, or a walk over n / m for each row of the page. Here both are the same. */
function fewOf({ cache, request }: Walk): number {
  const all = prepared<[], number | null>(cache, 'SELECT max(rowid) FROM payment_intents').pluck().get() ?? 0
  return Math.max(few, Math.floor(Math.sqrt(all * request.limit)))
}

function totalOf(cache: Database, { filter }: ListRequest): number {
  const statuses = new Set<string>(filter.status)
  let total = 0
  for (const [status, count] of countByDay(cache, filter))
    if (statuses.size === 0 || statuses.has(status)) total += count
  return total
}
