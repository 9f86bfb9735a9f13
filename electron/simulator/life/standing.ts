// What becomes of a subscription by what became of its newest invoice, and how a changed invoice is told of. Pays nothing.
import type { Subscription } from '../billing-records.ts'
import type { Book, Changed } from '../book.ts'
import type { Invoice } from '../invoice-records.ts'
import { subscriptionOf } from './invoices.ts'
import { resumeWith } from './subscriptions.ts'

export function told(book: Book, invoice: Invoice, changes: Partial<Invoice>): Changed<Invoice> {
  const changed = book.change(book.invoices, invoice, changes)
  book.emit('invoice.updated', changed.record, changed.previous)
  return changed
}

/** A subscription is past due, or in order again, by its newest invoice alone. One that has ended stays so. */
export function setStatus(book: Book, invoice: Invoice, status: 'active' | 'past_due'): void {
  const subscription: Subscription | undefined = subscriptionOf(book, invoice)
  if (subscription === undefined || subscription.latest_invoice !== invoice.id) return
  const { status: before } = subscription
  const resumption = book.resumptions.get(invoice.id)
  if (resumption !== undefined && (status === 'active' || resumption.onAttempt))
    return resumeWith(book, subscription, invoice.id, status)
  if (before === status || before === 'canceled' || before === 'incomplete_expired' || before === 'paused')
    return
  // A trial is no matter of payment; what is not paid leaves what was incomplete or unpaid as it is.
  if (before === 'trialing') return
  if ((before === 'incomplete' || before === 'unpaid') && status === 'past_due') return
  const { record, previous } = book.change(book.subscriptions, subscription, { status })
  book.emit('customer.subscription.updated', record, previous)
}
