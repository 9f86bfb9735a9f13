// The lines of an invoice in Stripe's shape, what its discounts take off them, and what they add up to. Counting and shaping only: puts
// nothing in a book.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { DiscountAmount, Invoice, InvoiceLine } from '../invoice-records.ts'
import type { BillingLine } from './billing-lines.ts'
import { discountAmounts, type Reduction } from './discounting.ts'
import { pricingOf } from './invoice-items.ts'
import { settlementOf } from './settlement.ts'

/** Whose invoice it is, and how it is to be paid. */
export interface BilledTo {
  readonly collection_method: Subscription['collection_method']
  readonly currency: string
  readonly customer: string
  /** Null where it is charged, or where the date itself was said. */
  readonly days_until_due: number | null
  /** Null for an invoice that is of no subscription. */
  readonly subscription: Pick<Subscription, 'id' | 'metadata'> | null
}

/** A line before any discount. */
export function lineRecord(book: Book, invoice: string, billed: BilledTo, line: BillingLine): InvoiceLine {
  const subscription = line.item === null ? (line.subscription ?? null) : (billed.subscription?.id ?? null)
  return {
    id: book.newId('il'),
    object: 'line_item',
    amount: line.amount,
    currency: billed.currency,
    description: line.description,
    discount_amounts: [],
    discountable: line.discountable,
    discounts: [],
    invoice,
    livemode: book.livemode,
    metadata: line.metadata ?? billed.subscription?.metadata ?? {},
    parent: parentOf(line, subscription),
    period: line.period,
    pretax_credit_amounts: [],
    pricing: pricingOf(line),
    quantity: line.quantity,
    quantity_decimal: String(line.quantity),
    subscription,
    subtotal: line.amount,
    taxes: [],
  }
}

function parentOf(line: BillingLine, subscription: string | null): InvoiceLine['parent'] {
  const details = {
    invoice_item: line.invoiceItem,
    proration: line.proration,
    proration_details: { credited_items: line.credited },
    subscription,
  }
  return line.item === null
    ? { invoice_item_details: details, subscription_item_details: null, type: 'invoice_item_details' }
    : {
        invoice_item_details: null,
        subscription_item_details: { ...details, subscription_item: line.item },
        type: 'subscription_item_details',
      }
}

/** What an invoice comes to with these lines, before the customer's balance is touched: `balance` says what it would leave to pay. */
export function sumsOf(
  lines: readonly InvoiceLine[],
  reductions: readonly Reduction[],
  { balance, currency }: { readonly balance: number; readonly currency: string },
) {
  const off = discountAmounts(lines.map(chargeOf), reductions, currency)
  const discounted = lines.map((line, place) => {
    const own = off[place] ?? []
    return { ...line, discount_amounts: own, pretax_credit_amounts: own.map(asCredit) }
  })
  const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0)
  const discounts = totals(off.flat(), reductions)
  const total = subtotal - discounts.reduce((sum, { amount }) => sum + amount, 0)
  const { due } = settlementOf(total, balance, currency)
  return {
    lines: discounted,
    sums: {
      amount_due: due,
      amount_remaining: due,
      subtotal,
      subtotal_excluding_tax: subtotal,
      total,
      total_discount_amounts: discounts,
      total_excluding_tax: total,
      total_pretax_credit_amounts: discounts.map(asCredit),
    },
  }
}

const chargeOf = ({ amount, discountable, pricing }: InvoiceLine) => ({
  amount,
  discountable,
  product: (pricing['price_details'] as { product: string }).product,
})

/** By discount, what it takes off the whole invoice. */
const totals = (off: readonly DiscountAmount[], reductions: readonly Reduction[]): DiscountAmount[] =>
  reductions.map(({ discount: { id } }) => ({
    amount: off.reduce((sum, { amount, discount }) => sum + (discount === id ? amount : 0), 0),
    discount: id,
  }))

const asCredit = (off: DiscountAmount) => ({ ...off, type: 'discount' as const })

export const linesOf = (invoice: string, data: readonly InvoiceLine[]): Invoice['lines'] => ({
  object: 'list',
  data,
  has_more: false,
  total_count: data.length,
  url: `/v1/invoices/${invoice}/lines`,
})
