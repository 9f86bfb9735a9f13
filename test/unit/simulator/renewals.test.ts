// Renewals on the clock: periods end, invoices are made and paid, and what was declined is tried again until it is given up.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { periodEnd } from '../../../electron/simulator/life/periods.ts'
import { ANCHOR, openBench, type Bench, type Reply } from './harness.ts'

const HOUR = 3600
const DAY = 86_400
let bench: Bench
let customer: string
beforeEach(async () => {
  bench = await openBench()
  customer = (await bench.post('/v1/customers', { email: 'mia@example.com' })).body.id
})
afterEach(() => bench.close())

const attach = async (card: string): Promise<string> =>
  (await bench.post(`/v1/payment_methods/${card}/attach`, { customer })).body.id

/** Somebody who pays every week with this card; the first period ends seven days after the anchor. */
async function weekly(card: string, interval = 'week'): Promise<string> {
  const product = (await bench.post('/v1/products', { name: 'Box' })).body.id
  const price = await bench.post('/v1/prices', {
    currency: 'eur',
    product,
    recurring: { interval },
    unit_amount: 2400,
  })
  const paymentMethod = await attach(card)
  const made = bench.simulator.subscribe(bench.account, 'test', {
    customer,
    price: price.body.id,
    paymentMethod,
  })
  return made?.id ?? ''
}

const invoices = async (): Promise<Reply['body'][]> => (await bench.get('/v1/invoices?limit=100')).body.data
const newest = async (): Promise<Reply['body']> => (await invoices())[0]
const subscription = async (id: string): Promise<Reply['body']> =>
  (await bench.get(`/v1/subscriptions/${id}`)).body
const advance = (seconds: number) => bench.simulator.clock.advance(seconds)

it('a period ends, its draft is finalized an hour later and paid', async () => {
  const id = await weekly('pm_card_visa')
  advance(7 * DAY - 1)
  expect(await invoices()).toEqual([])
  advance(1)
  expect(await newest()).toMatchObject({
    automatically_finalizes_at: ANCHOR + 7 * DAY + HOUR,
    number: null,
    period_end: ANCHOR + 7 * DAY,
    period_start: ANCHOR,
    status: 'draft',
  })
  expect((await newest()).lines.data[0].period).toEqual({ start: ANCHOR + 7 * DAY, end: ANCHOR + 14 * DAY })
  advance(HOUR)
  expect(await newest()).toMatchObject({ attempt_count: 1, status: 'paid' })
  expect((await newest()).number).toMatch(/^[A-Z0-9]{8}-0001$/)
  expect(await subscription(id)).toMatchObject({ status: 'active', latest_invoice: (await newest()).id })
  advance(14 * DAY)
  expect((await invoices()).map(({ status }) => status)).toEqual(['paid', 'paid', 'paid'])
  expect((await bench.get('/v1/payment_intents')).body.data).toHaveLength(3)
})

it('what is declined is tried four times more, then the subscription ends and the invoice stays open', async () => {
  const id = await weekly('pm_card_chargeCustomerFail', 'year')
  advance(365 * DAY + HOUR)
  const tries: number[] = []
  for (
    let next = (await newest()).next_payment_attempt;
    next !== null;
    next = (await newest()).next_payment_attempt
  ) {
    expect((await subscription(id)).status).toBe('past_due')
    tries.push(next)
    advance(next - bench.simulator.clock.nowSeconds())
  }
  const first = ANCHOR + 365 * DAY + HOUR
  expect(tries.map((at) => (at - first) / DAY)).toEqual([3, 8, 15, 22])
  expect(await newest()).toMatchObject({ attempt_count: 5, auto_advance: false, status: 'open' })
  expect(await subscription(id)).toMatchObject({
    cancellation_details: { reason: 'payment_failed' },
    ended_at: first + 22 * DAY,
    status: 'canceled',
  })
  const { body } = await bench.get(`/v1/charges?created[gte]=${first}&limit=100`)
  expect(body.data.map(({ status }: { status: string }) => status)).toEqual(Array(5).fill('failed'))
  expect(bench.eventTypes().slice(-2)).toEqual(['invoice.updated', 'customer.subscription.deleted'])
})

it('a bank that says never is not asked again; the subscription ends when the schedule would have', async () => {
  const price = (await subscription(await weekly('pm_card_visa', 'year'))).items.data[0].price.id
  const refused = await bench.pay(500, { payment_method: 'pm_card_visa_chargeDeclinedStolenCard' })
  const paymentMethod = refused.error.payment_method.id
  // Reported as stolen only after it was attached: Stripe attaches none that is.
  const { paymentMethods } = bench.simulator.ledger(bench.account, 'test')
  Object.assign(paymentMethods.get(paymentMethod) ?? {}, { customer })
  const id = bench.simulator.subscribe(bench.account, 'test', { customer, price, paymentMethod })?.id ?? ''
  advance(365 * DAY + HOUR)
  const [invoice] = (await bench.get(`/v1/invoices?subscription=${id}`)).body.data
  expect(invoice).toMatchObject({
    attempt_count: 1,
    auto_advance: true,
    next_payment_attempt: null,
    status: 'open',
  })
  advance(22 * DAY - 1)
  expect((await subscription(id)).status).toBe('past_due')
  advance(1)
  expect((await subscription(id)).status).toBe('canceled')
  expect((await bench.get(`/v1/invoices/${invoice.id}`)).body).toMatchObject({
    attempt_count: 1,
    status: 'open',
  })
})

it('without any method there is nothing to try, and no charge', async () => {
  const price = (await subscription(await weekly('pm_card_visa', 'year'))).items.data[0].price.id
  const id = bench.simulator.subscribe(bench.account, 'test', { customer, price })?.id ?? ''
  advance(365 * DAY + HOUR)
  const [invoice] = (await bench.get(`/v1/invoices?subscription=${id}`)).body.data
  expect(invoice).toMatchObject({
    attempt_count: 0,
    attempted: true,
    next_payment_attempt: null,
    status: 'open',
  })
  expect((await subscription(id)).status).toBe('past_due')
  expect((await bench.get('/v1/charges')).body.data).toHaveLength(1)
})

it.each<[string, () => Promise<string>]>([
  ['the subscription’s own', () => weekly('pm_card_visa')],
  [
    'the customer’s default',
    async () => {
      const id = await weekly('pm_card_visa')
      const { default_payment_method: method } = await subscription(id)
      await bench.post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: method } })
      await bench.post(`/v1/subscriptions/${id}`, { default_payment_method: '' })
      return id
    },
  ],
])('a card that was detached pays no more, also where it is still %s', async (_, subscribed) => {
  const id = await subscribed()
  const [method] = (await bench.get(`/v1/customers/${customer}/payment_methods`)).body.data
  await bench.post(`/v1/payment_methods/${method.id}/detach`)
  advance(7 * DAY + HOUR)
  expect(await newest()).toMatchObject({ amount_paid: 0, status: 'open' })
  expect((await subscription(id)).status).toBe('past_due')
  const paid = await bench.post(`/v1/invoices/${(await newest()).id}/pay`)
  expect([paid.status, paid.body.error.message]).toEqual([
    400,
    expect.stringContaining('default_payment_method'),
  ])
})

it('a new default card is what the schedule tries next', async () => {
  const id = await weekly('pm_card_chargeCustomerFail', 'year')
  advance(365 * DAY + HOUR)
  const card = await attach('pm_card_mastercard')
  await bench.post(`/v1/subscriptions/${id}`, { default_payment_method: card })
  advance(3 * DAY)
  expect(await newest()).toMatchObject({ attempt_count: 2, next_payment_attempt: null, status: 'paid' })
  expect((await subscription(id)).status).toBe('active')
  const { body } = await bench.get('/v1/charges?limit=2')
  expect(body.data.map(({ outcome }: Reply['body']) => [outcome.type, outcome.network_decline_code])).toEqual(
    [
      ['authorized', null],
      ['issuer_declined', '05'],
    ],
  )
  advance(60 * DAY)
  expect(await invoices()).toHaveLength(1)
})

it('a pause says what becomes of the invoices made during it', async () => {
  const id = await weekly('pm_card_visa')
  for (const [behavior, status] of [
    ['keep_as_draft', 'draft'],
    ['void', 'void'],
    ['mark_uncollectible', 'uncollectible'],
  ]) {
    await bench.post(`/v1/subscriptions/${id}`, { pause_collection: { behavior } })
    advance(7 * DAY + HOUR)
    expect([(await newest()).status, (await newest()).attempted]).toEqual([status, false])
  }
  await bench.post(`/v1/subscriptions/${id}`, { pause_collection: '' })
  advance(7 * DAY)
  expect((await newest()).status).toBe('paid')
  const [draft] = (await bench.get('/v1/invoices?status=draft')).body.data
  expect((await bench.post(`/v1/invoices/${draft.id}/pay`)).body.status).toBe('paid')
  expect(await subscription(id)).toMatchObject({ pause_collection: null, status: 'active' })
})

it('what ends with its period is not billed again', async () => {
  const id = await weekly('pm_card_visa')
  await bench.post(`/v1/subscriptions/${id}`, { cancel_at_period_end: true })
  advance(7 * DAY)
  expect(await subscription(id)).toMatchObject({ ended_at: ANCHOR + 7 * DAY, status: 'canceled' })
  advance(30 * DAY)
  expect(await invoices()).toEqual([])
})

it.each([
  ['month', 1, '2026-01-31T10:00:00Z', '2026-01-31T10:00:00Z', '2026-02-28T10:00:00Z'],
  ['month', 1, '2026-01-31T10:00:00Z', '2026-02-28T10:00:00Z', '2026-03-31T10:00:00Z'],
  ['month', 3, '2025-11-30T10:00:00Z', '2025-11-30T10:00:00Z', '2026-02-28T10:00:00Z'],
  ['year', 1, '2024-02-29T10:00:00Z', '2024-02-29T10:00:00Z', '2025-02-28T10:00:00Z'],
  ['week', 2, '2026-01-31T10:00:00Z', '2026-01-31T10:00:00Z', '2026-02-14T10:00:00Z'],
] as const)(
  'a period of %s × %i anchored at %s that begins at %s ends at %s',
  (interval, count, anchor, from, end) => {
    const seconds = (text: string) => Date.parse(text) / 1000
    expect(periodEnd(seconds(anchor), { interval, interval_count: count }, seconds(from))).toBe(seconds(end))
  },
)
