// Test clocks: what is made with one lives in its time, far from the account's, and nothing else does.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ANCHOR, openBench, type Bench, type Json, type Reply } from './harness.ts'

const DAY = 86_400
const PATH = '/v1/test_helpers/test_clocks'
/** The first second of 2020. */
const LONG_AGO = 1_577_836_800
let bench: Bench
let price: string
const ok = async (asked: Promise<Reply>): Promise<Reply['body']> => {
  const reply = await asked
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return reply.body
}
const make = (path: string, sent: Json = {}) => ok(bench.post(path, sent))
const read = (path: string) => ok(bench.get(path))

beforeEach(async () => {
  bench = await openBench()
  const product = (await make('/v1/products', { name: 'Box' })).id
  const facts = { currency: 'eur', product, recurring: { interval: 'month' }, unit_amount: 1000 }
  price = (await make('/v1/prices', facts)).id
})
afterEach(() => bench.close())

const advance = async (clock: string, to: number) => {
  await make(`${PATH}/${clock}/advance`, { frozen_time: to })
  bench.simulator.clock.advance(1)
}
/** A subscriber whose time is a test clock's. */
async function subscriber(clock: string) {
  const customer = (await make('/v1/customers', { source: 'tok_visa', test_clock: clock })).id
  return { customer, id: (await make('/v1/subscriptions', { customer, items: [{ price }] })).id }
}

it('a subscription of a test clock renews by it, and not by the account’s time', async () => {
  const clock = (await make(PATH, { frozen_time: LONG_AGO, name: 'January' })).id
  const { customer, id } = await subscriber(clock)
  expect(await read(`/v1/subscriptions/${id}?expand[]=test_clock`)).toMatchObject({
    created: LONG_AGO,
    items: { data: [{ current_period_end: LONG_AGO + 31 * DAY }] },
    status: 'active',
    test_clock: { frozen_time: LONG_AGO, id: clock, name: 'January' },
  })
  const invoices = async () => (await read(`/v1/invoices?customer=${customer}`)).data
  expect(await invoices()).toMatchObject([{ amount_paid: 1000, test_clock: clock }])
  bench.simulator.clock.advance(400 * DAY)
  expect(await invoices()).toHaveLength(1)
  await advance(clock, LONG_AGO + 61 * DAY)
  expect(await invoices()).toMatchObject([
    { amount_paid: 1000, created: LONG_AGO + 60 * DAY },
    { amount_paid: 1000, created: LONG_AGO + 31 * DAY },
    { created: LONG_AGO },
  ])
  // Events are told in the time of whoever listens.
  const [newest] = (await read('/v1/events?limit=1&type=invoice.paid')).data
  expect(newest.created).toBe(bench.simulator.clock.nowSeconds())
})

it('says that it advances, is not touched meanwhile, and says when it is done', async () => {
  const clock = (await make(PATH, { frozen_time: LONG_AGO })).id
  const target = LONG_AGO + DAY
  expect(await make(`${PATH}/${clock}/advance`, { frozen_time: target })).toMatchObject({
    frozen_time: LONG_AGO,
    status: 'advancing',
    status_details: { advancing: { target_frozen_time: target } },
  })
  expect((await bench.post(`${PATH}/${clock}/advance`, { frozen_time: target + 1 })).status).toBe(400)
  bench.simulator.clock.advance(1)
  expect(await read(`${PATH}/${clock}`)).toMatchObject({
    frozen_time: target,
    status: 'ready',
    status_details: {},
  })
  expect((await bench.post(`${PATH}/${clock}/advance`, { frozen_time: target })).body.error.param).toBe(
    'frozen_time',
  )
  expect((await read(PATH)).data).toHaveLength(1)
})

it('two clocks know nothing of each other, nor of who has none', async () => {
  const [left, right] = [
    (await make(PATH, { frozen_time: LONG_AGO })).id,
    (await make(PATH, { frozen_time: LONG_AGO + 7 })).id,
  ]
  const [mine, yours] = [await subscriber(left), await subscriber(right)]
  const nobodys = (await make('/v1/customers', {})).id
  await advance(left, LONG_AGO + 32 * DAY)
  const count = async (customer: string) => (await read(`/v1/invoices?customer=${customer}`)).data.length
  expect([await count(mine.customer), await count(yours.customer)]).toEqual([2, 1])
  expect((await read(`/v1/subscriptions/${yours.id}`)).created).toBe(LONG_AGO + 7)
  expect(await read(`/v1/customers/${nobodys}`)).toMatchObject({ created: ANCHOR, test_clock: null })
})

it('what nobody pays is tried again by the clock that it is on', async () => {
  const clock = (await make(PATH, { frozen_time: LONG_AGO })).id
  const { customer, id } = await subscriber(clock)
  const card = await make('/v1/payment_methods/pm_card_chargeCustomerFail/attach', { customer })
  await make(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: card.id } })
  await advance(clock, LONG_AGO + 31 * DAY + 3600)
  const { latest_invoice: invoice } = await read(`/v1/subscriptions/${id}`)
  expect((await read(`/v1/invoices/${invoice}`)).attempt_count).toBe(1)
  bench.simulator.clock.advance(4 * DAY)
  expect((await read(`/v1/invoices/${invoice}`)).attempt_count).toBe(1)
  await advance(clock, LONG_AGO + 35 * DAY)
  expect((await read(`/v1/invoices/${invoice}`)).attempt_count).toBe(2)
})

it('is deleted with its customers and their subscriptions', async () => {
  const clock = (await make(PATH, { frozen_time: LONG_AGO })).id
  const { customer, id } = await subscriber(clock)
  const other = (await make('/v1/customers', { source: 'tok_visa' })).id
  const stays = (await make('/v1/subscriptions', { customer: other, items: [{ price }] })).id
  expect(await ok(bench.del(`${PATH}/${clock}`))).toEqual({
    id: clock,
    object: 'test_helpers.test_clock',
    deleted: true,
  })
  expect((await bench.get(`${PATH}/${clock}`)).status).toBe(404)
  expect((await read(`/v1/customers/${customer}`)).deleted).toBe(true)
  expect((await read(`/v1/subscriptions/${id}`)).status).toBe('canceled')
  expect((await read(`/v1/subscriptions/${stays}`)).status).toBe('active')
  expect((await bench.post('/v1/customers', { test_clock: clock })).status).toBe(404)
})

it('is for test mode, and for who may', async () => {
  const live = bench.simulator.accounts[0]?.keys.secretLive ?? ''
  expect((await bench.post(PATH, { frozen_time: LONG_AGO }, { key: live })).status).toBe(400)
  const reads = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_test_clock_read'])
  expect((await bench.get(PATH, { key: reads })).status).toBe(200)
  expect((await bench.post(PATH, { frozen_time: LONG_AGO }, { key: reads })).status).toBe(403)
})
