// What is found by a search is the same however many segments its table is made of; a merge only makes them fewer.
import type { Database } from 'better-sqlite3'
import { expect, test } from 'vitest'
import { searchMerge } from '../../../../electron/store/projections/merge-search.ts'
import { aCache } from './tables.support.ts'

/** So many that segments become of it which are worth a merge. */
const transactions = 30
const rowsOfEach = 40

function aTornCache(): Database {
  const cache = aCache()
  tear(cache, transactions)
  return cache
}

/** Texts that share hardly anything, and in each row of a transaction its number as a word. */
function tear(cache: Database, times: number): void {
  const insert = cache.prepare('INSERT INTO customer_search (rowid, text) VALUES (?, ?)')
  const last = cache.prepare<[], number | null>('SELECT max(rowid) FROM customer_search').pluck().get() ?? 0
  let state = last + 1
  const letters = (): string => (state = (state * 48_271) % 2_147_483_647).toString(36)
  for (let transaction = 0; transaction < times; transaction += 1)
    cache.transaction(() => {
      for (let row = 0; row < rowsOfEach; row += 1)
        insert.run(
          last + transaction * rowsOfEach + row + 1,
          `number${transaction} ${Array.from({ length: 60 }, letters).join('')}`,
        )
    })()
}

const segmentIds = (cache: Database): number[] =>
  cache.prepare<[], number>('SELECT DISTINCT segid FROM customer_search_idx ORDER BY segid').pluck().all()

const segmentsOf = (cache: Database): number => segmentIds(cache).length

const found = (cache: Database, word: string): number[] =>
  cache
    .prepare<[string], number>(
      'SELECT rowid FROM customer_search WHERE customer_search MATCH ? ORDER BY rowid',
    )
    .pluck()
    .all(word)

/** @returns how many steps it took, each in a transaction of its own. */
function mergeAll(cache: Database): number {
  const merge = searchMerge(cache)
  let steps = 0
  while (cache.transaction(() => merge.step())()) steps += 1
  return steps
}

test('a search that is made of many segments is merged into one in small steps, and finds the same', () => {
  const cache = aTornCache()
  const before = found(cache, 'number17')
  expect(segmentsOf(cache)).toBeGreaterThan(3)
  expect(mergeAll(cache)).toBeGreaterThan(3)
  expect(segmentsOf(cache)).toBe(1)
  expect(found(cache, 'number17')).toEqual(before)
  expect(before).toHaveLength(rowsOfEach)
  expect(() =>
    cache.exec(`INSERT INTO customer_search (customer_search) VALUES ('integrity-check')`),
  ).not.toThrow()
})

test('one that was merged is left alone while little comes to it', () => {
  const cache = aTornCache()
  mergeAll(cache)
  cache.prepare('INSERT INTO customer_search (rowid, text) VALUES (?, ?)').run(1_000_000, 'somebody new')
  expect(mergeAll(cache)).toBe(0)
  expect(segmentsOf(cache)).toBe(2)
})

test('many small segments beside a large one are merged among themselves, and the large one is not written anew', () => {
  const cache = aTornCache()
  tear(cache, transactions)
  mergeAll(cache)
  const [large] = segmentIds(cache)
  tear(cache, 4)
  const beside = segmentsOf(cache)
  mergeAll(cache)
  expect([beside > 4, segmentsOf(cache) === 2, segmentIds(cache).includes(large!)]).toEqual([
    true,
    true,
    true,
  ])
  expect(found(cache, 'number3')).toHaveLength(3 * rowsOfEach)
})

test('a small one is left as it is', () => {
  const cache = aCache()
  for (const id of [1, 2, 3, 4, 5])
    cache.prepare('INSERT INTO customer_search (rowid, text) VALUES (?, ?)').run(id, `customer ${id}`)
  expect(mergeAll(cache)).toBe(0)
})

test('a merge that was cut off is ended by the next start', () => {
  const cache = aTornCache()
  const begun = searchMerge(cache)
  cache.transaction(() => [begun.step(), begun.step()])()
  expect(segmentsOf(cache)).toBeGreaterThan(1)
  mergeAll(cache)
  expect(segmentsOf(cache)).toBe(1)
  expect(found(cache, 'number3')).toHaveLength(rowsOfEach)
})

test('a merge whose transaction was rolled back begins anew', () => {
  const cache = aTornCache()
  const merge = searchMerge(cache)
  expect(() =>
    cache.transaction(() => {
      merge.step()
      throw new Error('the disk is full')
    })(),
  ).toThrow('the disk is full')
  merge.forget()
  while (merge.step());
  expect(segmentsOf(cache)).toBe(1)
  expect(found(cache, 'number3')).toHaveLength(rowsOfEach)
})
