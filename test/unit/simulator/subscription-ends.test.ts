// How subscriptions end: now, with their period, at a date, with or without what was paid for given back, and after the last try. How
// they stand still and go on.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBench, type Bench, type Json, type Reply } from './harness.ts'
import { DAY, HOUR, moneyOf, newestInvoice, ok, openShop, payWith, type Shop } from './subscription-bench.ts'

const START = Date.UTC(2027, 0, 1) / 1000
const END = START + 31 * DAY
const HALF = 15.5 * DAY
let bench: Bench
let shop: Shop
let price: string
let id: string
let before: number
beforeEach(async () => {
  bench = await openBench()
  bench.simulator.clock.freeze(START)
  shop = await openShop(bench)
  price = await shop.price(1000)
  await make()
})
afterEach(() => bench.close())

async function make(more: Json = {}): Promise<void> {
  id = ok(await shop.subscribe([{ price }], more)).id
  before = bench.eventTypes().length
}
const since = () => bench.eventTypes().slice(before)
const now = () => bench.simulator.clock.nowSeconds()
const advance = (seconds: number) => bench.simulator.clock.advance(seconds)
const post = (parameters: Json, path = ''): Promise<Reply> =>
  bench.post(`/v1/subscriptions/${id}${path}`, parameters)
const change = async (parameters: Json, path = ''): Promise<Reply['body']> => ok(await post(parameters, path))
const get = async (): Promise<Reply['body']> => ok(await bench.get(`/v1/subscriptions/${id}`))
const pending = async (): Promise<Reply['body'][]> =>
  ok(await bench.get(`/v1/invoiceitems?customer=${shop.customer}&pending=true`)).data
const newest = () => newestInvoice(bench, id)
const amounts = (invoice: Reply['body']): number[] =>
  invoice.lines.data.map(({ amount }: { amount: number }) => amount)
const preview = async (details: Json): Promise<Reply['body']> =>
  ok(await bench.post('/v1/invoices/create_preview', { subscription: id, subscription_details: details }))

describe('ended', () => {
  it.each([
    ['by itself, drops what a change came to and was not billed yet', '', 0],
    ['with a credit for the rest, leaves it waiting with that', '?prorate=true', 3],
  ])('now: %s', async (_, query, left) => {
    advance(HALF)
    await change({ items: [{ id: (await get()).items.data[0].id, quantity: 2 }] })
    await bench.post('/v1/invoiceitems', { amount: 300, currency: 'eur', customer: shop.customer })
    const own = async () => (await pending()).filter(({ proration }) => proration)
    expect(await own()).toHaveLength(2)
    ok(await bench.del(`/v1/subscriptions/${id}${query}`))
    expect(await own()).toHaveLength(left)
    // What somebody asked for is theirs to delete.
    expect((await pending()).filter(({ proration }) => !proration)).toHaveLength(1)
  })

  it('now: by itself without money, with prorate with a credit that waits, with invoice_now with the last invoice', async () => {
    const first = (await get()).latest_invoice
    advance(HALF)
    ok(await bench.del(`/v1/subscriptions/${id}`))
    expect([(await get()).latest_invoice, await pending()]).toEqual([first, []])
    bench.simulator.clock.freeze(END)
    await make()
    // February 2027 has 28 days.
    advance(14 * DAY)
    ok(await bench.del(`/v1/subscriptions/${id}?prorate=true`))
    expect((await pending()).map(({ amount }) => amount)).toEqual([-500])
    await make()
    advance(7 * DAY)
    const shown = await preview({ cancel_now: true })
    before = bench.eventTypes().length
    const path = `/v1/subscriptions/${id}?prorate=true&invoice_now=true&cancellation_details[feedback]=unused`
    expect(ok(await bench.del(path))).toMatchObject({
      cancellation_details: { feedback: 'unused', reason: 'cancellation_requested' },
      status: 'canceled',
    })
    expect(moneyOf(await newest())).toEqual(moneyOf(shown))
    expect(await newest()).toMatchObject({ amount_due: 0, status: 'paid', total: -750 })
    expect(since().filter((type) => !type.startsWith('customer.updated'))).toEqual([
      'invoiceitem.created',
      'invoice.created',
      'invoice.finalized',
      'invoice.updated',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'customer.subscription.deleted',
    ])
  })

  it('with its period: what waits is invoiced then, as was shown', async () => {
    const item = (await get()).items.data[0].id
    advance(HALF)
    await change({ items: [{ id: item, quantity: 3 }], cancel_at_period_end: true })
    const shown = await preview({})
    expect([shown.created, shown.total]).toEqual([END, 1000])
    advance(HALF)
    expect(await get()).toMatchObject({ cancel_at: END, ended_at: END, status: 'canceled' })
    expect(moneyOf(await newest())).toEqual(moneyOf(shown))
    expect((await newest()).status).toBe('paid')
    expect(since().at(-1)).toBe('customer.subscription.deleted')
    advance(90 * DAY)
    expect((await newest()).created).toBe(END)
  })

  it('at a date within its period, with the rest of it given back unless told not to', async () => {
    const at = START + HALF
    expect(await change({ cancel_at: at })).toMatchObject({
      cancel_at: at,
      cancel_at_period_end: false,
      canceled_at: START,
      status: 'active',
    })
    const shown = await preview({})
    expect([shown.created, amounts(shown)]).toEqual([at, [-500]])
    advance(HALF)
    expect(await get()).toMatchObject({ ended_at: at, status: 'canceled' })
    expect(amounts(await newest())).toEqual([-500])
    await make()
    const first = (await get()).latest_invoice
    await change({ cancel_at: now() + DAY, proration_behavior: 'none' })
    advance(DAY)
    expect(await get()).toMatchObject({ latest_invoice: first, status: 'canceled' })
  })

  it('at a later date: periods are billed until then', async () => {
    const at = END + 7 * DAY
    await change({ cancel_at: at })
    advance(31 * DAY + HOUR)
    expect(await newest()).toMatchObject({ amount_paid: 1000, billing_reason: 'subscription_cycle' })
    advance(7 * DAY - HOUR)
    expect(await get()).toMatchObject({ ended_at: at, status: 'canceled' })
    // 21 of 28 days.
    expect(amounts(await newest())).toEqual([-750])
  })

  it.each([
    ['with its period', { cancel_at_period_end: true }, { cancel_at_period_end: false }],
    ['at a date', { cancel_at: START + HALF }, { cancel_at: '' }],
    ['by its date as well', { cancel_at_period_end: true }, { cancel_at: '' }],
  ])('%s, and not after all', async (_how, ending, undoing) => {
    await change(ending)
    expect(await change(undoing)).toMatchObject({
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
      cancellation_details: { reason: null },
    })
    advance(31 * DAY + HOUR)
    expect(await get()).toMatchObject({ status: 'active' })
    expect((await newest()).status).toBe('paid')
  })

  it.each([
    ['cancel', 'canceled'],
    ['unpaid', 'unpaid'],
    ['past_due', 'past_due'],
  ] as const)('by its last try where the account says %s: %s', async (what, status) => {
    bench.simulator.setWhenRetriesFail(bench.account, 'test', what)
    await payWith(bench, shop.customer, 'pm_card_chargeCustomerFail')
    advance(31 * DAY + HOUR + 22 * DAY - 1)
    expect((await get()).status).toBe('past_due')
    advance(1)
    expect((await get()).status).toBe(status)
    if (what !== 'unpaid') return
    // Goes on with drafts that nobody collects, until its newest is paid.
    advance(10 * DAY)
    expect(await newest()).toMatchObject({ auto_advance: false, status: 'draft' })
    await payWith(bench, shop.customer, 'pm_card_visa')
    ok(await bench.post(`/v1/invoices/${(await newest()).id}/pay`))
    expect((await get()).status).toBe('active')
  })
})

describe('paused', () => {
  it('gives the rest of the period back and stands still; goes on with a period of its own', async () => {
    advance(HALF)
    const paused = await change({}, '/pause')
    expect(paused).toMatchObject({
      status: 'paused',
      status_details: { paused: { subscription: { type: 'pause_requested' }, transitioned_at: now() } },
    })
    expect(since()).toEqual([
      'invoiceitem.created',
      'customer.subscription.updated',
      'customer.subscription.paused',
    ])
    expect((await pending()).map(({ amount }) => amount)).toEqual([-500])
    advance(100 * DAY)
    expect((await get()).status).toBe('paused')
    expect((await bench.get(`/v1/invoices?subscription=${id}`)).body.data).toHaveLength(1)
    const shown = await preview({ resume_at: 'now' })
    before = bench.eventTypes().length
    const resumed = await change({}, '/resume')
    expect(resumed).toMatchObject({ billing_cycle_anchor: now(), status: 'active' })
    expect(resumed).not.toHaveProperty('status_details')
    expect(amounts(await newest())).toEqual([-500, 1000])
    expect(moneyOf(await newest())).toEqual(moneyOf(shown))
    expect(since().slice(-3)).toEqual([
      'invoice_payment.paid',
      'customer.subscription.updated',
      'customer.subscription.resumed',
    ])
    bench.simulator.clock.freeze(resumed.items.data[0].current_period_end)
    expect(await newest()).toMatchObject({ created: now(), status: 'draft', total: 1000 })
  })

  it.each([
    ['now', [-500]],
    ['item_current_period_start', [-1000]],
    ['none', []],
  ])('with unused time given back from %s', async (type, credits) => {
    advance(HALF)
    await change({ bill_for: { unused_time_from: { type } }, invoicing_behavior: 'invoice' }, '/pause')
    expect(await pending()).toEqual([])
    expect(credits).toEqual(credits.length === 0 ? [] : amounts(await newest()))
    expect(ok(await bench.get(`/v1/customers/${shop.customer}`)).balance + 0).toBe(credits[0] ?? 0)
    // Nothing is charged twice: what was not given back is still paid for.
    advance(DAY)
    const resumed = await change({ billing_cycle_anchor: { type: 'unchanged' } }, '/resume')
    expect(resumed.items.data[0].current_period_end).toBe(END)
    // 14.5 of 31 days are left.
    expect((await pending()).map(({ amount }) => amount)).toEqual(credits.length === 0 ? [] : [468])
  })

  it('goes on about its old anchor with what is left of the period it is in, less what was given back', async () => {
    await change({}, '/pause')
    advance(40 * DAY)
    const anchor = { billing_cycle_anchor: { type: 'unchanged' }, proration_behavior: 'always_invoice' }
    expect((await change(anchor, '/resume')).status).toBe('active')
    const invoice = await newest()
    // The whole first period back, 19 of 28 days of the second.
    expect([amounts(invoice), invoice.status]).toEqual([[-1000, 679], 'paid'])
  })

  it('stays so where its invoice is not paid within 23 hours, and goes on where it is paid or forgiven', async () => {
    await payWith(bench, shop.customer, 'pm_card_chargeCustomerFail')
    await change({ bill_for: { unused_time_from: { type: 'none' } } }, '/pause')
    advance(40 * DAY)
    const success = { payment_behavior: 'resume_on_payment_success' }
    expect((await change(success, '/resume')).status).toBe('paused')
    expect(await newest()).toMatchObject({ amount_due: 1000, status: 'open' })
    advance(23 * HOUR)
    expect([(await newest()).status, (await get()).status]).toEqual(['void', 'paused'])
    await change(success, '/resume')
    ok(await bench.post(`/v1/invoices/${(await newest()).id}/mark_uncollectible`))
    expect((await get()).status).toBe('active')
    await change({ bill_for: { unused_time_from: { type: 'none' } } }, '/pause')
    expect((await change({}, '/resume')).status).toBe('past_due')
  })

  it('is refused where billing is classic, where it is paused, and where it is not', async () => {
    expect((await post({}, '/resume')).body.error.message).toContain('`paused` status')
    await change({}, '/pause')
    expect((await post({}, '/pause')).body.error.message).toContain('`paused` status')
    await make({ billing_mode: { type: 'classic' } })
    expect((await post({}, '/pause')).body.error.message).toContain('`billing_mode` set to `flexible`')
  })

  it('by the end of a trial with nothing to pay with, where that was said', async () => {
    const poor = await openShop(bench, 'eur', null)
    const trial = {
      trial_period_days: 5,
      trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
    }
    id = ok(await poor.subscribe([{ price: await poor.price(1000) }], trial)).id
    advance(5 * DAY)
    expect(await get()).toMatchObject({
      status: 'paused',
      status_details: { paused: { subscription: { type: 'trial_end_without_payment_method' } } },
    })
    await payWith(bench, poor.customer, 'pm_card_visa')
    expect((await change({}, '/resume')).status).toBe('active')
    expect((await newest()).amount_paid).toBe(1000)
  })
})

it.each([
  ['void', 'void'],
  ['mark_uncollectible', 'uncollectible'],
  ['keep_as_draft', 'draft'],
])('while collection is paused with %s also a change is invoiced that way: %s', async (behavior, status) => {
  await change({ pause_collection: { behavior } })
  advance(HALF)
  const item = (await get()).items.data[0].id
  const changed = await change({ items: [{ id: item, quantity: 5 }], proration_behavior: 'always_invoice' })
  expect(changed.status).toBe('active')
  expect(await newest()).toMatchObject({ attempted: false, status })
})

it('a period that was voided was not paid for, and is not given back', async () => {
  await change({ pause_collection: { behavior: 'void' } })
  advance(31 * DAY)
  expect((await newest()).status).toBe('void')
  advance(14 * DAY)
  ok(await bench.del(`/v1/subscriptions/${id}?prorate=true`))
  expect(await pending()).toEqual([])
})

it('what an invoice took from the customer’s balance comes back when it is voided', async () => {
  ok(await bench.post(`/v1/customers/${shop.customer}`, { balance: -300 }))
  await payWith(bench, shop.customer, 'pm_card_chargeCustomerFail')
  advance(31 * DAY + HOUR)
  expect(await newest()).toMatchObject({
    amount_due: 700,
    ending_balance: 0,
    starting_balance: -300,
    total: 1000,
  })
  expect(ok(await bench.get(`/v1/customers/${shop.customer}`)).balance).toBe(0)
  ok(await bench.post(`/v1/invoices/${(await newest()).id}/void`))
  expect(ok(await bench.get(`/v1/customers/${shop.customer}`)).balance).toBe(-300)
})
