// The shape of a subscription's invoice when it is drafted, with its line, and of the payment that it asks for. Puts nothing in a book.
import type { Subscription, SubscriptionItem } from '../billing-records.ts'
import type { Book } from '../book.ts'
import { worded } from '../currencies.ts'
import type { BillingReason, Invoice, InvoiceLine, InvoicePayment, Period } from '../invoice-records.ts'

/** A draft is finalized this long after it was made, as at Stripe. */
export const DRAFT_LASTS_SECONDS = 3600

export interface InvoiceFacts {
  readonly reason: BillingReason
  /** What is paid for. */
  readonly period: Period
  /** The period that has just ended; the same as `period` for the first invoice. */
  readonly ended?: Period
  /** False: it stays a draft until somebody says otherwise. */
  readonly autoAdvance?: boolean
}

export function draftRecord(book: Book, subscription: Subscription, facts: InvoiceFacts): Invoice {
  const id = book.newId('in')
  const now = book.now()
  const customer = book.customers.get(subscription.customer)
  const lines = subscription.items.data.map((item) => lineOf(book, id, subscription, item, facts.period))
  const total = lines.reduce((sum, { amount }) => sum + amount, 0)
  const autoAdvance = facts.autoAdvance ?? true
  const isCharged = subscription.collection_method === 'charge_automatically'
  const ended = facts.ended ?? { start: now, end: now }
  return {
    ...UNASKED,
    id,
    object: 'invoice',
    account_country: book.account.country,
    account_name: book.account.name,
    amount_due: total,
    amount_paid: 0,
    amount_remaining: total,
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
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
    webhooks_delivered_at: now,
  }
}

function lineOf(
  book: Book,
  invoice: string,
  subscription: Subscription,
  item: SubscriptionItem,
  period: Period,
): InvoiceLine {
  const { price, quantity } = item
  const amount = price.unit_amount * quantity
  const name = book.products.get(price.product)?.name ?? 'Subscription'
  const { interval = 'month', interval_count: count = 1 } = price.recurring ?? {}
  const every = count === 1 ? interval : `every ${count} ${interval}s`
  return {
    id: book.newId('il'),
    object: 'line_item',
    amount,
    currency: price.currency,
    description: `${quantity} × ${name} (at ${worded(price.unit_amount, price.currency)} / ${every})`,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice,
    livemode: book.livemode,
    metadata: subscription.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period,
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: price.id, product: price.product },
      type: 'price_details',
      unit_amount_decimal: price.unit_amount_decimal,
    },
    quantity,
    quantity_decimal: String(quantity),
    subscription: subscription.id,
    subtotal: amount,
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
  discounts: [],
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
  starting_balance: 0,
  statement_descriptor: null,
  test_clock: null,
  total_discount_amounts: [],
  total_pretax_credit_amounts: [],
  total_taxes: [],
} as const
