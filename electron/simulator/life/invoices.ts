// The life of an invoice apart from its payment: drafted, finalized with the PaymentIntent that is to pay it, voided, given up.
// Whether it is paid is decided in collecting.ts.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Invoice, InvoicePayment } from '../invoice-records.ts'
import type { PaymentIntent, PaymentMethod } from '../records.ts'
import { draftRecord, invoicePaymentRecord, type InvoiceFacts } from './invoice-shape.ts'
import { cancelIntent, openIntent } from './payments.ts'

/** The draft of what a subscription owes for a period, with its lines; `more` becomes of the subscription with it. */
export function draftInvoice(
  book: Book,
  subscription: Subscription,
  facts: InvoiceFacts,
  more?: Partial<Subscription>,
): Invoice {
  const invoice = book.invoices.put(draftRecord(book, subscription, facts))
  const { record, previous } = book.change(book.subscriptions, subscription, {
    ...more,
    latest_invoice: invoice.id,
  })
  if (more !== undefined) book.emit('customer.subscription.updated', record, previous)
  book.emit('invoice.created', invoice)
  return invoice
}

/** No longer a draft: it has a number and a page, and a PaymentIntent that is to pay it. */
export function finalizeInvoice(book: Book, draft: Invoice): Invoice {
  if (draft.status !== 'draft') return draft
  const now = book.now()
  const mode = book.livemode ? 'live' : 'test'
  const place = `${book.account.id}/${mode}_${book.random.token(40)}`
  const intent = draft.amount_due > 0 ? openPayment(book, draft) : undefined
  const { record, previous } = book.change(book.invoices, draft, {
    automatically_finalizes_at: null,
    effective_at: now,
    ending_balance: 0,
    hosted_invoice_url: `https://invoice.stripe.com/i/${place}?s=ap`,
    invoice_pdf: `https://pay.stripe.com/invoice/${place}/pdf?s=ap`,
    number: nextNumber(book, draft),
    status: 'open',
    status_transitions: { ...draft.status_transitions, finalized_at: now },
    ...(intent === undefined
      ? {}
      : { confirmation_secret: { client_secret: intent.client_secret, type: 'payment_intent' } }),
  })
  book.emit('invoice.finalized', record)
  book.emit('invoice.updated', record, previous)
  return record
}

/** Whoever is asked to pay is no longer asked, and the PaymentIntent can't be paid any more. */
export function voidInvoice(book: Book, invoice: Invoice): Invoice {
  return close(book, invoice, 'void', 'voided_at', 'invoice.voided')
}

/** Nobody expects it to be paid, but its page still takes the money. */
export function giveUpInvoice(book: Book, invoice: Invoice): Invoice {
  return close(book, invoice, 'uncollectible', 'marked_uncollectible_at', 'invoice.marked_uncollectible')
}

function close(
  book: Book,
  invoice: Invoice,
  status: 'uncollectible' | 'void',
  transition: keyof Invoice['status_transitions'],
  event: string,
): Invoice {
  const { record, previous } = book.change(book.invoices, invoice, {
    auto_advance: false,
    automatically_finalizes_at: null,
    next_payment_attempt: null,
    status,
    status_transitions: { ...invoice.status_transitions, [transition]: book.now() },
  })
  if (status === 'void') cancelPayment(book, invoice, 'void_invoice')
  book.emit(event, record)
  book.emit('invoice.updated', record, previous)
  return record
}

/** The default payment of an invoice that is not a draft; absent where nothing was due. */
export function paymentOf(book: Book, invoice: Invoice): InvoicePayment | undefined {
  const [payment] = book.invoicePayments.walk({ where: ['invoice', invoice.id] })
  return payment
}

/** The PaymentIntent that is to pay an invoice. */
export const intentOfInvoice = (book: Book, invoice: Invoice): PaymentIntent | undefined =>
  book.paymentIntents.get(paymentOf(book, invoice)?.payment.payment_intent ?? '')

/** What an invoice is paid with unless told: its own method, else the subscription's, else the customer's. */
export function methodOfInvoice(book: Book, invoice: Invoice): PaymentMethod | undefined {
  const subscription = subscriptionOf(book, invoice)
  const id =
    invoice.default_payment_method ??
    subscription?.default_payment_method ??
    book.customers.get(invoice.customer ?? '')?.invoice_settings.default_payment_method
  return book.paymentMethods.get(id ?? '')
}

export const subscriptionOf = (book: Book, invoice: Invoice): Subscription | undefined =>
  book.subscriptions.get(invoice.parent?.subscription_details?.subscription ?? '')

/** The PaymentIntent of an invoice that is settled another way, or never. */
export function cancelPayment(book: Book, invoice: Invoice, reason: string): void {
  const payment = paymentOf(book, invoice)
  const intent = intentOfInvoice(book, invoice)
  if (payment === undefined || intent === undefined || payment.status !== 'open') return
  book.change(book.invoicePayments, payment, {
    status: 'canceled',
    status_transitions: { ...payment.status_transitions, canceled_at: book.now() },
  })
  cancelIntent(book, intent, reason)
}

function openPayment(book: Book, invoice: Invoice): PaymentIntent {
  const method = methodOfInvoice(book, invoice)
  const isCard = method === undefined || method.type === 'card'
  const intent = openIntent(book, {
    amount: invoice.amount_due,
    currency: invoice.currency,
    customer: invoice.customer,
    description:
      invoice.billing_reason === 'subscription_create' ? 'Subscription creation' : 'Subscription update',
    paymentMethodTypes: isCard ? ['card', 'link'] : [method.type],
    receiptEmail: invoice.customer_email,
    setupFutureUsage: 'off_session',
    invoice: invoice.id,
  })
  book.invoicePayments.put(invoicePaymentRecord(book, invoice, intent.id))
  book.invoiceOf.set(intent.id, invoice.id)
  return intent
}

/** `ABCD1234-0001`: counted by customer. */
function nextNumber(book: Book, invoice: Invoice): string | null {
  const customer = book.customers.get(invoice.customer ?? '')
  if (customer === undefined) return null
  const { invoice_prefix: prefix, next_invoice_sequence: sequence } = customer
  book.change(book.customers, customer, { next_invoice_sequence: sequence + 1 })
  return `${prefix}-${String(sequence).padStart(4, '0')}`
}
