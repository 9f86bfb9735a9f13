// Sums of money by currency, exactly: amounts of two currencies are never added. Pure.
import { formatAmount, spokenAmount } from '../../domain/money.ts'

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

const list = new Intl.ListFormat('en-GB')

/** "12.00 EUR, 5.00 USD and 1,000 JPY"; one by itself as a sentence says it, "€12.00". */
export function totalsWord(totals: readonly Pick<Total, 'currency' | 'amount'>[]): string {
  return totalsPieces(totals).join(' ')
}

/** The same in pieces, each with an amount in it, between which a line may break. */
export function totalsPieces(totals: readonly Pick<Total, 'currency' | 'amount'>[]): string[] {
  const word = totals.length === 1 ? spokenAmount : formatAmount
  const parts = list.formatToParts(totals.map(({ currency, amount }) => word(amount, currency)))
  return parts.flatMap(({ type, value }, index) =>
    type === 'element' ? [`${value}${parts[index + 1]?.value ?? ''}`.trimEnd()] : [],
  )
}

/** "+ 11 currencies", behind the sum of the first; empty where there are no others. */
export function otherCurrencies(others: number): string {
  return others === 0 ? '' : `+ ${others} ${others === 1 ? 'currency' : 'currencies'}`
}

/** As the reader answers: so many, of one currency. */
export interface CurrencySum {
  currency: string
  /** Minor units. */
  amount: number
  count: number
}

/** One sum for each currency, the one of most first. */
export function addUp(sums: readonly CurrencySum[]): CurrencySum[] {
  const added = new Map<string, CurrencySum>()
  for (const { currency, amount, count } of sums) {
    const before = added.get(currency) ?? { currency, amount: 0, count: 0 }
    added.set(currency, { currency, amount: before.amount + amount, count: before.count + count })
  }
  return [...added.values()].toSorted(
    (one, other) => other.count - one.count || one.currency.localeCompare(other.currency),
  )
}
