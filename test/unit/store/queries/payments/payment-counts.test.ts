// The counts that are kept are those that counting would find, whatever happened to the payments.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCache } from '../../../../../electron/store/open.ts'
import {
  countByDay,
  countedAtMost,
  countPayments,
  spansOf,
} from '../../../../../electron/store/queries/payments/payment-counts.ts'
import { aFolder, aKey, opened } from '../../open.support.ts'

const day = 86_400
const statuses = ['succeeded', 'failed', 'refunded', 'disputed'] as const
const currencies = ['eur', 'usd', 'jpy']

describe('kept counts', () => {
  test('equal a count over the rows after any history, for any stretch of time', () => {
    const cache = opened(openCache(aFolder(), aKey()))
    const insert = cache.prepare(
      `INSERT OR REPLACE INTO payment_intents (id, created, amount, currency, stripe_status, status, amount_milli, as_of, said, whole, body)
       VALUES (@id, @created, 1, @currency, '', @status, 1, 1, 1, 1, x'00')`,
    )
    const update = cache.prepare(
      'UPDATE payment_intents SET status = @status, currency = @currency, created = @created WHERE id = @id',
    )
    const remove = cache.prepare('DELETE FROM payment_intents WHERE id = @id')
    const times = fc.integer({ min: 0, max: 120 * day })
    const payment = fc.record({
      id: fc.integer({ min: 0, max: 30 }).map(String),
      created: times,
      status: fc.constantFrom(...statuses),
      currency: fc.constantFrom(...currencies),
    })
    const step = fc.tuple(fc.constantFrom('insert', 'insert', 'update', 'remove'), payment)
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), times, times, (history, one, other) => {
        cache.exec('DELETE FROM payment_intents')
        cache.transaction(() => {
          for (const [what, row] of history)
            if (what === 'insert') insert.run(row)
            else if (what === 'update') update.run(row)
            else remove.run({ id: row.id })
        })()
        for (const filter of [
          {},
          { createdFrom: Math.min(one, other), createdBefore: Math.max(one, other) },
          { createdFrom: one, currency: 'eur' },
          { createdBefore: one },
        ]) {
          const { createdFrom = 0, createdBefore = 2 ** 40, currency = '%' } = filter as Record<string, never>
          const counted = cache
            .prepare<[object], [string, number]>(
              `SELECT status, count(*) FROM payment_intents NOT INDEXED
               WHERE created >= @createdFrom AND created < @createdBefore AND currency LIKE @currency GROUP BY status`,
            )
            .raw()
            .all({ createdFrom, createdBefore, currency })
          const kept = [...countByDay(cache, filter)].filter(([, count]) => count !== 0)
          expect(new Map<string, number>(kept)).toEqual(new Map(counted))
        }
      }),
      { numRuns: 150 },
    )
  })

  test('are found by their key', () => {
    const cache = opened(openCache(aFolder(), aKey()))
    const plan = cache
      .prepare<[], { detail: string }>(
        `EXPLAIN QUERY PLAN SELECT status, sum(count) FROM payment_counts WHERE width = 86400 AND slot >= 1 AND slot < 9 GROUP BY status`,
      )
      .all()
      .map(({ detail }) => detail)
    expect(plan[0]).toBe('SEARCH payment_counts USING PRIMARY KEY (width=? AND slot>? AND slot<?)')
  })
})

describe('a stretch of time', () => {
  test('is cut without gap or overlap, the widest stretches inside', () => {
    const time = fc.integer({ min: 0, max: 2_000_000_000 })
    fc.assert(
      fc.property(time, time, (one, other) => {
        const [from, before] = [Math.min(one, other), Math.max(one, other)]
        const spans = spansOf(from, before)
        let at = from
        for (const span of spans) {
          expect(span.from).toBe(at)
          expect(span.before).toBeGreaterThan(at)
          const whole = span.width > 0
          expect(whole ? [span.from % span.width, span.before % span.width] : [0, 0]).toEqual([0, 0])
          expect(whole ? 0 : span.before - span.from).toBeLessThan(2 * day)
          at = span.before
        }
        expect(at).toBe(Math.max(from, before))
        expect(spans.length).toBeLessThanOrEqual(5)
      }),
    )
  })
})

test('counting by a text or an amount stops at a bound, and says so', () => {
  const cache = opened(openCache(aFolder(), aKey()))
  cache.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${countedAtMost + 50})
    INSERT INTO payment_intents (id, created, amount, currency, stripe_status, status, amount_milli, as_of, body)
    SELECT 'pi_' || i, i, 1, 'eur', '', 'succeeded', i * 10, 1, x'00' FROM n`)
  const counted = (amountTo: string) => countPayments(cache, { deskId: 'demo', filter: { amountTo } })
  expect(counted('1')).toMatchObject({ value: { total: 100 } })
  expect(counted('1')).not.toHaveProperty('value.atLeast')
  expect(counted('100000')).toMatchObject({ value: { total: countedAtMost, atLeast: true } })
  expect(countPayments(cache, { deskId: 'demo', filter: {} })).toMatchObject({
    value: { total: countedAtMost + 50 },
  })
})
