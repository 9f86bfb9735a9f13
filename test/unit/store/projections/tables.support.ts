// What the tests of the tables share: an empty cache in memory, and objects to tell it of.
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { migrate } from '../../../../electron/store/migrate.ts'
import { cacheMigrations } from '../../../../electron/store/migrations/index.ts'

let template: Buffer | undefined

export function aCache(): Database.Database {
  template ??= migrated()
  const cache = new Database(template)
  onTestFinished(() => void cache.close())
  return cache
}

/** Once for all tests of a file: to make the tables takes longer than most of them. */
function migrated(): Buffer {
  const cache = new Database(':memory:')
  migrate(cache, cacheMigrations)
  const bytes = cache.serialize()
  cache.close()
  return bytes
}

export function row(
  cache: Database.Database,
  table: string,
  id: string,
): Record<string, unknown> | undefined {
  return cache.prepare<[string], Record<string, unknown>>(`SELECT * FROM ${table} WHERE id = ?`).get(id)
}

export const aCustomer = (more: object = {}) => ({
  id: 'cus_1',
  object: 'customer',
  created: 5,
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  ...more,
})

export const anIntent = (more: object = {}) => ({
  id: 'pi_1',
  object: 'payment_intent',
  created: 5,
  amount: 4990,
  currency: 'eur',
  status: 'succeeded',
  customer: 'cus_1',
  latest_charge: 'ch_1',
  description: 'Annual plan',
  metadata: { ticket: 'T-4711' },
  ...more,
})

export const aCharge = (more: object = {}) => ({
  id: 'ch_1',
  object: 'charge',
  created: 5,
  amount: 4990,
  amount_captured: 4990,
  amount_refunded: 0,
  currency: 'eur',
  status: 'succeeded',
  paid: true,
  captured: true,
  refunded: false,
  disputed: false,
  payment_intent: 'pi_1',
  payment_method_details: {
    type: 'card',
    card: { brand: 'visa', last4: '4242', exp_month: 4, exp_year: 2030 },
  },
  billing_details: { name: 'A. Lovelace', email: null },
  ...more,
})

let serial = 0

/** `created` in seconds. */
export const anEvent = (type: string, object: object, created = 10, more: object = {}) => ({
  id: `evt_${(serial += 1)}`,
  object: 'event',
  api_version: '2026-10-28.endive',
  type,
  created,
  livemode: false,
  request: { id: 'req_1', idempotency_key: null },
  data: { object },
  ...more,
})
