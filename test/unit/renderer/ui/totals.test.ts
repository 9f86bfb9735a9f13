import { expect, it } from 'vitest'
import { otherCurrencies, totalsPieces, totalsWord } from '../../../../src/renderer/ui/totals.ts'

const [euro, dollar, yen] = [
  { currency: 'eur', amount: 1200 },
  { currency: 'usd', amount: 500 },
  { currency: 'jpy', amount: 45_200 },
]

it('amounts of several currencies stand together by their codes, and one by itself as a sentence says it', () => {
  expect(totalsWord([euro, dollar, yen])).toBe('12.00 EUR, 5.00 USD and 45,200 JPY')
  expect(totalsWord([euro])).toBe('€12.00')
  expect(totalsWord([])).toBe('')
})

it('a line may break between amounts and nowhere else', () => {
  expect(totalsPieces([euro, dollar, yen])).toEqual(['12.00 EUR,', '5.00 USD and', '45,200 JPY'])
  expect(totalsPieces([euro])).toEqual(['€12.00'])
})

it('currencies that are not shown are counted as such', () => {
  expect([0, 1, 11].map(otherCurrencies)).toEqual(['', '+ 1 currency', '+ 11 currencies'])
})
