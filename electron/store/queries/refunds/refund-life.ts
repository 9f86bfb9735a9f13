// The question about all refunds: those of Stripe in the cache, and orders of ours that have none yet in the journal, as one list
// in order of time. Keyset paging over both; every walk has a bound. It must never show one refund twice.
import type { Database } from 'better-sqlite3'
import {
  success,
  type ParsedRequestOf,
  type RefundState,
  type ReplyOf,
  type Result,
} from '../../../../src/contract/index.ts'
import { stateOfOrder, stateOfRefund } from '../../../../src/domain/refund-life.ts'
import { readCursor, writeCursor, strangeCursor } from '../cursor.ts'
import type { OrderRow } from '../orders/order-row.ts'
import type { Parameters } from '../payments/payment-filter.ts'
import { prepared } from '../prepared.ts'
import { livesOf, recordsSql, type RefundRecord } from './refund-rows.ts'
import { meantBy, type Meant } from './refund-text.ts'
import {
  comparePlaces,
  cursorOf,
  orderStatesOf,
  orderWalk,
  placeOf,
  refundWalk,
  type Place,
  type Walk,
} from './refund-walks.ts'

export function listRefunds(
  cache: Database,
  journal: Database,
  request: ParsedRequestOf<'refunds.list'>,
): Result<ReplyOf<'refunds.list'>> {
  const cursor = request.after === undefined ? undefined : readCursor(request.sort, request.after)
  if (cursor === null) return strangeCursor()
  const { filter, limit, sort } = request
  const descending = sort === 'created_desc'
  const walk: Walk = {
    descending,
    after: cursor === undefined ? null : placeOf(cursor),
    limit: limit + 1,
    createdFrom: filter.createdFrom,
    createdBefore: filter.createdBefore,
  }
  const meant = meantBy(cache, journal, filter.text)
  const states = filter.state === undefined || filter.state.length === 0 ? null : new Set(filter.state)
  const asked = { cache, journal, states, meant, walk }
  const walks = [...refundsOf(asked), ...ordersOf(asked)]

  const order = (a: Found, b: Found): number => (descending ? -1 : 1) * comparePlaces(a.place, b.place)
  // Where a walk stopped at its bound, the others may not go past it.
  const ends = walks.flatMap((found) => (found.length > limit ? (found.at(-1) ?? []) : []))
  const [end] = ends.toSorted(order)
  const known = walks.flat().toSorted(order)
  const within = end === undefined ? known : known.filter((found) => order(found, end) <= 0)
  const orphans = withoutRefund(cache, within)
  const shown = orphans.slice(0, limit)
  const more = end !== undefined || orphans.length > limit
  const last = shown.length < limit && end !== undefined ? end : shown.at(-1)
  return success({
    rows: livesIn(cache, journal, shown),
    next: more && last !== undefined ? write(sort, last.place) : null,
    complete: meant?.complete ?? true,
  })
}

const write = (sort: string, place: Place): string => {
  const { value, rowid } = cursorOf(place)
  return writeCursor(sort, value, rowid)
}

interface Found {
  place: Place
  /** Null: a refund. */
  order: OrderRow | null
}

interface Asked {
  cache: Database
  journal: Database
  states: ReadonlySet<RefundState> | null
  meant: Meant | null
  walk: Walk
}

function refundsOf({ cache, states, meant, walk }: Asked): Found[][] {
  const rowids = meant?.refunds ?? null
  const wanted = states === null ? [null] : statusesOf(cache).filter((status) => states.has(stateOfRefund(status)))
  return wanted.map((status) => {
    const { sql, parameters } = refundWalk({ status, rowids }, walk)
    return prepared<[Parameters], { rowid: number; created: number }>(cache, sql)
      .all(parameters)
      .map(({ rowid, created }) => ({ place: { at: created * 1000, source: 'refund', rowid }, order: null }))
  })
} // prettier-ignore

function ordersOf({ cache, journal, states, meant, walk }: Asked): Found[][] {
  const wanted = Object.entries(orderStatesOf).flatMap(([state, order]) =>
    states === null || states.has(state as RefundState) ? [order] : [],
  )
  const rowids = meant?.orders ?? null
  const found = wanted.map((state) => {
    const { sql, parameters } = orderWalk({ state, rowids }, walk)
    return prepared<[Parameters], OrderRow>(journal, sql).all(parameters)
  })
  const young = JSON.stringify(madeWithoutRow(cache, journal))
  const { sql, parameters } = orderWalk({ state: null, rowids: young }, walk)
  // Of these few any text is taken to mean them only if nothing is looked for: they are there in a moment.
  const made =
    meant === null
      ? prepared<[Parameters], OrderRow>(journal, sql)
          .all(parameters)
          .filter(({ state, refund_status: status }) => states?.has(stateOfOrder(state, status)) ?? true)
      : []
  return [...found, made].map((rows) =>
    rows.map((order) => ({ place: { at: order.placed_at, source: 'order', rowid: order.rowid }, order })),
  )
}

/** Newest orders with a refund that are asked whether the cache has it already. */
const mostYoung = 200
export const youngSql = `SELECT rowid, id FROM orders INDEXED BY orders_by_state WHERE state = 'done'
  ORDER BY placed_at DESC LIMIT ${mostYoung}`
export const refundedSql = `SELECT order_id FROM refunds INDEXED BY refunds_by_order
  WHERE order_id IN (SELECT value FROM json_each(?)) AND order_id IS NOT NULL`

/**
 * Row ids of orders that made a refund which the cache does not know: for a moment after it was made, or while the tables are
 * being filled. Older ones than the newest come with the history, which says of itself how complete it is.
 */
export function madeWithoutRow(cache: Database, journal: Database): number[] {
  const young = prepared<[], { rowid: number; id: string }>(journal, youngSql).all()
  const known = refunded(
    cache,
    young.map(({ id }) => id),
  )
  return young.filter(({ id }) => !known.has(id)).map(({ rowid }) => rowid)
}

/** Which of these orders the cache knows the refund of. */
export function refunded(cache: Database, orderIds: readonly string[]): Set<string> {
  if (orderIds.length === 0) return new Set()
  return new Set(prepared<[string], string>(cache, refundedSql).pluck().all(JSON.stringify(orderIds)))
}

/** A refund can be in the cache a moment before its order hears of it: then the refund is shown. */
function withoutRefund(cache: Database, found: readonly Found[]): Found[] {
  const known = refunded(
    cache,
    found.flatMap(({ order }) => order?.id ?? []),
  )
  return found.filter(({ order }) => order === null || !known.has(order.id))
}

function livesIn(cache: Database, journal: Database, shown: readonly Found[]) {
  const rowids = shown.filter(({ order }) => order === null).map(({ place }) => place.rowid)
  const records = prepared<[string], RefundRecord>(cache, recordsSql).all(JSON.stringify(rowids))
  const orders = shown.flatMap(({ order }) => order ?? [])
  const lives = livesOf(cache, journal, records, orders)
  const byRow = new Map(records.map((record) => [record.rowid, record]))
  return shown.flatMap(({ place, order }) => {
    if (order !== null) return lives.order(order)
    const record = byRow.get(place.rowid)
    return record === undefined ? [] : lives.refund(record)
  })
}

/** Each of Stripe's states that occurs, by a step of the index each. */
export const statusesSql = `
  WITH RECURSIVE each(status) AS (
    SELECT min(status) FROM refunds INDEXED BY refunds_by_status
    UNION ALL SELECT (SELECT min(status) FROM refunds INDEXED BY refunds_by_status WHERE status > each.status)
    FROM each WHERE each.status IS NOT NULL)
  SELECT status FROM each WHERE status IS NOT NULL`

export function statusesOf(cache: Database): string[] {
  return prepared<[], string>(cache, statusesSql).pluck().all()
}
