// The refunds in the cache that orders of ours made, as Stripe last told them.
import type { Database } from 'better-sqlite3'
import { bodyOf } from '../../body.ts'

/** The ids of all of them. */
export function allRefundsOfOrders(cache: Database): string[] {
  return cache.prepare<[], string>('SELECT id FROM refunds WHERE order_id IS NOT NULL').pluck().all()
}

/** Of the refunds with these ids, the bodies of those that name an order. */
export function refundsOfOrders(cache: Database): (ids: Iterable<string>) => unknown[] {
  const bodies = cache
    .prepare<[string], Buffer>(
      'SELECT body FROM refunds WHERE id IN (SELECT value FROM json_each(?)) AND order_id IS NOT NULL',
    )
    .pluck()
  return (ids) => bodies.all(JSON.stringify([...ids])).map(bodyOf)
}
