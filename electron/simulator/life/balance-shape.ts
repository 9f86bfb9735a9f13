// The balance of an account in Stripe's shape, and what of it can be paid out. Counting only.
import type { Book } from '../book.ts'

/** By currency, what came in and is not available yet, minor units. */
function pendingOf(book: Book): ReadonlyMap<string, number> {
  const pending = new Map<string, number>()
  const now = book.clock.nowSeconds()
  for (const transaction of book.balanceTransactions.all())
    if (transaction.available_on > now)
      pending.set(transaction.currency, (pending.get(transaction.currency) ?? 0) + transaction.net)
  return pending
}

/** What can be paid out now, minor units. */
export const availableIn = (book: Book, currency: string): number =>
  (book.balances.get(currency) ?? 0) - (pendingOf(book).get(currency) ?? 0)

export function balanceOf(book: Book): object {
  const pending = pendingOf(book)
  const currencies = [...new Set([book.account.currency, ...book.balances.keys()])].toSorted()
  const lines = (amountOf: (currency: string) => number) =>
    currencies.map((currency) => ({
      amount: amountOf(currency),
      currency,
      source_types: { card: amountOf(currency) },
    }))
  return {
    object: 'balance',
    available: lines((currency) => (book.balances.get(currency) ?? 0) - (pending.get(currency) ?? 0)),
    livemode: book.livemode,
    pending: lines((currency) => pending.get(currency) ?? 0),
    refund_and_dispute_prefunding: {
      available: [{ amount: 0, currency: book.account.currency }],
      pending: [{ amount: 0, currency: book.account.currency }],
    },
  }
}
