// Invoices that somebody asks for, and drafts that are changed by hand: their lines, their sums, their end. What a subscription drafts is
// in invoices.ts; nothing is finalized or collected here.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Invoice, InvoiceItem, InvoiceLine } from '../invoice-records.ts'
import type { Customer, Metadata } from '../records.ts'
import type { Reduction } from './discounting.ts'
import { couponOf } from './discounts.ts'
import { lineOfItem } from './invoice-items.ts'
import { lineRecord, linesOf, sumsOf, type BilledTo } from './invoice-lines.ts'
import { draftRecord } from './invoice-shape.ts'
import { told } from './standing.ts'

export interface ManualFacts {
  readonly customer: Customer
  readonly currency: string
  /** What is billed, oldest first. */
  readonly items: readonly InvoiceItem[]
  readonly autoAdvance: boolean
  readonly collectionMethod: Invoice['collection_method']
  readonly daysUntilDue: number | null
  /** Seconds; instead of the days. */
  readonly dueDate: number | null
  readonly defaultPaymentMethod: string | null
  readonly description: string | null
  readonly metadata: Metadata
  /** Whose pending items it bills, beside its periods. */
  readonly subscription: Subscription | null
}

export function draftByHand(book: Book, facts: ManualFacts): Invoice {
  const { customer, currency, items, subscription } = facts
  const now = book.now()
  const billed = {
    collection_method: facts.collectionMethod,
    currency,
    customer: customer.id,
    days_until_due: facts.daysUntilDue,
    subscription,
  }
  const start = subscription?.items.data[0]?.current_period_start ?? now
  const draft = draftRecord(
    book,
    billed,
    {
      reason: 'manual',
      lines: items.map(lineOfItem),
      autoAdvance: facts.autoAdvance,
      ended: { start, end: now },
    },
    [],
  )
  const invoice = book.invoices.put({
    ...draft,
    default_payment_method: facts.defaultPaymentMethod,
    description: facts.description,
    due_date: facts.dueDate ?? draft.due_date,
    metadata: facts.metadata,
  })
  for (const item of items) book.change(book.invoiceItems, item, { invoice: invoice.id })
  book.emit('invoice.created', invoice)
  return invoice
}

/** The draft is gone, and what it billed waits again. */
export function deleteDraft(book: Book, draft: Invoice): void {
  for (const item of book.invoiceItems.walk({ where: ['customer', draft.customer ?? ''] }))
    if (item.invoice === draft.id) book.change(book.invoiceItems, item, { invoice: null })
  book.invoices.remove(draft.id)
  book.emit('invoice.deleted', draft)
}

export function addToDraft(book: Book, draft: Invoice, item: InvoiceItem): void {
  relined(book, draft, [...draft.lines.data, lineOn(book, draft, item)])
}

export function replaceOnDraft(book: Book, draft: Invoice, item: InvoiceItem): void {
  const lines = draft.lines.data.map((line) =>
    itemOf(line) === item.id ? { ...lineOn(book, draft, item), id: line.id } : line,
  )
  relined(book, draft, lines)
}

export function dropFromDraft(book: Book, draft: Invoice, { id }: InvoiceItem): void {
  relined(
    book,
    draft,
    draft.lines.data.filter((line) => itemOf(line) !== id),
  )
}

/** The draft with these lines, counted anew. */
function relined(book: Book, draft: Invoice, data: readonly InvoiceLine[]): void {
  const balance = book.customers.get(draft.customer ?? '')?.balance ?? 0
  const { lines, sums } = sumsOf(data, reductionsOn(book, draft), { balance, currency: draft.currency })
  told(book, draft, { ...sums, lines: linesOf(draft.id, lines) })
}

/** The discounts that were taken off when it was drafted, also those that have ended with it. */
const reductionsOn = (book: Book, draft: Invoice): readonly Reduction[] =>
  (draft['discounts'] as readonly string[]).flatMap((id) => {
    const discount = book.discounts.get(id)
    const coupon = discount === undefined ? undefined : couponOf(book, discount)
    return discount === undefined || coupon === undefined ? [] : [{ coupon, discount }]
  })

function lineOn(book: Book, draft: Invoice, item: InvoiceItem): InvoiceLine {
  const subscription = book.subscriptions.get(draft.parent?.subscription_details?.subscription ?? '')
  const billed: BilledTo = {
    collection_method: draft.collection_method,
    currency: draft.currency,
    customer: draft.customer ?? '',
    days_until_due: null,
    subscription: subscription ?? null,
  }
  return lineRecord(book, draft.id, billed, lineOfItem(item))
}

/** The invoice item behind a line. */
function itemOf({ parent }: InvoiceLine): string | null | undefined {
  const details = parent['invoice_item_details'] ?? parent['subscription_item_details']
  return (details as { invoice_item?: string | null } | null)?.invoice_item
}
