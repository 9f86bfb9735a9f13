// The shape of a subscription's invoice when it is drafted, with its lines, and of the payment that it asks for. Puts nothing in a book.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type {
  BillingReason,
  DiscountAmount,
  Invoice,
  InvoiceLine,
  InvoicePayment,
  Period,
} from '../invoice-records.ts'
import type { BillingLine } from './billing-lines.ts'
import { discountAmounts, type Reduction } from './discounting.ts'
import { pricingOf } from './invoice-items.ts'
import { settlementOf } from './settlement.ts'

/** A draft is finalized this long after it was made, as at Stripe. */
export const DRAFT_LASTS_SECONDS = 3600

export interface InvoiceFacts {
  /** Where it was told before it was made. */
  readonly id?: string
  readonly reason: BillingReason
  /** In the order they are shown. */
  readonly lines: readonly BillingLine[]
  /** The period that has just ended; none for the first invoice. */
  readonly ended?: Period
  /** The subscription's own end, which is told right after, tells of it. */
  readonly isLast?: boolean
  /** False: it stays a draft until somebody says otherwise. */
  readonly autoAdvance?: boolean
}

export function draftRecord(
  book: Book,
  subscription: Subscription,
  facts: InvoiceFacts,
  reductions: readonly Reduction[],
): Invoice {
  const id = facts.id ?? book.newId('in')
  const now = book.now()
  const customer = book.customers.get(subscription.customer)
  const off = discountAmounts(facts.lines, reductions, subscription.currency)
  const lines = facts.lines.map((line, place) => lineRecord(book, id, subscription, line, off[place] ?? []))
  const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0)
  const discounts = totals(off.flat(), reductions)
  const total = subtotal - discounts.reduce((sum, { amount }) => sum + amount, 0)
  const balance = customer?.balance ?? 0
  const { due } = settlementOf(total, balance, subscription.currency)
  const autoAdvance = facts.autoAdvance ?? true
  const isCharged = subscription.collection_method === 'charge_automatically'
  const ended = facts.ended ?? { start: now, end: now }
  return {
    ...UNASKED,
    id,
    object: 'invoice',
    account_country: book.account.country,
    account_name: book.account.name,
    amount_due: due,
    amount_paid: 0,
    amount_remaining: due,
    attempt_count: 0,
    attempted: false,
    auto_advance: autoAdvance,
    automatically_finalizes_at: autoAdvance ? now + DRAFT_LASTS_SECONDS : null,
    billing_reason: facts.reason,
    collection_method: subscription.collection_method,
    created: now,
    currency: subscription.currency,
    customer: subscription.customer,
    customer_address: customer?.address ?? null,
    customer_email: customer?.email ?? null,
    customer_name: customer?.name ?? null,
    customer_phone: customer?.phone ?? null,
    default_payment_method: null,
    description: null,
    discounts: reductions.map(({ discount }) => discount.id),
    due_date: subscription.days_until_due === null ? null : now + subscription.days_until_due * 86_400,
    effective_at: null,
    ending_balance: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    lines: { object: 'list', data: lines, has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: book.livemode,
    metadata: {},
    next_payment_attempt: autoAdvance && isCharged ? now + DRAFT_LASTS_SECONDS : null,
    number: null,
    parent: {
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
      type: 'subscription_details',
    },
    period_end: ended.end,
    period_start: ended.start,
    starting_balance: balance,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_discount_amounts: discounts,
    total_excluding_tax: total,
    total_pretax_credit_amounts: discounts.map(asCredit),
    webhooks_delivered_at: now,
  }
}

/** By discount, what it takes off the whole invoice. */
const totals = (off: readonly DiscountAmount[], reductions: readonly Reduction[]): DiscountAmount[] =>
  reductions.map(({ discount: { id } }) => ({
    amount: off.reduce((sum, { amount, discount }) => sum + (discount === id ? amount : 0), 0),
    discount: id,
  }))

const asCredit = (off: DiscountAmount) => ({ ...off, type: 'discount' as const })

function lineRecord(
  book: Book,
  invoice: string,
  subscription: Subscription,
  line: BillingLine,
  off: readonly DiscountAmount[],
): InvoiceLine {
  return {
    id: book.newId('il'),
    object: 'line_item',
    amount: line.amount,
    currency: subscription.currency,
    description: line.description,
    discount_amounts: off,
    discountable: line.discountable,
    discounts: [],
    invoice,
    livemode: book.livemode,
    metadata: subscription.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: line.invoiceItem,
        proration: line.proration,
        proration_details: { credited_items: line.credited },
        subscription: subscription.id,
        subscription_item: line.item,
      },
      type: 'subscription_item_details',
    },
    period: line.period,
    pretax_credit_amounts: off.map(asCredit),
    pricing: pricingOf(line),
    quantity: line.quantity,
    quantity_decimal: String(line.quantity),
    subscription: subscription.id,
    subtotal: line.amount,
    taxes: [],
  }
}

export function invoicePaymentRecord(book: Book, invoice: Invoice, paymentIntent: string): InvoicePayment {
  return {
    id: book.newId('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_remaining,
    created: book.now(),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: book.livemode,
    payment: { payment_intent: paymentIntent, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  }
}

/** Everything that was not asked for. */
const UNASKED = {
  account_tax_ids: null,
  amount_overpaid: 0,
  amount_shipping: 0,
  application: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  custom_fields: null,
  customer_account: null,
  customer_shipping: null,
  customer_tax_exempt: 'none',
  customer_tax_ids: [],
  default_source: null,
  default_tax_rates: [],
  footer: null,
  from_invoice: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  statement_descriptor: null,
  test_clock: null,
  total_taxes: [],
} as const
