// What a shop sells and how its customers look after it: coupons, retired prices, items, portal links, methods set up without money.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBench, type Bench, type Json } from './harness.ts'

let bench: Bench
let customer: string
beforeEach(async () => {
  bench = await openBench()
  customer = (await bench.post('/v1/customers', { email: 'mia@example.com' })).body.id
})
afterEach(() => bench.close())

async function monthlyPrice(more: Json = {}): Promise<string> {
  const product = (await bench.post('/v1/products', { name: 'Box', unit_label: 'seat' })).body.id
  const facts = { product, currency: 'eur', unit_amount: 1200, recurring: { interval: 'month' }, ...more }
  return (await bench.post('/v1/prices', facts)).body.id
}
const subscribe = (price: string) => bench.simulator.subscribe(bench.account, 'test', { customer, price })

describe('coupons', () => {
  it('take a percentage or an amount, once, for months or forever', async () => {
    const half = await bench.post('/v1/coupons', { percent_off: 25.5, id: 'SPRING', name: 'Spring' })
    expect(half.body).toMatchObject({
      amount_off: null,
      duration: 'once',
      id: 'SPRING',
      percent_off: 25.5,
      times_redeemed: 0,
      valid: true,
    })
    const amount = await bench.post('/v1/coupons', {
      amount_off: 500,
      currency: 'EUR',
      duration: 'repeating',
      duration_in_months: 3,
      applies_to: { products: ['prod_1'] },
    })
    expect(amount.body).toMatchObject({ amount_off: 500, currency: 'eur', duration_in_months: 3 })
    expect((await bench.get('/v1/coupons/SPRING')).body).toEqual(half.body)
    expect((await bench.get('/v1/coupons')).body.data).toEqual([amount.body, half.body])
    expect(bench.eventTypes().slice(-2)).toEqual(['coupon.created', 'coupon.created'])
  })

  it.each([
    [{}, 'percent_off'],
    [{ percent_off: 20, amount_off: 500, currency: 'eur' }, 'percent_off'],
    [{ amount_off: 500 }, 'currency'],
    [{ percent_off: 120 }, 'percent_off'],
    [{ percent_off: 20.555 }, 'percent_off'],
    [{ percent_off: 20, duration: 'repeating' }, 'duration_in_months'],
  ])('%j is refused for its %s', async (sent, param) => {
    const { status, body } = await bench.post('/v1/coupons', sent)
    expect([status, body.error.param]).toEqual([400, param])
  })

  it('have each id once, and are renamed', async () => {
    await bench.post('/v1/coupons', { percent_off: 20, id: 'SPRING' })
    const again = await bench.post('/v1/coupons', { percent_off: 30, id: 'SPRING' })
    expect(again.body.error.code).toBe('resource_already_exists')
    const renamed = await bench.post('/v1/coupons/SPRING', { name: 'Summer', metadata: { a: 1 } })
    expect(renamed.body).toMatchObject({ name: 'Summer', metadata: { a: '1' }, percent_off: 20 })
    expect(bench.eventTypes().at(-1)).toBe('coupon.updated')
  })
})

describe('prices', () => {
  it('that are retired show as such in the items of those who still pay them', async () => {
    const price = await monthlyPrice()
    const made = subscribe(price)
    const other = subscribe(await monthlyPrice())
    const retired = await bench.post(`/v1/prices/${price}`, { active: false })
    expect(retired.body.active).toBe(false)
    const listed = async (query: string) =>
      (await bench.get(`/v1/prices?limit=100${query}`)).body.data.some(
        ({ id }: { id: string }) => id === price,
      )
    expect([await listed(''), await listed('&active=true'), await listed('&active=false')]).toEqual([
      false,
      false,
      true,
    ])
    const itemOf = async (id = '') => (await bench.get(`/v1/subscriptions/${id}`)).body.items.data[0]
    expect((await itemOf(made?.id)).price).toEqual(retired.body)
    expect((await itemOf(other?.id)).price.active).toBe(true)
    expect(bench.eventTypes().at(-1)).toBe('price.updated')
  })

  it('belong to a product, whose default one of them is', async () => {
    const price = await monthlyPrice()
    const { product } = (await bench.get(`/v1/prices/${price}`)).body
    const changed = await bench.post(`/v1/products/${product}`, {
      default_price: price,
      description: 'Beans',
    })
    expect(changed.body).toMatchObject({ default_price: price, description: 'Beans', unit_label: 'seat' })
    const wrong = await bench.post(`/v1/products/${product}`, { default_price: 'price_missing' })
    expect([wrong.status, wrong.body.error.param]).toEqual([404, 'default_price'])
  })
})

it('the items of a subscription are listed, newest first, and only of one that is there', async () => {
  const made = subscribe(await monthlyPrice())
  const { body } = await bench.get(`/v1/subscription_items?subscription=${made?.id}`)
  expect(body).toEqual({
    object: 'list',
    data: made?.items.data,
    has_more: false,
    url: '/v1/subscription_items',
  })
  expect((await bench.get('/v1/subscription_items')).body.error.param).toBe('subscription')
  expect((await bench.get('/v1/subscription_items?subscription=sub_x')).status).toBe(404)
})

describe('portal sessions', () => {
  const open = (more: Json) => bench.post('/v1/billing_portal/sessions', { customer, ...more })

  it('lead to everything, or to one thing', async () => {
    const plain = await open({ return_url: 'https://shop.example.com' })
    expect(plain.body).toMatchObject({ customer, flow: null, return_url: 'https://shop.example.com' })
    expect(plain.body.url).toMatch(/^https:\/\/billing\.stripe\.com\/p\/session\/test_\w+$/)
    const subscription = subscribe(await monthlyPrice())?.id
    const leaving = await open({
      flow_data: {
        type: 'subscription_cancel',
        subscription_cancel: { subscription },
        after_completion: { type: 'redirect', redirect: { return_url: 'https://shop.example.com/bye' } },
      },
    })
    expect(leaving.body.flow).toMatchObject({
      after_completion: { redirect: { return_url: 'https://shop.example.com/bye' }, type: 'redirect' },
      subscription_cancel: { retention: null, subscription },
      subscription_update: null,
      type: 'subscription_cancel',
    })
    expect(leaving.body.configuration).toBe(plain.body.configuration)
  })

  it('are refused for what is not the customer’s own', async () => {
    const subscription = subscribe(await monthlyPrice())?.id
    const flow_data = { type: 'subscription_update', subscription_update: { subscription } }
    const stranger = (await bench.post('/v1/customers')).body.id
    expect((await open({ customer: stranger, flow_data })).status).toBe(400)
    expect((await open({ flow_data: { type: 'subscription_update' } })).body.error.code).toBe(
      'parameter_missing',
    )
    expect((await open({ return_url: 'nowhere' })).body.error.code).toBe('url_invalid')
    expect((await bench.post('/v1/billing_portal/sessions')).body.error.param).toBe('customer')
  })
})

describe('setup intents', () => {
  const make = (more: Json) => bench.post('/v1/setup_intents', { customer, ...more })

  it('keep a method for the customer once it was confirmed', async () => {
    const made = await make({ usage: 'on_session', metadata: { a: 1 } })
    expect(made.body).toMatchObject({ status: 'requires_payment_method', usage: 'on_session' })
    const done = await bench.post(`/v1/setup_intents/${made.body.id}/confirm`, {
      payment_method: 'pm_card_visa',
    })
    expect(done.body).toMatchObject({ last_setup_error: null, status: 'succeeded' })
    const method = await bench.get(`/v1/payment_methods/${done.body.payment_method}`)
    expect(method.body.customer).toBe(customer)
    expect(bench.eventTypes().slice(-3)).toEqual([
      'setup_intent.created',
      'payment_method.attached',
      'setup_intent.succeeded',
    ])
    const again = await bench.post(`/v1/setup_intents/${made.body.id}/cancel`)
    expect(again.body.error.code).toBe('setup_intent_unexpected_state')
  })

  it('wait for the customer where the card asks for 3-D Secure, and can be given up', async () => {
    const made = await make({
      confirm: true,
      payment_method: 'pm_card_authenticationRequired',
      return_url: 'https://shop.example.com',
    })
    expect(made.body).toMatchObject({ next_action: { type: 'redirect_to_url' }, status: 'requires_action' })
    const canceled = await bench.post(`/v1/setup_intents/${made.body.id}/cancel`, {
      cancellation_reason: 'abandoned',
    })
    expect(canceled.body).toMatchObject({
      cancellation_reason: 'abandoned',
      next_action: null,
      status: 'canceled',
    })
  })

  it('say why a card was declined, and keep nothing of it', async () => {
    const refused = await make({ confirm: true, payment_method: 'pm_card_visa_chargeDeclinedLostCard' })
    expect([refused.status, refused.body.error.decline_code]).toEqual([402, 'lost_card'])
    const { id } = refused.body.error.setup_intent
    expect((await bench.get(`/v1/setup_intents/${id}`)).body).toMatchObject({
      last_setup_error: { decline_code: 'lost_card', type: 'card_error' },
      payment_method: null,
      status: 'requires_payment_method',
    })
    expect((await bench.get(`/v1/customers/${customer}/payment_methods`)).body.data).toEqual([])
  })
})
