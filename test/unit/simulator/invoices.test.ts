// Invoices of subscriptions: made, paid or not, voided, given up, with Stripe's events, refusals and permissions.
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Subscription } from '../../../electron/simulator/billing-records.ts'
import { openBench, type Bench, type Reply } from './harness.ts'

let bench: Bench
let customer: string
beforeEach(async () => {
  bench = await openBench()
  customer = (await bench.post('/v1/customers', { email: 'mia@example.com', name: 'Mia Vogel' })).body.id
})
afterEach(() => bench.close())

const attach = async (card: string): Promise<string> =>
  (await bench.post(`/v1/payment_methods/${card}/attach`, { customer })).body.id

/** A monthly subscription over 24 euros, paid with this card. */
async function subscribe(card: string | null): Promise<Subscription> {
  const price = await bench.post('/v1/prices', {
    currency: 'eur',
    product: (await bench.post('/v1/products', { name: 'Box' })).body.id,
    recurring: { interval: 'month' },
    unit_amount: 2400,
  })
  const made = bench.simulator.subscribe(bench.account, 'test', {
    customer,
    price: price.body.id,
    ...(card === null ? {} : { paymentMethod: await attach(card) }),
  })
  if (made === undefined) throw new Error('nobody subscribed')
  return made
}

/** The invoice of a subscription whose period ends now. */
async function billed(card: string | null) {
  const subscription = await subscribe(card)
  const before = bench.eventTypes().length
  const invoice = bench.simulator.bill(bench.account, 'test', subscription.id)
  if (invoice === undefined) throw new Error('nothing was billed')
  return { subscription, id: invoice.id, path: `/v1/invoices/${invoice.id}`, before }
}

const read = async (path: string): Promise<Reply['body']> => (await bench.get(path)).body
const statusOf = async ({ id }: Subscription): Promise<string> =>
  (await read(`/v1/subscriptions/${id}`)).status
const since = (count: number) => bench.eventTypes().slice(count)

it('a renewal is paid: the invoice, its payment and its PaymentIntent agree', async () => {
  const { subscription, path, before, id } = await billed('pm_card_visa')
  const invoice = await read(`${path}?expand[]=payments.data.payment.payment_intent`)
  expect(invoice).toMatchObject({
    amount_due: 2400,
    amount_paid: 2400,
    amount_remaining: 0,
    attempt_count: 1,
    attempted: true,
    billing_reason: 'subscription_cycle',
    next_payment_attempt: null,
    parent: { subscription_details: { subscription: subscription.id } },
    status: 'paid',
  })
  expect(invoice.lines.data).toMatchObject([{ amount: 2400, description: '1 × Box (at €24.00 / month)' }])
  expect(invoice.payments.data).toMatchObject([
    {
      amount_paid: 2400,
      payment: { payment_intent: { amount_received: 2400, status: 'succeeded' } },
      status: 'paid',
    },
  ])
  for (const gone of ['charge', 'paid', 'payment_intent', 'subscription'])
    expect(invoice).not.toHaveProperty(gone)
  expect((await read(`/v1/subscriptions/${subscription.id}`)).latest_invoice).toBe(id)
  expect(since(before)).toEqual([
    'customer.subscription.updated',
    'invoice.created',
    'payment_intent.created',
    'invoice.finalized',
    'invoice.updated',
    'charge.succeeded',
    'payment_intent.succeeded',
    'invoice.updated',
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice_payment.paid',
  ])
})

it('a renewal that is declined leaves the invoice open, a next try ahead and the subscription past due', async () => {
  const { subscription, path, before } = await billed('pm_card_chargeCustomerFail')
  const invoice = await read(path)
  expect(invoice).toMatchObject({ amount_remaining: 2400, attempt_count: 1, attempted: true, status: 'open' })
  expect(invoice.next_payment_attempt).toBe(invoice.effective_at + 3 * 86_400)
  expect(await statusOf(subscription)).toBe('past_due')
  expect(since(before).slice(5)).toEqual([
    'charge.failed',
    'payment_intent.payment_failed',
    'invoice.updated',
    'invoice.payment_failed',
    'customer.subscription.updated',
  ])
})

it('paying with another card settles it, and the subscription is active again', async () => {
  const { subscription, path, before } = await billed('pm_card_chargeCustomerFail')
  const again = await bench.post(`${path}/pay`)
  expect([again.status, again.body.error.type, again.body.error.decline_code]).toEqual([
    402,
    'card_error',
    'generic_decline',
  ])
  expect(again.body.error.payment_intent.status).toBe('requires_payment_method')
  // A try by hand is not counted, nor does it move the schedule.
  expect(await read(path)).toMatchObject({ attempt_count: 1, next_payment_attempt: expect.any(Number) })
  const paid = await bench.post(`${path}/pay`, { payment_method: await attach('pm_card_mastercard') })
  expect([paid.status, paid.body.status, paid.body.attempt_count]).toEqual([200, 'paid', 1])
  expect(await statusOf(subscription)).toBe('active')
  expect(since(before).at(-1)).toBe('customer.subscription.updated')
  expect(
    (await bench.get('/v1/charges?limit=10')).body.data.map((one: { status: string }) => one.status),
  ).toEqual(['succeeded', 'failed', 'failed'])
})

it('refuses as Stripe does: paid, voided, not open, unknown, a stranger’s card, no card', async () => {
  const { path } = await billed('pm_card_visa')
  const refusals: [string, number, string][] = [
    [`${path}/pay`, 400, 'Invoice is already paid'],
    [`${path}/void`, 400, 'Invoices with `paid` payments cannot be voided.'],
    [`${path}/mark_uncollectible`, 400, "You can only pass in open invoices. This invoice isn't open."],
    ['/v1/invoices/in_missing/pay', 404, "No such invoice: 'in_missing'"],
  ]
  for (const [place, status, message] of refusals) {
    const reply = await bench.post(place)
    expect([reply.status, reply.body.error.message]).toEqual([status, message])
  }
  const other = await billed(null)
  expect((await bench.post(`${other.path}/pay`)).body.error.message).toContain(
    'There is no `default_payment_method` set',
  )
  const stranger = (await bench.post('/v1/customers')).body.id
  const card = (await bench.post('/v1/payment_methods/pm_card_visa/attach', { customer: stranger })).body.id
  const refused = await bench.post(`${other.path}/pay`, { payment_method: card })
  expect([refused.status, refused.body.error.param]).toEqual([400, 'payment_method'])
})

it('a voided invoice can’t be paid, and its PaymentIntent is canceled', async () => {
  const { path, before } = await billed('pm_card_chargeCustomerFail')
  const voided = await bench.post(`${path}/void?expand[]=payments`)
  expect(voided.body).toMatchObject({ auto_advance: false, next_payment_attempt: null, status: 'void' })
  const [payment] = voided.body.payments.data
  expect(payment.status).toBe('canceled')
  expect(await read(`/v1/payment_intents/${payment.payment.payment_intent}`)).toMatchObject({
    cancellation_reason: 'void_invoice',
    status: 'canceled',
  })
  expect(since(before).slice(-3)).toEqual(['payment_intent.canceled', 'invoice.voided', 'invoice.updated'])
  expect((await bench.post(`${path}/pay`)).body.error.message).toBe('This invoice can no longer be paid')
})

it('an uncollectible invoice can still be paid, by card or out of band, or be voided', async () => {
  const { path } = await billed('pm_card_chargeCustomerFail')
  expect((await bench.post(`${path}/mark_uncollectible`)).body.status).toBe('uncollectible')
  expect((await bench.post(`${path}/mark_uncollectible`)).status).toBe(400)
  const card = await attach('pm_card_visa')
  expect((await bench.post(`${path}/pay`, { payment_method: card })).body.status).toBe('paid')

  const other = await billed('pm_card_chargeCustomerFail')
  const paid = await bench.post(`${other.path}/pay?expand[]=payments`, { paid_out_of_band: true })
  expect(paid.body).toMatchObject({ amount_paid: 2400, status: 'paid' })
  expect(paid.body.payments.data[0].status).toBe('canceled')
  expect(await statusOf(other.subscription)).toBe('active')

  const voided = await billed('pm_card_chargeCustomerFail')
  await bench.post(`${voided.path}/mark_uncollectible`)
  expect((await bench.post(`${voided.path}/void`)).body.status).toBe('void')
})

it('3-D Secure is asked for, and settles the invoice when the customer passes it', async () => {
  const { subscription, path, before } = await billed('pm_card_authenticationRequired')
  const invoice = await read(`${path}?expand[]=payments.data.payment.payment_intent`)
  const intent = invoice.payments.data[0].payment.payment_intent
  expect([invoice.status, invoice.next_payment_attempt, intent.status]).toEqual([
    'open',
    null,
    'requires_action',
  ])
  expect(since(before).slice(5)).toEqual([
    'charge.failed',
    'payment_intent.payment_failed',
    'invoice.updated',
    'invoice.payment_failed',
    'customer.subscription.updated',
    'payment_intent.requires_action',
    'invoice.updated',
    'invoice.payment_action_required',
  ])
  const again = await bench.post(`${path}/pay`)
  expect([again.status, again.body.error.code]).toEqual([402, 'invoice_payment_intent_requires_action'])
  bench.simulator.authenticate(bench.account, 'test', intent.id)
  expect((await read(path)).status).toBe('paid')
  expect(await statusOf(subscription)).toBe('active')
})

it('its PaymentIntent may be confirmed, which pays it, but not canceled', async () => {
  const { path } = await billed('pm_card_chargeCustomerFail')
  const [{ payment }] = (await read(`${path}?expand[]=payments`)).payments.data
  const place = `/v1/payment_intents/${payment.payment_intent}`
  expect((await bench.post(`${place}/cancel`)).body.error.message).toContain(
    'Try voiding the Invoice instead',
  )
  const card = await attach('pm_card_visa')
  expect((await bench.post(`${place}/confirm`, { payment_method: card })).body.status).toBe('succeeded')
  expect((await read(path)).status).toBe('paid')
})

it('paying twice with one idempotency key pays once; a key without the permission pays nothing', async () => {
  const { path } = await billed('pm_card_chargeCustomerFail')
  const payment_method = await attach('pm_card_visa')
  const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_invoice_read'])
  const refused = await bench.post(`${path}/pay`, { payment_method }, { key })
  expect([refused.status, refused.body.error.message]).toEqual([
    403,
    expect.stringContaining("'rak_invoice_write'"),
  ])
  const usual = bench.simulator.accounts[0]?.keys.restrictedTest ?? ''
  const asking = { idempotencyKey: 'pay-1', key: usual }
  const first = await bench.post(`${path}/pay`, { payment_method }, asking)
  const second = await bench.post(`${path}/pay`, { payment_method }, asking)
  expect([first.status, second.body]).toEqual([200, first.body])
  expect((await bench.get('/v1/charges')).body.data).toHaveLength(2)
})
