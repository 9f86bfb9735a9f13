// What was typed is read as a person means it, with every other way to read it beside it.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSearch, spokenReading } from '../../../src/domain/search-words.ts'

/** A Wednesday, at noon by this machine's clock. */
const now = new Date(2026, 10, 25, 12).getTime()
const spoken = (text: string): string[] =>
  readSearch(text, now).map((reading) => [...reading.words, ...spokenReading(reading)].join(' + '))

describe('the ways to read', () => {
  test.each([
    ['ada', ['ada']],
    ['4242', ['card ending 4242', 'amount 4242.00', '4242']],
    ['•••• 4242', ['card ending 4242', '•••• + 4242']],
    ['ending in 4242', ['card ending 4242', 'ending + in + 4242']],
    ['visa 4242 49.90', ['Visa ending 4242 + amount 49.90', 'visa + 4242 + 49.90']],
    ['49,90 €', ['amount 49.90 EUR', '49,90 + €']],
    ['€49.90', ['amount 49.90 EUR', '€49.90']],
    ['US$50', ['amount 50.00 USD', 'US$50']],
    ['CA$ 49.90', ['amount 49.90 CAD', 'CA$ + 49.90']],
    ['1000 Ft', ['amount 1000.00 HUF', '1000 + Ft']],
    ['−1,234.56 EUR', ['amount 1234.56 EUR', '−1,234.56 + EUR']],
    ['-€49.90', ['amount 49.90 EUR', '-€49.90']],
    ['1.234,50', ['amount 1234.50', '1.234,50']],
    ['1 234,50', ['amount 1234.50', '1 + 234,50']],
    ['€1 234,50', ['amount 1234.50 EUR', '€1 + 234,50']],
    ['1 234,50€', ['amount 1234.50 EUR', '1 + 234,50€']],
    ['$1 234 567', ['amount 1234567.00 USD/CAD/AUD/…', '$1 + 234 + 567']],
    ['x1 234', ['x1 + amount 234.00', 'x1 + 234']],
    ['1,234', ['amount 1234.00', '1,234']],
    ['12.340', ['amount 12340.00 or 12.34', '12.340']],
    ['11,250 kwd', ['amount 11250.000 KWD or 11.250 KWD', '11,250 + kwd']],
    ['11.250 kwd', ['amount 11.250 KWD', '11.250 + kwd']],
    ['€11.250', ['amount 11250.00 EUR or 11.25 EUR', '€11.250']],
    ['1,234 eur', ['amount 1234.00 EUR', '1,234 + eur']],
    ['12,000', ['amount 12000.00 or 12.00', '12,000']],
    ['JPY 1000', ['amount 1000 JPY', 'JPY + 1000']],
    ['1000 jpy', ['amount 1000 JPY', '1000 + jpy']],
    ['ada yesterday', ['ada + yesterday', 'ada + yesterday']],
    ['3 nov', ['3 Nov 2026', '3 + nov']],
    ['nov 30', ['30 Nov 2025', 'nov + 30']],
    ['29 feb', ['29 Feb 2024', '29 + feb']],
    ['2026-11-03', ['3 Nov 2026', '2026-11-03']],
    ['10.11.2026', ['10 Nov 2026', '10.11.2026']],
    ['11/30/2025', ['30 Nov 2025', '11/30/2025']],
    ['monday', ['23 Nov 2026', 'monday']],
    ['last wednesday', ['18 Nov 2026', 'last + wednesday']],
    ['wednesday', ['25 Nov 2026', 'wednesday']],
    ['december', ['December 2025', 'december']],
    ['last week', ['last week', 'last + week']],
    ['failed refunds', ['only refunds + failed', 'failed + refunds']],
    ['past due', ['past due', 'past + due']],
    ['"may"', ['may']],
    ['   ', []],
  ])('%j', (text, readings) => {
    expect(spoken(text)).toEqual(readings)
  })
})

test('a day is the whole day by the clock on the wall, and last week begins on a Monday', () => {
  const [yesterday] = readSearch('yesterday', now)
  expect(yesterday?.created).toMatchObject({
    from: new Date(2026, 10, 24).getTime() / 1000,
    before: new Date(2026, 10, 25).getTime() / 1000,
  })
  const [week] = readSearch('last week', now)
  expect(week?.created).toMatchObject({
    from: new Date(2026, 10, 16).getTime() / 1000,
    before: new Date(2026, 10, 23).getTime() / 1000,
  })
})

test('an amount without a currency is that of any currency that can have it', () => {
  const [reading] = readSearch('49.90', now)
  expect(reading?.amounts).toEqual([{ milli: 49_900n, currencies: null, words: '49.90' }])
  expect(readSearch('$20', now)[0]?.amounts[0]?.currencies).toContain('cad')
})

test('whatever is typed is read, the last way word by word', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const last = readSearch(text, now).at(-1)
      expect(last === undefined || (last.amounts.length === 0 && last.created === null && last.words.length > 0)).toBe(true)
    }),
  ) // prettier-ignore
})
