// Invoices that are sent and paid by their day. Writes to nobody: it tells that the customer was written to.
import type { Book } from '../book.ts'
import type { Invoice } from '../invoice-records.ts'
import { setStatus } from './standing.ts'

/** The customer is written to. */
export const sendInvoice = (book: Book, invoice: Invoice): void => book.emit('invoice.sent', invoice)

/** They are reminded of nothing: what is not paid by its day is past due. */
export function watchDue(book: Book, invoice: Invoice): void {
  if (invoice.due_date === null) return
  book.clock.schedule(invoice.due_date, () => {
    const late = book.invoices.get(invoice.id)
    if (late?.status !== 'open') return
    book.emit('invoice.overdue', late)
    setStatus(book, late, 'past_due')
  })
}
