// What could not be read into the tables is kept and named, until it can be.
import Database from 'better-sqlite3'
import { onTestFinished, expect, test } from 'vitest'
import { oddObjects } from '../../../../electron/store/projections/odd-objects.ts'
import { migrate } from '../../../../electron/store/migrate.ts'
import { cacheMigrations } from '../../../../electron/store/migrations/index.ts'

function aCache(upTo = cacheMigrations.length): Database.Database {
  const cache = new Database(':memory:')
  onTestFinished(() => void cache.close())
  migrate(cache, cacheMigrations.slice(0, upTo))
  return cache
}

const object = (name: string) => ({ id: 'cus_1', object: 'customer', name })

test('of two tellings the later one is kept, and a note without one takes none away', () => {
  const odd = oddObjects(aCache())
  odd.note('cus_1', new Error('first'), { object: object('Ada'), asOf: 2000 })
  odd.note('cus_1', new Error('older'), { object: object('A'), asOf: 1000 })
  odd.note('cus_1', new Error('without'))
  expect(odd.find('cus_1')).toEqual({ object: object('Ada'), asOf: 2000 })
  expect(odd.read()).toEqual({ count: 1, example: 'cus_1: first' })
  odd.note('cus_1', new Error('later'), { object: object('Ada L.'), asOf: 3000 })
  expect(odd.find('cus_1')).toEqual({ object: object('Ada L.'), asOf: 3000 })
  odd.forget('cus_1')
  expect([odd.read(), odd.kept()]).toEqual([null, []])
})

test('what is named alone is counted, and not tried again', () => {
  const odd = oddObjects(aCache())
  odd.note('pi_1', new Error('sk_test_51Hxxxxxxxxxxxxxxxxxxxxxx is no amount'))
  expect(odd.read()?.count).toBe(1)
  expect(odd.read()?.example).not.toContain('51Hxx')
  expect([odd.kept(), odd.find('pi_1')]).toEqual([[], null])
})

test('those that an earlier version named are named on', () => {
  const cache = aCache(18)
  cache
    .prepare(`INSERT INTO sync_state (name, value) VALUES ('odd_objects', ?)`)
    .run(JSON.stringify({ cus_1: 'name: it has another shape' }))
  migrate(cache, cacheMigrations)
  expect(oddObjects(cache).read()).toEqual({ count: 1, example: 'cus_1: name: it has another shape' })
})
