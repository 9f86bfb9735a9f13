// How customers and products are called, for a sentence: what the cache knows of them, never what to judge by.
import type { Database } from 'better-sqlite3'
import { withoutTurns } from '../../../src/domain/plain-text.ts'
import { prepared } from './prepared.ts'

/** Of a customer or a product; null where no name is known. */
export function nameOf(cache: Database, id: string): string | null {
  const found = prepared<[{ id: string }], { name: string | null }>(
    cache,
    `SELECT coalesce(name, email) AS name FROM customers WHERE id = $id
     UNION ALL SELECT name FROM products WHERE id = $id`,
  ).get({ id })
  const name = found?.name ?? null
  return name === null ? null : withoutTurns(name)
}
