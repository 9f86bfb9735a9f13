// Keeps the objects that could not be read into the tables, with the reason, so that none is passed over in silence, and a version that
// understands them needs not ask Stripe for them again. Each call belongs inside the caller's transaction.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { redact } from '../../../src/domain/redaction.ts'
import { bodyOf, packBody } from '../body.ts'
import type { StripeObject } from './kind.ts'

/** An object as it was told, already without what may not be kept. */
export interface ToldObject {
  object: StripeObject
  /** Stripe's clock, milliseconds. */
  asOf: number
}

export interface OddObjects {
  /** How many objects could not be read, and one of them in words; null when all could. */
  read(): { count: number; example: string } | null
  /** `told` is left out where the object is in its table, and something that is worked out of it could not be. */
  note(id: string, why: unknown, told?: ToldObject): void
  /** It could be read after all, or is gone. */
  forget(id: string): void
  /** Ids of those that are kept whole, to be tried again. */
  kept(): string[]
  find(id: string): ToldObject | null
}

export function oddObjects(database: Database): OddObjects {
  const counted = database.prepare<[], number>('SELECT count(*) FROM odd_objects').pluck()
  const first = database.prepare<[], { id: string; why: string }>(
    'SELECT id, why FROM odd_objects ORDER BY rowid LIMIT 1',
  )
  // Of two tellings the later one is kept.
  const upsert = database.prepare<{ id: string; why: string; asOf: number; body: Buffer | null }>(
    `INSERT INTO odd_objects (id, why, as_of, body) VALUES (@id, @why, @asOf, @body)
     ON CONFLICT (id) DO UPDATE SET why = excluded.why, as_of = excluded.as_of, body = coalesce(excluded.body, body)
     WHERE excluded.as_of >= as_of`,
  )
  const remove = database.prepare<[string]>('DELETE FROM odd_objects WHERE id = ?')
  const whole = database
    .prepare<[], string>('SELECT id FROM odd_objects WHERE body IS NOT NULL ORDER BY rowid')
    .pluck()
  const found = database.prepare<[string], { asOf: number; body: Buffer }>(
    'SELECT as_of AS asOf, body FROM odd_objects WHERE id = ? AND body IS NOT NULL',
  )
  return {
    read() {
      const example = first.get()
      return example ? { count: counted.get() ?? 0, example: `${example.id}: ${example.why}` } : null
    },
    note(id, why, told) {
      const body = told ? packBody(JSON.stringify(told.object)) : null
      upsert.run({ id: id.slice(0, 255), why: words(why), asOf: told?.asOf ?? 0, body })
    },
    forget: (id) => void remove.run(id),
    kept: () => whole.all(),
    find(id) {
      const row = found.get(id)
      return row ? { object: bodyOf(row.body) as StripeObject, asOf: row.asOf } : null
    },
  }
}

/** What stands for an object that has no id. */
export function idOf(object: unknown): string {
  const { id } = (object ?? {}) as { id?: unknown }
  return typeof id === 'string' ? id : 'an object without id'
}

function words(why: unknown): string {
  if (why instanceof z.ZodError) {
    const [issue] = why.issues
    return issue ? redact(`${issue.path.join('.')}: ${issue.message}`).slice(0, 300) : 'it has another shape'
  }
  return redact(why instanceof Error ? why.message : String(why)).slice(0, 300)
}
