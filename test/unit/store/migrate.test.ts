// Migrations: numbered steps, whole or not at all; what the first schema allows and refuses; which index serves which list.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { checkVersion, migrate } from '../../../electron/store/migrate.ts'
import { cacheMigrations, journalMigrations } from '../../../electron/store/migrations/index.ts'
import { openCache, openJournal } from '../../../electron/store/open.ts'
import { aFolder, aKey, opened, placeOrder, setState, storePayment } from './open.support.ts'

const first = { number: 1, name: 'one', up: 'CREATE TABLE one (a); INSERT INTO one VALUES (1)' }
const second = { number: 2, name: 'two', up: 'CREATE TABLE two (a); INSERT INTO two SELECT a + 1 FROM one' }

const memory = (): Database.Database =>
  opened({ ok: true, database: new Database(':memory:') } as { ok: true })
const tables = (database: Database.Database): unknown[] =>
  database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).pluck().all()
const version = (database: Database.Database): unknown => database.pragma('user_version', { simple: true })

const messageOf = (act: () => void): string | undefined => {
  try {
    act()
  } catch (error) {
    return String(error)
  }
  return undefined
}

describe('migrate', () => {
  test('applies only what is missing, in order, and records number, name, checksum and time', () => {
    const database = memory()
    expect(migrate(database, [first], 1000)).toEqual({ ok: true, applied: 1 })
    expect(migrate(database, [first, second], 2000)).toEqual({ ok: true, applied: 1 })
    expect(migrate(database, [first, second], 3000)).toEqual({ ok: true, applied: 0 })
    expect(database.prepare('SELECT a FROM two').pluck().all()).toEqual([2])
    expect(version(database)).toBe(2)
    expect(
      database
        .prepare('SELECT number, name, length(checksum) AS length, applied_at FROM applied_migrations')
        .all(),
    ).toEqual([
      { number: 1, name: 'one', length: 64, applied_at: 1000 },
      { number: 2, name: 'two', length: 64, applied_at: 2000 },
    ])
  })

  test('a step that fails half-way leaves the database at the step before', () => {
    const database = memory()
    const broken = { ...second, up: 'CREATE TABLE two (a); INSERT INTO nowhere VALUES (1)' }
    expect(() => migrate(database, [first, broken])).toThrow('nowhere')
    expect(version(database)).toBe(1)
    expect(tables(database)).toEqual(['applied_migrations', 'one'])
    expect(migrate(database, [first, second])).toEqual({ ok: true, applied: 1 })
  })

  test('refuses a database from a newer version and leaves it untouched', () => {
    const database = memory()
    migrate(database, [first, second])
    expect(migrate(database, [first])).toMatchObject({ ok: false, problem: 'store_newer' })
    expect(version(database)).toBe(2)
    expect(tables(database)).toEqual(['applied_migrations', 'one', 'two'])
  })

  test('refuses a database whose applied step is not the one it knows', () => {
    const database = memory()
    migrate(database, [first])
    const edited = { ...first, up: `${first.up};` }
    expect(migrate(database, [edited, second])).toMatchObject({ ok: false, problem: 'store_newer' })
    expect(version(database)).toBe(1)
  })

  test('refuses a database whose record of steps is not whole', () => {
    const database = memory()
    migrate(database, [first])
    database.exec('DELETE FROM applied_migrations')
    expect(checkVersion(database, [first])).toMatchObject({ ok: false, problem: 'store_newer' })
  })

  test('a gap in the numbers is a bug', () => {
    expect(() => migrate(memory(), [second])).toThrow('number 2 in place 1')
  })
})

describe.each([
  { open: openCache, name: 'cache.db', noun: 'cache' },
  { open: openJournal, name: 'journal.db', noun: 'journal' },
])('$name', ({ open, name }) => {
  test('from a newer version is refused by writer and reader, not a byte changed', () => {
    const folder = aFolder()
    const key = aKey()
    const database = opened(open(folder, key))
    database.pragma('user_version = 99')
    database.close()
    const before = readFileSync(join(folder, name))
    expect(open(folder, key)).toMatchObject({ ok: false, problem: 'store_newer' })
    expect(open(folder, key, { readonly: true })).toMatchObject({ ok: false, problem: 'store_newer' })
    expect(readFileSync(join(folder, name)).equals(before)).toBe(true)
  })

  test('has the schema of its migrations and passes SQLite’s own checks', () => {
    const database = opened(open(aFolder(), aKey()))
    const migrations = name === 'cache.db' ? cacheMigrations : journalMigrations
    expect(version(database)).toBe(migrations.length)
    expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }])
    expect(database.pragma('foreign_key_check')).toEqual([])
    const expected =
      name === 'cache.db'
        ? [
            'charges',
            'customers',
            'disputes',
            'events',
            'payment_intents',
            'payment_methods',
            'payment_search',
            'refunds',
            'sync_state',
          ]
        : ['order_log', 'orders']
    expect(tables(database)).toEqual(expect.arrayContaining(expected))
  })
})

describe('the cache', () => {
  const plan = (sql: string): string =>
    opened(openCache(aFolder(), aKey()))
      .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((row) => row.detail)
      .join('; ')

  test.each([
    ['payment_intents_by_created', 'WHERE (created, rowid) < (9, 9) ORDER BY created DESC, rowid DESC'],
    ['payment_intents_by_created', 'WHERE (created, rowid) > (9, 9) ORDER BY created, rowid'],
    [
      'payment_intents_by_status',
      `WHERE status = 'failed' AND (created, rowid) < (9, 9) ORDER BY created DESC, rowid DESC`,
    ],
    ['payment_intents_by_currency', `WHERE currency = 'eur' ORDER BY created DESC, rowid DESC`],
    ['payment_intents_by_amount', 'ORDER BY amount_milli DESC, rowid DESC'],
    ['payment_intents_by_amount', 'WHERE (amount_milli, rowid) > (9, 9) ORDER BY amount_milli, rowid'],
    ['payment_intents_by_customer', `WHERE customer_id = 'cus_1' ORDER BY created DESC, rowid DESC`],
  ])('serves a page through %s without sorting: %s', (index, rest) => {
    const detail = plan(`SELECT id FROM payment_intents ${rest} LIMIT 50`)
    expect(detail).toContain(index)
    expect(detail).not.toContain('TEMP B-TREE')
  })

  test.each([
    ['charges_by_payment_intent', `charges WHERE payment_intent_id = 'pi_1'`],
    ['refunds_by_payment_intent', `refunds WHERE payment_intent_id = 'pi_1'`],
    ['refunds_by_created', 'refunds ORDER BY created DESC, rowid DESC'],
    ['refunds_by_order', `refunds WHERE order_id = 'o'`],
    ['disputes_by_payment_intent', `disputes WHERE payment_intent_id = 'pi_1'`],
    ['events_by_idempotency_key', `events WHERE idempotency_key = 'k'`],
    ['events_by_object', `events WHERE object_id = 'pi_1' ORDER BY created`],
  ])('finds by %s', (index, rest) => {
    const detail = plan(`SELECT * FROM ${rest}`)
    expect(detail).toContain(index)
    expect(detail).not.toContain('TEMP B-TREE')
  })

  test('knows each Stripe id once', () => {
    const cache = opened(openCache(aFolder(), aKey()))
    storePayment(cache, 'pi_1')
    expect(() => storePayment(cache, 'pi_1')).toThrow('UNIQUE')
  })

  test('finds any part of a word, accents or not, and forgets a deleted text', () => {
    const cache = opened(openCache(aFolder(), aKey()))
    cache
      .prepare('INSERT INTO payment_search (rowid, text) VALUES (?, ?)')
      .run(7, 'Jürgen Schmidt jurgen@example.com 4242')
    const found = (text: string): unknown[] =>
      cache.prepare('SELECT rowid FROM payment_search WHERE payment_search MATCH ?').pluck().all(`"${text}"`)
    expect(found('chmid')).toEqual([7])
    expect(found('jurg')).toEqual([7])
    expect(found('JÜRG')).toEqual([7])
    expect(found('4242')).toEqual([7])
    cache.prepare('DELETE FROM payment_search WHERE rowid = 7').run()
    expect(found('chmid')).toEqual([])
  })

  test('keeps the thousandths of the largest amount exactly', () => {
    const cache = opened(openCache(aFolder(), aKey()))
    storePayment(cache, 'pi_1')
    const largest = BigInt(Number.MAX_SAFE_INTEGER) * 1000n
    cache.prepare('UPDATE payment_intents SET amount_milli = ?').run(largest)
    expect(cache.prepare('SELECT amount_milli FROM payment_intents').safeIntegers().pluck().get()).toBe(
      largest,
    )
  })
})

describe('the journal', () => {
  const states = ['held', 'withdrawn', 'sending', 'done', 'refused', 'unknown']
  const allowed = new Set([
    'held-withdrawn',
    'held-sending',
    'held-refused',
    'sending-done',
    'sending-refused',
    'sending-unknown',
    'sending-withdrawn',
    'unknown-done',
    'unknown-refused',
    'unknown-sending',
    'done-done',
    'refused-done',
    'withdrawn-done',
  ])

  test.each(states.flatMap((from) => states.map((to) => [from, to] as const)))(
    'lets an order go from %s to %s only if it may',
    (from, to) => {
      const journal = opened(openJournal(aFolder(), aKey()))
      const id = placeOrder(journal, { state: from })
      const go = (): void => setState(journal, id, to)
      const refused = String(messageOf(go)).includes('can not go from this state to that one')
      expect(refused).toBe(!allowed.has(`${from}-${to}`))
    },
  )

  test.each(['held', 'sending', 'unknown'])(
    'refuses a second order on an object while the first is %s',
    (state) => {
      const journal = opened(openJournal(aFolder(), aKey()))
      placeOrder(journal, { state, object_id: 'pi_1' })
      expect(() => placeOrder(journal, { object_id: 'pi_1' })).toThrow('UNIQUE')
      placeOrder(journal, { object_id: 'pi_2' })
    },
  )

  test.each(['withdrawn', 'done', 'refused'])(
    'takes a second order on an object once the first is %s',
    (state) => {
      const journal = opened(openJournal(aFolder(), aKey()))
      placeOrder(journal, { state, object_id: 'pi_1' })
      expect(() => placeOrder(journal, { object_id: 'pi_1' })).not.toThrow()
    },
  )

  test.each([
    ['id', 'other'],
    ['desk_id', 'other'],
    ['kind', 'other'],
    ['object_id', 'pi_other'],
    ['amount', 999],
    ['currency', 'usd'],
    ['payload', '{}'],
    ['digest', '0'.repeat(64)],
    ['idempotency_key', 'other'],
    ['placed_at', 2],
    ['rowid', 99],
  ])('never lets the %s of an order change', (column, value) => {
    const journal = opened(openJournal(aFolder(), aKey()))
    placeOrder(journal)
    expect(() => journal.prepare(`UPDATE orders SET ${column} = ?`).run(value)).toThrow(
      'what an order says never changes',
    )
  })

  test.each([
    ['amount', 0],
    ['amount', -1],
    ['amount', 10.5],
    ['state', 'lost'],
    ['payload', 'not json'],
    ['digest', 'short'],
  ])('refuses an order whose %s is %s', (column, value) => {
    const journal = opened(openJournal(aFolder(), aKey()))
    expect(() => placeOrder(journal, { [column]: value })).toThrow(/CHECK|cannot store REAL/)
  })

  test('never deletes an order, not even by replacing it', () => {
    const journal = opened(openJournal(aFolder(), aKey()))
    const id = placeOrder(journal)
    expect(() => journal.exec('DELETE FROM orders')).toThrow('never deleted')
    expect(() =>
      journal.exec(
        `INSERT OR REPLACE INTO orders (id, desk_id, kind, state, object_id, amount, currency, payload, digest, idempotency_key, placed_at, send_at)
         SELECT id, desk_id, kind, 'held', 'pi_other', 5, currency, payload, digest, idempotency_key, placed_at, send_at FROM orders`,
      ),
    ).toThrow('never deleted')
    expect(journal.prepare('SELECT id, amount FROM orders').all()).toEqual([{ id, amount: 1000 }])
  })

  test('the order log takes new lines for known orders, and keeps every old one', () => {
    const journal = opened(openJournal(aFolder(), aKey()))
    const id = placeOrder(journal)
    const log = journal.prepare(
      'INSERT INTO order_log (order_id, at, from_state, to_state) VALUES (?, 1, NULL, ?)',
    )
    log.run(id, 'held')
    expect(() => log.run('nobody', 'held')).toThrow('FOREIGN KEY')
    expect(() => journal.exec(`UPDATE order_log SET to_state = 'done'`)).toThrow('append-only')
    expect(() => journal.exec('DELETE FROM order_log')).toThrow('append-only')
    expect(() =>
      journal.exec(
        `INSERT OR REPLACE INTO order_log (rowid, order_id, at, to_state) VALUES (1, '${id}', 2, 'done')`,
      ),
    ).toThrow('append-only')
    expect(journal.prepare('SELECT to_state FROM order_log').pluck().all()).toEqual(['held'])
  })
})
