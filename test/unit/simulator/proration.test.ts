// The counting of prorations and discounts: numbers worked out by hand, and laws that hold for all of them.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { discountAmounts, netAmounts, type Reduction } from '../../../electron/simulator/life/discounting.ts'
import { periodAround } from '../../../electron/simulator/life/periods.ts'
import { shareOf } from '../../../electron/simulator/life/rounding.ts'
import { settlementOf } from '../../../electron/simulator/life/settlement.ts'

const DAY = 86_400

describe('a share of an amount', () => {
  it.each([
    // Half of 1000 for half of thirty days.
    [1000, 15 * DAY, 30 * DAY, 1, 500],
    // 2500 × 2591996 / 2592000 = 2499.996: four seconds are too little to be given back, as Stripe's own invoices show.
    [2500, 2_591_996, 2_592_000, 1, 2500],
    // 25000 × 31535996 / 31536000 = 24999.997.
    [25_000, 31_535_996, 31_536_000, 1, 25_000],
    // 1999 × 10 / 31 = 644.84.
    [1999, 10 * DAY, 31 * DAY, 1, 645],
    // 980 × 1 / 29 = 33.79, for a day of a February with 29.
    [980, DAY, 29 * DAY, 1, 34],
    // 5 / 2: halves go away from zero, up and down alike.
    [5, 1, 2, 1, 3],
    [-5, 1, 2, 1, -3],
    // 10.000 KWD × 1 / 3 = 3.333…: the last digit is zero.
    [10_000, 1, 3, 10, 3330],
    [0, 1, 3, 1, 0],
    [-1, 1, 3, 1, 0],
  ])('%i × %i / %i in steps of %i is %i', (amount, part, whole, step, share) => {
    expect(shareOf(amount, part, whole, step)).toBe(share)
  })

  it('is never further than half a step from the exact one, and mirrors for credits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 11 }),
        fc.integer({ min: 0, max: 31_622_400 }),
        fc.integer({ min: 1, max: 31_622_400 }),
        fc.constantFrom(1, 10, 100),
        (amount, some, whole, step) => {
          const part = Math.min(some, whole)
          const share = shareOf(amount, part, whole, step)
          expect(share % step).toBe(0)
          const twice = 2n * (BigInt(share) * BigInt(whole) - BigInt(amount) * BigInt(part))
          expect(twice <= BigInt(step) * BigInt(whole) && twice >= -BigInt(step) * BigInt(whole)).toBe(true)
          expect(shareOf(-amount, part, whole, step) + share).toBe(0)
        },
      ),
    )
  })
})

const off = (coupon: Partial<Reduction['coupon']>, id = 'di_1'): Reduction => ({
  discount: { id },
  coupon: { amount_off: null, duration: 'forever', percent_off: null, ...coupon },
})
const charge = (amount: number, product = 'prod_1', discountable = true) => ({
  amount,
  discountable,
  product,
})

describe('a discount', () => {
  it('by percent is rounded line by line', () => {
    const lines = [charge(999), charge(333), charge(-500, 'prod_1', false)]
    expect(discountAmounts(lines, [off({ percent_off: 12.5 })], 'usd')).toEqual([
      [{ amount: 125, discount: 'di_1' }],
      [{ amount: 42, discount: 'di_1' }],
      [],
    ])
  })

  it('of an amount is spread by size, the odd unit to the first, and is never more than there is', () => {
    const lines = [charge(100), charge(100), charge(100)]
    expect(netAmounts(lines, [off({ amount_off: 100 })], 'usd')).toEqual([66, 67, 67])
    expect(netAmounts(lines, [off({ amount_off: 1000 })], 'usd')).toEqual([0, 0, 0])
    expect(netAmounts([charge(10_000), charge(5000)], [off({ amount_off: 1000 })], 'kwd')).toEqual([
      9330, 4670,
    ])
  })

  it('of one product leaves the others, and a second one takes from what the first has left', () => {
    const lines = [charge(1000), charge(1000, 'prod_2')]
    const both = [
      off({ percent_off: 50, applies_to: { products: ['prod_2'] } }),
      off({ percent_off: 10 }, 'di_2'),
    ]
    expect(netAmounts(lines, both, 'eur')).toEqual([900, 450])
  })

  it('never makes a line negative, nor a total other than the amount, in steps of the currency', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10 ** 7 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 10 ** 7 }),
        (amounts, taken) => {
          const lines = amounts.map((amount) => charge(amount * 10))
          const nets = netAmounts(lines, [off({ amount_off: taken * 10 })], 'kwd')
          const total = lines.reduce((sum, { amount }) => sum + amount, 0)
          expect(nets.every((net) => net >= 0 && net % 10 === 0)).toBe(true)
          expect(nets.reduce((sum, net) => sum + net, 0)).toBe(Math.max(0, total - taken * 10))
        },
      ),
    )
  })
})

it.each([
  // What is owed, the balance before, what is due, the balance afterwards.
  [1000, 0, 1000, 0],
  [1000, -300, 700, 0],
  [1000, -1300, 0, -300],
  [-800, 0, 0, -800],
  [1000, 200, 1200, 0],
  // Below the smallest charge: kept for the next invoice.
  [30, 0, 0, 30],
])('a total of %i with a balance of %i is %i due and leaves %i', (total, balance, due, left) => {
  expect(settlementOf(total, balance, 'usd')).toEqual({ due, balance: left })
})

it.each([
  ['2028-01-31T10:00:00Z', '2028-02-29T09:59:59Z', '2028-01-31T10:00:00Z', '2028-02-29T10:00:00Z'],
  ['2028-01-31T10:00:00Z', '2028-02-29T10:00:00Z', '2028-02-29T10:00:00Z', '2028-03-31T10:00:00Z'],
  ['2026-11-30T00:00:00Z', '2027-03-01T00:00:00Z', '2027-02-28T00:00:00Z', '2027-03-30T00:00:00Z'],
])('anchored at %s, the second %s is in the period from %s to %s', (anchor, at, start, end) => {
  const seconds = (text: string) => Date.parse(text) / 1000
  expect(periodAround(seconds(anchor), { interval: 'month', interval_count: 1 }, seconds(at))).toEqual({
    start: seconds(start),
    end: seconds(end),
  })
})
