// Keeps the search over customers, invoices, subscriptions, refunds, disputes and cards: what each row's body says, looked at once
// as a transaction ends. It must give the same for the same bodies, whichever was told last.
import type { Database } from 'better-sqlite3'
import { hash } from 'node:crypto'
import { wordsOfName } from '../../../src/domain/fold.ts'
import { bodyOf } from '../body.ts'
import type { ObjectTable, StripeObject } from './kind.ts'
import { isKeyOfSecond, nextSearchKey } from './search-keys.ts'
import {
  isSearched,
  searchFields,
  searchNumbers,
  searchOf,
  searchTextOf,
  type SearchedTable,
} from './search-text.ts'

export interface SearchDerivations {
  touched(table: ObjectTable, id: string, written: WrittenRow): void
  derive(): void
  /** What was written last may have been rolled back: rows are looked at again instead. */
  doubt(): void
  forget(): void
}

interface WrittenRow {
  rowid: number
  created: number
  /** As the body has it. */
  object: StripeObject
}

/** What the search has of an object. */
interface Listed {
  key: number
  digest: number
  words: string | null
}

interface Pending {
  table: SearchedTable
  row: WrittenRow
  listed: Listed | undefined
  /** The one it has and keeps; null: it needs one. */
  key: number | null
  text: string
  digest: number
  words: string | null
}

export function searchDerivations(database: Database): SearchDerivations {
  const find = (table: SearchedTable) =>
    database.prepare<[string], { rowid: number; created: number; body: Buffer }>(
      `SELECT rowid, created, body FROM ${table} WHERE id = ?`,
    )
  const finders = {
    customers: find('customers'),
    invoices: find('invoices'),
    subscriptions: find('subscriptions'),
    refunds: find('refunds'),
    disputes: find('disputes'),
    payment_methods: find('payment_methods'),
  }
  const listedAs = database.prepare<[number, number], Listed>(
    'SELECT key, digest, words FROM searchables WHERE kind = ? AND object = ?',
  )
  const lastKey = database
    .prepare<[number, number], number | null>('SELECT max(key) FROM searchables WHERE key >= ? AND key < ?')
    .pluck()
  const unlist = database.prepare('DELETE FROM searchables WHERE key = ?')
  const list = database.prepare(
    'INSERT INTO searchables (key, kind, object, digest, words) VALUES (@key, @kind, @object, @digest, @words)',
  )
  const unindex = {
    customer_search: database.prepare('DELETE FROM customer_search WHERE rowid = ?'),
    object_search: database.prepare('DELETE FROM object_search WHERE rowid = ?'),
  }
  const index = {
    customer_search: database.prepare('INSERT INTO customer_search (rowid, text) VALUES (?, ?)'),
    object_search: database.prepare('INSERT INTO object_search (rowid, text) VALUES (?, ?)'),
  }
  const unword = database.prepare('DELETE FROM customer_words WHERE word = ? AND key = ?')
  const word = database.prepare('INSERT OR IGNORE INTO customer_words (word, key) VALUES (?, ?)')

  /** By table and id, the row just written; undefined: to be looked up. */
  const touched = new Map<SearchedTable, Map<string, WrittenRow | undefined>>()

  function lookUp(table: SearchedTable, id: string): WrittenRow | undefined {
    const row = finders[table].get(id)
    return row && { ...row, object: bodyOf(row.body) as StripeObject }
  }

  function pendingOf(table: SearchedTable, id: string, written: WrittenRow | undefined): Pending | null {
    const row = written ?? lookUp(table, id)
    if (!row) return null
    const listed = listedAs.get(searchNumbers[table], row.rowid)
    const fields = searchFields(table, row.object)
    const text = searchTextOf(fields)
    const name = table === 'customers' ? fields.find(([field]) => field === 'name')?.[1] : undefined
    const digest = hash('sha1', text, 'buffer').readUIntBE(0, 6)
    const { base } = searchOf(table)
    const key = listed && isKeyOfSecond(listed.key, row.created, base) ? listed.key : null
    if (key !== null && listed?.digest === digest) return null
    return {
      table,
      row,
      listed,
      text,
      digest,
      words: name === undefined ? null : wordsOfName(name).join(' '),
      key,
    }
  }

  function write({ table, row, listed, text, digest, words, key: kept }: Pending): void {
    const { search, base } = searchOf(table)
    if (listed) {
      unindex[search].run(listed.key)
      unlist.run(listed.key)
      for (const each of wordsIn(listed.words)) unword.run(each, listed.key)
    }
    const key = kept ?? nextSearchKey(row.created, base, (from, before) => lastKey.get(from, before))
    list.run({ key, kind: searchNumbers[table], object: row.rowid, digest, words })
    index[search].run(key, text)
    for (const each of wordsIn(words)) word.run(each, key)
  }

  return {
    touched(table, id, written) {
      if (!isSearched(table)) return
      const ids = touched.get(table) ?? new Map<string, WrittenRow | undefined>()
      touched.set(table, ids.set(id, written))
    },
    derive() {
      const pending = [...touched].flatMap(([table, ids]) =>
        [...ids].flatMap(([id, written]) => pendingOf(table, id, written) ?? []),
      )
      // In order of their keys: the search writes to the disk whenever a row id is lower than the one before.
      pending.sort(
        (a, b) =>
          searchOf(a.table).base - searchOf(b.table).base ||
          a.row.created - b.row.created ||
          a.row.rowid - b.row.rowid,
      )
      for (const each of pending) write(each)
      touched.clear()
    },
    doubt() {
      for (const ids of touched.values()) for (const id of ids.keys()) ids.set(id, undefined)
    },
    forget: () => touched.clear(),
  }
}

const wordsIn = (words: string | null): string[] => (words === null || words === '' ? [] : words.split(' '))
