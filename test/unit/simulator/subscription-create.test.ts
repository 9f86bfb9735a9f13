// Somebody subscribes: the first invoice, trials, what is declined or asks for 3-D Secure, and what can't be made. In Stripe's order.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ANCHOR, openBench, type Bench, type Reply } from './harness.ts'
import { DAY, HOUR, newestInvoice, ok, openShop, payWith, type Shop } from './subscription-bench.ts'

let bench: Bench
let shop: Shop
let monthly: string
let before: number
beforeEach(async () => {
  bench = await openBench()
  shop = await openShop(bench)
  monthly = await shop.price(2400)
  before = bench.eventTypes().length
})
afterEach(() => bench.close())

const since = () => bench.eventTypes().slice(before)
const advance = (seconds: number) => bench.simulator.clock.advance(seconds)
const get = async (id: string): Promise<Reply['body']> => ok(await bench.get(`/v1/subscriptions/${id}`))

it('is charged for several items at once, and active', async () => {
  const other = await shop.price(1000)
  const made = ok(
    await shop.subscribe([{ price: monthly, quantity: 2 }, { price: other }], { metadata: { team: 'red' } }),
  )
  expect(made).toMatchObject({
    billing_cycle_anchor: ANCHOR,
    billing_mode: { type: 'flexible' },
    metadata: { team: 'red' },
    start_date: ANCHOR,
    status: 'active',
  })
  expect(made.items.data.map(({ quantity }: { quantity: number }) => quantity)).toEqual([2, 1])
  const invoice = ok(await bench.get(`/v1/invoices/${made.latest_invoice}`))
  expect(invoice).toMatchObject({
    amount_paid: 5800,
    billing_reason: 'subscription_create',
    period_end: ANCHOR,
    period_start: ANCHOR,
    status: 'paid',
  })
  expect(invoice.lines.data.map(({ description }: { description: string }) => description)).toEqual([
    '2 × Box (at €24.00 / month)',
    '1 × Box (at €10.00 / month)',
  ])
  const told = since().filter((type) => /^(customer\.subscription|invoice)\./.test(type))
  expect(told).toEqual([
    'customer.subscription.created',
    'invoice.created',
    'invoice.finalized',
    'invoice.updated',
    'invoice.updated',
    'invoice.paid',
    'invoice.payment_succeeded',
    'customer.subscription.updated',
  ])
})

it('begins with a trial: an invoice of nothing, paid at once; told of three days before its end; charged from then on', async () => {
  const made = ok(await shop.subscribe([{ price: monthly }], { trial_period_days: 14 }))
  const end = ANCHOR + 14 * DAY
  expect(made).toMatchObject({
    billing_cycle_anchor: end,
    status: 'trialing',
    trial_end: end,
    trial_start: ANCHOR,
  })
  const first = await newestInvoice(bench, made.id)
  expect(first).toMatchObject({ amount_due: 0, attempt_count: 0, attempted: true, status: 'paid', total: 0 })
  expect(first.lines.data[0]).toMatchObject({
    amount: 0,
    description: 'Free trial for 1 × Box',
    period: { start: ANCHOR, end },
  })
  expect(since()).toContain('invoice.payment_succeeded')
  advance(11 * DAY - 1)
  expect(since()).not.toContain('customer.subscription.trial_will_end')
  advance(1)
  expect(since().at(-1)).toBe('customer.subscription.trial_will_end')
  advance(3 * DAY)
  expect(await get(made.id)).toMatchObject({ status: 'active', trial_end: end })
  expect(await newestInvoice(bench, made.id)).toMatchObject({ amount_due: 2400, status: 'draft' })
  advance(HOUR)
  expect(await newestInvoice(bench, made.id)).toMatchObject({
    amount_paid: 2400,
    billing_reason: 'subscription_cycle',
    status: 'paid',
  })
})

it.each([
  ['pm_card_chargeCustomerFail', 'requires_payment_method', 'invoice.payment_failed'],
  ['pm_card_authenticationRequired', 'requires_action', 'invoice.payment_action_required'],
])('with %s is incomplete, and has ended after 23 hours', async (card, intentStatus, event) => {
  await payWith(bench, shop.customer, card)
  const made = ok(await shop.subscribe([{ price: monthly }]))
  expect(made.status).toBe('incomplete')
  expect(since()).toContain(event)
  const [payment] = (
    await bench.get(
      `/v1/invoice_payments?invoice=${made.latest_invoice}&expand[]=data.payment.payment_intent`,
    )
  ).body.data
  expect(payment.payment.payment_intent.status).toBe(intentStatus)
  advance(23 * HOUR - 1)
  expect((await get(made.id)).status).toBe('incomplete')
  advance(1)
  expect(await get(made.id)).toMatchObject({ ended_at: ANCHOR + 23 * HOUR, status: 'incomplete_expired' })
  expect((await newestInvoice(bench, made.id)).status).toBe('void')
  advance(60 * DAY)
  expect((await bench.get(`/v1/invoices?subscription=${made.id}`)).body.data).toHaveLength(1)
})

it('that nobody has paid yet has expired when it is canceled, with its invoice void, and an update tells of it', async () => {
  const made = ok(await shop.subscribe([{ price: monthly }], { payment_behavior: 'default_incomplete' }))
  const path = `/v1/subscriptions/${made.id}?cancellation_details[comment]=No`
  expect(ok(await bench.del(path))).toMatchObject({
    canceled_at: expect.any(Number),
    cancellation_details: { comment: 'No', reason: 'cancellation_requested' },
    ended_at: expect.any(Number),
    status: 'incomplete_expired',
  })
  expect((await newestInvoice(bench, made.id)).status).toBe('void')
  expect(since().at(-1)).toBe('customer.subscription.updated')
  expect((await bench.del(path)).status).toBe(404)
})

it('becomes active once the customer has proved who they are', async () => {
  await payWith(bench, shop.customer, 'pm_card_authenticationRequired')
  const made = ok(await shop.subscribe([{ price: monthly }], { payment_behavior: 'allow_incomplete' }))
  const [payment] = (await bench.get(`/v1/invoice_payments?invoice=${made.latest_invoice}`)).body.data
  bench.simulator.authenticate(bench.account, 'test', payment.payment.payment_intent)
  expect((await get(made.id)).status).toBe('active')
  advance(2 * DAY)
  expect((await get(made.id)).status).toBe('active')
})

it('with default_incomplete waits for the customer, with error_if_incomplete is not made at all', async () => {
  const waiting = ok(await shop.subscribe([{ price: monthly }], { payment_behavior: 'default_incomplete' }))
  expect(waiting.status).toBe('incomplete')
  expect(await newestInvoice(bench, waiting.id)).toMatchObject({ attempted: false, status: 'open' })
  await payWith(bench, shop.customer, 'pm_card_chargeCustomerFail')
  before = bench.eventTypes().length
  const refused = await shop.subscribe([{ price: monthly }], { payment_behavior: 'error_if_incomplete' })
  expect([refused.status, refused.body.error.code]).toEqual([402, 'card_declined'])
  expect(since()).toEqual([])
  expect(ok(await bench.get('/v1/subscriptions?status=all')).data).toHaveLength(1)
})

it('that is sent is active at once, and past due where nobody pays it by its day', async () => {
  const made = ok(
    await shop.subscribe([{ price: monthly }], { collection_method: 'send_invoice', days_until_due: 7 }),
  )
  expect(made).toMatchObject({ days_until_due: 7, status: 'active' })
  expect(await newestInvoice(bench, made.id)).toMatchObject({ due_date: ANCHOR + 7 * DAY, status: 'draft' })
  advance(HOUR)
  expect(since().at(-1)).toBe('invoice.sent')
  expect(await newestInvoice(bench, made.id)).toMatchObject({ next_payment_attempt: null, status: 'open' })
  advance(7 * DAY - HOUR - 1)
  expect((await get(made.id)).status).toBe('active')
  advance(1)
  expect((await get(made.id)).status).toBe('past_due')
  expect(since().slice(-2)).toEqual(['invoice.overdue', 'customer.subscription.updated'])
  ok(await bench.post(`/v1/invoices/${made.latest_invoice}/pay`, { paid_out_of_band: true }))
  expect((await get(made.id)).status).toBe('active')
})

it('with a coupon takes it off the first invoice, and off the next where it lasts', async () => {
  const once = ok(await bench.post('/v1/coupons', { percent_off: 25, duration: 'once' })).id
  const long = ok(
    await bench.post('/v1/coupons', { amount_off: 500, currency: 'eur', duration: 'forever' }),
  ).id
  const made = ok(
    await shop.subscribe([{ price: monthly }], { discounts: [{ coupon: once }, { coupon: long }] }),
  )
  const path = `/v1/invoices/${made.latest_invoice}?expand[]=total_discount_amounts.discount.source.coupon`
  const invoice = ok(await bench.get(path))
  // 2400 − 600 − 500.
  expect(invoice).toMatchObject({ amount_paid: 1300, subtotal: 2400, total: 1300 })
  expect(
    invoice.total_discount_amounts.map(({ amount, discount }: Reply['body']) => [
      amount,
      discount.source.coupon.id,
    ]),
  ).toEqual([
    [600, once],
    [500, long],
  ])
  expect((await get(made.id)).discounts).toHaveLength(1)
  advance(31 * DAY + HOUR)
  expect(await newestInvoice(bench, made.id)).toMatchObject({ amount_paid: 1900, status: 'paid' })
})

it('refuses what Stripe refuses', async () => {
  const yearly = await shop.price(20_000, 'year')
  const dollars = await openShop(bench, 'usd', null)
  const foreign = await dollars.price(1000)
  const refusals: [Promise<Reply>, number, string][] = [
    [shop.subscribe([{ price: 'price_1' }]), 400, "No such price: 'price_1'"],
    [shop.subscribe([{ price: monthly }, { price: yearly }]), 400, 'must have the same `recurring.interval`'],
    [shop.subscribe([{ price: monthly }, { price: foreign }]), 400, 'only supports `usd`'],
    [shop.subscribe([{ price: monthly }, { price: monthly }]), 400, 'Cannot add multiple subscription items'],
    [shop.subscribe([{ price: monthly }], { trial_end: ANCHOR }), 400, 'in the future'],
    [shop.subscribe([{ price: monthly }], { discounts: [{ coupon: 'no' }] }), 400, "No such coupon: 'no'"],
    [shop.subscribe([{ price: monthly }], { collection_method: 'send_invoice' }), 400, 'days_until_due'],
    [dollars.subscribe([{ price: foreign }]), 400, 'no attached payment source or default payment method'],
    [shop.subscribe([{ price: monthly }], { customer: 'cus_no' }), 404, "No such customer: 'cus_no'"],
  ]
  for (const [asked, status, words] of refusals) {
    const reply = await asked
    expect([reply.status, reply.body.error?.message]).toEqual([status, expect.stringContaining(words)])
  }
  expect(ok(await bench.get('/v1/subscriptions?status=all')).data).toEqual([])
})
