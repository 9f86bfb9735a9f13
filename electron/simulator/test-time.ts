// Which time a request is about: a test clock's, where the customer it names, or whose object it names, was made with one. Looks up only.
import type { Book } from './book.ts'

interface Asked {
  readonly ids: Readonly<Record<string, string>>
  readonly parameters: Readonly<Record<string, unknown>>
}

/** The test clock a request is about; null: the account's own time. */
export function testClockOf(book: Book, { ids, parameters }: Asked): string | null {
  if (book.testClocks.size() === 0) return null
  const named = [
    ...Object.values(ids),
    ...['customer', 'subscription', 'from_subscription', 'invoice', 'payment_intent'].map(
      (name) => parameters[name],
    ),
  ]
  for (const id of named) {
    const customer = typeof id === 'string' ? customerBehind(book, id) : undefined
    const clock = book.customers.get(customer ?? '')?.test_clock
    if (typeof clock === 'string') return clock
  }
  const { test_clock: own } = parameters
  return typeof own === 'string' && book.testTimes.has(own) ? own : null
}

const customerBehind = (book: Book, id: string): string | null | undefined =>
  [
    book.customers.get(id)?.id,
    book.subscriptions.get(id)?.customer,
    book.subscriptionSchedules.get(id)?.customer,
    book.invoices.get(id)?.customer,
    book.invoiceItems.get(id)?.customer,
    book.paymentIntents.get(id)?.customer,
    book.paymentMethods.get(id)?.customer,
  ].find((customer) => typeof customer === 'string')
