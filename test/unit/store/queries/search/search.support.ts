// What the tests of searching and of customers share: the simulator's year as a desk has it, and rows made by hand beside it, so
// that there is one right answer to what is looked for. Times are counted from the year's end.
import type { Database } from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepableObject } from '../../../../../electron/store/projections/keepable-object.ts'
import { said } from '../../../../../electron/store/projections/precedence.ts'
import { tablesOf } from '../../../../../electron/store/projections/tables.ts'
import { eventLogOf } from '../../../../../electron/store/events/log.ts'
import { readEvent } from '../../../../../electron/store/events/read-event.ts'
import { openDeskStore } from '../../../../../electron/store/recover.ts'
import { ANCHOR, openBench } from '../../../simulator/harness.ts'

export interface Shop {
  cache: Database
  journal: Database
  /** Unix milliseconds: noon of the day after the year's last. */
  now: number
  close(): void
}

/** Unix seconds at noon, so many days before today, by this machine's clock. */
export const daysAgo = (days: number): number => {
  const end = new Date(ANCHOR * 1000)
  return new Date(end.getFullYear(), end.getMonth(), end.getDate() + 1 - days, 12).getTime() / 1000
}
export const now = daysAgo(0) * 1000

export function tell(cache: Database, ...objects: unknown[]): void {
  const tables = tablesOf(cache)
  cache.transaction(() => {
    for (const object of objects) tables.tell(keepableObject(object), { asOf: 1, said: said.read })
    tables.derive()
  })()
}

export function emptyShop(): Shop {
  const home = mkdtempSync(join(tmpdir(), 'bursar-search-'))
  const store = openDeskStore(join(home, 'desk'), Buffer.alloc(32, 5))
  if (!store.ok) throw new Error(store.detail)
  const { cache, journal } = store
  return {
    cache,
    journal,
    now,
    close() {
      cache.close()
      journal.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** The year of the demo, smaller, with its customers, cards, refunds and disputes. */
export async function yearsShop(): Promise<Shop> {
  const shop = emptyShop()
  const bench = await openBench({ seed: 'demo', size: { customers: 80, payments: 700 } })
  for (const list of [
    'customers?limit=100',
    'payment_intents?limit=100&expand[]=data.latest_charge&expand[]=data.payment_method',
    'refunds?limit=100',
    'disputes?limit=100',
  ])
    for (let after = ''; ;) {
      const { body } = await bench.get(`/v1/${list}${after}`)
      tell(shop.cache, ...body.data)
      if (body.has_more !== true) break
      after = `&starting_after=${body.data.at(-1).id}`
    }
  await bench.close()
  return shop
}

/** Puts events into the log, without applying them. */
export function logEvents(cache: Database, ...events: object[]): void {
  const log = eventLogOf(cache)
  cache.transaction(() => {
    for (const event of events) {
      const read = readEvent(event)
      if (read === null) throw new Error('not an event')
      log.add(
        read,
        JSON.stringify(event),
        { source: 'webhook', receivedAt: 1 },
        { state: 'applied', attempts: 1, nextAttemptAt: null, problem: null },
      )
    }
    log.index()
  })()
}

export const customer = (id: string, more: object = {}) => ({
  id,
  object: 'customer',
  created: daysAgo(200),
  name: null,
  email: null,
  phone: null,
  metadata: {},
  ...more,
})

/** A payment with its charge, by card unless said otherwise. */
export function payment(
  id: string,
  {
    card = { brand: 'visa', last4: '4242' },
    charge = {},
    ...more
  }: { card?: object; charge?: object; [field: string]: unknown } = {},
) {
  const facts = { created: daysAgo(40), amount: 4990, currency: 'eur', customer: null, ...more }
  return {
    id,
    object: 'payment_intent',
    status: 'succeeded',
    amount_received: facts.amount,
    metadata: {},
    ...facts,
    latest_charge: {
      id: id.replace('pi_', 'ch_'),
      object: 'charge',
      payment_intent: id,
      created: facts.created,
      amount: facts.amount,
      amount_captured: facts.amount,
      currency: facts.currency,
      customer: facts.customer,
      status: 'succeeded',
      paid: true,
      captured: true,
      payment_method_details: { type: 'card', card: { exp_month: 4, exp_year: 2031, ...card } },
      billing_details: { name: null, email: null },
      ...charge,
    },
  }
}

export const refund = (id: string, of: string, more: object = {}) => ({
  id,
  object: 'refund',
  payment_intent: of,
  charge: of.replace('pi_', 'ch_'),
  amount: 1000,
  currency: 'eur',
  status: 'succeeded',
  created: daysAgo(20),
  metadata: {},
  ...more,
})

export const dispute = (id: string, of: string, more: object = {}) => ({
  id,
  object: 'dispute',
  payment_intent: of,
  charge: of.replace('pi_', 'ch_'),
  amount: 4990,
  currency: 'eur',
  status: 'needs_response',
  reason: 'fraudulent',
  created: daysAgo(10),
  evidence_details: { due_by: daysAgo(-10) },
  ...more,
})

export const invoice = (id: string, customerId: string, more: object = {}) => ({
  id,
  object: 'invoice',
  customer: customerId,
  number: null,
  status: 'paid',
  currency: 'eur',
  amount_due: 2400,
  amount_paid: 2400,
  amount_remaining: 0,
  total: 2400,
  created: daysAgo(30),
  metadata: {},
  ...more,
})

export const subscription = (id: string, customerId: string, more: object = {}) => ({
  id,
  object: 'subscription',
  customer: customerId,
  status: 'active',
  currency: 'eur',
  created: daysAgo(90),
  cancel_at_period_end: false,
  items: { data: [] },
  metadata: {},
  ...more,
})

export const card = (id: string, customerId: string | null, more: object = {}) => ({
  id,
  object: 'payment_method',
  type: 'card',
  created: daysAgo(90),
  customer: customerId,
  card: { brand: 'visa', last4: '4242', exp_month: 4, exp_year: 2031 },
  metadata: {},
  ...more,
})

export const event = (id: string, type: string, object: object, created = daysAgo(5)) => ({
  id,
  object: 'event',
  api_version: '2026-10-28.endive',
  type,
  created,
  livemode: false,
  request: { id: null, idempotency_key: null },
  data: { object },
})
