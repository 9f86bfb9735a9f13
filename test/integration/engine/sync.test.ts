// The cache comes to hold what Stripe holds: read newest first, resumed where it stopped, followed, and never said to be more than it is.
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { openDesk } from '../../../electron/engine/accounts/open-desk.ts'
import type { Gateway } from '../../../electron/engine/gateway/gateway.ts'
import { openSync, type SyncPorts } from '../../../electron/engine/sync/sync.ts'
import { paymentDetail } from '../../../electron/store/queries/payments/payment-detail.ts'
import type { Freshness, Order } from '../../../src/contract/index.ts'
import { openIntake } from '../../../electron/engine/webhook/intake.ts'
import { entries as webhookThreads } from '../webhook/intake.support.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import {
  aHome,
  anOrder,
  aStore,
  deskId,
  openRooms,
  requestsTo,
  script,
  type ChaosAction,
  type Rooms,
} from './desk.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench({ seed: 'sync', size: { customers: 12, payments: 230 } })
})
afterAll(() => bench.close())
afterEach(() => {
  bench.simulator.chaos.script.length = 0
})

const facts = { accountId: 'acct_1', mode: 'test' } as const

function syncOf(rooms: Rooms, more: Partial<SyncPorts> = {}) {
  const states: Freshness[] = []
  const bugs: unknown[] = []
  const sync = openSync({
    deskId,
    gateway: rooms.gateway,
    cache: rooms.store.cache,
    intake: rooms.intake,
    budget: { perSecond: 1000, perEndpoint: 1000 },
    notUnderstood: () => rooms.odd.read(),
    projection: () => ({ waiting: 0, failed: 0, readsDue: 0, rebuilding: null, problem: null }),
    webhook: () => null,
    now: Date.now,
    changed: (freshness) => states.push(freshness),
    onBug: (error) => bugs.push(error),
    ...more,
  })
  onTestFinished(() => sync.stop())
  return { sync, states, bugs }
}

function cachedIds(rooms: Rooms, table: 'payment_intents' | 'charges' | 'refunds' | 'disputes'): string[] {
  return rooms.store.cache
    .prepare<[], { id: string }>(`SELECT id FROM ${table} ORDER BY id`)
    .all()
    .map((row) => row.id)
}

function expectWhole(rooms: Rooms): void {
  const ledger = bench.simulator.ledger(bench.account, 'test')
  expect(cachedIds(rooms, 'payment_intents')).toEqual([...ledger.paymentIntents.keys()].sort())
  // Every try, not just the latest of each payment.
  expect(cachedIds(rooms, 'charges')).toEqual([...ledger.charges.keys()].sort())
  expect(cachedIds(rooms, 'refunds')).toEqual([...ledger.refunds.keys()].sort())
  expect(cachedIds(rooms, 'disputes')).toEqual([...ledger.disputes.keys()].sort())
}

describe('the history', () => {
  test('is read newest first, and is told complete only when the last page is stored', async () => {
    const rooms = openRooms(bench)
    const { sync, states } = syncOf(rooms)
    expect(sync.freshness()).toMatchObject({ phase: 'idle', loaded: 0, completeTo: null })
    const asked = Math.floor(bench.simulator.clock.nowSeconds())
    const last = await sync.refresh()
    expectWhole(rooms)
    expect(last.phase).toBe('current')
    expect(last.completeTo).toBeLessThanOrEqual(asked * 1000)
    expect(last.notUnderstood).toBeUndefined()
    const created = rooms.store.cache
      .prepare<[], { created: number }>('SELECT created FROM payment_intents ORDER BY rowid LIMIT 100')
      .all()
      .map((row) => row.created)
    const newest = [...bench.simulator.ledger(bench.account, 'test').paymentIntents.values()]
      .map((intent) => intent.created)
      .sort((a, b) => b - a)
    expect(created).toEqual(newest.slice(0, 100))
    const whole = last.loaded
    for (const state of states) expect(state.loaded === whole || state.completeTo === null).toBe(true)
    expect(states.length).toBeGreaterThan(0)
  })

  test('with a failing page stalls, says why, keeps what was read, and goes on by itself', async () => {
    const rooms = openRooms(bench)
    const { sync } = syncOf(rooms)
    // Its parts are read side by side, each of them tried again.
    script(bench, 'GET', '/v1/refunds', ...Array<ChaosAction>(40).fill('500_before'))
    const stalled = await sync.refresh()
    bench.simulator.chaos.script.length = 0
    expect(stalled).toMatchObject({
      phase: 'stalled',
      completeTo: null,
      problem: { code: 'stripe_failed', message: expect.stringMatching(/\w/) },
    })
    expect(stalled.loaded).toBeGreaterThanOrEqual(100)
    expect(await sync.refresh()).toMatchObject({ phase: 'current' })
    expect(sync.freshness()).not.toHaveProperty('problem')
    expectWhole(rooms)
  })

  test('with a key that may not read disputes is read all the same', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', [
      'rak_charge_read',
      'rak_payment_intent_read',
      'rak_refund_read',
      'rak_customer_read',
      'rak_payment_method_read',
      'rak_event_read',
    ])
    const rooms = openRooms(bench, { key })
    expect(await syncOf(rooms).sync.refresh()).toMatchObject({ phase: 'current' })
    expect(cachedIds(rooms, 'payment_intents')).toHaveLength(
      bench.simulator.ledger(bench.account, 'test').paymentIntents.size,
    )
  })

  test('with a key that may not read events is complete to its beginning, stalls there, and names the permission', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', [
      'rak_charge_read',
      'rak_payment_intent_read',
      'rak_refund_read',
      'rak_customer_read',
      'rak_payment_method_read',
      'rak_dispute_read',
    ])
    const state = await syncOf(openRooms(bench, { key })).sync.refresh()
    expect(state).toMatchObject({
      phase: 'stalled',
      problem: { code: 'key_permission', message: expect.stringContaining('rak_event_read') },
    })
    expect(state.completeTo).not.toBeNull()
  })
})

describe('following', () => {
  test('takes what happened from the events, and reads once again what happened within one second', async () => {
    const rooms = openRooms(bench, { settleMs: 2000 })
    const { sync } = syncOf(rooms)
    await sync.refresh()
    onTestFinished(() => bench.simulator.clock.resume())
    bench.simulator.clock.freeze(bench.simulator.clock.nowSeconds() + 120)
    const payment = await bench.pay(9000)
    for (const amount of [100, 200, 300])
      await bench.post('/v1/refunds', { payment_intent: payment.id, amount })
    bench.simulator.clock.freeze(bench.simulator.clock.nowSeconds() + 5)
    const { latest_charge: charge } = bench.simulator
      .ledger(bench.account, 'test')
      .paymentIntents.get(payment.id)!
    await sync.refresh()
    // It is left alone for a moment first.
    await vi.waitFor(() => expect(requestsTo(bench, 'GET', `/v1/charges/${String(charge)}`)).toBe(1), 20_000)
    await rooms.projector.idle()
    await sync.refresh()
    await new Promise((resolve) => setTimeout(resolve, 100))
    await rooms.projector.idle()
    expect(requestsTo(bench, 'GET', `/v1/charges/${String(charge)}`)).toBe(1)
    expectWhole(rooms)
    const detail = paymentDetail(rooms.store.cache, rooms.store.journal, facts, payment.id)
    expect(detail).toMatchObject({
      value: { amountRefundable: 8400, payment: { status: 'partially_refunded' } },
    })
    expect(detail.ok && detail.value.refunds.map(({ orderId }) => orderId)).toEqual([null, null, null])
  })

  test('a window that could not be read is read next time', async () => {
    const rooms = openRooms(bench)
    const { sync } = syncOf(rooms)
    const first = await sync.refresh()
    bench.simulator.clock.advance(60)
    await bench.pay(4000)
    script(bench, 'GET', '/v1/events', ...Array<ChaosAction>(4).fill('500_before'))
    const stalled = await sync.refresh()
    expect(stalled.phase).toBe('stalled')
    expect(stalled.completeTo).toBe(first.completeTo)
    const well = await sync.refresh()
    expect(well.completeTo).toBeGreaterThan(first.completeTo!)
    expectWhole(rooms)
  })

  test('what becomes of our refund reaches the journal', async () => {
    const rooms = openRooms(bench)
    const { sync } = syncOf(rooms)
    await sync.refresh()
    const payment = await bench.pay(5000, { payment_method: 'pm_card_refundFail' })
    const request = anOrder(payment, 1500)
    await rooms.refunds.place(request)
    expect(await rooms.refunds.sendNow(request.orderId)).toMatchObject({
      value: { refundStatus: 'succeeded' },
    })
    bench.simulator.clock.advance(20 * 24 * 3600)
    await sync.refresh()
    expect(rooms.journal.find(request.orderId)).toMatchObject({ state: 'done', refundStatus: 'failed' })
  })

  test('a renamed customer is found by its new name, a deleted one keeps it', async () => {
    const rooms = openRooms(bench)
    const { sync } = syncOf(rooms)
    const customer = await bench.post('/v1/customers', { name: 'Before Marriage', email: 'b@example.com' })
    await bench.pay(5000, { customer: customer.body.id })
    await sync.refresh()
    const found = (word: string): number =>
      rooms.store.cache
        .prepare('SELECT rowid FROM payment_search WHERE payment_search MATCH ?')
        .all(`"${word}"`).length
    expect([found('Before Marriage'), found('After Marriage')]).toEqual([1, 0])
    bench.simulator.clock.advance(5)
    await bench.post(`/v1/customers/${customer.body.id}`, { name: 'After Marriage' })
    await sync.refresh()
    expect([found('Before Marriage'), found('After Marriage')]).toEqual([0, 1])
    bench.simulator.clock.advance(5)
    await bench.del(`/v1/customers/${customer.body.id}`)
    await sync.refresh()
    expect(found('After Marriage')).toBe(1)
  })

  test('after a gap longer than Stripe keeps events everything is read again, and what no list tells of any more is gone', async () => {
    const rooms = openRooms(bench)
    const { sync } = syncOf(rooms)
    const gone = await bench.post('/v1/customers', { name: 'Gone Meanwhile' })
    await sync.refresh()
    await bench.pay(4100)
    await bench.del(`/v1/customers/${gone.body.id}`)
    bench.simulator.clock.advance(31 * 24 * 3600)
    const before = requestsTo(bench, 'GET', '/v1/payment_intents')
    expect(await sync.refresh()).toMatchObject({ phase: 'current' })
    expect(requestsTo(bench, 'GET', '/v1/payment_intents') - before).toBeGreaterThan(2)
    await rooms.projector.idle()
    const deleted = rooms.store.cache.prepare('SELECT deleted FROM customers WHERE id = ?').pluck()
    expect(deleted.get(gone.body.id)).toBe(1)
    expectWhole(rooms)
  })

  test('a price that is no longer offered is read too, though no event tells of it any more', async () => {
    const product = await bench.post('/v1/products', { name: 'Old Plan' })
    const price = await bench.post('/v1/prices', {
      currency: 'eur',
      product: product.body.id,
      recurring: { interval: 'month' },
      unit_amount: 900,
    })
    await bench.post(`/v1/prices/${price.body.id}`, { active: false })
    bench.simulator.clock.advance(31 * 24 * 3600)
    const rooms = openRooms(bench)
    await syncOf(rooms).sync.refresh()
    const active = rooms.store.cache.prepare('SELECT active FROM prices WHERE id = ?').pluck()
    expect(active.get(price.body.id)).toBe(0)
  })

  test('earlier events of one second stand in the order in which they happened', async () => {
    const shop = await openBench()
    onTestFinished(() => shop.close())
    const paid = await shop.pay(6000)
    for (const amount of [1000, 5000]) await shop.post('/v1/refunds', { payment_intent: paid.id, amount })
    shop.simulator.clock.advance(86_400)
    const rooms = openRooms(shop)
    await syncOf(rooms).sync.refresh()
    const listed = (await shop.get('/v1/events?limit=100')).body.data as { id: string; created: number }[]
    expect(new Set(listed.map(({ created }) => created)).size).toBeLessThan(listed.length / 2)
    const kept = rooms.store.cache.prepare('SELECT id FROM events ORDER BY created, rowid').pluck().all()
    expect(kept).toEqual(listed.map(({ id }) => id).toReversed())
  })

  test('what is scheduled for a subscription is known, though its events are gone', async () => {
    const shop = await openBench()
    onTestFinished(() => shop.close())
    const make = async (path: string, sent: object): Promise<{ id: string }> =>
      (await shop.post(`/v1/${path}`, { ...sent })).body
    const customer = (await make('customers', { email: 'mia@example.com', source: 'tok_visa' })).id
    const product = (await make('products', { name: 'Box' })).id
    const recurring = { interval: 'year' }
    const price = (amount: number) =>
      make('prices', { currency: 'eur', product, recurring, unit_amount: amount })
    const phases = [
      { items: [{ price: (await price(1000)).id }] },
      { items: [{ price: (await price(3000)).id }] },
    ]
    const { id } = await make('subscription_schedules', { customer, start_date: 'now', phases })
    shop.simulator.clock.advance(40 * 86_400)
    const rooms = openRooms(shop)
    await syncOf(rooms).sync.refresh()
    const told = (sql: string): unknown => rooms.store.cache.prepare(sql).pluck().all()
    expect(told(`SELECT count(*) FROM events WHERE type = 'subscription_schedule.created'`)).toEqual([0])
    expect(told('SELECT id FROM subscription_schedules')).toEqual([id])
    expect(told('SELECT json_array_length(phases) FROM subscription_schedules')).toEqual([2])
    expect(told('SELECT schedule_id FROM subscriptions')).toEqual([id])
  })

  test("a wrong clock of this machine starts nothing anew: times are Stripe's", async () => {
    const rooms = openRooms(bench)
    const { sync } = syncOf(rooms, { now: () => Date.now() + 400 * 24 * 3600_000 })
    const first = await sync.refresh()
    const before = requestsTo(bench, 'GET', '/v1/payment_intents')
    expect(await sync.refresh()).toMatchObject({ phase: 'current', loaded: first.loaded })
    expect(requestsTo(bench, 'GET', '/v1/payment_intents')).toBe(before)
  })
})

describe('what is odd', () => {
  /** The same gateway, but what it reads is changed on the way. */
  function spoiling(
    rooms: Rooms,
    spoil: (value: { data?: { id: string; object: string; created: number }[] }) => void,
  ): Gateway {
    return {
      ...rooms.gateway,
      async read(ask) {
        const answer = await rooms.gateway.read(ask)
        if (answer.ok) spoil(answer.value as { data?: { id: string; object: string; created: number }[] })
        return answer
      },
    }
  }

  test('in one object leaves that object out, says so, and stops nothing', async () => {
    const rooms = openRooms(bench)
    const odd = new Set<string>()
    // Of later ones the earlier events tell as well, in a shape that is understood.
    const eventsFrom = bench.simulator.clock.nowSeconds() - 31 * 24 * 3600
    const gateway = spoiling(rooms, ({ data }) => {
      for (const object of data ?? []) {
        if (object.object === 'payment_intent' && object.created < eventsFrom && odd.size < 2)
          odd.add(object.id)
        if (odd.has(object.id)) Object.assign(object, { amount: 'twelve' })
      }
    })
    const { sync } = syncOf(rooms, { gateway })
    const state = await sync.refresh()
    expect(state).toMatchObject({ phase: 'current', notUnderstood: { count: 2 } })
    expect(odd).toContain(state.notUnderstood?.example.split(':')[0])
    const ledger = bench.simulator.ledger(bench.account, 'test')
    expect(cachedIds(rooms, 'payment_intents')).toHaveLength(ledger.paymentIntents.size - 2)
    expect(ledger.charges.size).toBeGreaterThan(0)

    // Read in a shape that is understood, it is there, and no longer counted.
    for (const id of odd) await rooms.readPayment(id)
    expectWhole(rooms)
    expect(rooms.odd.read()).toBeNull()
  })

  test('in one event is kept and marked, and the others are followed', async () => {
    const rooms = openRooms(bench)
    let spoilt = 0
    const gateway = spoiling(rooms, ({ data }) => {
      const [event] = data ?? []
      if (event?.object === 'event' && spoilt++ === 0) Object.assign(event, { created: 'yesterday' })
    })
    const { sync } = syncOf(rooms, { gateway })
    await sync.refresh()
    bench.simulator.clock.advance(10)
    await bench.pay(4200)
    expect(await sync.refresh()).toMatchObject({ phase: 'current' })
    expect(
      rooms.store.cache.prepare(`SELECT state, problem FROM events WHERE type = 'unreadable'`).all(),
    ).toEqual([{ state: 'kept', problem: expect.stringMatching(/not an event/) }])
    expectWhole(rooms)
  })

  test('inside Bursar itself is recorded and said, and reading goes on', async () => {
    const rooms = openRooms(bench)
    let isBroken = true
    const intake: typeof rooms.intake = {
      ...rooms.intake,
      objects(kind, ...page) {
        if (isBroken && kind === 'refunds') throw new TypeError('ours')
        return rooms.intake.objects(kind, ...page)
      },
    }
    const { sync, bugs } = syncOf(rooms, { intake })
    expect(await sync.refresh()).toMatchObject({ phase: 'stalled', problem: { code: 'internal' } })
    expect(bugs).toHaveLength(1)
    isBroken = false
    expect(await sync.refresh()).toMatchObject({ phase: 'current' })
    expectWhole(rooms)
  })
})

describe('a whole desk', () => {
  const secret = 'whsec_ofTheTestsOfAWholeDesk'

  async function open() {
    const folder = aHome()
    const store = aStore(folder)
    const pushes: [string, unknown][] = []
    const webhooks = openIntake({
      files: webhookThreads,
      port: 0,
      onStored: () => opened.ok && opened.value.projector.wake(),
      onBug: (error) => pushes.push(['bug', error]),
    })
    onTestFinished(() => webhooks.close())
    const opened = await openDesk({
      deskId,
      title: () => 'TEST · Bench',
      folder,
      accountId: bench.account,
      fileKey: Buffer.alloc(32, 7),
      token: 'f'.repeat(32),
      signing: [{ id: 'one', secret, addedAt: 0 }],
      keepSigning: null,
      webhooks,
      mode: 'test',
      keyType: 'secret',
      occasion: 'connected',
      stripeKey: bench.simulator.accounts[0]!.keys.secretTest,
      baseUrl: bench.simulator.baseUrl,
      cache: store.cache,
      journal: store.journal,
      journalRestored: false,
      keepPassphrase: null,
      keyRefusal: () => undefined,
      onKeyRevoked: () => undefined,
      accessChanged: () => undefined,
      push: (name, payload) => pushes.push([name, payload]),
      onNotice: () => undefined,
      onNoticeOver: () => undefined,
      onBug: (error) => pushes.push(['bug', error]),
    })
    if (!opened.ok) throw new Error(opened.error.message)
    const desk = opened.value
    const orders = (): Order[] =>
      pushes.filter(([name]) => name === 'order.changed').map(([, order]) => order as Order)
    return { desk, pushes, orders, store, webhooks, folder }
  }

  test('an order is confirmed by the event that carries its key', async () => {
    const { desk, orders, pushes } = await open()
    await desk.sync.refresh()
    const payment = await bench.pay(5000)
    const request = anOrder(payment, 500)
    await desk.refunds.place(request)
    expect(await desk.refunds.sendNow(request.orderId)).toMatchObject({ value: { confirmedByEvent: false } })
    await desk.sync.refresh()
    expect(orders().at(-1)).toMatchObject({ id: request.orderId, state: 'done', confirmedByEvent: true })
    expect(pushes.filter(([name]) => name === 'bug')).toEqual([])
    await desk.close()
  })

  test('an order whose event came before its outcome was known is confirmed too', async () => {
    const { desk, store } = await open()
    await desk.sync.refresh()
    const payment = await bench.pay(5000)
    const request = anOrder(payment, 500)
    await desk.refunds.place(request)
    const { payload, idempotencyKey } = desk.journal.contentsOf(request.orderId)!
    await bench.post('/v1/refunds', payload as never, { idempotencyKey })
    desk.journal.move(request.orderId, ['held'], { state: 'sending', sentAt: Date.now() })
    await desk.sync.refresh()
    expect(desk.journal.find(request.orderId)).toMatchObject({ state: 'sending', confirmedByEvent: false })
    expect(await desk.refunds.reconcile(request.orderId)).toMatchObject({ value: { state: 'done' } })
    expect(desk.journal.find(request.orderId)).toMatchObject({ confirmedByEvent: true })
    await desk.close()
    expect(store.cache.open).toBe(false)
  })

  test(
    'an inbox that can no longer be read is begun anew, and holds up nothing else',
    { timeout: 20_000 },
    async () => {
      const { desk, folder, store } = await open()
      await desk.sync.refresh()
      const inbox = join(folder, 'inbox.db')
      for (const file of [inbox, `${inbox}-wal`, `${inbox}-shm`]) rmSync(file, { force: true })
      writeFileSync(inbox, Buffer.alloc(65_536, 1))
      const payment = await bench.pay(4700)
      expect(await desk.sync.refresh()).toMatchObject({ phase: 'current', projection: { problem: null } })
      expect(paymentDetail(store.cache, store.journal, facts, payment.id).ok).toBe(true)
      expect(readdirSync(folder)).toContainEqual(expect.stringMatching(/^inbox-corrupt-.*\.db$/))
      await desk.close()
    },
  )

  test('what the webhook brings is in the tables without looking for it at Stripe', async () => {
    const { desk, store, webhooks, pushes } = await open()
    await desk.sync.refresh()
    await vi.waitFor(() => expect(webhooks.state(deskId)?.running).toBe(true))
    bench.simulator.setWebhook(bench.account, 'test', { url: webhooks.state(deskId)!.urls[0]!, secret })
    onTestFinished(() => bench.simulator.setWebhook(bench.account, 'test', null))
    const before = bench.simulator.ledger(bench.account, 'test').requests.length
    const payment = await bench.pay(7700)
    await bench.simulator.webhooksIdle()
    await vi.waitFor(() =>
      expect(
        store.cache.prepare<[string]>('SELECT status FROM payment_intents WHERE id = ?').get(payment.id),
      ).toEqual({ status: 'succeeded' }),
    )
    const asked = bench.simulator.ledger(bench.account, 'test').requests.slice(before)
    // Two events of one second about one object have it read again; nothing is looked for.
    const isReadAgain = /^\/v1\/(charges|payment_intents)\/\w+$/
    expect(asked.filter(({ method, path }) => method === 'GET' && !isReadAgain.test(path))).toEqual([])
    const sources = store.cache
      .prepare(`SELECT DISTINCT source FROM events WHERE object_id = ?`)
      .all(payment.id)
    expect(sources).toEqual([{ source: 'webhook' }])
    expect(pushes).toContainEqual([
      'data.changed',
      expect.objectContaining({ kinds: expect.arrayContaining(['events']) }),
    ])
    expect(desk.listener.state()).toMatchObject({
      running: true,
      accepted: expect.any(Number),
      takesSecrets: false,
    })
    await desk.close()
  })

  test('closed in the middle of everything it leaves nothing running and nothing broken', async () => {
    const { desk, pushes } = await open()
    await desk.sync.refresh()
    const payment = await bench.pay(5000)
    const [sent, held] = [anOrder(payment, 500), anOrder(await bench.pay(5000), 500)]
    await desk.refunds.place(sent)
    await desk.refunds.place(held)
    script(bench, 'POST', '/v1/refunds', 'hang')
    const sending = desk.refunds.sendNow(sent.orderId)
    await vi.waitFor(() => expect(bench.simulator.chaos.script[0]?.times).toBe(0))
    const begun = performance.now()
    await desk.close()
    expect(performance.now() - begun).toBeLessThan(2000)
    expect(await sending).toMatchObject({ value: { state: 'unknown', problem: { code: 'stopping' } } })
    const told = pushes.filter(([name]) => name === 'order.changed').map(([, order]) => order as Order)
    expect(told.findLast((order) => order.id === held.orderId)).toMatchObject({ state: 'withdrawn' })
    expect(pushes.filter(([name]) => name === 'bug')).toEqual([])
  })
})
