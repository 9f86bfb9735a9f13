// Errors, word for word as Stripe's sandbox was recorded to answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBench, type Bench, type Json } from './harness.ts'

let bench: Bench
const known: Record<string, string> = {}
beforeAll(async () => {
  bench = await openBench()
  const partly = await bench.pay(7000)
  await bench.post('/v1/refunds', { payment_intent: partly.id, amount: 4000 })
  const fully = await bench.pay(1000)
  const done = await bench.post('/v1/refunds', { payment_intent: fully.id })
  const held = await bench.pay(1000, { capture_method: 'manual' })
  const declined = await bench.pay(1000, { payment_method: 'pm_card_visa_chargeDeclined' })
  const empty = await bench.post('/v1/payment_intents', { amount: 1000, currency: 'usd' })
  Object.assign(known, {
    partly: partly.id,
    fully: fully.id,
    fullyCharge: fully.latest_charge,
    refund: done.body.id,
    held: held.id,
    declined: declined.error.payment_intent.id,
    empty: empty.body.id,
  })
})
afterAll(() => bench.close())

const refused = async (parameters: Json) => (await bench.post('/v1/refunds', parameters)).body.error

describe('POST /v1/refunds', () => {
  it('over the remainder names both amounts', async () => {
    const error = await refused({ payment_intent: known['partly'], amount: 4000 })
    expect(error).toMatchObject({
      message: 'Refund amount ($40.00) is greater than unrefunded amount on charge ($30.00)',
      param: 'amount',
      type: 'invalid_request_error',
    })
    expect(error).not.toHaveProperty('code')
  })
  it('on a fully refunded charge', async () => {
    expect(await refused({ payment_intent: known['fully'] })).toMatchObject({
      code: 'charge_already_refunded',
      doc_url: 'https://stripe.com/docs/error-codes/charge-already-refunded',
      message: `Charge ${known['fullyCharge']} has already been refunded.`,
    })
  })
  it.each([0, -5])('with amount %i', async (amount) => {
    expect(await refused({ payment_intent: known['partly'], amount })).toMatchObject({
      code: 'parameter_invalid_integer',
      message: 'This value must be greater than or equal to 1.',
      param: 'amount',
    })
  })
  it.each(['12.5', 'ten', '1e3', '99999999999999999999'])('with amount %s', async (amount) => {
    expect(await refused({ payment_intent: known['partly'], amount })).toMatchObject({
      code: 'parameter_invalid_integer',
      message: `Invalid integer: ${amount}`,
    })
  })
  it('without charge or payment_intent', async () => {
    expect((await refused({})).message).toBe(
      'One of the following params should be provided for this request: payment_intent or charge.',
    )
  })
  it('of an unknown charge', async () => {
    const reply = await bench.post('/v1/refunds', { charge: 'ch_missing' })
    expect(reply.status).toBe(404)
    expect(reply.body.error).toMatchObject({
      code: 'resource_missing',
      message: "No such charge: 'ch_missing'",
      param: 'id',
    })
  })
  it('for a reason only Stripe itself gives', async () => {
    expect(
      await refused({ payment_intent: known['partly'], reason: 'expired_uncaptured_charge' }),
    ).toMatchObject({
      message: 'Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer',
      param: 'reason',
    })
  })
  it.each(['declined', 'empty'])('of a payment that is %s', async (name) => {
    expect((await refused({ payment_intent: known[name] })).message).toBe(
      `This PaymentIntent (${known[name]}) does not have a successful charge to refund.`,
    )
  })
  it('of an authorization that was not captured', async () => {
    expect((await refused({ payment_intent: known['held'] })).message).toBe(
      `This uncaptured Charge was created by a PaymentIntent (${known['held']}). You must cancel the PaymentIntent to reverse the authorization instead of refunding the Charge directly. For more information, see https://stripe.com/docs/payments/place-a-hold-on-a-payment-method`,
    )
  })
  it('with a parameter Stripe does not know', async () => {
    expect(await refused({ payment_intent: known['partly'], foo: '1' })).toMatchObject({
      code: 'parameter_unknown',
      message: 'Received unknown parameter: foo',
      param: 'foo',
    })
  })
})

it('a succeeded card refund cannot be canceled', async () => {
  const reply = await bench.post(`/v1/refunds/${known['refund']}/cancel`)
  expect(reply.body.error.message).toBe('Canceling this refund is unsupported.')
})

it('a missing refund is named by `refund`, not by `id`', async () => {
  const reply = await bench.get('/v1/refunds/re_missing')
  expect(reply.status).toBe(404)
  expect(reply.body.error).toMatchObject({ message: "No such refund: 're_missing'", param: 'refund' })
})

describe('lists', () => {
  it.each([
    ['limit=abc', { code: 'parameter_invalid_integer', message: 'Invalid integer: abc', param: 'limit' }],
    ['limit=0', { code: 'parameter_invalid_integer', param: 'limit' }],
    ['limit=101', { code: 'parameter_invalid_integer', param: 'limit' }],
    ['wat=1', { code: 'parameter_unknown', message: 'Received unknown parameter: wat', param: 'wat' }],
    [
      'starting_after=cus_a&ending_before=cus_b',
      { message: 'Received both starting_after and ending_before parameters. Please pass in only one.' },
    ],
    [
      'starting_after=cus_aaa',
      { code: 'resource_missing', message: "No such customer: 'cus_aaa'", param: 'starting_after' },
    ],
  ])('?%s', async (query, error) => {
    const reply = await bench.get(`/v1/customers?${query}`)
    expect(reply.status).toBe(400)
    expect(reply.body.error).toMatchObject(error)
  })
})

it('a declined card answers 402 with its decline code, advice, charge and PaymentIntent', async () => {
  const reply = await bench.post('/v1/payment_intents', {
    amount: 1000,
    currency: 'usd',
    payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds',
    confirm: true,
  })
  expect(reply.status).toBe(402)
  expect(reply.body.error).toMatchObject({
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    advice_code: 'try_again_later',
    message: 'Your card has insufficient funds.',
    payment_intent: { status: 'requires_payment_method' },
  })
  expect(reply.body.error.charge).toMatch(/^ch_/)
})

it('charges are not created directly', async () => {
  const reply = await bench.post('/v1/charges', {})
  expect(reply.status).toBe(400)
  expect(reply.body.error.message).toContain('PaymentIntents')
})

it('what Stripe knows and the simulator does not is refused, never ignored', async () => {
  const reply = await bench.post('/v1/refunds', { origin: 'customer_balance', customer: 'cus_1' })
  expect(reply.status).toBe(400)
  expect(reply.body.error.message).toContain('not part of this simulation')
})

it('an unknown URL says so', async () => {
  const reply = await bench.get('/v1/nonsense')
  expect(reply.status).toBe(404)
  expect(reply.body.error.message).toMatch(/^Unrecognized request URL \(GET: \/v1\/nonsense\)/)
})
