// The life of a refund, from the request to its last event.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBench, type Bench } from './harness.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const charge = async (id: string) => (await bench.get(`/v1/charges/${id}`)).body
const refund = async (id: string) => (await bench.get(`/v1/refunds/${id}`)).body

describe('a card refund', () => {
  it('succeeds at once, raises amount_refunded and tells refund.created before charge.refunded', async () => {
    const payment = await bench.pay(5000)
    const { status, body } = await bench.post('/v1/refunds', { payment_intent: payment.id, amount: 2000 })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      amount: 2000,
      status: 'succeeded',
      charge: payment.latest_charge,
      reason: null,
    })
    expect(await charge(payment.latest_charge)).toMatchObject({ amount_refunded: 2000, refunded: false })
    expect(bench.eventTypes().slice(-2)).toEqual(['refund.created', 'charge.refunded'])
  })

  it('leaves fields it does not have absent, never null, and has no livemode', async () => {
    const payment = await bench.pay(5000)
    const { body } = await bench.post('/v1/refunds', { payment_intent: payment.id })
    for (const field of [
      'livemode',
      'failure_reason',
      'next_action',
      'pending_reason',
      'instructions_email',
      'description',
    ])
      expect(body).not.toHaveProperty(field)
  })

  it('can be made in parts until nothing remains, and then no more', async () => {
    const payment = await bench.pay(5000)
    await bench.post('/v1/refunds', { payment_intent: payment.id, amount: 2000 })
    const rest = await bench.post('/v1/refunds', { payment_intent: payment.id })
    expect(rest.body.amount).toBe(3000)
    expect(await charge(payment.latest_charge)).toMatchObject({ amount_refunded: 5000, refunded: true })
    const again = await bench.post('/v1/refunds', { payment_intent: payment.id })
    expect(again.body.error.code).toBe('charge_already_refunded')
    expect(bench.simulator.ledger(bench.account, 'test').refunds.size).toBe(2)
  })

  it('takes exactly the refunded amount from the balance', async () => {
    const payment = await bench.pay(5000)
    const before = bench.simulator.ledger(bench.account, 'test').balances.get('usd') ?? 0
    await bench.post('/v1/refunds', { payment_intent: payment.id, amount: 1234 })
    expect(bench.simulator.ledger(bench.account, 'test').balances.get('usd')).toBe(before - 1234)
  })

  it('learns its acquirer reference later', async () => {
    const payment = await bench.pay(5000)
    const { body } = await bench.post('/v1/refunds', { payment_intent: payment.id })
    bench.simulator.clock.advance(4 * 3600)
    expect((await refund(body.id)).destination_details.card.reference_status).toBe('available')
    expect(bench.eventTypes().slice(-2)).toEqual(['refund.updated', 'charge.refund.updated'])
  })

  it('carries who asked for it in its events', async () => {
    const payment = await bench.pay(5000)
    const reply = await bench.post(
      '/v1/refunds',
      { payment_intent: payment.id },
      { idempotencyKey: 'order-7' },
    )
    const made = bench.simulator
      .ledger(bench.account, 'test')
      .events.find(({ type }) => type === 'refund.created')
    expect(made?.request).toEqual({ id: reply.headers.get('request-id'), idempotency_key: 'order-7' })
    expect(made?.api_version).toBe('2026-10-28.endive')
  })
})

describe('test card 4000000000007726', () => {
  it('keeps the refund pending, counts it against the remainder, and lets it succeed later', async () => {
    const payment = await bench.pay(5000, { payment_method: 'pm_card_pendingRefund' })
    const { body } = await bench.post('/v1/refunds', { payment_intent: payment.id, amount: 4000 })
    expect(body.status).toBe('pending')
    expect(bench.eventTypes().at(-1)).toBe('refund.created')
    expect((await charge(payment.latest_charge)).amount_refunded).toBe(0)
    const tooMuch = await bench.post('/v1/refunds', { payment_intent: payment.id, amount: 2000 })
    expect(tooMuch.body.error.param).toBe('amount')

    bench.simulator.clock.advance(60)
    expect((await refund(body.id)).status).toBe('succeeded')
    expect(await refund(body.id)).not.toHaveProperty('pending_reason')
    expect((await charge(payment.latest_charge)).amount_refunded).toBe(4000)
    expect(bench.eventTypes().slice(-3)).toEqual([
      'refund.updated',
      'charge.refund.updated',
      'charge.refunded',
    ])
  })
})

describe('test card 4000000000005126', () => {
  it('lets the refund succeed and then fail, and gives the money back', async () => {
    const payment = await bench.pay(5000, { payment_method: 'pm_card_refundFail' })
    const before = bench.simulator.ledger(bench.account, 'test').balances.get('usd')
    const { body } = await bench.post('/v1/refunds', { payment_intent: payment.id })
    expect(body.status).toBe('succeeded')

    bench.simulator.clock.advance(60)
    const failed = await refund(body.id)
    expect(failed).toMatchObject({ status: 'failed', failure_reason: 'expired_or_canceled_card' })
    expect(failed.failure_balance_transaction).toMatch(/^txn_/)
    expect(bench.simulator.ledger(bench.account, 'test').balances.get('usd')).toBe(before)
    expect(await charge(payment.latest_charge)).toMatchObject({ amount_refunded: 0, refunded: false })
    expect(bench.eventTypes()).toContain('refund.failed')
  })
})

describe('without enough money', () => {
  it('a card refund waits and goes on when money comes in', async () => {
    const payment = await bench.pay(5000)
    bench.simulator.adjustBalance(bench.account, 'test', 'usd', -200_000)
    const { body } = await bench.post('/v1/refunds', { payment_intent: payment.id })
    expect(body).toMatchObject({ status: 'pending', pending_reason: 'insufficient_funds' })
    bench.simulator.adjustBalance(bench.account, 'test', 'usd', 300_000)
    expect((await refund(body.id)).status).toBe('succeeded')
  })

  it('any other refund fails', async () => {
    const payment = await bench.payBy('ideal', 5000, 'eur')
    bench.simulator.adjustBalance(bench.account, 'test', 'eur', -200_000)
    const { body } = await bench.post('/v1/refunds', { payment_intent: payment.id })
    expect(body).toMatchObject({ status: 'failed', failure_reason: 'insufficient_funds' })
    expect(bench.eventTypes().slice(-2)).toEqual(['refund.created', 'refund.failed'])
  })
})

describe('other methods', () => {
  it('a bank refund is pending first and its id says it is no card refund', async () => {
    const payment = await bench.payBy('ideal', 5000, 'eur')
    const { body } = await bench.post('/v1/refunds', { payment_intent: payment.id })
    expect(body.id).toMatch(/^pyr_/)
    expect(body).toMatchObject({ status: 'pending', pending_reason: 'processing' })
    bench.simulator.clock.advance(4 * 86400)
    expect((await refund(body.id)).status).toBe('succeeded')
  })

  it('a refund of a debit that has not arrived waits for it', async () => {
    const payment = await bench.payBy('sepa_debit', 5000, 'eur')
    expect(payment.status).toBe('processing')
    const { body } = await bench.post('/v1/refunds', { payment_intent: payment.id })
    expect(body).toMatchObject({ status: 'pending', pending_reason: 'charge_pending', amount: 5000 })
    bench.simulator.clock.advance(5 * 86400)
    expect((await refund(body.id)).pending_reason).toBe('processing')
    bench.simulator.clock.advance(5 * 86400)
    expect((await refund(body.id)).status).toBe('succeeded')
  })

  it('konbini asks the customer where to send the money, and can be canceled until they answer', async () => {
    const payment = await bench.payBy('konbini', 5000, 'jpy')
    const { body } = await bench.post('/v1/refunds', { payment_intent: payment.id, amount: 2000 })
    expect(body.status).toBe('requires_action')
    expect(body.next_action.display_details.email_sent.email_sent_to).toBe('mia@example.com')
    const canceled = await bench.post(`/v1/refunds/${body.id}/cancel`)
    expect(canceled.body).toMatchObject({ status: 'canceled' })
    expect(canceled.body).not.toHaveProperty('next_action')

    const second = await bench.post('/v1/refunds', { payment_intent: payment.id })
    expect(second.body.amount).toBe(5000)
    bench.simulator.clock.advance(2 * 86400)
    expect((await refund(second.body.id)).status).toBe('pending')
    bench.simulator.clock.advance(4 * 86400)
    expect((await refund(second.body.id)).status).toBe('succeeded')
  })

  it('a customer who never answers lets the refund fail', async () => {
    const payment = await bench.payBy('multibanco', 5000, 'eur', { email: 'mia+silent@example.com' })
    const { body } = await bench.post('/v1/refunds', { payment_intent: payment.id })
    bench.simulator.clock.advance(46 * 86400)
    expect((await refund(body.id)).status).toBe('failed')
  })
})

it('metadata is added to, and a key with an empty value goes', async () => {
  const payment = await bench.pay(5000)
  const { body } = await bench.post('/v1/refunds', {
    payment_intent: payment.id,
    metadata: { a: '1', b: '2' },
  })
  const changed = await bench.post(`/v1/refunds/${body.id}`, { metadata: { b: '', c: '3' } })
  expect(changed.body.metadata).toEqual({ a: '1', c: '3' })
  const event = bench.simulator
    .ledger(bench.account, 'test')
    .events.findLast(({ type }) => type === 'refund.updated')
  expect(event?.data.previous_attributes).toEqual({ metadata: { b: '2', c: null } })
})

it('a disputed charge is not refunded, an inquiry may be', async () => {
  const disputed = await bench.pay(5000, { payment_method: 'pm_card_createDispute' })
  const inquired = await bench.pay(5000, { payment_method: 'pm_card_createDisputeInquiry' })
  bench.simulator.clock.advance(2)
  const refused = await bench.post('/v1/refunds', { payment_intent: disputed.id })
  expect(refused.body.error).toMatchObject({
    code: 'charge_disputed',
    message: `Charge ${disputed.latest_charge} has been charged back; cannot issue a refund.`,
  })
  expect((await bench.post('/v1/refunds', { payment_intent: inquired.id })).status).toBe(200)
})
