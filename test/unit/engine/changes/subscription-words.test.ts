// What an order calls a subscription and a price: with an amount only where it is the one that Stripe bills.
import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import type { StripeReader } from '../../../../electron/engine/changes/reader.ts'
import { priceWords, subscriptionWords } from '../../../../electron/engine/changes/subscription-words.ts'

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
