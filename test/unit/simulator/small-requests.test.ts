// What is asked of disputes, payouts and payment methods, and what is deleted of the catalogue.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBench, type Bench, type Json, type Reply } from './harness.ts'

const DAY = 86_400
let bench: Bench
const ok = async (asked: Promise<Reply>): Promise<Reply['body']> => {
  const reply = await asked
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return reply.body
}
const make = (path: string, sent: Json = {}) => ok(bench.post(path, sent))
const read = (path: string) => ok(bench.get(path))
const ledger = () => bench.simulator.ledger(bench.account, 'test')
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

describe('a payment', () => {
  it.each([
    ['in the background, unless told otherwise', {}, null],
    [
      'before the answer, where it is told so',
      { capture_method: 'automatic' },
      expect.stringMatching(/^txn_/),
    ],
  ])('is captured %s', async (_, asked, known) => {
    const answer = await bench.post('/v1/payment_intents', {
      amount: 5000,
      confirm: true,
      currency: 'usd',
      expand: ['latest_charge'],
      payment_method: 'pm_card_visa',
      ...asked,
    })
    const { latest_charge: charge } = answer.body
    expect(charge).toMatchObject({ amount_captured: 5000, balance_transaction: known, captured: true })
    const { balance_transaction: transaction } = await read(`/v1/charges/${charge.id}`)
    expect(await read(`/v1/balance_transactions/${transaction}`)).toMatchObject({
      amount: 5000,
      created: charge.created,
      source: charge.id,
    })
    const ofCharge = ['charge.succeeded', 'payment_intent.succeeded']
    expect(bench.eventTypes().slice(1)).toEqual(known === null ? [...ofCharge, 'charge.updated'] : ofCharge)
  })

  it('whose method is to be kept for later is confirmed by whoever is there alone', async () => {
    const sent = {
      amount: 5000,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      setup_future_usage: 'off_session',
    }
    const { id } = await make('/v1/payment_intents', sent)
    const before = bench.eventTypes().length
    const refused = [
      await bench.post('/v1/payment_intents', { ...sent, confirm: true, off_session: true }),
      await bench.post(`/v1/payment_intents/${id}/confirm`, { off_session: true }),
    ]
    for (const { body, status } of refused)
      expect([status, body.error.message]).toEqual([
        400,
        expect.stringMatching(/^You cannot confirm with `off_session=true` when `setup_future_usage`/),
      ])
    expect(bench.eventTypes()).toHaveLength(before)
    expect((await make(`/v1/payment_intents/${id}/confirm`)).status).toBe('succeeded')
  })

  it.each([
    ['keeps its method with the customer, where it is to be', { setup_future_usage: 'off_session' }, true],
    ['leaves its method to nobody otherwise', {}, false],
  ])('%s', async (_, more, isKept) => {
    const customer = (await make('/v1/customers')).id
    const { payment_method: method } = await bench.pay(5000, { customer, ...more })
    expect((await read(`/v1/payment_methods/${method}`)).customer).toBe(isKept ? customer : null)
    expect(bench.eventTypes().includes('payment_method.attached')).toBe(isKept)
  })

  const held = () => bench.pay(5000, { capture_method: 'manual', expand: ['latest_charge'] })
  const nothingTaken = { amount_captured: 0, amount_refunded: 0, captured: false, refunded: false }

  it('that is held and canceled refunds nothing: nothing was taken', async () => {
    const { id, latest_charge: charge } = await held()
    const before = bench.eventTypes().length
    expect(await make(`/v1/payment_intents/${id}/cancel`)).toMatchObject({ status: 'canceled' })
    expect(await read(`/v1/charges/${charge.id}`)).toMatchObject(nothingTaken)
    expect(bench.eventTypes().slice(before)).toEqual(['payment_intent.canceled'])
  })

  it('that is held is let go at the second that was said, unless it was captured', async () => {
    const [left, taken] = [await held(), await held()]
    const before = left.latest_charge.payment_method_details.card.capture_before
    bench.simulator.clock.advance(before - left.created - 1)
    await make(`/v1/payment_intents/${taken.id}/capture`)
    expect((await read(`/v1/payment_intents/${left.id}`)).status).toBe('requires_capture')
    const told = bench.eventTypes().length
    bench.simulator.clock.advance(1)
    expect(await read(`/v1/payment_intents/${left.id}`)).toMatchObject({
      amount_capturable: 0,
      canceled_at: before,
      cancellation_reason: 'expired',
      status: 'canceled',
    })
    expect(await read(`/v1/charges/${left.latest_charge.id}`)).toMatchObject(nothingTaken)
    expect((await read(`/v1/payment_intents/${taken.id}`)).status).toBe('succeeded')
    expect(bench.eventTypes().slice(told)).toEqual(['charge.expired', 'payment_intent.canceled'])
  })
})

describe('a dispute', () => {
  const disputed = async (card: string) => {
    await bench.pay(5000, { payment_method: card })
    bench.simulator.clock.advance(1)
    return (await read('/v1/disputes')).data[0]
  }

  it.each([
    ['pm_card_createDispute', 'lost'],
    ['pm_card_createDisputeInquiry', 'warning_closed'],
  ])('of %s that is accepted is %s, without a word', async (card, status) => {
    const { id } = await disputed(card)
    const before = ledger().balances.get('usd')
    expect(await make(`/v1/disputes/${id}/close`)).toMatchObject({
      evidence_details: { has_evidence: false, submission_count: 0 },
      status,
    })
    expect(bench.eventTypes().at(-1)).toBe('charge.dispute.closed')
    // The money went when it was opened.
    expect(ledger().balances.get('usd')).toBe(before)
    expect((await bench.post(`/v1/disputes/${id}/close`)).status).toBe(400)
  })

  it('takes a fee that is called so', async () => {
    const { balance_transactions: moved } = await disputed('pm_card_createDispute')
    expect(moved).toMatchObject([{ fee: 1500, fee_details: [{ amount: 1500, description: 'Dispute fee' }] }])
  })

  it('that is accepted after all keeps what was never said', async () => {
    const { id } = await disputed('pm_card_createDispute')
    await make(`/v1/disputes/${id}`, { evidence: { customer_name: 'Mia' }, submit: false })
    expect(await make(`/v1/disputes/${id}/close`)).toMatchObject({
      evidence_details: { has_evidence: true, submission_count: 0, submission_method: 'not_submitted' },
      status: 'lost',
    })
  })

  it('keeps what is to be said until it is said, and is then under review', async () => {
    const { id } = await disputed('pm_card_createDispute')
    expect((await make(`/v1/disputes/${id}`, { metadata: { a: 1 } })).status).toBe('needs_response')
    const staged = await make(`/v1/disputes/${id}`, { evidence: { customer_name: 'Mia' }, submit: false })
    expect(staged).toMatchObject({
      evidence: { customer_name: 'Mia', receipt: null },
      evidence_details: { has_evidence: true, submission_count: 0 },
      metadata: { a: '1' },
      status: 'needs_response',
    })
    const said = await make(`/v1/disputes/${id}`, { evidence: { uncategorized_text: 'It was she.' } })
    expect(said).toMatchObject({
      evidence: { customer_name: 'Mia', uncategorized_text: 'It was she.' },
      evidence_details: { submission_count: 1, submission_method: 'manual' },
      status: 'under_review',
    })
    expect((await bench.post(`/v1/disputes/${id}`, { evidence: { receipt: 'file_1' } })).status).toBe(400)
    bench.simulator.clock.advance(20 * DAY)
    // Answered in time: it is not lost for silence.
    expect((await read(`/v1/disputes/${id}`)).status).toBe('under_review')
  })
})

describe('a payout', () => {
  const paid = () => bench.pay(2000, { payment_method: 'pm_card_bypassPending' })

  it('of money that is there leaves the balance, and lands', async () => {
    await bench.pay(9000)
    const refused = await bench.post('/v1/payouts', { amount: 1100, currency: 'usd' })
    expect(refused.body.error.code).toBe('balance_insufficient')
    await paid()
    const before = ledger().balances.get('usd') ?? 0
    const made = await make('/v1/payouts', { amount: 1100, currency: 'usd', metadata: { a: 1 } })
    expect(made).toMatchObject({ amount: 1100, automatic: false, reconciliation_status: 'not_applicable' })
    expect(await read(`/v1/balance_transactions/${made.balance_transaction}`)).toMatchObject({
      amount: -1100,
      source: made.id,
      type: 'payout',
    })
    expect(ledger().balances.get('usd')).toBe(before - 1100)
    expect((await bench.post('/v1/payouts', { amount: 1100, currency: 'usd' })).status).toBe(400)
    expect((await make(`/v1/payouts/${made.id}`, { metadata: { a: 2 } })).metadata).toEqual({ a: '2' })
    bench.simulator.clock.advance(5 * DAY)
    expect((await read(`/v1/payouts/${made.id}`)).status).toBe('paid')
    expect(bench.eventTypes()).not.toContain('payout.reconciliation_completed')
  })

  it('is missing from what the account pays out by itself', async () => {
    for (let count = 0; count < 8; count += 1) await paid()
    await make('/v1/payouts', { amount: 1500, currency: 'usd' })
    bench.simulator.clock.advance(60 * DAY)
    const payouts: { amount: number }[] = (await read('/v1/payouts')).data
    const total = payouts.reduce((sum, { amount }) => sum + amount, 0)
    expect(payouts.length).toBeGreaterThan(1)
    // Three of eight may go, less what went before: the newest five stay.
    expect(total).toBe(3 * (2000 - 88))
  })

  it('can be made of what is available at once, of which Stripe tells', async () => {
    await paid()
    bench.simulator.clock.advance(1)
    expect(bench.eventTypes()).toContain('balance.available')
    const [available] = (await read('/v1/balance')).available.filter(
      ({ currency }: { currency: string }) => currency === 'usd',
    )
    expect(available.amount).toBe(2000 - 88)
  })
})

it('a method of a customer can be described anew, another not', async () => {
  const customer = (await make('/v1/customers')).id
  const { id } = await make('/v1/payment_methods/pm_card_visa/attach', { customer })
  const changed = await make(`/v1/payment_methods/${id}`, {
    billing_details: { address: { city: 'Bern' }, name: 'Mia' },
    metadata: { a: 1 },
  })
  expect(changed).toMatchObject({
    billing_details: { address: { city: 'Bern', country: null }, email: null, name: 'Mia' },
    metadata: { a: '1' },
  })
  expect(bench.eventTypes().at(-1)).toBe('payment_method.updated')
  await make(`/v1/payment_methods/${id}/detach`)
  expect((await bench.post(`/v1/payment_methods/${id}`, { metadata: { a: 2 } })).status).toBe(400)
})

it('methods are listed whole, of one customer or of anybody', async () => {
  const customer = (await make('/v1/customers')).id
  const theirs = (await make('/v1/payment_methods/pm_card_visa/attach', { customer })).id
  const { payment_method: nobodys } = await bench.pay(5000)
  const idsAt = async (path: string): Promise<string[]> =>
    (await read(path)).data.map(({ id }: { id: string }) => id)
  expect(new Set(await idsAt('/v1/payment_methods'))).toEqual(new Set([theirs, nobodys]))
  expect(await idsAt(`/v1/payment_methods?customer=${customer}`)).toEqual([theirs])
})

it('a method that was detached is gone for good: nobody gets it again, and nothing is paid with it', async () => {
  const customer = (await make('/v1/customers')).id
  const { id } = await make('/v1/payment_methods/pm_card_visa/attach', { customer })
  await make(`/v1/payment_methods/${id}/detach`)
  for (const refused of [
    await bench.post(`/v1/payment_methods/${id}/attach`, { customer }),
    await bench.post('/v1/payment_intents', {
      amount: 500,
      confirm: true,
      currency: 'eur',
      payment_method: id,
    }),
  ])
    expect([refused.status, refused.body.error.message]).toEqual([
      400,
      expect.stringMatching(/not be used again/),
    ])
})

describe('what is deleted', () => {
  it('a customer, whose subscriptions end with them', async () => {
    const customer = (await make('/v1/customers', { source: 'tok_visa' })).id
    const product = (await make('/v1/products', { name: 'Box' })).id
    const facts = { currency: 'eur', product, recurring: { interval: 'month' } }
    const price = (await make('/v1/prices', { ...facts, unit_amount: 1000 })).id
    const { id } = await make('/v1/subscriptions', { customer, items: [{ price }] })
    expect(await ok(bench.del(`/v1/customers/${customer}`))).toMatchObject({ deleted: true })
    expect(await read(`/v1/subscriptions/${id}`)).toMatchObject({ status: 'canceled' })
    const invoices = ledger().invoices.size
    bench.simulator.clock.advance(70 * DAY)
    expect(ledger().invoices.size).toBe(invoices)
    expect(bench.eventTypes().slice(-2)).toEqual(['customer.subscription.deleted', 'customer.deleted'])
  })

  it('a product, where nothing was ever priced of it', async () => {
    const [bare, priced] = [
      await make('/v1/products', { name: 'A' }),
      await make('/v1/products', { name: 'B' }),
    ]
    await make('/v1/prices', { currency: 'eur', product: priced.id, unit_amount: 5 })
    expect((await bench.del(`/v1/products/${priced.id}`)).body.error.message).toMatch(/user-created prices/)
    expect((await ok(bench.del(`/v1/products/${bare.id}`))).deleted).toBe(true)
    expect((await bench.get(`/v1/products/${bare.id}`)).status).toBe(404)
  })

  it('a coupon, and what was given with it stays given', async () => {
    const customer = (await make('/v1/customers', { source: 'tok_visa' })).id
    const product = (await make('/v1/products', { name: 'Box' })).id
    const facts = { currency: 'eur', product, recurring: { interval: 'month' } }
    const price = (await make('/v1/prices', { ...facts, unit_amount: 1000 })).id
    const coupon = (await make('/v1/coupons', { duration: 'forever', id: 'HALF', percent_off: 50 })).id
    const wanted = { customer, discounts: [{ coupon }], items: [{ price }] }
    const { id } = await make('/v1/subscriptions', wanted)
    expect(await ok(bench.del(`/v1/coupons/${coupon}`))).toEqual({
      id: coupon,
      object: 'coupon',
      deleted: true,
    })
    expect((await bench.post('/v1/subscriptions', wanted)).status).toBe(400)
    expect((await bench.post('/v1/coupons', { id: 'HALF', percent_off: 10 })).status).toBe(400)
    expect(bench.simulator.bill(bench.account, 'test', id)).toMatchObject({ amount_paid: 500 })
  })
})

it('an older card pays, and is no default any more once it is detached', async () => {
  const customer = await make('/v1/customers', { source: 'tok_mastercard' })
  expect(customer.default_source).toMatch(/^card_/)
  const [told] = (await read('/v1/events?type=customer.source.created')).data
  expect(told.data.object).toMatchObject({ brand: 'MasterCard', id: customer.default_source, object: 'card' })
  await make(`/v1/payment_methods/${customer.default_source}/detach`)
  expect((await read(`/v1/customers/${customer.id}`)).default_source).toBeNull()
  expect((await bench.post('/v1/customers', { source: 'tok_visa_chargeDeclined' })).status).toBe(402)
  expect((await bench.post('/v1/customers', { source: 'tok_nothing' })).body.error.param).toBe('source')
})

it('a promotion code names its coupon, once for as long as it is active', async () => {
  const coupon = (await make('/v1/coupons', { percent_off: 5 })).id
  const sent = { code: 'FIVE', promotion: { coupon, type: 'coupon' } }
  const { id } = await make('/v1/promotion_codes', sent)
  expect((await bench.post('/v1/promotion_codes', { ...sent, code: 'five' })).body.error.param).toBe('code')
  expect((await bench.post('/v1/promotion_codes', {})).body.error.param).toBe('promotion')
  expect((await make(`/v1/promotion_codes/${id}`, { active: false })).active).toBe(false)
  await make('/v1/promotion_codes', { ...sent, code: 'five' })
  expect((await read('/v1/promotion_codes?code=FIVE&active=true')).data).toHaveLength(1)
})

it('a configuration of the portal keeps what is not said anew', async () => {
  const path = '/v1/billing_portal/configurations'
  const features = { subscription_cancel: { enabled: true }, customer_update: { allowed_updates: ['email'] } }
  const { id } = await make(path, { business_profile: { headline: 'Box' }, features })
  const changed = await make(`${path}/${id}`, {
    active: false,
    business_profile: { privacy_policy_url: 'https://box.example.com' },
    features: { subscription_cancel: { mode: 'immediately' } },
  })
  expect(changed).toMatchObject({
    active: false,
    business_profile: { headline: 'Box', privacy_policy_url: 'https://box.example.com' },
    features: {
      customer_update: { allowed_updates: ['email'], enabled: false },
      subscription_cancel: { enabled: true, mode: 'immediately' },
    },
  })
  expect((await read(`${path}?active=true`)).data).toEqual([])
})

it('needs the permission of each', async () => {
  const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_balance_read'])
  for (const [path, permission] of [
    ['/v1/disputes/du_1', 'rak_dispute_write'],
    ['/v1/disputes/du_1/close', 'rak_dispute_write'],
    ['/v1/payouts', 'rak_payout_write'],
    ['/v1/payouts/po_1', 'rak_payout_write'],
    ['/v1/payment_methods/pm_1', 'rak_payment_method_write'],
  ] as const) {
    const refused = await bench.post(path, {}, { key })
    expect([refused.status, refused.body.error.message]).toEqual([403, expect.stringContaining(permission)])
  }
})
