// Which refunds and orders a text means: by what the searches know of refunds and of their payments, and by the words of orders.
// It looks at no more than its bounds, the newest first, and says when there was more.
import type { Database } from 'better-sqlite3'
import type { OrderState } from '../../../../src/contract/index.ts'
import { folded, tellingWords, wordsOf } from '../../../../src/domain/fold.ts'
import { searchNumbers } from '../../projections/search-text.ts'
import { partsOf, type Parameters } from '../payments/payment-filter.ts'
import { prepared } from '../prepared.ts'
import { objectMatch } from '../search/object-match.ts'
import { orderStatesOf } from './refund-walks.ts'

export interface Meant {
  /** Row ids in `refunds` of the cache, and in `orders` of the journal, as JSON. */
  refunds: string
  orders: string
  complete: boolean
}

/** So many refunds that hold the words themselves, payments that do, and orders of each state, are looked at. */
const mostRefunds = 1000
const mostPayments = 10_000
const mostOrders = 2000

export const refundsHoldingSql = `
  SELECT s.object FROM object_search CROSS JOIN searchables AS s ON s.key = object_search.rowid
  WHERE object_search MATCH @match AND s.kind = ${searchNumbers.refunds} ORDER BY object_search.rowid DESC LIMIT ${mostRefunds}`

export const refundsOfPaymentsSql = `
  SELECT r.rowid FROM
    (SELECT p.id FROM payment_search CROSS JOIN payment_intents AS p ON p.search_key = payment_search.rowid
     WHERE payment_search MATCH @match ORDER BY payment_search.rowid DESC LIMIT ${mostPayments}) AS found
  CROSS JOIN refunds AS r ON r.payment_intent_id = found.id LIMIT ${mostPayments}`

/** Where the search can't find the words: the newest refunds, and whether their payments hold them. */
const refundsByWordSql = (conditions: readonly string[]): string => `
  SELECT iif(${conditions.join(' AND ')}, r.rowid, NULL) FROM refunds AS r INDEXED BY refunds_by_created
  CROSS JOIN payment_intents AS p ON p.id = r.payment_intent_id ORDER BY r.created DESC LIMIT ${mostPayments}`

export const ordersOfStateSql = `
  SELECT rowid, id, object_id, refund_id, customer_label, note FROM orders INDEXED BY orders_by_state
  WHERE state = ? ORDER BY placed_at DESC LIMIT ${mostOrders}`

export const refundsOfOrdersSql = `SELECT rowid FROM refunds INDEXED BY refunds_by_order
  WHERE order_id IN (SELECT value FROM json_each(?)) AND order_id IS NOT NULL`

interface OrderWords {
  rowid: number
  id: string
  object_id: string
  refund_id: string | null
  customer_label: string | null
  note: string | null
}

/** null: the text says nothing, so everything is meant. */
export function meantBy(cache: Database, journal: Database, text: string | undefined): Meant | null {
  const words = tellingWords(wordsOf(text ?? ''))
  if (words.length === 0) return null
  let complete = true
  const bounded = <Row>(looked: Row[], most: number): Row[] => {
    if (looked.length >= most) complete = false
    return looked
  }
  const holding = objectMatch(words)
  const { match, shortWords, parameters } = partsOf(cache, { text: words.join(' ') })
  const all = (sql: string, given: Parameters): (number | null)[] =>
    prepared<[Parameters], number | null>(cache, sql).pluck().all(given)
  const refunds = new Set([
    ...(holding === null ? [] : bounded(all(refundsHoldingSql, { match: holding }), mostRefunds)),
    ...(match === null
      ? bounded(all(refundsByWordSql(shortWords), parameters), mostPayments).filter((rowid) => rowid !== null)
      : bounded(all(refundsOfPaymentsSql, { match }), mostPayments)),
  ])
  const wanted = words.map(folded)
  const ordersHolding = (state: OrderState): OrderWords[] =>
    bounded(prepared<[string], OrderWords>(journal, ordersOfStateSql).all(state), mostOrders).filter(
      (order) => holds(order, wanted),
    )
  const orders = Object.values(orderStatesOf).flatMap(ordersHolding)
  // What was noted with an order is known here alone, also where its refund is shown in its place.
  const made = JSON.stringify([...orders, ...ordersHolding('done')].map(({ id }) => id))
  for (const rowid of prepared<[string], number>(cache, refundsOfOrdersSql).pluck().all(made))
    refunds.add(rowid)
  return {
    refunds: JSON.stringify([...refunds]),
    orders: JSON.stringify(orders.map(({ rowid }) => rowid)),
    complete,
  }
}

function holds(order: OrderWords, wanted: readonly string[]): boolean {
  const { id, object_id, refund_id, customer_label, note } = order
  const text = folded([id, object_id, refund_id, customer_label, note].join('\n'))
  return wanted.every((word) => text.includes(word))
}
