// What a subscription is worth in a month is exact, and rounded once.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { discountWords } from '../../../src/domain/discount-words.ts'
import { monthlyValue, unitIn, type ValuedItem } from '../../../src/domain/subscription-value.ts'

const item = (unitAmount: string | null, interval: string, more: Partial<ValuedItem> = {}): ValuedItem => ({
  unitAmount,
  quantity: 1,
  interval,
  intervalCount: 1,
  ...more,
})

describe('the amount per unit', () => {
  const price = { currency: 'usd', unit: 1000 }

  test('is the one of the currency that is asked for, or not known', () => {
    expect(unitIn(price, 'usd')).toBe(price)
    expect(unitIn(price, 'jpy')).toBeNull()
    expect(unitIn(price, null)).toBeNull()
    const jpy = { unit: 1500 }
    expect(unitIn<{ unit: number }>({ ...price, currency_options: { jpy } }, 'jpy')).toBe(jpy)
  })

  test('is not known where a quantity does not just multiply it', () => {
    expect(unitIn({ ...price, transform_quantity: { divide_by: 100 } }, 'usd')).toBeNull()
    expect(unitIn({ ...price, recurring: { usage_type: 'metered' } }, 'usd')).toBeNull()
  })
})

describe('the value of a month', () => {
  test.each([
    [[item('2400', 'month')], 2400],
    [[item('2400', 'month', { quantity: 3 })], 7200],
    [[item('12000', 'year')], 1000],
    [[item('100', 'year')], 8],
    [[item('18', 'year')], 2],
    [[item('1000', 'week')], 4333],
    [[item('12', 'day')], 365],
    [[item('3000', 'month', { intervalCount: 3 })], 1000],
    [[item('0', 'month')], 0],
    [[item('0.5', 'month')], 1],
    [[item('0.05', 'month', { quantity: 1000 })], 50],
    // Rounded once, not for each item.
    [[item('0.4', 'month'), item('0.4', 'month')], 1],
    [[item('100', 'year'), item('100', 'year'), item('100', 'year')], 25],
    [[item('-0.5', 'month')], 0],
    [[item('-1.5', 'month')], -1],
    [[item('-1.6', 'month')], -2],
    [[item('-100', 'month'), item('300', 'month')], 200],
  ])('of %j is %i', (items, value) => {
    expect(monthlyValue(items)).toBe(value)
  })

  test('is not known of nothing, of tiers, of an interval that is not known, or beyond what is exact', () => {
    expect(monthlyValue([])).toBeNull()
    expect(monthlyValue([item('100', 'month'), item(null, 'month')])).toBeNull()
    expect(monthlyValue([item('100', 'decade')])).toBeNull()
    expect(monthlyValue([item('100', 'month', { intervalCount: 0 })])).toBeNull()
    expect(monthlyValue([item('9007199254740991', 'day')])).toBeNull()
    expect(monthlyValue([item('1e5', 'month')])).toBeNull()
  })

  test('is never off by more than half a minor unit, and does not depend on the order of the items', () => {
    const anItem = fc.record({
      unitAmount: fc.nat(10_000_000).map(String),
      quantity: fc.nat(500),
      interval: fc.constantFrom('day', 'week', 'month', 'year'),
      intervalCount: fc.integer({ min: 1, max: 36 }),
    })
    const perYear = { day: 365n, week: 52n, month: 12n, year: 1n } as Record<string, bigint>
    fc.assert(
      fc.property(fc.array(anItem, { minLength: 1, maxLength: 6 }), (items) => {
        const value = monthlyValue(items)!
        // In units of a month of all intervals together, so that everything is whole.
        const common = items.reduce((product, each) => product * BigInt(each.intervalCount), 12n)
        const exact = items.reduce(
          (sum, each) =>
            sum +
            (BigInt(each.unitAmount) * BigInt(each.quantity) * perYear[each.interval]! * common) /
              (12n * BigInt(each.intervalCount)),
          0n,
        )
        const off = 2n * (BigInt(value) * common - exact)
        expect(off > -common && off <= common).toBe(true)
        expect(monthlyValue(items.toReversed())).toBe(value)
      }),
      { numRuns: 500 },
    )
  })
})

const coupon = { percentOff: null, amountOff: null, currency: null, duration: null, months: null }

test.each([
  [{ ...coupon, percentOff: 20, duration: 'repeating', months: 3 }, '20 % off for 3 months'],
  [{ ...coupon, percentOff: 12.5, duration: 'forever' }, '12.5 % off for good'],
  [{ ...coupon, amountOff: 500, currency: 'eur', duration: 'once' }, '€5.00 off once'],
  [{ ...coupon, percentOff: 5, duration: 'repeating', months: 1 }, '5 % off for 1 month'],
  [{ ...coupon, percentOff: 5 }, '5 % off'],
  [null, 'A discount whose terms are not known here'],
])('a discount is told in words', (facts, words) => {
  expect(discountWords(facts)).toBe(words)
})
