// What an invoice, or the preview of one, comes to and by which lines. Adds up only what Stripe says.
import type Stripe from 'stripe'
import type { InvoicePreview } from '../../../src/contract/index.ts'

export function billOf(invoice: Stripe.Invoice): InvoicePreview {
  const { lines, total_discount_amounts: discounts, total_taxes: taxes } = invoice
  return {
    currency: invoice.currency,
    at: invoice.created,
    lines: lines.data.map((line) => ({
      description: line.description,
      amount: line.amount,
      quantity: line.quantity,
      proration: isProration(line),
      periodStart: line.period.start,
      periodEnd: line.period.end,
    })),
    linesMore: lines.has_more,
    subtotal: invoice.subtotal,
    discount: (discounts ?? []).reduce((sum, { amount }) => sum + amount, 0),
    tax: taxes === null ? null : taxes.reduce((sum, { amount }) => sum + amount, 0),
    total: invoice.total,
    startingBalance: invoice.starting_balance,
    amountDue: invoice.amount_due,
  }
}

export const isProration = ({ parent }: Stripe.InvoiceLineItem): boolean =>
  parent?.subscription_item_details?.proration === true || parent?.invoice_item_details?.proration === true

/** What lines come to, minor units: less what discounts and billing credits take off, with the tax that comes on top. */
export const worthOf = (lines: readonly Stripe.InvoiceLineItem[]): number =>
  lines
    .flatMap(({ amount, discount_amounts: discounts, pretax_credit_amounts: credits, taxes }) => [
      amount,
      ...(discounts ?? []).map((off) => -off.amount),
      ...(credits ?? [])
        .filter(({ type }) => type === 'credit_balance_transaction')
        .map((off) => -off.amount),
      ...(taxes ?? [])
        .filter(({ tax_behavior: behaves }) => behaves === 'exclusive')
        .map((tax) => tax.amount),
    ])
    .reduce((sum, amount) => sum + amount, 0)
