// The question about what subscriptions are of: also what is not sold any more, and products that are not known here.
import type { Database } from 'better-sqlite3'
import { success, type ReplyOf, type Result } from '../../../../src/contract/index.ts'
import { prepared } from '../prepared.ts'

const atMost = 1000

/** From one product to the next by the index: to go through all items would take as long as there are subscriptions. */
export const subscribedProductsSql = `
  WITH RECURSIVE of(id) AS (
    SELECT min(product_id) FROM subscription_items
    UNION ALL
    SELECT (SELECT min(product_id) FROM subscription_items WHERE product_id > of.id) FROM of WHERE of.id IS NOT NULL
    LIMIT ${atMost + 2}
  )
  SELECT of.id, products.name FROM of LEFT JOIN products ON products.id = of.id WHERE of.id IS NOT NULL`

export function subscribedProducts(cache: Database): Result<ReplyOf<'subscriptions.products'>> {
  const found = prepared<[], { id: string; name: string | null }>(cache, subscribedProductsSql).all()
  const rows = found
    .slice(0, atMost)
    .toSorted((one, other) => (one.name ?? one.id).localeCompare(other.name ?? other.id))
  return success({ rows, more: found.length > atMost })
}
