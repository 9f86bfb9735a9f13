// The question about the list of customers. Keyset paging only; every page has a bound.
import type { Database } from 'better-sqlite3'
import {
  success,
  type CustomerRow,
  type ParsedRequestOf,
  type ReplyOf,
  type Result,
} from '../../../../src/contract/index.ts'
import { firstUnspaced, isUnspaced, tellingWords, wordsOf, wordsOfName } from '../../../../src/domain/fold.ts'
import { phoneDigits } from '../../../../src/domain/phone.ts'
import { searchNumbers } from '../../projections/search-text.ts'
import { readCursor, readTextCursor, writeCursor, strangeCursor } from '../cursor.ts'
import { phrasesOf, type Parameters } from '../payments/payment-filter.ts'
import { prepared } from '../prepared.ts'
import { objectMatch } from '../search/object-match.ts'

type ListRequest = Pick<ParsedRequestOf<'customers.list'>, 'filter' | 'sort' | 'after' | 'limit'>

export interface CustomerRecord {
  rowid: number
  id: string
  name: string | null
  email: string | null
  phone: string | null
  created: number
  deleted: number
  payments: number
  subscriptions: number
}

export const customerColumns = `c.rowid, c.id, c.name, c.email, c.phone, c.created, c.deleted,
  (SELECT count(*) FROM (SELECT 1 FROM payment_intents WHERE customer_id = c.id LIMIT 1000)) AS payments,
  (SELECT count(*) FROM (SELECT 1 FROM subscriptions WHERE customer_id = c.id LIMIT 1000)) AS subscriptions`

export function toCustomerRow(record: CustomerRecord): CustomerRow {
  const { id, name, email, phone, created, payments, subscriptions } = record
  return { id, name, email, phone, created, deleted: record.deleted === 1, payments, subscriptions }
}

export interface CustomerQuery {
  /** Gives `r` (row id) and `v` (what the cursor holds) of each row, in order. */
  sql: string
  parameters: Parameters
  order: string
}

export function listCustomers(cache: Database, request: ListRequest): Result<ReplyOf<'customers.list'>> {
  const query = customerPage(cache, request)
  if (!query) return strangeCursor()
  const page = prepared<[Parameters], { r: number; v: number | string }>(cache, query.sql).all(
    query.parameters,
  )
  const shown = page.slice(0, request.limit)
  const rows = new Map(
    prepared<[string], CustomerRecord>(
      cache,
      `SELECT ${customerColumns} FROM customers AS c WHERE c.rowid IN (SELECT value FROM json_each(?))`,
    )
      .all(JSON.stringify(shown.map(({ r }) => r)))
      .map((row) => [row.rowid, row]),
  )
  const last = shown.at(-1)
  return success({
    rows: shown.flatMap(({ r }) => rows.get(r) ?? []).map(toCustomerRow),
    next: page.length > request.limit && last ? writeCursor(query.order, last.v, last.r) : null,
  })
}

/** So few matches are read and sorted sooner than all names are walked to find them. */
const few = 2000
const found = 'customer_search MATCH @match'
const called = 'coalesce(c.name, c.email, c.id)'

/** null when the cursor is of another order. */
export function customerPage(cache: Database, request: ListRequest): CustomerQuery | null {
  const words = tellingWords(wordsOf(request.filter.text ?? ''))
  // A telephone number is kept as its digits alone; it may stand as it was typed in another text.
  const phone = phoneDigits(request.filter.text ?? '')
  const ways = [words, ...(phone === null ? [] : [[phone]])].flatMap((way) => objectMatch(way) ?? [])
  const match = ways.length === 0 ? null : ways.map((way) => `(${way})`).join(' OR ')
  const order = words.length > 0 ? `${request.sort} of search` : request.sort
  const parameters: Parameters = { limit: request.limit + 1, ...(match !== null && { match }) }
  if (request.after !== undefined) {
    const cursor = (request.sort === 'name_asc' ? readTextCursor : readCursor)(order, request.after)
    if (!cursor) return null
    Object.assign(parameters, { afterValue: cursor.value, afterRowid: cursor.rowid })
  }
  const short = phone === null ? words.filter((word) => phrasesOf(word).length === 0) : []
  // Of "J." the letter; what has none of either is found by nothing.
  const letters = short.flatMap((word) => {
    const known = wordsOfName(word)
    return known.length > 0 || match !== null ? known : [word]
  })
  const isLetter = letters.map((letter, index) => {
    parameters[`letter${index}`] = letter
    if (isUnspaced(letter))
      return `s.key IN (SELECT key FROM customer_words WHERE word >= '${firstUnspaced}' AND instr(word, @letter${index}) > 0)`
    parameters[`end${index}`] = `${letter}\u{10FFFF}`
    return `s.key IN (SELECT key FROM customer_words WHERE word >= @letter${index} AND word < @end${index})`
  })
  const sql =
    request.sort === 'created_desc'
      ? inOrderOfCreation(match, isLetter, 'afterValue' in parameters)
      : inOrderOfName(cache, match, isLetter, 'afterValue' in parameters, parameters)
  return { sql, parameters, order }
}

function inOrderOfCreation(match: string | null, isLetter: readonly string[], isNext: boolean): string {
  if (match === null && isLetter.length === 0)
    return `SELECT c.rowid AS r, c.created AS v FROM customers AS c INDEXED BY customers_by_created
      ${isNext ? 'WHERE (c.created, c.rowid) < (@afterValue, @afterRowid)' : ''} ORDER BY c.created DESC, c.rowid DESC LIMIT @limit`
  if (match === null)
    return `SELECT s.object AS r, s.key AS v FROM searchables AS s
      WHERE ${[...isLetter, ...(isNext ? ['s.key < @afterValue'] : [])].join(' AND ')} ORDER BY s.key DESC LIMIT @limit`
  const conditions = [found, ...isLetter, ...(isNext ? ['customer_search.rowid < @afterValue'] : [])]
  return `SELECT s.object AS r, s.key AS v FROM customer_search CROSS JOIN searchables AS s ON s.key = customer_search.rowid
    WHERE ${conditions.join(' AND ')} ORDER BY customer_search.rowid DESC LIMIT @limit`
}

/** A page goes on behind the name that its last row had when the marker was made: it may have another by now. */
function inOrderOfName(
  cache: Database,
  match: string | null,
  isLetter: readonly string[],
  isNext: boolean,
  parameters: Parameters,
): string {
  // In an index over an expression SQLite finds the place by the first of these alone.
  const next = isNext
    ? [
        `${called} COLLATE NOCASE >= @afterValue`,
        `(${called} COLLATE NOCASE, c.rowid) > (@afterValue, @afterRowid)`,
      ]
    : []
  const select = `SELECT c.rowid AS r, ${called} AS v`
  const end = `ORDER BY ${called} COLLATE NOCASE, c.rowid LIMIT @limit`
  if (match === null && isLetter.length === 0)
    return `${select} FROM customers AS c INDEXED BY customers_by_called ${next.length > 0 ? `WHERE ${next.join(' AND ')}` : ''} ${end}`
  const isFew =
    match !== null &&
    (prepared<[Parameters], { counted: number }>(
      cache,
      `SELECT count(*) AS counted FROM (SELECT 1 FROM customer_search WHERE ${found} LIMIT ${few + 1})`,
    ).get({ match: parameters['match'] ?? '' })?.counted ?? 0) <= few
  if (isFew)
    return `${select} FROM customer_search CROSS JOIN searchables AS s ON s.key = customer_search.rowid
      CROSS JOIN customers AS c ON c.rowid = s.object WHERE ${[found, ...isLetter, ...next].join(' AND ')} ${end}`
  const exists =
    match === null
      ? []
      : [`EXISTS (SELECT 1 FROM customer_search WHERE customer_search MATCH @match AND rowid = s.key)`]
  return `${select} FROM customers AS c INDEXED BY customers_by_called
    CROSS JOIN searchables AS s ON s.kind = ${searchNumbers.customers} AND s.object = c.rowid
    WHERE ${[...exists, ...isLetter, ...next].join(' AND ')} ${end}`
}
