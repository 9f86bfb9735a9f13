// How many refunds are in each state. Counting stops at a bound, and says so.
import type { Database } from 'better-sqlite3'
import {
  refundStates,
  success,
  type OrderState,
  type ParsedRequestOf,
  type RefundCounts,
  type RefundState,
  type Result,
} from '../../../../src/contract/index.ts'
import { stateOfOrder, stateOfRefund } from '../../../../src/domain/refund-life.ts'
import type { OrderRow } from '../orders/order-row.ts'
import type { Parameters } from '../payments/payment-filter.ts'
import { prepared } from '../prepared.ts'
import { madeWithoutRow, refunded, statusesOf } from './refund-life.ts'
import { meantBy } from './refund-text.ts'
import { orderStatesOf, orderWalk, refundWalk, type Sql, type Walk } from './refund-walks.ts'

/** So many of each state are counted. */
export const countedAtMost = 50_000

export function countRefunds(
  cache: Database,
  journal: Database,
  { filter }: Pick<ParsedRequestOf<'refunds.counts'>, 'filter'>,
): Result<RefundCounts> {
  const walk: Walk = {
    descending: true,
    after: null,
    limit: countedAtMost,
    createdFrom: filter.createdFrom,
    createdBefore: filter.createdBefore,
  }
  const meant = meantBy(cache, journal, filter.text)
  let stopped = meant?.complete === false
  const byState = Object.fromEntries(refundStates.map((state) => [state, 0])) as RefundCounts['byState']
  const count = (database: Database, state: RefundState, walked: Sql): void => {
    const counted = countOf(database, walked)
    if (counted >= countedAtMost) stopped = true
    byState[state] += counted
  }
  for (const status of statusesOf(cache))
    count(cache, stateOfRefund(status), refundWalk({ status, rowids: meant?.refunds ?? null }, walk))
  for (const [state, order] of Object.entries(orderStatesOf)) {
    const walked = orderWalk({ state: order, rowids: meant?.orders ?? null }, walk)
    count(journal, state as RefundState, walked)
    // Counted as the refund that it made, as the list shows it.
    if (mayHaveRefund.has(order))
      byState[state as RefundState] -= refunded(cache, idsOf(journal, walked)).size
  }
  const young = meant === null ? madeWithoutRow(cache, journal) : []
  const { sql, parameters } = orderWalk({ state: null, rowids: JSON.stringify(young) }, walk)
  for (const order of prepared<[Parameters], OrderRow>(journal, sql).all(parameters))
    byState[stateOfOrder(order.state, order.refund_status)] += 1
  const total = Object.values(byState).reduce((sum, each) => sum + each, 0)
  return success({ byState, total, atLeast: stopped })
}

/** Sent, and not known here what became of it. */
const mayHaveRefund: ReadonlySet<OrderState> = new Set(['sending', 'unknown'])

const idsOf = (journal: Database, { sql, parameters }: Sql): string[] =>
  prepared<[Parameters], string>(journal, `SELECT id FROM (${sql})`).pluck().all(parameters)

function countOf(database: Database, { sql, parameters }: Sql): number {
  return (
    prepared<[Parameters], number>(database, `SELECT count(*) FROM (${sql})`)
      .pluck()
      .get(parameters) ?? 0
  )
} // prettier-ignore
