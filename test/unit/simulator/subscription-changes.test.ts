// What a change of a subscription costs and gives back, by numbers worked out by hand: plans, quantities, items, anchors, trials, coupons,
// collection. With Stripe's events and refusals.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ANCHOR, openBench, type Bench, type Json, type Reply } from './harness.ts'
import { DAY, HOUR, moneyOf, newestInvoice, ok, openShop, payWith, type Shop } from './subscription-bench.ts'

let bench: Bench
let shop: Shop
let basic: string
let pro: string
let id: string
let item: string
let before: number
/** The subscription's second period has 31 days: half of it is 15.5. */
const HALF = 15.5 * DAY
beforeEach(async () => {
  bench = await openBench()
  bench.simulator.clock.freeze(Date.UTC(2027, 0, 1) / 1000)
  shop = await openShop(bench)
  basic = await shop.price(1000)
  pro = await shop.price(2000)
  await make()
})
afterEach(() => bench.close())

async function make(more: Json = {}): Promise<void> {
  const made = ok(await shop.subscribe([{ price: basic }], more))
  id = made.id
  item = made.items.data[0].id
  before = bench.eventTypes().length
}
const since = () => bench.eventTypes().slice(before)
const now = () => bench.simulator.clock.nowSeconds()
const advance = (seconds: number) => bench.simulator.clock.advance(seconds)
const change = async (parameters: Json): Promise<Reply['body']> =>
  ok(await bench.post(`/v1/subscriptions/${id}`, parameters))
const get = async (): Promise<Reply['body']> => ok(await bench.get(`/v1/subscriptions/${id}`))
const pending = async (): Promise<Reply['body'][]> =>
  ok(await bench.get(`/v1/invoiceitems?customer=${shop.customer}&pending=true`)).data
const newest = () => newestInvoice(bench, id)
const amounts = (invoice: Reply['body']): number[] =>
  invoice.lines.data.map(({ amount }: { amount: number }) => amount)
const balance = async (): Promise<number> => ok(await bench.get(`/v1/customers/${shop.customer}`)).balance

it('half a period of a dearer plan is charged with the next invoice, the unused half given back', async () => {
  advance(HALF)
  const changed = await change({ items: [{ id: item, price: pro }] })
  expect(changed.items.data[0]).toMatchObject({ id: item, price: { id: pro }, plan: { id: pro } })
  expect(since()).toEqual(['invoiceitem.created', 'invoiceitem.created', 'customer.subscription.updated'])
  const event = bench.simulator.ledger(bench.account, 'test').events.at(-1)
  expect(event?.data.previous_attributes).toMatchObject({ items: { data: [{ price: { id: basic } }] } })
  expect(
    (await pending()).map(({ amount, description, proration }) => [amount, description, proration]),
  ).toEqual([
    [1000, 'Remaining time on Box after 16 Jan 2027', true],
    [-500, 'Unused time on Box after 16 Jan 2027', true],
  ])
  advance(HALF)
  const invoice = await newest()
  expect(amounts(invoice)).toEqual([-500, 1000, 2000])
  expect(invoice.lines.data[0].parent.subscription_item_details.proration_details.credited_items).toEqual({
    invoice: changed.latest_invoice,
    invoice_line_items: [expect.stringMatching(/^il_/)],
  })
  expect(invoice.total).toBe(2500)
  advance(HOUR)
  expect(await newest()).toMatchObject({ amount_paid: 2500, status: 'paid' })
  expect(await pending()).toEqual([])
})

it('always_invoice charges the difference at once', async () => {
  advance(HALF)
  const changed = await change({
    items: [{ id: item, price: pro, quantity: 3 }],
    proration_behavior: 'always_invoice',
  })
  const invoice = await newest()
  expect(changed.latest_invoice).toBe(invoice.id)
  expect(invoice).toMatchObject({
    amount_paid: 2500,
    billing_reason: 'subscription_update',
    period_end: now(),
    period_start: changed.items.data[0].current_period_start,
    status: 'paid',
  })
  expect(amounts(invoice)).toEqual([-500, 3000])
  expect(since().filter((type) => /^(customer\.subscription|invoice|invoiceitem)\./.test(type))).toEqual([
    'invoiceitem.created',
    'invoiceitem.created',
    'customer.subscription.updated',
    'invoice.created',
    'invoice.finalized',
    'invoice.updated',
    'invoice.updated',
    'invoice.paid',
    'invoice.payment_succeeded',
  ])
})

it('none changes the plan and nothing else, until the next period', async () => {
  advance(HALF)
  await change({ items: [{ id: item, price: pro }], proration_behavior: 'none' })
  expect(await pending()).toEqual([])
  advance(HALF)
  expect(amounts(await newest())).toEqual([2000])
})

it('a cheaper plan leaves a credit, kept in the customer’s balance and taken from the next invoice', async () => {
  advance(HALF)
  const free = await shop.price(0)
  await change({ items: [{ id: item, price: free }], proration_behavior: 'always_invoice' })
  expect(await newest()).toMatchObject({ amount_due: 0, ending_balance: -500, status: 'paid', total: -500 })
  expect(await balance()).toBe(-500)
  // From free to paid a period begins at once.
  const paid = await change({ items: [{ id: item, price: pro }] })
  expect(paid.billing_cycle_anchor).toBe(now())
  expect(await newest()).toMatchObject({
    amount_paid: 1500,
    starting_balance: -500,
    ending_balance: 0,
    total: 2000,
  })
  expect(await balance()).toBe(0)
})

it('items come and go, each for its own part', async () => {
  advance(HALF)
  const added = await change({ items: [{ price: pro, quantity: 2 }] })
  expect(added.items.data).toHaveLength(2)
  expect((await pending()).map(({ amount }) => amount)).toEqual([2000])
  advance(HALF / 2)
  const removed = await change({
    items: [
      { id: added.items.data[1].id, deleted: true },
      { id: item, quantity: 2 },
    ],
  })
  expect(removed.items.data.map(({ quantity }: { quantity: number }) => quantity)).toEqual([2])
  // A quarter of the period is left: 250 of 1000 back and 500 again; half of what the other was charged back.
  expect((await pending()).map(({ amount }) => amount).toSorted((left, right) => left - right)).toEqual([
    -1000, -250, 500, 2000,
  ])
})

it('another length of period: flexible billing keeps the anchor, classic begins anew', async () => {
  const yearly = await shop.price(12_000, 'year')
  advance(HALF)
  const flexible = await change({ items: [{ id: item, price: yearly }] })
  expect(flexible.items.data[0]).toMatchObject({
    current_period_end: Date.UTC(2028, 0, 1) / 1000,
    current_period_start: Date.UTC(2027, 0, 1) / 1000,
  })
  // 12000 × 349.5 / 365 = 11490.41.
  expect(amounts(await newest())).toEqual([-500, 11_490])
  expect((await newest()).amount_paid).toBe(10_990)
  await make({ billing_mode: { type: 'classic' } })
  const start = now()
  advance(1000)
  const classic = await change({ items: [{ id: item, price: yearly }] })
  expect(classic).toMatchObject({
    billing_cycle_anchor: start + 1000,
    billing_mode: { flexible: null, type: 'classic' },
  })
  expect(amounts(await newest())).toEqual([-1000, 12_000])
})

it('an anchor of now gives the rest back and begins a whole period', async () => {
  advance(HALF)
  const changed = await change({ billing_cycle_anchor: { type: 'now' } })
  expect(changed).toMatchObject({ billing_cycle_anchor: now(), status: 'active' })
  expect(amounts(await newest())).toEqual([-500, 1000])
  const end = changed.items.data[0].current_period_end
  expect(end).toBe(now() + 31 * DAY)
  advance(HALF)
  expect((await newest()).created).toBe(now() - HALF)
  advance(HALF)
  expect(await newest()).toMatchObject({ created: end, status: 'draft' })
})

it('what is counted from a second before now is what was shown then', async () => {
  advance(HALF)
  const from = now()
  advance(DAY)
  await change({ items: [{ id: item, price: pro }], proration_date: from })
  expect((await pending()).map(({ amount }) => amount)).toEqual([1000, -500])
  const outside = await bench.post(`/v1/subscriptions/${id}`, {
    items: [{ id: item, price: basic }],
    proration_date: from - 40 * DAY,
  })
  expect([outside.status, outside.body.error.param]).toEqual([400, 'proration_date'])
})

it('a trial that begins gives back what was paid; one that is moved, nothing; one that is ended is charged at once', async () => {
  advance(HALF)
  const end = now() + 10 * DAY
  expect(await change({ trial_end: end })).toMatchObject({
    billing_cycle_anchor: end,
    status: 'trialing',
    trial_end: end,
  })
  expect(amounts(await newest())).toEqual([-500, 0])
  expect(await balance()).toBe(-500)
  const made = (await newest()).id
  expect(await change({ trial_end: end + DAY })).toMatchObject({ status: 'trialing', trial_end: end + DAY })
  // Nothing was paid for during a trial.
  await change({ items: [{ id: item, price: pro }] })
  expect([(await newest()).id, await pending()]).toEqual([made, []])
  expect(await change({ trial_end: 'now' })).toMatchObject({
    billing_cycle_anchor: now(),
    status: 'active',
    trial_end: now(),
  })
  expect(await newest()).toMatchObject({ amount_paid: 1500, total: 2000 })
  expect(since()).toContain('customer.subscription.trial_will_end')
})

it('a coupon comes, is replaced and goes, with its events', async () => {
  const tenth = ok(await bench.post('/v1/coupons', { percent_off: 10, duration: 'forever' })).id
  const half = ok(await bench.post('/v1/coupons', { percent_off: 50, duration: 'forever' })).id
  before = bench.eventTypes().length
  await change({ discounts: [{ coupon: tenth }] })
  expect(since()).toEqual(['customer.discount.created', 'customer.subscription.updated'])
  const discounted = await change({ discounts: [{ coupon: half }] })
  const [discount] = ok(await bench.get(`/v1/subscriptions/${id}?expand[]=discounts`)).discounts
  expect(discount).toMatchObject({ source: { coupon: half, type: 'coupon' }, subscription: id })
  expect(discount).not.toHaveProperty('created')
  expect(discounted.discounts).toEqual([discount.id])
  expect(ok(await bench.get(`/v1/coupons/${half}`)).times_redeemed).toBe(1)
  // Half of a half: prorations are what they cost after discounts. What was paid is given back in full.
  advance(HALF)
  await change({ items: [{ id: item, price: pro }] })
  expect((await pending()).map(({ amount, discountable }) => [amount, discountable])).toEqual([
    [500, false],
    [-500, false],
  ])
  advance(HALF)
  expect(await newest()).toMatchObject({ subtotal: 2000, total: 1000 })
  expect((await change({ discounts: '' })).discounts).toEqual([])
  expect(since().at(-1)).toBe('customer.discount.deleted')
})

it('what was paid less a coupon is given back less it, also where it was for one invoice alone', async () => {
  const once = ok(await bench.post('/v1/coupons', { percent_off: 20, duration: 'once' })).id
  await make({ discounts: [{ coupon: once }] })
  expect((await get()).discounts).toEqual([])
  advance(HALF)
  await change({ items: [{ id: item, price: pro }] })
  expect((await pending()).map(({ amount }) => amount)).toEqual([1000, -400])
})

it('a change that is declined leaves it past due, with error_if_incomplete as it was', async () => {
  await payWith(bench, shop.customer, 'pm_card_chargeCustomerFail')
  advance(HALF)
  const was = await get()
  before = bench.eventTypes().length
  const wanted = { items: [{ id: item, price: pro }], proration_behavior: 'always_invoice' }
  const refused = await bench.post(`/v1/subscriptions/${id}`, {
    ...wanted,
    payment_behavior: 'error_if_incomplete',
  })
  expect(refused.status).toBe(402)
  expect([await get(), since()]).toEqual([was, []])
  const changed = await change(wanted)
  expect(changed.status).toBe('past_due')
  expect(await newest()).toMatchObject({ amount_due: 500, attempt_count: 1, status: 'open' })
  await payWith(bench, shop.customer, 'pm_card_visa')
  advance(3 * DAY)
  expect([(await newest()).status, (await get()).status]).toEqual(['paid', 'active'])
})

it('is sent instead of charged, and charged again', async () => {
  expect((await bench.post(`/v1/subscriptions/${id}`, { collection_method: 'send_invoice' })).status).toBe(
    400,
  )
  expect(await change({ collection_method: 'send_invoice', days_until_due: 14 })).toMatchObject({
    collection_method: 'send_invoice',
    days_until_due: 14,
  })
  advance(31 * DAY)
  expect(await newest()).toMatchObject({ collection_method: 'send_invoice', due_date: now() + 14 * DAY })
  expect(await change({ collection_method: 'charge_automatically' })).toMatchObject({ days_until_due: null })
})

it('the preview of the next invoice, of the period after alone, and of nothing', async () => {
  advance(HALF)
  const coupon = ok(await bench.post('/v1/coupons', { percent_off: 50, duration: 'once' })).id
  const details = { items: [{ id: item, price: pro }], proration_date: now() }
  const ask = (more: Json): Promise<Reply> =>
    bench.post('/v1/invoices/create_preview', { subscription: id, ...more })
  const next = ok(await ask({ subscription_details: details }))
  expect(next).toMatchObject({
    billing_reason: 'upcoming',
    created: now() + HALF,
    number: null,
    parent: { subscription_details: { subscription: id, subscription_proration_date: now() } },
    status: 'draft',
    total: 2500,
  })
  const recurring = await ask({
    discounts: [{ coupon }],
    preview_mode: 'recurring',
    subscription_details: details,
  })
  expect([ok(recurring).total, amounts(recurring.body)]).toEqual([2000, [2000]])
  // Half of the period comes off the next invoice once, whatever is prorated.
  expect(ok(await ask({ discounts: [{ coupon }], subscription_details: details })).total).toBe(
    -500 + 1000 + 1000,
  )
  expect(await pending()).toEqual([])
  expect(ok(await bench.get(`/v1/coupons/${coupon}`)).times_redeemed).toBe(0)
  const none = await ask({ subscription_details: { cancel_at_period_end: true } })
  expect([none.status, none.body.error.code]).toEqual([404, 'invoice_upcoming_none'])
  const first = ok(
    await bench.post('/v1/invoices/create_preview', {
      customer: shop.customer,
      subscription_details: { items: [{ price: pro, quantity: 2 }] },
    }),
  )
  expect(first.total).toBe(4000)
  await make()
  expect(moneyOf(ok(await ask({}))).total).toBe(1000)
})

it('refuses what Stripe refuses', async () => {
  const yearly = await shop.price(20_000, 'year')
  const refusals: [Json, string][] = [
    [{ items: [{ id: 'si_no', quantity: 2 }] }, "No such subscription item: 'si_no'"],
    [{ items: [{ id: item, price: 'price_no' }] }, "No such price: 'price_no'"],
    [{ items: [{ price: basic }] }, 'Cannot add multiple subscription items'],
    [{ items: [{ price: yearly }] }, 'must have the same `recurring.interval`'],
    [{ items: [{ id: item, deleted: true }] }, 'at least one active item'],
    [{ trial_end: ANCHOR }, 'in the future'],
    [{ cancel_at: ANCHOR }, 'in the future'],
    [{ cancel_at: now() + DAY, cancel_at_period_end: true }, 'You may only specify one of these parameters'],
    [{ items: [{ id: item, clear_usage: true }] }, 'unknown parameter'],
  ]
  const was = await get()
  for (const [parameters, words] of refusals) {
    const reply = await bench.post(`/v1/subscriptions/${id}`, parameters)
    expect([reply.status, reply.body.error?.message]).toEqual([400, expect.stringContaining(words)])
  }
  expect(await get()).toEqual(was)
})
