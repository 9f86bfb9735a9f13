// Subscriptions as the lists show them: with whose they are, what they are for, and what needs attention. A few hundred at once.
import type { Database } from 'better-sqlite3'
import type { SubscriptionRow } from '../../../../src/contract/index.ts'
import { attentionsOf } from '../../../../src/domain/subscription-attention.ts'
import { prepared } from '../prepared.ts'
import { attentionColumns, attentionFacts, type AttentionRecord } from './subscription-filter.ts'

export type SubscriptionRecord = AttentionRecord & {
  rowid: number
  id: string
  customer_id: string | null
  customer_name: string | null
  customer_email: string | null
  currency: string | null
  monthly: number | null
  current_period_end: number | null
  collection_method: string | null
  created: number
  ended_at: number | null
}

/** Over `subscriptions AS s` and `customers AS c`. */
export const subscriptionColumns = `
  s.rowid, s.id, s.customer_id, c.name AS customer_name, c.email AS customer_email, s.currency, s.monthly,
  s.current_period_end, s.collection_method, s.created, s.ended_at, ${attentionColumns}`

/** In the order given. `now`: Unix seconds. */
export function subscriptionRows(
  cache: Database,
  records: readonly SubscriptionRecord[],
  now: number,
): SubscriptionRow[] {
  const products = productsOf(
    cache,
    records.map(({ rowid }) => rowid),
  )
  return records.map((record) => ({
    id: record.id,
    customerId: record.customer_id,
    customerName: record.customer_name,
    customerEmail: record.customer_email,
    status: record.status,
    attention: attentionsOf(attentionFacts(record), now),
    products: products.get(record.rowid) ?? [],
    currency: record.currency,
    monthly: record.monthly,
    currentPeriodEnd: record.current_period_end,
    trialEnd: record.trial_end,
    cancelAt: record.cancel_at,
    cancelAtPeriodEnd: record.cancel_at_period_end === 1,
    pause:
      record.pause_behavior === null
        ? null
        : { behavior: record.pause_behavior, resumesAt: record.pause_resumes_at },
    collectionMethod: record.collection_method,
    created: record.created,
    endedAt: record.ended_at,
  }))
}

function productsOf(cache: Database, rowids: readonly number[]): Map<number, string[]> {
  const items = prepared<[string], { subscription: number; product: string | null }>(
    cache,
    `SELECT i.subscription, coalesce(p.name, i.price_id) AS product
     FROM subscription_items AS i LEFT JOIN products AS p ON p.id = i.product_id
     WHERE i.subscription IN (SELECT value FROM json_each(?)) ORDER BY i.subscription, i.position`,
  ).all(JSON.stringify(rowids))
  const names = new Map<number, string[]>()
  for (const { subscription, product } of items) {
    const known = names.get(subscription) ?? []
    if (product !== null && !known.includes(product)) names.set(subscription, [...known, product])
  }
  return names
}
