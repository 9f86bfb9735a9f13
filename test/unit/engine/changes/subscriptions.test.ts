// What an order calls a subscription and a price: with an amount only where it is the one that Stripe bills; from when on it is looked for,
// and which invoice is its own.
import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import type { StripeReader } from '../../../../electron/engine/changes/reader.ts'
import {
  billedEffect,
  changedBy,
  priceWords,
  subscriptionWords,
  type SubscriptionFacts,
} from '../../../../electron/engine/changes/subscriptions.ts'
import { success, type ChangeOrder } from '../../../../src/contract/index.ts'

const month = { interval: 'month', interval_count: 1, usage_type: 'licensed' }
const price = (more: object = {}) =>
  ({
    id: 'price_1',
    currency: 'usd',
    unit_amount: 1000,
    nickname: 'Seats',
    product: 'prod_1',
    recurring: month,
    transform_quantity: null,
    ...more,
  }) as unknown as Stripe.Price

function wordsOf(prices: readonly Stripe.Price[], currency = 'usd', more = false): string {
  const data = prices.map((each) => ({ price: each, quantity: 500 }))
  const subscription = { id: 'sub_1', customer: 'cus_1', currency, items: { data, has_more: more } }
  return subscriptionWords(
    subscription as unknown as Stripe.Subscription,
    { own: { nameOf: () => null } } as unknown as StripeReader,
  )
}

const packages = price({ transform_quantity: { divide_by: 100, round: 'up' } })
const usage = price({ recurring: { ...month, usage_type: 'metered' } })

test('says what a plain one comes to', () => {
  expect(wordsOf([price()])).toBe('sub_1 ($5,000.00 a month)')
  expect(wordsOf([price(), price({ unit_amount: 1 })])).toBe('sub_1 ($5,005.00 a month)')
  expect(priceWords(price())).toBe('Seats, $10.00 a month')
})

test('says the amount of the currency that is billed, where the price came with it', () => {
  const yen = price({ currency_options: { jpy: { unit_amount: 1500 } } })
  expect(wordsOf([yen], 'jpy')).toBe('sub_1 (¥750,000 a month)')
})

test.each([
  ['packages', [packages], 'usd', false],
  ['usage', [usage], 'usd', false],
  ['plain prices and usage', [price(), usage], 'usd', false],
  ['another currency', [price()], 'jpy', false],
  ['several intervals', [price(), price({ recurring: { ...month, interval: 'year' } })], 'usd', false],
  ['more items than came', [price()], 'usd', true],
])('says no amount of %s', (_, prices, currency, more) => {
  expect(wordsOf(prices, currency, more)).toBe('sub_1')
})

test.each([
  ['packages', packages],
  ['usage', usage],
])('says no amount of a price by %s', (_, told) => {
  expect(priceWords(told)).toBe('Seats')
})

test.each([
  ['was sent', 5000, 5000],
  ['may have been sent before its journal was restored', 0, 3000],
  ['was not sent', null, 3000],
])(
  'the events of an order that %s are looked for from then, or from when it was placed',
  async (_, sentAt, from) => {
    const asked: number[] = []
    const stripe = {
      eventsOf: async (...[, , since]: Parameters<StripeReader['eventsOf']>) => {
        asked.push(since)
        return success([])
      },
    }
    const order = { id: 'order', kind: 'pause_service', placedAt: 3000, sentAt }
    await changedBy(stripe as unknown as StripeReader, order as ChangeOrder, [])
    expect(asked).toEqual([from])
  },
)

test.each([
  ['subscription_update', 'of the change', 1000, true],
  ['subscription_cycle', 'of a period that the change begins', 1000, true],
  ['subscription_cycle', 'of a renewal before', 999, false],
  ['manual', 'of another making', 1000, false],
])('an invoice that Stripe calls %s, %s, made at %d, is its own: %s', (reason, _, created, isItsOwn) => {
  const { result } = billedEffect(withInvoice(reason, created), {
    reason: 'subscription_update',
    expected: { prorationDate: 1000, today: { total: 500, amountDue: 500 } },
  })
  expect(result?.invoiced?.invoiceId).toBe(isItsOwn ? 'in_1' : undefined)
})

test.each([
  ['subscription_update', 'of the change is told as not previewed', 1000, { differs: true, total: 500 }],
  ['subscription_update', 'of a change before is not told of', 999, {}],
  ['subscription_cycle', 'may be of a renewal meanwhile, and is not told of', 1000, {}],
])('where no invoice was expected, one that Stripe calls %s %s', (reason, _, created, told) => {
  const { result } = billedEffect(withInvoice(reason, created), {
    reason: 'subscription_update',
    expected: { prorationDate: 1000, today: null },
  })
  const { differs, total } = result?.invoiced ?? {}
  expect({ differs, total }).toEqual(told)
})

const withInvoice = (reason: string, created: number): SubscriptionFacts => ({
  id: 'sub_1',
  object: 'subscription',
  status: 'active',
  latest_invoice: {
    id: 'in_1',
    created,
    billing_reason: reason,
    currency: 'eur',
    amount_remaining: 0,
    total: 500,
    amount_due: 500,
  },
})
