// Money is counted as Stripe counts it: every currency, every digit, or a refusal. Nothing is ever rounded.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  amountParts,
  currencyRule,
  editableAmount,
  exampleOf,
  explainAmount,
  formatAmount,
  parseAmount,
  parseExpected,
  readBound,
  spokenAmount,
  thousandths,
  thousandthsOfText,
} from '../../../src/domain/money.ts'

const zeroDecimal = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ')
const wholeAsHundredths = ['isk', 'ugx']
const threeDecimal = ['bhd', 'jod', 'kwd', 'omr', 'tnd']
/** HUF and TWD are paid out in whole units only, but charged and refunded in hundredths. */
const twoDecimal =
  'huf twd usd aed aud bgn brl cad chf czk dkk eur gbp hkd inr mxn myr nok nzd pln ron sek sgd thb'.split(' ')

const largest = Number.MAX_SAFE_INTEGER

interface Expected {
  /** Minor units in one major unit. */
  one: number
  step: number
  /** How 2^53-1 minor units are written. */
  largest: string
}

const rows = (codes: readonly string[], expected: Expected): [string, Expected][] =>
  codes.map((code) => [code, expected])

const table = [
  ...rows(zeroDecimal, { one: 1, step: 1, largest: '9,007,199,254,740,991' }),
  ...rows(wholeAsHundredths, { one: 100, step: 100, largest: '90,071,992,547,409.91' }),
  ...rows(threeDecimal, { one: 1000, step: 10, largest: '9,007,199,254,740.991' }),
  ...rows(twoDecimal, { one: 100, step: 1, largest: '90,071,992,547,409.91' }),
]

describe.each(table)('%s', (currency, expected) => {
  test('has the exponent and the step that Stripe uses', () => {
    const { exponent, step } = currencyRule(currency.toUpperCase())
    expect(10 ** exponent).toBe(expected.one)
    expect(step).toBe(expected.step)
  })

  test('reads one major unit as its minor units', () => {
    expect(parseAmount('1', currency)).toEqual({ ok: true, amount: expected.one })
  })

  test('writes 2^53-1 and its negative to the last digit', () => {
    expect(formatAmount(largest, currency)).toBe(`${expected.largest} ${currency.toUpperCase()}`)
    expect(formatAmount(-largest, currency)).toBe(`−${expected.largest} ${currency.toUpperCase()}`)
  })

  test('refuses zero, negatives, and what no integer holds exactly', () => {
    for (const text of ['0', '0.00', '-1', '−1', '- 5']) {
      expect(parseAmount(text, currency)).toEqual({ ok: false, reason: 'not_positive' })
    }
    expect(parseAmount('9007199254740992000', currency)).toEqual({ ok: false, reason: 'too_large' })
    for (const amount of [2 ** 53, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => amountParts(amount, currency)).toThrow(RangeError)
    }
  })

  test('reads back exactly what it writes, for every amount that Stripe takes', () => {
    const steps = fc.bigInt({ min: 1n, max: BigInt(largest) / BigInt(expected.step) })
    fc.assert(
      fc.property(steps, (count) => {
        const amount = Number(count * BigInt(expected.step))
        expect(parseAmount(formatAmount(amount, currency, false), currency)).toEqual({ ok: true, amount })
      }),
      { numRuns: 100 },
    )
  })

  test('never reads an amount that differs from what was typed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{1,6}([.,' ][0-9]{0,4}){0,2}$/), (typed) => {
        const parsed = parseAmount(typed, currency)
        if (!parsed.ok) return
        // Whatever was a group mark and whatever the decimals: the digits typed are the digits read.
        const digits = (text: string): string => text.replace(/\D/g, '').replace(/^0+|0+$/g, '')
        expect(digits(editableAmount(parsed.amount, currency))).toBe(digits(typed))
        expect(parsed.amount % expected.step).toBe(0)
      }),
      { numRuns: 200 },
    )
  })
})

test('the largest amount that exists is read whole', () => {
  expect(parseAmount('90071992547409.91', 'eur')).toEqual({ ok: true, amount: largest })
  expect(parseAmount('90071992547409.92', 'eur')).toEqual({ ok: false, reason: 'too_large' })
  expect(parseAmount('9007199254740991', 'jpy')).toEqual({ ok: true, amount: largest })
})

test.each([
  ['1,234.50', 'usd', 123_450],
  ['1.234,50', 'eur', 123_450],
  ['1 234,50', 'eur', 123_450],
  ["1'234.50", 'chf', 123_450],
  ['1,234', 'jpy', 1234],
  ['1.230', 'kwd', 1230],
  ['0.50', 'usd', 50],
  ['.5', 'usd', 50],
  ['5.', 'usd', 500],
  ['12,345', 'isk', 1_234_500],
])('%s %s is %i minor units', (typed, currency, amount) => {
  expect(parseAmount(typed, currency)).toEqual({ ok: true, amount })
})

test.each([
  ['1,234', 'usd', 'ambiguous'],
  ['1.234', 'eur', 'ambiguous'],
  ['123.500', 'eur', 'ambiguous'],
  ['1,230', 'kwd', 'ambiguous'],
  ['10 50', 'usd', 'not_a_number'],
  ['1 2 3', 'usd', 'not_a_number'],
  ['1,23,456', 'usd', 'not_a_number'],
  ['12,34.50', 'usd', 'not_a_number'],
  ['1234,567.00', 'usd', 'not_a_number'],
  ['1e3', 'usd', 'not_a_number'],
  ['0x10', 'usd', 'not_a_number'],
  ['+5', 'usd', 'not_a_number'],
  ['٥', 'usd', 'not_a_number'],
  ['5.0012', 'usd', 'too_many_digits'],
  ['100.5', 'jpy', 'too_many_digits'],
  ['1234.567', 'jpy', 'too_many_digits'],
  ['.123', 'jpy', 'too_many_digits'],
  ['100.5', 'isk', 'too_many_digits'],
  ['1.234', 'kwd', 'not_a_step'],
  ['', 'usd', 'empty'],
  ['  ', 'usd', 'empty'],
])('%j %s is refused as %s', (typed, currency, reason) => {
  expect(parseAmount(typed, currency)).toEqual({ ok: false, reason })
})

test.each([
  ['12.345', 'kwd', 12_345],
  [' 10.50 ', 'isk', 1050],
  ['49,90', 'eur', 4990],
])('%j %s is read where %i minor units are meant', (typed, currency, amount) => {
  expect(parseExpected(typed, currency, amount)).toEqual({ ok: true, amount })
})

test('what is no whole step is read as nothing but the amount that is meant', () => {
  expect(parseExpected('12.345', 'kwd', 12_355)).toEqual({ ok: false, reason: 'not_a_step' })
  expect(parseExpected('12,345', 'kwd', 12_345)).toEqual({ ok: false, reason: 'ambiguous' })
  expect(parseExpected('10.50', 'isk', 1000)).toEqual({ ok: false, reason: 'too_many_digits' })
  expect(parseExpected('5', 'eur', 4990)).toEqual({ ok: true, amount: 500 })
  expect(parseExpected('0.00', 'eur', 0)).toEqual({ ok: false, reason: 'not_positive' })
})

test('an amount that people could not write in the currency is shown rather than hidden', () => {
  expect(formatAmount(101, 'isk')).toBe('1.01 ISK')
  expect(formatAmount(12_345, 'kwd')).toBe('12.345 KWD')
})

test.each([
  [0, 'eur', '0.00 EUR', '€0.00'],
  [-4990, 'EUR', '−49.90 EUR', '−€49.90'],
  [100_000, 'jpy', '100,000 JPY', '¥100,000'],
  [100_000, 'isk', '1,000 ISK', '1,000 ISK'],
  [12_340, 'kwd', '12.340 KWD', '12.340 KWD'],
])('%i minor units of %s are written %s and said %s', (amount, currency, written, said) => {
  expect(formatAmount(amount, currency)).toBe(written)
  expect(spokenAmount(amount, currency)).toBe(said)
})

test.each(['eur', 'jpy', 'kwd', 'isk', 'huf'])(
  'the amount that is given as an example in %s can be typed',
  (currency) => {
    expect(parseAmount(exampleOf(currency), currency).ok).toBe(true)
    const [instead = ''] = explainAmount('ambiguous', currency).match(/[\d.]+(?=\.$)/) ?? []
    expect(parseAmount(instead, currency).ok).toBe(true)
  },
)

test('amounts of different currencies compare exactly, beyond 2^53 too', () => {
  expect(thousandths(largest, 'jpy')).toBe(9_007_199_254_740_991_000n)
  expect(thousandths(4990, 'eur')).toBe(thousandthsOfText('49.9'))
  expect(thousandths(49_900, 'kwd')).toBe(thousandthsOfText('49.90'))
  expect(thousandths(100, 'isk')).toBe(thousandthsOfText('1'))
})

test.each([
  [' 49,90 ', '49.90'],
  ['', ''],
  ['0', '0'],
  ['1000', '1000'],
  ['1,234.50', '1234.50'],
  ['1.234,50', '1234.50'],
  ['1 000', '1000'],
  ['1,000,000', '1000000'],
  ['0.125', '0.125'],
  ['1.1250', '1.125'],
])('%j as a bound is %j', (typed, bound) => {
  expect(readBound(typed)).toEqual({ ok: true, bound })
})

test.each([
  ['1,000', 'ambiguous'],
  ['1.125', 'ambiguous'],
  ['4 9', 'not_a_number'],
  ['1.2345', 'not_a_number'],
  ['-1', 'not_a_number'],
  ['12345678901234', 'not_a_number'],
])('%j is no bound: %s', (typed, reason) => {
  expect(readBound(typed)).toEqual({ ok: false, reason })
})

test('the bound in force is read as it stands there', () => {
  expect(readBound('1.125', '1.125')).toEqual({ ok: true, bound: '1.125' })
  expect(readBound('1.125', '2.125')).toEqual({ ok: false, reason: 'ambiguous' })
})
