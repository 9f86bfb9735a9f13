// Invoice items that somebody asks for: they wait for a customer's next invoice, or go on a draft at once. What follows from changes of
// subscriptions is made in invoice-items.ts.
import type { Price, Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Invoice, InvoiceItem, Period } from '../invoice-records.ts'
import { withoutCreated, type Customer, type Metadata } from '../records.ts'
import { waitingItems } from './invoice-items.ts'
import { addToDraft, dropFromDraft, replaceOnDraft } from './manual-invoices.ts'
import { priceRecord, productRecord } from './prices.ts'

export interface ItemFacts {
  readonly customer: Customer
  readonly price: Price
  readonly quantity: number
  readonly description: string | null
  readonly discountable: boolean
  /** A draft that it goes on at once. */
  readonly invoice?: Invoice
  readonly metadata: Metadata
  readonly period?: Period
  /** Whose next invoice it waits for; absent: whichever the customer's next one is. */
  readonly subscription?: string
}

export function makeItem(book: Book, facts: ItemFacts): InvoiceItem {
  const { customer, invoice, price, quantity, subscription } = facts
  const now = book.now()
  const item = book.invoiceItems.put({
    id: book.newId('ii'),
    object: 'invoiceitem',
    ...amountsOf(price, quantity),
    created: now,
    currency: price.currency,
    customer: customer.id,
    customer_account: null,
    date: now,
    description: facts.description,
    discountable: facts.discountable,
    discounts: [],
    invoice: invoice?.id ?? null,
    livemode: book.livemode,
    metadata: facts.metadata,
    parent:
      subscription === undefined
        ? null
        : { subscription_details: { subscription }, type: 'subscription_details' },
    period: facts.period ?? { start: now, end: now },
    proration: false,
    tax_rates: [],
    test_clock: book.testClock,
  })
  book.emit('invoiceitem.created', withoutCreated(item))
  // A customer is billed in the currency of what they are billed for first.
  if (customer.currency === null) {
    const { record, previous } = book.change(book.customers, customer, { currency: price.currency })
    book.emit('customer.updated', record, previous)
  }
  if (invoice !== undefined) addToDraft(book, invoice, item)
  return item
}

/** Stripe tells nothing of a changed item, but of the draft that it is on. */
export function changeItem(book: Book, item: InvoiceItem, changes: Partial<InvoiceItem>): InvoiceItem {
  const { record } = book.change(book.invoiceItems, item, changes)
  const draft = book.invoices.get(item.invoice ?? '')
  if (draft !== undefined) replaceOnDraft(book, draft, record)
  return record
}

export function deleteItem(book: Book, item: InvoiceItem): void {
  book.invoiceItems.remove(item.id)
  book.emit('invoiceitem.deleted', withoutCreated(item))
  const draft = book.invoices.get(item.invoice ?? '')
  if (draft !== undefined) dropFromDraft(book, draft, item)
}

/** What changes within the period came to is not billed any more; what somebody asked for goes on waiting. */
export function dropProrations(book: Book, subscription: Subscription): void {
  for (const item of waitingItems(book, subscription))
    if (item.proration && item.parent !== null) deleteItem(book, item)
}

/** What an item comes to at this price. */
export const amountsOf = (price: Price, quantity: number) => ({
  amount: price.unit_amount * quantity,
  pricing: {
    price_details: { price: price.id, product: price.product },
    type: 'price_details',
    unit_amount_decimal: price.unit_amount_decimal,
  },
  quantity,
  quantity_decimal: String(quantity),
})

/**
 * The price that stands for an amount which somebody named without one: inactive, of an inactive product of the item's description,
 * and told of to nobody.
 */
export function priceOfAmount(
  book: Book,
  { amount, currency, description }: { amount: number; currency: string; description: string | null },
): Price {
  const name = description ?? 'Invoice item'
  const product =
    book.products.all().find((known) => !known.active && known.name === name) ??
    book.products.put(productRecord(book, { name, active: false }))
  const known = book.prices
    .all()
    .find(
      (price) =>
        price.product === product.id &&
        !price.active &&
        price.recurring === null &&
        price.unit_amount === amount &&
        price.currency === currency,
    )
  const facts = { active: false, currency, product: product.id, unitAmount: amount }
  return known ?? book.prices.put(priceRecord(book, facts))
}
