// What a webhook should have brought and did not, by what it brings otherwise.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { eventLogOf } from '../../../../../electron/store/events/log.ts'
import { readEvent } from '../../../../../electron/store/events/read-event.ts'
import { openCache } from '../../../../../electron/store/open.ts'
import {
  foundSql,
  isAnyDeliveredSql,
  isLaterDeliveredSql,
  isTypeDeliveredSql,
  undeliveredIn,
} from '../../../../../electron/store/queries/events/undelivered.ts'

type Came = [type: string, created: number, source: 'webhook' | 'catch_up' | 'backfill']

function aCache(): { cache: Database; came(...events: Came[]): string[] } {
  const home = mkdtempSync(join(tmpdir(), 'bursar-undelivered-'))
  const opened = openCache(join(home, 'desk'), Buffer.alloc(32, 5))
  if (!opened.ok) throw new Error(opened.detail)
  const cache = opened.database
  onTestFinished(() => {
    cache.close()
    rmSync(home, { recursive: true, force: true })
  })
  const log = eventLogOf(cache)
  let count = 0
  return {
    cache,
    came: (...events) =>
      events.map(([type, created, source]) => {
        const event = { id: `evt_${(count += 1)}`, type, created, data: { object: { id: 'pi_1' } } }
        const outcome = { state: 'applied', attempts: 1, nextAttemptAt: null, problem: null } as const
        log.add(readEvent(event)!, JSON.stringify(event), { source, receivedAt: 1 }, outcome)
        return event.id
      }),
  }
}

test('where nothing was ever delivered, all that was found by asking is missed, and no history', () => {
  const { cache, came } = aCache()
  came(
    ['charge.succeeded', 100, 'catch_up'],
    ['charge.failed', 150, 'catch_up'],
    ['charge.failed', 160, 'backfill'],
  )
  const undelivered = undeliveredIn(cache)
  expect(undelivered(100, 200)).toBe(2)
  expect([undelivered(101, 150), undelivered(101, 151), undelivered(200, 100)]).toEqual([0, 1, 0])
})

test('of types that are never delivered none is missed: the destination was made for others', () => {
  const { cache, came } = aCache()
  came(['charge.succeeded', 90, 'webhook'], ['customer.updated', 100, 'catch_up'])
  const undelivered = undeliveredIn(cache)
  expect(undelivered(0, 200)).toBe(0)
  came(['charge.succeeded', 110, 'catch_up'])
  expect(undelivered(0, 200)).toBe(1)
})

test('one that was found first and delivered then is not missed', () => {
  const { cache, came } = aCache()
  const [id = ''] = came(['charge.succeeded', 100, 'catch_up'])
  const undelivered = undeliveredIn(cache)
  expect(undelivered(0, 200)).toBe(1)
  eventLogOf(cache).delivered(id)
  expect(undelivered(0, 200)).toBe(0)
})

test('one that was lost does not make a webhook silent that brings what happened later', () => {
  const { cache, came } = aCache()
  came(
    ['charge.succeeded', 90, 'webhook'],
    ['charge.succeeded', 100, 'catch_up'],
    ['charge.failed', 100, 'webhook'],
  )
  const undelivered = undeliveredIn(cache)
  expect(undelivered(0, 200)).toBe(1)
  came(['charge.failed', 101, 'webhook'])
  expect(undelivered(0, 200)).toBe(0)
})

test('each question walks an index', () => {
  const { cache } = aCache()
  const planOf = (sql: string, ...given: unknown[]): string =>
    cache
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...given)
      .map(({ detail }) => detail)
      .join('\n')
  expect(planOf(foundSql, 1, 2)).toContain('INDEX events_by_source (source=? AND created>? AND created<?)')
  expect(planOf(isTypeDeliveredSql, 'a')).toContain('INDEX events_by_type (type=?)')
  expect(planOf(isAnyDeliveredSql)).toContain('INDEX events_by_created')
  expect(planOf(isLaterDeliveredSql, 1)).toContain('INDEX events_by_created (created>?)')
  for (const sql of [isTypeDeliveredSql, isAnyDeliveredSql])
    expect(planOf(sql, ...(sql.includes('?') ? ['a'] : []))).not.toContain('TEMP B-TREE')
})
