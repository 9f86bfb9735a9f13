// Tells which events a webhook should have brought and did not. It must never miss one of a type that is not sent here: a destination at
// Stripe brings the types that were chosen for it.
import type { Database } from 'better-sqlite3'

/** So many of the latest events are looked at for one that was delivered. */
const latest = 1000

export const foundSql = /* sql */ `SELECT type, count(*) AS number, max(created) AS newest
  FROM events INDEXED BY events_by_source
  WHERE source = 'catch_up' AND created >= ? AND created < ? AND deliveries = 0 GROUP BY type`

export const isTypeDeliveredSql = /* sql */ `SELECT max(deliveries) > 0 FROM (
  SELECT deliveries FROM events INDEXED BY events_by_type WHERE type = ? ORDER BY created DESC LIMIT ${latest})`

export const isAnyDeliveredSql = /* sql */ `SELECT max(deliveries) > 0 FROM (
  SELECT deliveries FROM events INDEXED BY events_by_created ORDER BY created DESC LIMIT ${latest})`

export const isLaterDeliveredSql = /* sql */ `SELECT EXISTS (
  SELECT 1 FROM events INDEXED BY events_by_created WHERE created > ? AND deliveries > 0)`

/**
 * How many events of a stretch of time (Unix seconds by Stripe's clock, `to` is not inside) were found by asking alone. None while what
 * happened after them was delivered: one that was lost does not make a webhook silent.
 */
export function undeliveredIn(cache: Database): (from: number, to: number) => number {
  const found = cache.prepare<[number, number], { type: string; number: number; newest: number }>(foundSql)
  const isTypeDelivered = cache.prepare<[string], number | null>(isTypeDeliveredSql).pluck()
  const isAnyDelivered = cache.prepare<[], number | null>(isAnyDeliveredSql).pluck()
  const isLaterDelivered = cache.prepare<[number], number>(isLaterDeliveredSql).pluck()
  return (from, to) => {
    const all = found.all(from, to)
    if (all.length === 0) return 0
    // Where nothing comes at all, nobody knows which types should.
    const missed =
      isAnyDelivered.get() === 1 ? all.filter(({ type }) => isTypeDelivered.get(type) === 1) : all
    const newest = Math.max(...missed.map((of) => of.newest))
    if (missed.length === 0 || isLaterDelivered.get(newest) === 1) return 0
    return missed.reduce((sum, { number }) => sum + number, 0)
  }
}
