// What is done to a subscription: paused, ended now or with its period. With Stripe's events and refusals.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ANCHOR, openBench, type Bench } from './harness.ts'

let bench: Bench
let path: string
let id: string
let before: number
beforeEach(async () => {
  bench = await openBench()
  const customer = (await bench.post('/v1/customers', { email: 'mia@example.com' })).body.id
  const product = (await bench.post('/v1/products', { name: 'Box' })).body.id
  const price = await bench.post('/v1/prices', {
    currency: 'eur',
    product,
    recurring: { interval: 'month' },
    unit_amount: 2400,
  })
  const card = await bench.post('/v1/payment_methods/pm_card_chargeCustomerFail/attach', { customer })
  const made = bench.simulator.subscribe(bench.account, 'test', {
    customer,
    price: price.body.id,
    paymentMethod: card.body.id,
  })
  id = made?.id ?? ''
  path = `/v1/subscriptions/${id}`
  before = bench.eventTypes().length
})
afterEach(() => bench.close())

const since = () => bench.eventTypes().slice(before)

it('ends now: its open invoice is tried no more, and it is not there any more for whoever would end it again', async () => {
  const invoice = bench.simulator.bill(bench.account, 'test', id)
  before = bench.eventTypes().length
  const ended = await bench.del(`${path}?cancellation_details[comment]=Moved`)
  expect(ended.body).toMatchObject({
    canceled_at: ANCHOR,
    cancellation_details: { comment: 'Moved', reason: 'cancellation_requested' },
    ended_at: ANCHOR,
    object: 'subscription',
    status: 'canceled',
  })
  expect(since()).toEqual(['invoice.updated', 'customer.subscription.deleted'])
  expect((await bench.get(`/v1/invoices/${invoice?.id}`)).body).toMatchObject({
    auto_advance: false,
    next_payment_attempt: null,
    status: 'open',
  })
  const again = await bench.del(path)
  expect([again.status, again.body.error.message]).toEqual([404, `No such subscription: '${id}'`])
  const changed = await bench.post(path, { cancel_at_period_end: true })
  expect(changed.body.error.message).toBe(
    'A canceled subscription can only update its cancellation_details and metadata.',
  )
  expect((await bench.post(path, { metadata: { why: 'moved' } })).body.metadata).toEqual({ why: 'moved' })
})

it('ends with its period where it is told to, and may think better of it', async () => {
  const end = (await bench.get(path)).body.items.data[0].current_period_end
  const told = await bench.post(path, { cancel_at_period_end: true })
  expect(told.body).toMatchObject({
    cancel_at: end,
    cancel_at_period_end: true,
    canceled_at: ANCHOR,
    cancellation_details: { reason: 'cancellation_requested' },
    status: 'active',
  })
  const back = await bench.post(path, { cancel_at_period_end: false })
  expect(back.body).toMatchObject({
    cancel_at: null,
    canceled_at: null,
    cancellation_details: { reason: null },
  })
  expect(since()).toEqual(['customer.subscription.updated', 'customer.subscription.updated'])
})

it('pauses, until it is told otherwise or until its time', async () => {
  const paused = await bench.post(path, { pause_collection: { behavior: 'void' } })
  expect(paused.body.pause_collection).toEqual({ behavior: 'void', resumes_at: null })
  expect(paused.body.status).toBe('active')
  expect((await bench.post(path, { pause_collection: '' })).body.pause_collection).toBeNull()
  const behavior = 'keep_as_draft'
  await bench.post(path, { pause_collection: { behavior, resumes_at: ANCHOR + 100 } })
  bench.simulator.clock.advance(99)
  expect((await bench.get(path)).body.pause_collection).toEqual({ behavior, resumes_at: ANCHOR + 100 })
  bench.simulator.clock.advance(1)
  expect((await bench.get(path)).body.pause_collection).toBeNull()
  expect(since()).toHaveLength(4)
  const refused = await bench.post(path, { pause_collection: { behavior, resumes_at: 5 } })
  expect(refused.body.error.param).toBe('pause_collection[resumes_at]')
  expect((await bench.post(path, { pause_collection: { resumes_at: 5 } })).body.error.message).toBe(
    'Missing required param: pause_collection[behavior].',
  )
})
