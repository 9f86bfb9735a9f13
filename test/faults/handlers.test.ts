// The process is killed before, in the middle of and after the writing of the fact of each event that must be handled: every fact is there once, a
// letter is made once, and access is right at every moment.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDeskStore, type DeskStore } from '../../electron/store/recover.ts'
import { listAccess } from '../../electron/store/queries/access/access.ts'
import { accessPolicy } from '../../electron/store/queries/access/access-policy.ts'
import { listDrafts } from '../../electron/store/queries/letters/drafts.ts'
import type { Given } from './handlers.driver.ts'
import { mustBeHandled } from './must-be-handled.ts'

const day = 86_400
const begin = 1_790_000_000
const on = (days: number): number => begin + days * day

interface StoryEvent {
  id: string
  type: string
  created: number
  data: { object: Record<string, unknown> }
}

function event(id: string, type: string, days: number, object: object, previous?: object): StoryEvent {
  return {
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    type,
    created: on(days),
    livemode: false,
    request: { id: null, idempotency_key: null },
    data: { object, ...(previous && { previous_attributes: previous }) },
  } as StoryEvent
}

const subscription = (status: string, product = 'prod_A', more: object = {}): object => ({
  id: 'sub_1',
  object: 'subscription',
  customer: 'cus_1',
  status,
  currency: 'eur',
  created: begin,
  trial_end: on(14),
  cancel_at_period_end: false,
  items: {
    object: 'list',
    data: [
      {
        id: 'si_1',
        quantity: 1,
        price: { id: `price_${product}`, product, currency: 'eur', unit_amount: 2400 },
      },
    ],
  },
  ...more,
})
const invoice = (id: string, days: number, status: string, more: object = {}): object => ({
  id,
  object: 'invoice',
  customer: 'cus_1',
  status,
  number: `F-${id}`,
  currency: 'eur',
  created: on(days),
  amount_due: 2400,
  amount_remaining: status === 'paid' ? 0 : 2400,
  total: 2400,
  attempt_count: 1,
  parent: { subscription_details: { subscription: 'sub_1' } },
  ...more,
})

/** A trial, a payment that fails twice and then goes through, another plan, a failure, and the end. */
const story: StoryEvent[] = [
  event('evt_made', 'customer.subscription.created', 0, subscription('trialing')),
  event('evt_free', 'invoice.payment_succeeded', 0, invoice('in_0', 0, 'paid', { total: 0, amount_due: 0 })),
  event(
    'evt_failed',
    'invoice.payment_failed',
    14,
    invoice('in_1', 14, 'open', { next_payment_attempt: on(17) }),
  ),
  event('evt_due', 'customer.subscription.updated', 14, subscription('past_due'), { status: 'trialing' }),
  event('evt_again', 'invoice.payment_failed', 17, invoice('in_1', 14, 'open', { attempt_count: 2 })),
  event('evt_paid', 'invoice.payment_succeeded', 22, invoice('in_1', 14, 'paid')),
  event('evt_active', 'customer.subscription.updated', 22, subscription('active'), { status: 'past_due' }),
  event('evt_plan', 'customer.subscription.updated', 30, subscription('active', 'prod_B'), { items: {} }),
  event('evt_last', 'invoice.payment_failed', 44, invoice('in_2', 44, 'open')),
  event(
    'evt_gone',
    'customer.subscription.deleted',
    60,
    subscription('canceled', 'prod_B', { ended_at: on(60) }),
  ),
]

/** What access must be, by product. */
const right: [days: number, a: string | null, b: string | null][] = [
  [0, 'on_trial', null],
  [13, 'on_trial', null],
  [14, 'on_grace', null],
  [20, 'on_grace', null],
  [21, 'off_grace_over', null],
  [22, 'on_paid', null],
  [29, 'on_paid', null],
  [30, 'off_ended', 'on_paid'],
  [44, 'off_ended', 'on_grace'],
  [51, 'off_ended', 'off_grace_over'],
  [60, 'off_ended', 'off_ended'],
]

let home: string
beforeAll(() => void (home = mkdtempSync(join(tmpdir(), 'bursar-handlers-'))))
afterAll(() => rmSync(home, { recursive: true, force: true }))
const key = Buffer.alloc(32, 6)

function openStore(name: string): DeskStore {
  const store = openDeskStore(join(home, name), key)
  if (!store.ok) throw new Error(store.detail)
  return store
}

/** Newest first, and the first ones again: neither order nor repetition matters. */
const deliveries = [...story.toReversed(), ...story.slice(0, 4)]

/** `upTo`: so many deliveries have come by then. @returns whether it was killed. */
function live(name: string, death: Given['death'], upTo = deliveries.length): boolean {
  const events = join(home, 'events.json')
  writeFileSync(events, JSON.stringify(deliveries.slice(0, upTo)))
  const given: Given = { folder: join(home, name), key: key.toString('hex'), events, death }
  const driver = new URL('handlers.driver.ts', import.meta.url).pathname
  const { signal, status, stderr } = spawnSync(process.execPath, [driver, JSON.stringify(given)])
  if (signal === null && status !== 0) throw new Error(stderr.toString())
  return signal === 'SIGKILL'
}

function told(name: string) {
  const { cache, journal } = openStore(name)
  const all = (sql: string): unknown[] => cache.prepare(sql).all()
  const access = right.map(([days]) => {
    const page = listAccess(cache, accessPolicy(journal), { filter: {}, at: on(days), limit: 9 }, 0)
    if (!page.ok) throw new Error(page.error.message)
    const reasonOf = (product: string): string | null =>
      page.value.rows.find(({ productId }) => productId === product)?.reason ?? null
    return [days, reasonOf('prod_A'), reasonOf('prod_B')]
  })
  const drafts = listDrafts(cache, journal, { filter: { state: 'all' }, limit: 9 }, Date.now())
  const found = {
    facts: all('SELECT * FROM access_facts ORDER BY event_id'),
    stretches: all('SELECT * FROM access_stretches ORDER BY product_id, from_at'),
    drafts: drafts.ok
      ? drafts.value.rows.map(({ invoiceId, eventId, state }) => [invoiceId, eventId, state])
      : null,
    access,
  }
  cache.close()
  journal.close()
  return found
}

test('whenever it is killed, each effect is there once, and access is right', () => {
  for (const name of ['calm', 'killed']) {
    const { cache, journal } = openStore(name)
    cache.close()
    journal.close()
  }
  expect(live('calm', null)).toBe(false)
  const calm = told('calm')
  expect(calm.access).toEqual(right)
  expect(calm.facts).toHaveLength(story.length)
  expect(calm.drafts).toEqual([
    ['in_2', 'evt_last', 'open'],
    ['in_1', 'evt_again', 'settled'],
  ])

  // One of each kind, as it comes: the short form.
  const firstOf = mustBeHandled.map((must) => deliveries.findIndex(({ type }) => type === must))
  for (const place of firstOf.toSorted((one, other) => one - other))
    for (const when of ['before', 'during', 'after'] as const)
      expect(live('killed', { eventId: deliveries[place]!.id, when }, place + 1)).toBe(true)
  // And while what follows from all facts together is written.
  expect(live('killed', { eventId: 'evt_made', when: 'derived' })).toBe(true)
  expect(live('killed', null)).toBe(false)
  expect(told('killed')).toEqual(calm)
}, 120_000)
