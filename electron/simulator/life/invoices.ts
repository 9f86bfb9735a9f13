// The life of an invoice apart from its payment: drafted, finalized with the PaymentIntent that is to pay it, voided, given up.
// Whether it is paid is decided in collecting.ts.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Invoice, InvoicePayment } from '../invoice-records.ts'
import type { PaymentIntent, PaymentMethod } from '../records.ts'
import { discountsAfter, endDiscounts, reductionsOf } from './discounts.ts'
import { lineOfItem, waitingItems } from './invoice-items.ts'
import { draftRecord, invoicePaymentRecord, type InvoiceFacts } from './invoice-shape.ts'
import { cancelIntent, openIntent } from './payments.ts'
import { settlementOf } from './settlement.ts'
import { resumeWith } from './subscriptions.ts'

/**
 * The draft of what a subscription owes: what was waiting, then the lines given, less its discounts. `more` becomes of the
 * subscription with it.
 */
export function draftInvoice(
  book: Book,
  subscription: Subscription,
  facts: InvoiceFacts,
  more?: Partial<Subscription>,
): Invoice {
  const waiting = waitingItems(book, subscription)
  const lines = [...waiting.map(lineOfItem), ...facts.lines]
  const after = { ...subscription, ...more }
  const reductions = reductionsOf(book, after, book.now())
  const isCollected = after.pause_collection === null && after.status !== 'unpaid'
  const invoice = book.invoices.put(
    draftRecord(
      book,
      { ...after, subscription: after },
      { autoAdvance: isCollected, ...facts, lines },
      reductions,
    ),
  )
  for (const item of waiting) book.change(book.invoiceItems, item, { invoice: invoice.id })
  const { kept, ended } = discountsAfter(book, after, usedBy(invoice))
  const { record, previous } = book.change(book.subscriptions, subscription, {
    ...more,
    ...(ended.length > 0 ? { discounts: kept } : {}),
    latest_invoice: invoice.id,
  })
  if (facts.isLast !== true && Object.keys(previous).length > 0)
    book.emit('customer.subscription.updated', record, previous)
  endDiscounts(book, ended)
  book.emit('invoice.created', invoice)
  return invoice
}

const usedBy = ({ lines }: Invoice): ReadonlySet<string> =>
  new Set(lines.data.flatMap(({ discount_amounts: off }) => off.map(({ discount }) => discount)))

/** No longer a draft: it has a number and a page, and a PaymentIntent that is to pay it. */
export function finalizeInvoice(book: Book, draft: Invoice): Invoice {
  if (draft.status !== 'draft') return draft
  const now = book.now()
  const mode = book.livemode ? 'live' : 'test'
  const place = `${book.account.id}/${mode}_${book.random.token(40)}`
  const settled = settle(book, draft)
  const intent = settled.amount_due > 0 ? openPayment(book, { ...draft, ...settled }) : undefined
  const { record, previous } = book.change(book.invoices, draft, {
    ...settled,
    automatically_finalizes_at: null,
    effective_at: now,
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

/** Takes from the customer's balance, or adds to it: what is left is due. */
function settle(book: Book, draft: Invoice) {
  const customer = book.customers.get(draft.customer ?? '')
  const before = customer?.balance ?? 0
  const { due, balance } = settlementOf(draft.total, before, draft.currency)
  moveBalance(book, draft, balance - before)
  return { amount_due: due, amount_remaining: due, ending_balance: balance, starting_balance: before }
}

function moveBalance(book: Book, invoice: Invoice, by: number): void {
  const customer = book.customers.get(invoice.customer ?? '')
  if (customer === undefined || by === 0) return
  const { record, previous } = book.change(book.customers, customer, { balance: customer.balance + by })
  book.emit('customer.updated', record, previous)
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
  if (status === 'void') {
    cancelPayment(book, invoice, 'void_invoice')
    moveBalance(book, invoice, invoice.starting_balance - (invoice.ending_balance ?? 0))
    book.resumptions.delete(invoice.id)
  }
  book.emit(event, record)
  book.emit('invoice.updated', record, previous)
  const subscription = book.resumptions.has(invoice.id) ? subscriptionOf(book, invoice) : undefined
  if (subscription !== undefined) resumeWith(book, subscription, invoice.id, 'active')
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
  const { customer, default_payment_method: own } = invoice
  if (own !== null) return methodStillOf(book, customer, own)
  return methodOfSubscription(book, {
    customer: customer ?? '',
    default_payment_method: subscriptionOf(book, invoice)?.default_payment_method ?? null,
  })
}

/** What a subscription pays with: its own method, else the customer's. */
export function methodOfSubscription(
  book: Book,
  { customer, default_payment_method: own }: Pick<Subscription, 'customer' | 'default_payment_method'>,
): PaymentMethod | undefined {
  const theirs = book.customers.get(customer)
  const id = own ?? theirs?.invoice_settings.default_payment_method ?? theirs?.default_source
  return methodStillOf(book, customer, id ?? '')
}

/** One that was detached can't be charged any more, wherever it is still named. */
function methodStillOf(book: Book, customer: string | null, id: string): PaymentMethod | undefined {
  const method = book.paymentMethods.get(id)
  return method?.customer === customer ? method : undefined
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

const PAYMENT_DESCRIPTIONS: Partial<Record<Invoice['billing_reason'], string>> = {
  manual: 'Payment for Invoice',
  subscription_create: 'Subscription creation',
}

function openPayment(book: Book, invoice: Invoice): PaymentIntent {
  const method = methodOfInvoice(book, invoice)
  const isCard = method === undefined || method.type === 'card'
  const intent = openIntent(book, {
    amount: invoice.amount_due,
    currency: invoice.currency,
    customer: invoice.customer,
    description: PAYMENT_DESCRIPTIONS[invoice.billing_reason] ?? 'Subscription update',
    captureMethod: 'automatic',
    paymentMethodTypes: isCard ? ['card', 'link'] : [method.type],
    receiptEmail: invoice.customer_email,
    setupFutureUsage: invoice.billing_reason === 'manual' ? null : 'off_session',
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
