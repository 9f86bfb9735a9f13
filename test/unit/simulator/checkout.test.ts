// Hosted pages and what a customer leaves on them: made, used, declined, expired; events in Stripe's order.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openBench, type Bench, type Json } from './harness.ts'

let bench: Bench
let customer: string
beforeEach(async () => {
  bench = await openBench()
  customer = (await bench.post('/v1/customers', { email: 'mia@example.com', name: 'Mia Vogel' })).body.id
})
afterEach(() => bench.close())

const success_url = 'https://shop.example.com/thanks?session={CHECKOUT_SESSION_ID}'
const open = async (more: Json) =>
  (await bench.post('/v1/checkout/sessions', { customer, success_url, ...more })).body
const setup = () =>
  open({ mode: 'setup', currency: 'eur', setup_intent_data: { metadata: { order: 'one' } } })
const item = (unit_amount: number, quantity = 1, currency = 'eur') => ({
  price_data: { currency, unit_amount, product_data: { name: 'Burr set' } },
  quantity,
})
const payment = (...line_items: object[]) =>
  open({ mode: 'payment', line_items, payment_intent_data: { metadata: { order: 'two' } } })
const use = (id: string, card?: string) => bench.simulator.completeSession(bench.account, 'test', id, card)
const since = (count: number) => bench.eventTypes().slice(count)
const read = async (path: string) => (await bench.get(path)).body

it('a page in setup mode leaves a payment method with the customer', async () => {
  const session = await setup()
  expect(session).toMatchObject({
    mode: 'setup',
    status: 'open',
    payment_status: 'no_payment_required',
    url: expect.stringMatching(/^https:\/\/checkout\.stripe\.com\/c\/pay\/cs_test_c1/),
    success_url,
    expires_at: session.created + 24 * 3600,
  })
  expect(bench.eventTypes().at(-1)).toBe('setup_intent.created')
  const before = bench.eventTypes().length
  use(session.id)
  expect(since(before)).toEqual([
    'payment_method.attached',
    'setup_intent.succeeded',
    'checkout.session.completed',
  ])
  const intent = await read(`/v1/setup_intents/${session.setup_intent}`)
  expect(intent).toMatchObject({ status: 'succeeded', customer, metadata: { order: 'one' } })
  expect((await read(`/v1/customers/${customer}/payment_methods`)).data).toEqual([
    expect.objectContaining({ id: intent.payment_method }),
  ])
  expect(await read(`/v1/checkout/sessions/${session.id}`)).toMatchObject({ status: 'complete', url: null })
})

it('a page in payment mode takes the money, and says so in its PaymentIntent', async () => {
  const session = await payment(item(1200, 2), item(95))
  expect(session).toMatchObject({ amount_total: 2495, currency: 'eur', payment_intent: null })
  const before = bench.eventTypes().length
  use(session.id, 'pm_card_authenticationRequired')
  expect(since(before)).toEqual([
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
    'charge.updated',
  ])
  const done = await read(`/v1/checkout/sessions/${session.id}?expand[]=payment_intent`)
  expect(done).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    payment_intent: { amount_received: 2495, customer, status: 'succeeded', metadata: { order: 'two' } },
  })
  use(session.id)
  expect(since(before)).toHaveLength(5)
})

it('a declined card leaves the page open', async () => {
  const [one, other] = [await payment(item(500)), await setup()]
  use(one.id, 'pm_card_chargeDeclined')
  use(other.id, 'pm_card_chargeDeclined')
  expect(bench.eventTypes()).toContain('payment_intent.payment_failed')
  for (const { id } of [one, other]) expect((await read(`/v1/checkout/sessions/${id}`)).status).toBe('open')
})

it('a page that nobody used expires by itself or when told, and has no address any more', async () => {
  const [one, other] = [await payment(item(500)), await setup()]
  const told = await bench.post(`/v1/checkout/sessions/${one.id}/expire`)
  expect(told.body).toMatchObject({ status: 'expired', url: null })
  expect((await bench.post(`/v1/checkout/sessions/${one.id}/expire`)).status).toBe(400)
  bench.simulator.clock.advance(24 * 3600)
  expect((await read(`/v1/checkout/sessions/${other.id}`)).status).toBe('expired')
  expect((await read(`/v1/setup_intents/${other.setup_intent}`)).status).toBe('canceled')
  expect(bench.eventTypes().filter((type) => type === 'checkout.session.expired')).toHaveLength(2)
  use(other.id)
  expect((await read(`/v1/checkout/sessions/${other.id}`)).status).toBe('expired')
})

it('a price that is known can be asked for', async () => {
  const product = await bench.post('/v1/products', { name: 'Kettle' })
  const made = async (more: Json) =>
    (
      await bench.post('/v1/prices', {
        product: product.body.id,
        currency: 'eur',
        unit_amount: 12900,
        ...more,
      })
    ).body.id
  expect(await payment({ price: await made({}), quantity: 2 })).toMatchObject({ amount_total: 25800 })
  const recurring = await payment({ price: await made({ recurring: { interval: 'month' } }), quantity: 1 })
  expect(recurring.error.message).toContain('passed a recurring price')
  expect((await payment({ price: 'price_none', quantity: 1 })).error).toMatchObject({
    code: 'resource_missing',
    message: "No such price: 'price_none'",
    param: 'line_items[0][price]',
  })
})

it.each<[Json, string]>([
  [{ mode: 'setup' }, 'Missing required param: currency.'],
  [{ currency: 'eur' }, 'Missing required param: mode.'],
  [{ mode: 'payment' }, 'Missing required param: line_items.'],
  [{ mode: 'payment', success_url: 'nowhere' }, 'Not a valid URL'],
  [{ mode: 'setup', currency: 'eur', customer: 'cus_none' }, "No such customer: 'cus_none'"],
  [{ mode: 'setup', currency: 'eur', locale: 'de' }, 'not part of this simulation'],
])('%j is refused', async (more, message) => {
  expect((await open(more)).error.message).toContain(message)
})

it('wants a permission of its own', async () => {
  const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_customer_write'])
  const refused = await bench.post('/v1/checkout/sessions', {}, { key })
  expect([refused.status, refused.body.error.message]).toEqual([
    403,
    expect.stringContaining("'rak_checkout_session_write'"),
  ])
})

it('the same key makes one page', async () => {
  const sent = { mode: 'setup', currency: 'eur', customer, success_url }
  const [one, other] = [
    await bench.post('/v1/checkout/sessions', sent, { idempotencyKey: 'once' }),
    await bench.post('/v1/checkout/sessions', sent, { idempotencyKey: 'once' }),
  ]
  expect(other.body.id).toBe(one.body.id)
  expect(bench.simulator.ledger(bench.account, 'test').checkoutSessions.size).toBe(1)
})

it('a subscription is told what to pay with, and only what its customer has', async () => {
  const attach = async (to: string) =>
    (await bench.post('/v1/payment_methods/pm_card_visa/attach', { customer: to })).body.id as string
  const product = await bench.post('/v1/products', { name: 'Box' })
  const price = await bench.post('/v1/prices', {
    product: product.body.id,
    currency: 'eur',
    unit_amount: 2400,
    recurring: { interval: 'month' },
  })
  const mine = await attach(customer)
  const stranger = await attach((await bench.post('/v1/customers')).body.id)
  const subscription = bench.simulator.subscribe(bench.account, 'test', { customer, price: price.body.id })
  const path = `/v1/subscriptions/${subscription?.id}`
  const changed = await bench.post(path, { default_payment_method: mine, metadata: { a: 1 } })
  expect(changed.body).toMatchObject({ default_payment_method: mine, metadata: { a: '1' } })
  const told = bench.simulator.ledger(bench.account, 'test').events.at(-1)
  expect(told).toMatchObject({
    type: 'customer.subscription.updated',
    data: { previous_attributes: { default_payment_method: null } },
  })
  const refused = [
    await bench.post(path, { default_payment_method: stranger }),
    await bench.post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: stranger } }),
  ]
  for (const { status, body } of refused) {
    expect(status).toBe(400)
    expect(body.error.message).toBe(
      `The customer does not have a payment method with the ID ${stranger}. The payment method must be attached to the customer.`,
    )
  }
  expect((await bench.post(path, { default_payment_method: '' })).body.default_payment_method).toBeNull()
})

it('a page left with a bank debit is complete, and paid once the money has come', async () => {
  const shipping = { name: 'Mia Vogel', address: { city: 'Utrecht', country: 'NL', line1: 'Oudegracht 1' } }
  const session = await open({
    mode: 'payment',
    line_items: [item(4000)],
    payment_intent_data: { setup_future_usage: 'off_session', shipping },
  })
  const method = await bench.post('/v1/payment_methods', {
    type: 'sepa_debit',
    sepa_debit: { iban: 'DE89370400440532013000' },
    billing_details: { email: 'mia@example.com', name: 'Mia Vogel' },
  })
  use(session.id, method.body.id)
  const left = await read(`/v1/checkout/sessions/${session.id}?expand[]=payment_intent`)
  expect(left).toMatchObject({
    status: 'complete',
    payment_status: 'unpaid',
    payment_intent: { status: 'processing', setup_future_usage: 'off_session', shipping },
  })
  const before = bench.eventTypes().length
  bench.simulator.clock.advance(5 * 86_400)
  expect(since(before)).toEqual(
    expect.arrayContaining(['payment_intent.succeeded', 'checkout.session.async_payment_succeeded']),
  )
  expect(since(before).at(-1)).toBe('checkout.session.async_payment_succeeded')
  expect(await read(`/v1/checkout/sessions/${session.id}`)).toMatchObject({ payment_status: 'paid' })
})
