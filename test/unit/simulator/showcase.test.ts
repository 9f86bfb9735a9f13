// What the demo shows of subscriptions: every state, and everything that waits for somebody, on whatever day it is opened.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Subscription } from '../../../electron/simulator/billing-records.ts'
import type { Ledger } from '../../../electron/simulator/surface.ts'
import { openBench, type Bench } from './harness.ts'

const DAY = 86_400
const days: readonly (readonly [name: string, at: number])[] = [
  ['an ordinary day', 1_795_000_000],
  ['the last of a long month', Date.UTC(2027, 0, 31, 9, 30) / 1000],
  ['a leap day', Date.UTC(2028, 1, 29, 23, 59) / 1000],
  ['the first of March', Date.UTC(2027, 2, 1, 0, 1) / 1000],
  ['New Year’s Eve', Date.UTC(2026, 11, 31, 18, 0) / 1000],
]

describe.each(days)('on %s', (_name, anchor) => {
  let bench: Bench
  let ledger: Ledger
  let all: readonly Subscription[]
  beforeAll(async () => {
    bench = await openBench({ seed: 'demo', nowSeconds: anchor, size: { customers: 30, payments: 650 } })
    bench.simulator.clock.freeze(anchor)
    ledger = bench.simulator.ledger(bench.account, 'test')
    all = [...ledger.subscriptions.values()]
  })
  afterAll(() => bench.close())

  const some = (fits: (subscription: Subscription) => boolean) => all.some(fits)
  const hasMethod = ({ customer, default_payment_method: own }: Subscription) =>
    (own ?? ledger.customers.get(customer)?.invoice_settings.default_payment_method ?? null) !== null
  const newest = ({ latest_invoice: id }: Subscription) => ledger.invoices.get(id ?? '')
  const isWithin = (at: number | null | undefined, count: number) =>
    at !== null && at !== undefined && at > anchor && at <= anchor + count * DAY
  /** Whether the newest invoice waits for the customer to prove who they are. */
  const isAsked = ({ latest_invoice: id }: Subscription) =>
    [...ledger.invoicePayments.values()].some(
      ({ invoice, payment }) =>
        invoice === id &&
        ledger.paymentIntents.get(payment.payment_intent ?? '')?.status === 'requires_action',
    )

  it('a subscription of every status is there', () => {
    expect(new Set(all.map(({ status }) => status))).toEqual(
      new Set([
        'active', 'canceled', 'incomplete', 'incomplete_expired', 'past_due', 'paused', 'trialing', 'unpaid',
      ]), // prettier-ignore
    )
  })

  it.each<[string, (subscription: Subscription) => boolean]>([
    ['a trial that ends within three days, with nothing to pay with', (one) => one.status === 'trialing' && isWithin(one.trial_end, 3) && !hasMethod(one)],
    ['a trial that goes on', (one) => one.status === 'trialing' && !isWithin(one.trial_end, 3)],
    ['a renewal that is tried again', (one) => one.status === 'past_due' && isWithin(newest(one)?.next_payment_attempt, 8)],
    ['a renewal that only another card helps', (one) => one.status === 'past_due' && newest(one)?.attempt_count === 1 && newest(one)?.next_payment_attempt === null],
    ['a renewal that waits for 3-D Secure', (one) => one.status === 'past_due' && isAsked(one)],
    ['a beginning that waits for 3-D Secure', (one) => one.status === 'incomplete' && isAsked(one)],
    ['one that was sent an invoice', (one) => one.collection_method === 'send_invoice' && one.status === 'active'],
    ['one that did not pay what it was sent', (one) => one.collection_method === 'send_invoice' && one.status === 'past_due'],
    ['one that ends with its period, and why', (one) => one.cancel_at_period_end && one.cancellation_details['feedback'] === 'unused'],
    ['one that ends on a day of its own', (one) => !one.cancel_at_period_end && one.cancel_at !== null && one.ended_at === null],
    ['one that ended, with what they said', (one) => one.status === 'canceled' && typeof one.cancellation_details['comment'] === 'string'],
    ['one that ended for a dispute', (one) => one.cancellation_details['reason'] === 'payment_disputed'],
    ['a pause of collection that ends soon', (one) => isWithin(one.pause_collection?.resumes_at, 5)],
    ['a pause of collection without end', (one) => one.pause_collection?.resumes_at === null],
    ['one that was paused as a whole', (one) => JSON.stringify(one.status_details ?? {}).includes('pause_requested')],
    ['one paused since its trial ended with nothing to pay with', (one) => JSON.stringify(one.status_details ?? {}).includes('trial_end_without_payment_method')],
    ['a change that is scheduled', (one) => ledger.subscriptionSchedules.get(one.schedule ?? '')?.status === 'active'],
    ['a coupon', (one) => one.discounts.length > 0],
    ['a price that is retired', (one) => one.status === 'active' && one.items.data.some(({ price }) => !price.active)],
    ['several items', (one) => one.items.data.length > 1],
    ['seats', (one) => one.items.data.some(({ quantity }) => quantity > 1)],
    ['a card of its own', (one) => one.default_payment_method !== null],
    ['the customer’s card', (one) => one.default_payment_method === null && hasMethod(one)],
    ['classic billing', (one) => one.billing_mode['type'] === 'classic'],
    ['yen', (one) => one.currency === 'jpy'],
    ['dinars', (one) => one.currency === 'kwd'],
  ])('%s', (_what, fits) => {
    expect(some(fits)).toBe(true)
  }) // prettier-ignore

  it('plans are sold by month and year in every currency of the app, and only a former price is retired', () => {
    const prices = [...ledger.prices.values()].filter(({ lookup_key: key }) => key !== null)
    for (const currency of ['eur', 'usd', 'gbp', 'jpy', 'kwd'])
      for (const interval of ['month', 'year']) {
        const offered = prices.filter(
          (price) => price.currency === currency && price.recurring?.interval === interval && price.active,
        )
        const names = offered.map(({ product }) => ledger.products.get(product)?.name)
        expect(new Set(names)).toEqual(
          new Set(['Brew Log Basic', 'Brew Log Pro', 'Brew Log Team', 'Priority support']),
        )
        expect(names).toHaveLength(4)
      }
    expect(prices.filter(({ active }) => !active).every(({ nickname }) => /2025/.test(nickname ?? ''))).toBe(
      true,
    )
  })

  it('who may use what follows from what they subscribe to', () => {
    const grants = new Set(['active', 'past_due', 'trialing'])
    for (const customer of new Set(all.map((one) => one.customer))) {
      const products = all
        .filter((one) => one.customer === customer && grants.has(one.status))
        .flatMap((one) => one.items.data.map(({ price }) => price.product))
      const wanted = [...ledger.productFeatures.values()]
        .filter(({ product }) => products.includes(product))
        .map(({ feature }) => feature)
      expect(new Set((ledger.entitlements.get(customer) ?? []).map(({ feature }) => feature))).toEqual(
        new Set(wanted),
      )
    }
  })

  it('none of it is among the newest payments', () => {
    const late = [...ledger.paymentIntents.values()].filter(({ created }) => created > anchor - 6 * 3600)
    expect(late.every(({ description }) => (description ?? '').startsWith('Order '))).toBe(true)
  })
})
