// What a subscription's rows say of its money: the amounts of the currency it is billed in, and none where a quantity does not
// just multiply them.
import { expect, test } from 'vitest'
import { tablesOf } from '../../../../electron/store/projections/tables.ts'
import { said } from '../../../../electron/store/projections/precedence.ts'
import { aCache, row } from './tables.support.ts'

/** As its rows tell it: its price says US$10.00 a month. */
function billed(currency: string, price: object, item: object = {}) {
  const cache = aCache()
  const told = {
    id: 'price_1',
    currency: 'usd',
    unit_amount: 1000,
    unit_amount_decimal: '1000',
    recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
    transform_quantity: null,
    ...price,
  }
  tablesOf(cache, { readAt: () => 0 }).tell(
    {
      id: 'sub_1',
      object: 'subscription',
      status: 'active',
      currency,
      created: 1,
      items: { data: [{ id: 'si_1', quantity: 500, price: told, ...item }] },
    },
    { asOf: 0, said: said.event },
  )
  const { monthly, currency: shown } = row(cache, 'subscriptions', 'sub_1')!
  const { unit_amount: unit, currency: unitCurrency } = row(cache, 'subscription_items', 'si_1')!
  return { monthly, shown, unit, unitCurrency }
}

test('a plain price is multiplied', () => {
  expect(billed('usd', {})).toEqual({ monthly: 500_000, shown: 'usd', unit: 1000, unitCurrency: 'usd' })
})

test('a price of another currency counts as its option for the one that is billed, and is unknown without', () => {
  const unknown = { monthly: null, shown: 'jpy', unit: null, unitCurrency: 'jpy' }
  expect(billed('jpy', {})).toEqual(unknown)
  const options = (jpy: object) => ({ currency_options: { jpy, usd: { unit_amount: 1000 } } })
  expect(billed('jpy', options({ unit_amount: 1500, unit_amount_decimal: '1500' }))).toEqual({
    monthly: 750_000,
    shown: 'jpy',
    unit: 1500,
    unitCurrency: 'jpy',
  })
  expect(billed('jpy', options({ unit_amount: null, unit_amount_decimal: null }))).toEqual(unknown)
})

test.each([
  ['packages', { transform_quantity: { divide_by: 100, round: 'up' } }],
  ['usage', { recurring: { interval: 'month', interval_count: 1, usage_type: 'metered' } }],
])('what is billed by %s has no amount to multiply', (_, price) => {
  expect(billed('usd', price)).toMatchObject({ monthly: null, unit: null })
})

test.each([
  ['packages', { transform_usage: { divide_by: 100, round: 'up' } }],
  ['usage', { usage_type: 'metered' }],
  ['another currency', { currency: 'eur' }],
])('nor has a plan that is billed by %s', (_, more) => {
  const plan = { id: 'plan_1', currency: 'usd', amount: 1000, interval: 'month', interval_count: 1 }
  expect(billed('usd', {}, { price: null, plan })).toMatchObject({ monthly: 500_000, unit: 1000 })
  expect(billed('usd', {}, { price: null, plan: { ...plan, ...more } })).toMatchObject({
    monthly: null,
    unit: null,
  })
})
