// The demo's memory: what was done is there after a restart, and a torn line costs only itself.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openStateFile } from '../../../electron/simulator/state-file.ts'
import { openBench, type Json } from './harness.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bursar-simulator-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = () =>
  openBench({
    seed: 'memory',
    stateFile: join(folder, 'state.jsonl'),
    size: { customers: 20, payments: 120 },
    nowSeconds: 1_795_000_000,
  })

const contents = (bench: Awaited<ReturnType<typeof open>>) => {
  const { requests: _requests, ...rest } = bench.simulator.ledger(bench.account, 'test')
  return JSON.stringify(
    Object.entries(rest).map(([name, value]) => [name, value instanceof Map ? [...value] : value]),
  )
}

it('refunds, their events and everything that followed survive a restart, to the byte', async () => {
  const before = await open()
  before.simulator.clock.freeze(1_795_000_100)
  const pending = await before.pay(5000, { payment_method: 'pm_card_pendingRefund' })
  await before.post('/v1/refunds', { payment_intent: pending.id, amount: 700 }, { idempotencyKey: 'a' })
  before.simulator.clock.advance(3600)
  await before.post('/v1/refunds', { payment_intent: pending.id, amount: 800 }, { idempotencyKey: 'b' })
  await before.post('/v1/refunds', { payment_intent: pending.id, amount: 99_999 }, { idempotencyKey: 'c' })
  const known = contents(before)
  await before.close()

  const after = await open()
  expect(contents(after)).toBe(known)
  const again = await after.post(
    '/v1/refunds',
    { payment_intent: pending.id, amount: 800 },
    { idempotencyKey: 'b' },
  )
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  await after.close()
})

it('invoices that were asked for, schedules, test clocks and what was deleted survive a restart, to the byte', async () => {
  const before = await open()
  before.simulator.clock.freeze(1_795_000_100)
  const made = async (path: string, sent: Json) => (await before.post(path, sent)).body
  const clock = (await made('/v1/test_helpers/test_clocks', { frozen_time: 1_577_836_800 })).id
  const [ours, theirs] = [
    (await made('/v1/customers', { source: 'tok_visa' })).id,
    (await made('/v1/customers', { source: 'tok_visa', test_clock: clock })).id,
  ]
  const product = (await made('/v1/products', { name: 'Log' })).id
  const facts = { product, currency: 'eur', unit_amount: 1200, recurring: { interval: 'month' } }
  const items = [{ price: (await made('/v1/prices', facts)).id }]
  for (const [customer, start] of [
    [ours, 1_795_500_000],
    [theirs, 1_577_836_800],
  ] as const)
    await made('/v1/subscription_schedules', { customer, start_date: start, phases: [{ items }] })
  await made('/v1/invoiceitems', { customer: ours, amount: 900, currency: 'eur' })
  const include = { customer: ours, pending_invoice_items_behavior: 'include' }
  const draft = await made('/v1/invoices', include)
  await before.del(`/v1/invoices/${draft.id}`)
  await made('/v1/invoices', { ...include, auto_advance: true })
  await made(`/v1/test_helpers/test_clocks/${clock}/advance`, { frozen_time: 1_583_000_000 })
  before.simulator.clock.advance(10 * 86_400)
  await made('/v1/products', { name: 'Last' })
  const known = contents(before)
  const { invoices } = before.simulator.ledger(before.account, 'test')
  const paidBy = (customer: string) =>
    [...invoices.values()].filter((invoice) => invoice.customer === customer && invoice.status === 'paid')
      .length
  // The one that was asked for and the schedule's; two months of the clock.
  expect([paidBy(ours), paidBy(theirs)]).toEqual([2, 2])
  await before.close()
  const after = await open()
  expect(contents(after)).toBe(known)
  await after.close()
})

it('what the shop sells, who may use it and what customers set up survive a restart, to the byte', async () => {
  const before = await open()
  before.simulator.clock.freeze(1_795_000_100)
  const made = async (path: string, sent: Json) => (await before.post(path, sent)).body
  const customer = (await made('/v1/customers', { email: 'mia@example.com' })).id
  const feature = await made('/v1/entitlements/features', { lookup_key: 'exports', name: 'Exports' })
  const product = (await made('/v1/products', { name: 'Log' })).id
  await made(`/v1/products/${product}/features`, { entitlement_feature: feature.id })
  const recurring = { interval: 'month' }
  const price = await made('/v1/prices', { product, currency: 'eur', unit_amount: 1200, recurring })
  await made(`/v1/prices/${price.id}`, { active: false })
  await made('/v1/coupons', { percent_off: 20, id: 'SPRING' })
  await made('/v1/coupons/SPRING', { name: 'Spring' })
  await made('/v1/setup_intents', { customer, confirm: true, payment_method: 'pm_card_visa' })
  await made('/v1/billing_portal/sessions', { customer })
  const ledger = before.simulator.ledger(before.account, 'test')
  for (const kind of ['coupons', 'features', 'portalSessions', 'productFeatures', 'setupIntents'] as const)
    expect(ledger[kind].size).toBeGreaterThan(0)
  const known = contents(before)
  await before.close()

  const after = await open()
  expect(contents(after)).toBe(known)
  await after.close()
})

it('a 500 that was told stays told, with its effect', async () => {
  const before = await open()
  const payment = await before.pay(5000)
  before.simulator.chaos.script = [
    { match: { pathStartsWith: '/v1/refunds' }, action: '500_after', times: 1 },
  ]
  await before.post('/v1/refunds', { payment_intent: payment.id }, { idempotencyKey: 'a' })
  const refunds = before.simulator.ledger(before.account, 'test').refunds.size
  await before.close()

  const after = await open()
  const again = await after.post('/v1/refunds', { payment_intent: payment.id }, { idempotencyKey: 'a' })
  expect(again.status).toBe(500)
  expect(after.simulator.ledger(after.account, 'test').refunds.size).toBe(refunds)
  await after.close()
})

it('a torn last line is dropped, what was before is kept, and writing goes on', async () => {
  const path = join(folder, 'state.jsonl')
  const before = await open()
  const payment = await before.pay(5000)
  await before.post('/v1/refunds', { payment_intent: payment.id, amount: 100 })
  await before.close()
  appendFileSync(path, '{"at":1795000300,"account":"acct_1QAl')

  const between = await open()
  expect((await between.get(`/v1/refunds?payment_intent=${payment.id}`)).body.data).toHaveLength(1)
  await between.post('/v1/refunds', { payment_intent: payment.id, amount: 200 })
  await between.close()
  for (const line of readFileSync(path, 'utf8').trimEnd().split('\n'))
    expect(() => JSON.parse(line) as unknown).not.toThrow()

  const after = await open()
  expect((await after.get(`/v1/refunds?payment_intent=${payment.id}`)).body.data).toHaveLength(2)
  await after.close()
})

it('a line torn in the middle, as by a full disk, takes neither the next nor any later one along', () => {
  const path = join(folder, 'state.jsonl')
  const head = { seed: 'memory', anchor: 1, size: { customers: 1, payments: 1 } }
  const purchase = (at: number) => ({ at, purchase: true }) as const
  const file = openStateFile(path, head)
  file.append(purchase(1))
  // The disk takes half of a line, and says no then.
  renameSync(path, `${path}.kept`)
  mkdirSync(path)
  expect(() => file.append(purchase(2))).toThrow('EISDIR')
  rmdirSync(path)
  renameSync(`${path}.kept`, path)
  appendFileSync(path, '{"at":2,"purch')
  file.append(purchase(3))
  file.append(purchase(4))
  expect(openStateFile(path, head).deeds).toEqual([purchase(1), purchase(3), purchase(4)])
  appendFileSync(path, `{"at":5\n\n${JSON.stringify(purchase(6))}\n`)
  expect(openStateFile(path, head).deeds).toEqual([1, 3, 4, 6].map(purchase))
})

it('the file holds no key', async () => {
  const bench = await open()
  await bench.pay(5000)
  await bench.close()
  expect(readFileSync(join(folder, 'state.jsonl'), 'utf8')).not.toMatch(/[sr]k_(test|live)_/)
})
