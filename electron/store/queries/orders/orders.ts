// The questions about orders, answered from the journal, newest first.
import type { Database } from 'better-sqlite3'
import {
  success,
  type Order,
  type ParsedRequestOf,
  type ReplyOf,
  type Result,
} from '../../../../src/contract/index.ts'
import { readCursor, writeCursor, strangeCursor } from '../cursor.ts'
import { prepared } from '../prepared.ts'
import { toOrder, type OrderRow } from './order-row.ts'

export function listOrders(
  journal: Database,
  request: ParsedRequestOf<'orders.list'>,
): Result<ReplyOf<'orders.list'>> {
  const cursor = request.after === undefined ? undefined : readCursor('placed_desc', request.after)
  if (cursor === null) return strangeCursor()
  const records = prepared<[Record<string, string | number | null>], OrderRow>(
    journal,
    `SELECT * FROM orders
       WHERE (@states IS NULL OR state IN (SELECT value FROM json_each(@states)))
         AND (@afterRowid IS NULL OR rowid < @afterRowid)
       ORDER BY rowid DESC LIMIT @limit`,
  ).all({
    states: request.state === undefined || request.state.length === 0 ? null : JSON.stringify(request.state),
    afterRowid: cursor?.rowid ?? null,
    limit: request.limit + 1,
  })
  const shown = records.slice(0, request.limit)
  const last = shown.at(-1)
  return success({
    rows: shown.map(toOrder),
    next:
      records.length > request.limit && last ? writeCursor('placed_desc', last.placed_at, last.rowid) : null,
  })
}

/** All orders on one payment, oldest first. */
export function ordersOn(journal: Database, paymentIntentId: string): Order[] {
  return prepared<[string], OrderRow>(
    journal,
    'SELECT * FROM orders WHERE object_id = ? ORDER BY placed_at, rowid',
  )
    .all(paymentIntentId)
    .map(toOrder)
}
