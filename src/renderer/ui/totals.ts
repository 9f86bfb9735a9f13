// Sums of money by currency, exactly: amounts of two currencies are never added. Pure.
import { spokenAmount } from '../../domain/money.ts'

export interface Total {
  currency: string
  /** Minor units. */
  amount: number
  rows: number
}

/** The largest number of rows first; what comes to nothing is left out. Amounts in minor units. */
export function totalsOf(rows: readonly { currency: string; amount: number }[]): Total[] {
  const totals = new Map<string, Total>()
  for (const { currency, amount } of rows) {
    const before = totals.get(currency) ?? { currency, amount: 0, rows: 0 }
    totals.set(currency, { currency, amount: before.amount + amount, rows: before.rows + 1 })
  }
  return [...totals.values()]
    .filter(({ amount }) => amount !== 0)
    .toSorted((one, other) => other.rows - one.rows || one.currency.localeCompare(other.currency))
}

/** "€12.00, $5.00 and 1,000 JPY". */
export function totalsWord(totals: readonly Pick<Total, 'currency' | 'amount'>[]): string {
  const words = totals.map(({ currency, amount }) => spokenAmount(amount, currency))
  return new Intl.ListFormat('en-GB').format(words)
}
