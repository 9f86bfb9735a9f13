// What waits to be billed with the next invoice, and what was billed for an item already. Makes the waiting items of subscriptions (what
// somebody asks for is made in manual-items.ts); the amounts are decided in billing-lines.ts.
import type { Subscription, SubscriptionItem } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Invoice, InvoiceItem, InvoiceLine } from '../invoice-records.ts'
import { withoutCreated } from '../records.ts'
import type { Billed, BillingLine } from './billing-lines.ts'

/** Lets a line wait for the next invoice. */
export function waitAsItem(book: Book, subscription: Subscription, line: BillingLine): InvoiceItem {
  const item = book.invoiceItems.put({
    id: book.newId('ii'),
    object: 'invoiceitem',
    amount: line.amount,
    created: book.now(),
    currency: subscription.currency,
    customer: subscription.customer,
    customer_account: null,
    date: book.now(),
    description: line.description,
    discountable: line.discountable,
    discounts: [],
    invoice: null,
    livemode: book.livemode,
    metadata: {},
    parent: {
      subscription_details: {
        subscription: subscription.id,
        ...(line.item === null ? {} : { subscription_item: line.item }),
      },
      type: 'subscription_details',
    },
    period: line.period,
    pricing: pricingOf(line),
    proration: line.proration,
    proration_details: {
      credited_items:
        line.credited === null
          ? null
          : { invoice_line_item_details: line.credited, type: 'invoice_line_items' },
      discount_amounts: [],
    },
    quantity: line.quantity,
    quantity_decimal: String(line.quantity),
    tax_rates: [],
    test_clock: book.testClock,
  })
  book.emit('invoiceitem.created', withoutCreated(item))
  return item
}

export const pricingOf = ({ price, product, unitAmount }: BillingLine) => ({
  price_details: { price, product },
  type: 'price_details',
  unit_amount_decimal: unitAmount,
})

/**
 * Everything that waits for the next invoice of a subscription, oldest first: what is the subscription's, and what is the customer's
 * and of no subscription.
 */
export function waitingItems(book: Book, { id, customer, currency }: Subscription): readonly InvoiceItem[] {
  return pendingItems(
    book,
    customer,
    ({ currency: own, parent }) =>
      own === currency && (parent === null || parent.subscription_details.subscription === id),
  )
}

/** A customer's items that are on no invoice yet, oldest first. */
export function pendingItems(
  book: Book,
  customer: string,
  matching: (item: InvoiceItem) => boolean,
): readonly InvoiceItem[] {
  const newestFirst = book.invoiceItems.walk({
    where: ['customer', customer],
    matching: (item) => item.invoice === null && matching(item),
  })
  return [...newestFirst].toReversed()
}

/** The line that a waiting item becomes. */
export function lineOfItem(item: InvoiceItem): BillingLine {
  const { price_details: priced, unit_amount_decimal: unitAmount } = item.pricing as {
    price_details: { price: string; product: string }
    unit_amount_decimal: string | null
  }
  const { credited_items: credited } = (item.proration_details ?? { credited_items: null }) as {
    credited_items: { invoice_line_item_details: BillingLine['credited'] } | null
  }
  const { subscription, subscription_item: own = null } = item.parent?.subscription_details ?? {}
  return {
    amount: item.amount,
    credited: credited?.invoice_line_item_details ?? null,
    description: item.description,
    discountable: item.discountable,
    invoiceItem: item.id,
    item: own,
    ...(own === null ? { metadata: item.metadata } : {}),
    ...(own === null && subscription !== undefined ? { subscription } : {}),
    period: item.period,
    price: priced.price,
    product: priced.product,
    proration: item.proration,
    quantity: item.quantity,
    unitAmount,
  }
}

/**
 * What was charged for an item until the end of its period; null: nothing. Undefined where nothing is known because the subscription
 * was never invoiced: then its price says.
 */
export function billedFor(
  book: Book,
  subscription: Subscription,
  item: SubscriptionItem,
): Billed | null | undefined {
  const { current_period_end: end } = item
  const waiting = waitingItems(book, subscription).findLast(
    ({ amount, parent, period }) =>
      amount >= 0 && period.end === end && parent?.subscription_details.subscription_item === item.id,
  )
  if (waiting !== undefined) return { amount: waiting.amount, credited: null, period: waiting.period }
  let wasInvoiced = false
  for (const invoice of invoicesOf(book, subscription)) {
    // What somebody asked for tells nothing of the periods.
    wasInvoiced ||= invoice.billing_reason !== 'manual'
    const line = invoice.lines.data.findLast(
      (line) => line.amount >= 0 && line.period.end === end && itemOf(line) === item.id,
    )
    if (line === undefined) continue
    if (invoice.status === 'void' || invoice.status === 'uncollectible') return null
    const off = line.discount_amounts.reduce((sum, { amount }) => sum + amount, 0)
    return {
      amount: line.amount - off,
      credited: { invoice: invoice.id, invoice_line_items: [line.id] },
      period: line.period,
    }
  }
  return wasInvoiced ? null : undefined
}

const itemOf = ({ parent }: InvoiceLine): string | undefined =>
  (parent['subscription_item_details'] as { subscription_item?: string } | null)?.subscription_item

/** A subscription's invoices, newest first. */
export const invoicesOf = (book: Book, { id, customer }: Subscription): Iterable<Invoice> =>
  book.invoices.walk({
    where: ['customer', customer],
    matching: ({ parent }) => parent?.subscription_details?.subscription === id,
  })
