// What customers do about a renewal that failed: bring a new card, pay on the invoice's page, pass 3-D Secure. Each at its own second,
// and only while the invoice is still to be paid.
import type { Book } from '../book.ts'
import type { Invoice } from '../invoice-records.ts'
import { payInvoice } from '../life/collecting.ts'
import { intentOfInvoice, methodOfInvoice } from '../life/invoices.ts'
import { makeCardMethod } from '../life/payment-methods.ts'
import { attemptPayment, failAuthentication } from '../life/payments.ts'
import type { PaymentMethod } from '../records.ts'
import { marketOf } from './buyers.ts'
import { inventCard } from './people.ts'

/** A new default card; `paysAtOnce` or it is left to the next try of the schedule. */
export function bringNewCard(book: Book, invoiceId: string, at: number, paysAtOnce: boolean): void {
  whileOpen(book, invoiceId, at, (invoice) => {
    const card = newCardOf(book, invoice)
    if (card !== undefined && paysAtOnce) payInvoice(book, invoice, card, { offSession: false })
  })
}

/** Pays on the invoice's page, with a new card or with the old one, which is in order by now. */
export function payOnPage(book: Book, invoiceId: string, at: number, withNewCard: boolean): void {
  whileOpen(book, invoiceId, at, (invoice) => {
    const old = methodOfInvoice(book, invoice)
    const method = withNewCard ? newCardOf(book, invoice) : old
    if (method === undefined) return
    if (!withNewCard) book.moods.delete(method.id)
    payInvoice(book, invoice, method, { offSession: false })
  })
}

/** Passes 3-D Secure, or fails it. */
export function authenticateLater(book: Book, invoiceId: string, at: number, passes: boolean): void {
  whileOpen(book, invoiceId, at, (invoice) => {
    const intent = intentOfInvoice(book, invoice)
    const method = book.paymentMethods.get(intent?.payment_method ?? '')
    if (intent?.status !== 'requires_action' || method === undefined) return
    if (passes) attemptPayment(book, intent, method, { authenticated: true })
    else failAuthentication(book, intent)
  })
}

function whileOpen(book: Book, invoiceId: string, at: number, act: (invoice: Invoice) => void): void {
  book.clock.schedule(at, () => {
    const invoice = book.invoices.get(invoiceId)
    const status = invoice === undefined ? undefined : intentOfInvoice(book, invoice)?.status
    if (invoice?.status === 'open' && status !== 'processing') act(invoice)
  })
}

function newCardOf(book: Book, invoice: Invoice): PaymentMethod | undefined {
  const customer = book.customers.get(invoice.customer ?? '')
  const market = customer === undefined ? undefined : marketOf(customer)
  const billing = methodOfInvoice(book, invoice)?.billing_details
  if (customer === undefined || market === undefined || book.deletedCustomers.has(customer.id))
    return undefined
  const card = makeCardMethod(book, inventCard(book.random, market, book.now()), {
    ...(billing === undefined ? {} : { billing }),
    customer: customer.id,
  })
  book.emit('payment_method.attached', card)
  const { record, previous } = book.change(book.customers, customer, {
    invoice_settings: { ...customer.invoice_settings, default_payment_method: card.id },
  })
  book.emit('customer.updated', record, previous)
  return card
}
