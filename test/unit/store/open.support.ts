// What the store's tests share: a folder of their own, a key, an order to insert, ways to damage a file.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { onTestFinished } from 'vitest'

export const aKey = (): Buffer => randomBytes(32)

/** A path for a desk's folder that does not exist yet; removed after the test. */
export function aFolder(): string {
  const home = mkdtempSync(join(tmpdir(), 'bursar-store-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return join(home, 'desks', 'acct_1-test')
}

/** The database of an opening that must have worked; closed after the test. */
export function opened(result: { ok: boolean }): Database {
  if (!('database' in result)) throw new Error(`did not open: ${JSON.stringify(result)}`)
  const database = result.database as Database
  onTestFinished(() => {
    database.close()
  })
  return database
}

/** Inserts a held order and returns its id. */
export function placeOrder(journal: Database, differing: Record<string, unknown> = {}): string {
  const id = randomUUID()
  const payload = JSON.stringify({ payment_intent: 'pi_1', amount: 1000 })
  const row: Record<string, unknown> = {
    id,
    desk_id: 'desk',
    kind: 'refund',
    state: 'held',
    object_id: `pi_${id}`,
    amount: 1000,
    currency: 'eur',
    payload,
    digest: createHash('sha256').update(payload).digest('hex'),
    idempotency_key: `key-${id}`,
    placed_at: 1,
    send_at: 8001,
    ...differing,
  }
  const columns = Object.keys(row)
  journal
    .prepare(`INSERT INTO orders (${columns.join()}) VALUES (${columns.map((name) => `@${name}`).join()})`)
    .run(row)
  return String(row['id'])
}

export const setState = (journal: Database, id: string, state: string): void => {
  journal.prepare('UPDATE orders SET state = ? WHERE id = ?').run(state, id)
}

export const orderIds = (journal: Database): string[] =>
  journal.prepare<[], string>('SELECT id FROM orders ORDER BY rowid').pluck().all()

/** Inserts a payment with this id, its body filled with noise so that the file grows by about `bytes`. */
export function storePayment(cache: Database, id: string, bytes = 10): void {
  cache
    .prepare(
      `INSERT INTO payment_intents (id, created, amount, currency, stripe_status, status, amount_milli, as_of, body)
       VALUES (?, 1, 100, 'eur', 'succeeded', 'succeeded', 1000, 1, ?)`,
    )
    .run(id, randomBytes(bytes))
}

/** Overwrites `length` bytes at `position` with others than were there. */
export function flipBytes(path: string, position: number, length = 16): void {
  const before = readFileSync(path).subarray(position, position + length)
  const file = openSync(path, 'r+')
  writeSync(
    file,
    before.map((byte) => byte ^ 0xff),
    0,
    before.length,
    position,
  )
  closeSync(file)
}

export const flipMiddle = (path: string): void => flipBytes(path, Math.floor(statSync(path).size / 2))

export const cutInHalf = (path: string): void => truncateSync(path, Math.floor(statSync(path).size / 2))
