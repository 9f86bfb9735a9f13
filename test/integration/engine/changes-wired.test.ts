// Changes through the whole engine, as a process of its own: told by pushes, confirmed by events, on record, and never forgotten.
import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Change, ChangeOrder, MethodName, ReplyOf, RequestOf } from '../../../src/contract/index.ts'
import { startDriver } from '../../faults/driver.ts'
import { openBench } from '../../unit/simulator/harness.ts'
import { aCustomer } from './changes.support.ts'
import { aHome, script, type ChaosAction } from './desk.ts'

async function open(simulator: Parameters<typeof openBench>[0] = {}) {
  const bench = await openBench(simulator)
  onTestFinished(() => bench.close())
  bench.simulator.clock.resume()
  const at = await aCustomer(bench)
  const told: ChangeOrder[] = []
  const driver = startDriver(aHome(), { change: (order) => told.push(order) })
  onTestFinished(() => driver.kill())
  const ask = async <Name extends MethodName>(
    method: Name,
    request: RequestOf<Name>,
  ): Promise<ReplyOf<Name>> => {
    const answer = await driver.call(method, request)
    if (!answer.ok) throw new Error(`${method}: ${answer.error.code} ${answer.error.message}`)
    return answer.value
  }
  const key = bench.simulator.accounts[0]?.keys.secretTest ?? ''
  const { id: deskId } = await ask('account.connect', { key, baseUrl: bench.simulator.baseUrl })
  const place = (change: Change) => {
    const request = { deskId, orderId: randomUUID(), change, subject: 'Mia', note: null }
    return ask('change.place', request)
  }
  return { bench, at, told, driver, ask, deskId, place }
}

test('an order is told, confirmed by its event, listed and on record', { timeout: 60_000 }, async () => {
  const { at, told, ask, deskId, place } = await open()
  const change: Change = {
    kind: 'customer_default_method',
    customerId: at.customer,
    paymentMethodId: at.second,
  }
  const { id } = await place(change)
  expect(await ask('change.sendNow', { deskId, orderId: id })).toMatchObject({ state: 'done' })
  await vi.waitFor(
    async () => {
      await ask('sync.refresh', { deskId })
      expect(told.at(-1)).toMatchObject({ id, state: 'done', confirmedByEvent: true })
    },
    { timeout: 20_000, interval: 200 },
  )
  expect(told.map(({ state }) => state)).toEqual(['held', 'sending', 'done', 'done'])
  const { rows } = await ask('changes.list', { deskId, objectId: at.customer })
  expect(rows).toEqual([told.at(-1)])
  const audit = await ask('audit.list', { deskId, filter: { text: id } })
  expect(audit.rows.map(({ text }) => text).toReversed()).toEqual([
    `Ordered: ${at.second} as default of ${at.customer}.`,
    `Sent to Stripe: ${at.second} as default of ${at.customer}.`,
    `Done at Stripe: ${at.second} as default of ${at.customer}.`,
    `Confirmed by an event: ${at.second} as default of ${at.customer}.`,
  ])
  expect(await ask('audit.verify', { deskId })).toMatchObject({ broken: null })
})

test('a desk is not removed while the outcome of a change is not known', { timeout: 60_000 }, async () => {
  const { bench, at, driver, ask, deskId, place } = await open()
  script(bench, 'POST', '/v1/checkout/sessions', ...Array<ChaosAction>(5).fill('lose_response'))
  script(bench, 'GET', '/v1/checkout/sessions', ...Array<ChaosAction>(4).fill('refuse'))
  const page: Change = {
    kind: 'setup_session',
    customerId: at.customer,
    currency: 'eur',
    successUrl: 'https://shop.example.com',
  }
  const { id, state } = await place(page)
  expect(state).toBe('unknown')
  expect(await driver.call('desk.remove', { deskId })).toMatchObject({ error: { code: 'order_blocked' } })
  expect(await ask('change.reconcile', { deskId, orderId: id })).toMatchObject({
    state: 'done',
    result: { url: expect.stringContaining('https://checkout.stripe.com/') },
  })
  expect(await driver.call('desk.remove', { deskId })).toMatchObject({ ok: true })
})

test('a page for a price is found, made, and followed until it is paid', { timeout: 60_000 }, async () => {
  // By the machine's clock: the page's day is not over.
  const { bench, ask, deskId, place } = await open({ nowSeconds: Math.floor(Date.now() / 1000) })
  const product = await bench.post('/v1/products', { name: 'Gift box' })
  const facts = { product: product.body.id, currency: 'eur', unit_amount: 2400 }
  const price = await bench.post('/v1/prices', facts)
  await bench.post('/v1/prices', { ...facts, recurring: { interval: 'month' } })
  await ask('sync.refresh', { deskId })
  const { rows } = await ask('prices.list', { deskId, text: 'gift' })
  expect(rows.map(({ type, unitAmount }) => [type, unitAmount])).toEqual([
    ['one_time', 2400],
    ['recurring', 2400],
  ])
  expect(rows[0]).toMatchObject({ id: price.body.id, productName: 'Gift box' })
  const made = await place({
    kind: 'payment_session',
    customerId: null,
    what: { priceId: price.body.id, quantity: 3 },
    successUrl: 'https://shop.example.com',
  })
  expect(made.state).toBe('done')
  const id = made.resultId ?? ''
  expect(await ask('page.state', { deskId, id })).toEqual({
    state: 'open',
    paid: false,
    paymentIntentId: null,
  })
  bench.simulator.completeSession(bench.account, 'test', id)
  await vi.waitFor(
    async () => {
      await ask('sync.refresh', { deskId })
      expect(await ask('page.state', { deskId, id })).toMatchObject({ state: 'complete', paid: true })
    },
    { timeout: 20_000, interval: 200 },
  )
  const { paymentIntentId } = await ask('page.state', { deskId, id })
  const paid = await ask('payments.detail', { deskId, id: paymentIntentId ?? '' })
  expect(paid).toMatchObject({ payment: { amount: 7200, status: 'succeeded' }, waiting: null })
})

test('Stripe is asked for what was made since the desk looked last', { timeout: 60_000 }, async () => {
  const { bench, ask, deskId } = await open()
  await ask('sync.refresh', { deskId })
  const payment = await bench.pay(4990, { metadata: { order_id: '8841' } })
  const reply = await ask('search.stripe', { deskId, text: 'order_id:8841' })
  expect(reply).toMatchObject({ hits: [{ kind: 'payment', id: payment.id }], notAsked: [], more: false })
  expect(await ask('payments.detail', { deskId, id: payment.id })).toMatchObject({ amountCaptured: 4990 })
})
