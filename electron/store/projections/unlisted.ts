// Finds what a list did not tell of although it was read whole: most likely it is gone at Stripe, and the event that said so can't be
// asked for any more. It must never bury anything by itself: each is read again, and that decides.
import type { Database } from 'better-sqlite3'
import { kindOfObject } from './kinds.ts'

/**
 * Stripe's word for what each of these lists holds. What is in the others is never deleted, and the list of prices leaves out those that
 * are no longer offered or were made for one purchase.
 */
const deletable = {
  customers: 'customer',
  invoices: 'invoice',
  products: 'product',
} as const

/** When a row was last told, also where it is in doubt (precedence.ts: undoubted). */
const knownAsOf = /* sql */ `iif(as_of < 0, -1 - as_of, as_of)`

/** Marks what of a list was last told before its reading began (Unix seconds by Stripe's clock), to be read at `readAt` (our clock, milliseconds). */
export function markUnlisted(database: Database, list: string, begunAt: number, readAt: number): void {
  const word = deletable[list as keyof typeof deletable]
  const table = kindOfObject(word)?.table
  if (table === undefined) return
  database
    .prepare(
      `INSERT OR IGNORE INTO reads_due (kind, id, object_type, as_of, next_attempt_at)
       SELECT @table, id, @word, ${knownAsOf}, @readAt FROM ${table} WHERE deleted = 0 AND ${knownAsOf} < @begunAtMs`,
    )
    .run({ table, word, readAt, begunAtMs: begunAt * 1000 })
}
