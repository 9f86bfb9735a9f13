// Walks through refunds of the cache and orders of the journal in one order of time, each by an index and never further than a
// page. Only SQL and its parameters: who asks puts the two together.
import type { OrderState, RefundState } from '../../../../src/contract/index.ts'
import type { Parameters } from '../payments/payment-filter.ts'

/** In order of time, then refunds, then orders; newest first that is the other way round. */
export interface Place {
  /** Milliseconds. */
  at: number
  source: 'refund' | 'order'
  rowid: number
}

export interface Walk {
  descending: boolean
  /** The last of the page before. */
  after: Place | null
  limit: number
  /** Unix seconds, inclusive and exclusive. */
  createdFrom: number | undefined
  createdBefore: number | undefined
}

export interface Sql {
  sql: string
  parameters: Parameters
}

const rank = { refund: 0, order: 1 } as const
const beyond = Number.MAX_SAFE_INTEGER

export function comparePlaces(a: Place, b: Place): number {
  return a.at - b.at || rank[a.source] - rank[b.source] || a.rowid - b.rowid
}

/** Row ids of one source, in a cursor. */
const rowsPerSource = 2 ** 44

export function cursorOf({ at, source, rowid }: Place): { value: number; rowid: number } {
  return { value: at, rowid: rank[source] * rowsPerSource + rowid }
}

export function placeOf({ value, rowid }: { value: bigint; rowid: number }): Place {
  return rowid >= rowsPerSource
    ? { at: Number(value), source: 'order', rowid: rowid - rowsPerSource }
    : { at: Number(value), source: 'refund', rowid }
}

/** The row id from which a list that ended at `after` goes on among the rows of a source that are of the same moment. */
function rowidBehind(source: Place['source'], after: Place): number {
  if (source === after.source) return after.rowid
  return rank[source] < rank[after.source] ? beyond : 0
}

/** Refunds of one of Stripe's states, of all of them (null), or those with these row ids. */
export function refundWalk(of: { status: string | null; rowids: string | null }, walk: Walk): Sql {
  const { descending, after, createdFrom, createdBefore } = walk
  const parameters: Parameters = { limit: walk.limit }
  const conditions: string[] = []
  const fits = (condition: string, values: Parameters): void => {
    conditions.push(condition)
    Object.assign(parameters, values)
  }
  if (of.status !== null) fits('r.status = @status', { status: of.status })
  if (of.rowids !== null) fits('r.rowid IN (SELECT value FROM json_each(@rowids))', { rowids: of.rowids })
  if (createdFrom !== undefined) fits('r.created >= @createdFrom', { createdFrom })
  if (createdBefore !== undefined) fits('r.created < @createdBefore', { createdBefore })
  if (after !== null) {
    // Stripe counts whole seconds, orders milliseconds.
    const second = Math.floor(after.at / 1000)
    const isWhole = after.at % 1000 === 0
    const rowid = isWhole ? rowidBehind('refund', after) : beyond
    fits(`(r.created, r.rowid) ${descending ? '<' : '>'} (@second, @rowid)`, { second, rowid })
  }
  const index =
    of.rowids !== null ? '' : `INDEXED BY ${of.status === null ? 'refunds_by_created' : 'refunds_by_status'}`
  return {
    sql: `SELECT r.rowid, r.created FROM refunds AS r ${index} ${whereOf(conditions)} ${orderOf('r.created', 'r.rowid', descending)}`,
    parameters,
  }
}

/** Orders in this state, or those with these row ids. */
export function orderWalk(of: { state: OrderState | null; rowids: string | null }, walk: Walk): Sql {
  const { descending, after, createdFrom, createdBefore } = walk
  const parameters: Parameters = { limit: walk.limit }
  const conditions: string[] = []
  const fits = (condition: string, values: Parameters): void => {
    conditions.push(condition)
    Object.assign(parameters, values)
  }
  if (of.state !== null) fits('o.state = @state', { state: of.state })
  if (of.rowids !== null) fits('o.rowid IN (SELECT value FROM json_each(@rowids))', { rowids: of.rowids })
  if (createdFrom !== undefined) fits('o.placed_at >= @from', { from: createdFrom * 1000 })
  if (createdBefore !== undefined) fits('o.placed_at < @before', { before: createdBefore * 1000 })
  if (after !== null)
    fits(`(o.placed_at, o.rowid) ${descending ? '<' : '>'} (@at, @rowid)`, {
      at: after.at,
      rowid: rowidBehind('order', after),
    })
  const index = of.rowids !== null ? '' : 'INDEXED BY orders_by_state'
  return {
    sql: `SELECT * FROM orders AS o ${index} ${whereOf(conditions)} ${orderOf('o.placed_at', 'o.rowid', descending)}`,
    parameters,
  }
}

/** Which orders have no refund, by what their state is called in a refund's life. */
export const orderStatesOf: Readonly<Partial<Record<RefundState, OrderState>>> = {
  held: 'held',
  sent: 'sending',
  unknown: 'unknown',
  refused: 'refused',
  withdrawn: 'withdrawn',
}

const whereOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`

const orderOf = (time: string, rowid: string, descending: boolean): string =>
  descending ? `ORDER BY ${time} DESC, ${rowid} DESC LIMIT @limit` : `ORDER BY ${time}, ${rowid} LIMIT @limit`
