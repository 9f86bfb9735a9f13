// The shape of an invoice when it is drafted, and of the payment that it asks for. Puts nothing in a book.
import type { Book } from '../book.ts'
import type { BillingReason, Invoice, InvoicePayment, Period } from '../invoice-records.ts'
import type { BillingLine } from './billing-lines.ts'
import type { Reduction } from './discounting.ts'
import { lineRecord, linesOf, sumsOf, type BilledTo } from './invoice-lines.ts'

/** A draft is finalized this long after it was made, as at Stripe. */
export const DRAFT_LASTS_SECONDS = 3600

export interface InvoiceFacts {
  /** Where it was told before it was made. */
  readonly id?: string
  readonly reason: BillingReason
  /** In the order they are shown. */
  readonly lines: readonly BillingLine[]
  /** The period that has just ended; none for a first invoice, nor for one that somebody asked for. */
  readonly ended?: Period
  /** The subscription's own end, which is told right after, tells of it. */
  readonly isLast?: boolean
  /** False: it stays a draft until somebody says otherwise. */
  readonly autoAdvance?: boolean
}

export function draftRecord(
  book: Book,
  billed: BilledTo,
  facts: InvoiceFacts,
  reductions: readonly Reduction[],
): Invoice {
  const id = facts.id ?? book.newId('in')
  const now = book.now()
  const { currency, subscription } = billed
  const customer = book.customers.get(billed.customer)
  const balance = customer?.balance ?? 0
  const { lines, sums } = sumsOf(
    facts.lines.map((line) => lineRecord(book, id, billed, line)),
    reductions,
    { balance, currency },
  )
  const autoAdvance = facts.autoAdvance ?? true
  const isCharged = billed.collection_method === 'charge_automatically'
  const ended = facts.ended ?? { start: now, end: now }
  return {
    ...UNASKED,
    id,
    object: 'invoice',
    account_country: book.account.country,
    account_name: book.account.name,
    ...sums,
    amount_paid: 0,
    attempt_count: 0,
    attempted: false,
    auto_advance: autoAdvance,
    automatically_finalizes_at: autoAdvance ? now + DRAFT_LASTS_SECONDS : null,
    billing_reason: facts.reason,
    collection_method: billed.collection_method,
    created: now,
    currency,
    customer: billed.customer,
    customer_address: customer?.address ?? null,
    customer_email: customer?.email ?? null,
    customer_name: customer?.name ?? null,
    customer_phone: customer?.phone ?? null,
    default_payment_method: null,
    description: null,
    discounts: reductions.map(({ discount }) => discount.id),
    due_date: billed.days_until_due === null ? null : now + billed.days_until_due * 86_400,
    effective_at: null,
    ending_balance: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    lines: linesOf(id, lines),
    livemode: book.livemode,
    metadata: {},
    next_payment_attempt: autoAdvance && isCharged ? now + DRAFT_LASTS_SECONDS : null,
    number: null,
    parent:
      subscription === null
        ? null
        : {
            quote_details: null,
            subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
            type: 'subscription_details',
          },
    period_end: ended.end,
    period_start: ended.start,
    starting_balance: balance,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    test_clock: book.testClock,
    webhooks_delivered_at: now,
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
  total_taxes: [],
} as const
