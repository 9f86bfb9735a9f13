// What the cache has of a stretch of time, object by object, to be compared with Stripe's lists of it.
import type { Database } from 'better-sqlite3'
import type { Seconds } from '../../../../src/domain/calendar.ts'
import { prepared } from '../prepared.ts'

export const dayKinds = ['payments', 'refunds', 'disputes', 'balance_transactions'] as const
export type DayKind = (typeof dayKinds)[number]

export interface DayRow {
  id: string
  currency: string
  /** Minor units, as the fee. */
  amount: number
  /** 0 but for balance transactions. */
  fee: number
  /** Stripe's; empty for balance transactions. */
  status: string
}

/** As it is kept. */
export interface KeptRow extends DayRow {
  /** Unix seconds. */
  created: number
  /** Of when that is, Stripe's clock, milliseconds. */
  asOf: number
}

// In doubt it is negative (projections/precedence.ts).
const kept = 'created, iif(as_of < 0, -1 - as_of, as_of) AS asOf'
const within = 'created >= @from AND created < @before'
const dayRowsSql: Readonly<Record<DayKind, string>> = {
  payments: `SELECT id, currency, amount, 0 AS fee, stripe_status AS status, ${kept} FROM payment_intents WHERE ${within}`,
  refunds: `SELECT id, currency, amount, 0 AS fee, status, ${kept} FROM refunds WHERE ${within}`,
  disputes: `SELECT id, currency, amount, 0 AS fee, status, ${kept} FROM disputes WHERE ${within}`,
  // By currency: there is no index by time alone.
  balance_transactions: /* sql */ `
    WITH RECURSIVE c (currency) AS (
      SELECT min(currency) FROM balance_transactions
      UNION ALL
      SELECT (SELECT min(currency) FROM balance_transactions WHERE currency > c.currency) FROM c WHERE c.currency IS NOT NULL)
    SELECT t.id, t.currency, t.amount, t.fee, '' AS status, t.${kept} FROM c
    CROSS JOIN balance_transactions AS t INDEXED BY balance_transactions_by_created
      ON t.currency = c.currency AND t.created >= @from AND t.created < @before`,
}

/** By id. */
export function dayRows(cache: Database, kind: DayKind, stretch: Seconds): Map<string, KeptRow> {
  const rows = prepared<[Seconds], KeptRow>(cache, dayRowsSql[kind]).all(stretch)
  return new Map(rows.map((row) => [row.id, row]))
}
