// Invoices and the payments of invoices, in the shape Stripe sends them (unexpanded; `payments` is absent unless expanded).
// Since API basil an invoice names no charge and no PaymentIntent: its payments do.
import type { CollectionMethod } from './billing-records.ts'
import type { Address, Identified, Metadata } from './records.ts'

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void'

export type BillingReason =
  | 'manual'
  | 'subscription_create'
  | 'subscription_cycle'
  | 'subscription_update'
  /** Only of what is shown beforehand. */
  | 'upcoming'

export interface Period {
  /** Seconds. */
  readonly start: number
  readonly end: number
}

/** What a discount took off, minor units. */
export interface DiscountAmount {
  readonly amount: number
  readonly discount: string
}

/** The lines that a credit gives back. */
export interface CreditedItems {
  readonly invoice: string
  readonly invoice_line_items: readonly string[]
}

export interface InvoiceLine {
  readonly id: string
  readonly object: 'line_item'
  /** Minor units. */
  readonly amount: number
  readonly currency: string
  readonly description: string | null
  /** Minor units. */
  readonly discount_amounts: readonly DiscountAmount[]
  readonly discountable: boolean
  readonly discounts: readonly never[]
  readonly invoice: string
  readonly livemode: boolean
  readonly metadata: Metadata
  readonly parent: Readonly<Record<string, unknown>>
  readonly period: Period
  readonly pretax_credit_amounts: readonly (DiscountAmount & { readonly type: 'discount' })[]
  readonly pricing: Readonly<Record<string, unknown>>
  readonly quantity: number
  readonly quantity_decimal: string
  readonly subscription: string | null
  readonly subtotal: number
  readonly taxes: readonly never[]
}

export interface Invoice extends Identified {
  readonly object: 'invoice'
  readonly amount_due: number
  readonly amount_paid: number
  readonly amount_remaining: number
  readonly attempt_count: number
  readonly attempted: boolean
  readonly auto_advance: boolean
  readonly automatically_finalizes_at: number | null
  readonly billing_reason: BillingReason
  readonly collection_method: CollectionMethod
  readonly currency: string
  readonly customer: string | null
  readonly customer_address: Address | null
  readonly customer_email: string | null
  readonly customer_name: string | null
  readonly default_payment_method: string | null
  readonly description: string | null
  readonly due_date: number | null
  readonly effective_at: number | null
  readonly ending_balance: number | null
  readonly hosted_invoice_url: string | null
  readonly invoice_pdf: string | null
  readonly lines: {
    readonly object: 'list'
    readonly data: readonly InvoiceLine[]
    readonly has_more: boolean
    readonly total_count: number
    readonly url: string
  }
  readonly livemode: boolean
  readonly metadata: Metadata
  readonly next_payment_attempt: number | null
  readonly number: string | null
  readonly parent: {
    readonly quote_details: null
    readonly subscription_details: {
      readonly metadata: Metadata
      readonly subscription: string
      /** Only of what is shown beforehand: the second that prorations were counted from. */
      readonly subscription_proration_date?: number
    } | null
    readonly type: 'subscription_details'
  } | null
  readonly period_end: number
  readonly period_start: number
  /** The customer's balance before and, once it is no draft, after it; minor units. */
  readonly starting_balance: number
  readonly status: InvoiceStatus
  readonly status_transitions: {
    readonly finalized_at: number | null
    readonly marked_uncollectible_at: number | null
    readonly paid_at: number | null
    readonly voided_at: number | null
  }
  readonly subtotal: number
  readonly total: number
  /** What only invoices with taxes, discounts or shipping have; always as when there is none. */
  readonly [more: string]: unknown
}

/** What is to be billed with the next invoice of a subscription, or of a customer: a proration, or what somebody asked for. */
export interface InvoiceItem extends Identified {
  readonly object: 'invoiceitem'
  /** Minor units; negative: a credit. */
  readonly amount: number
  readonly currency: string
  readonly customer: string
  readonly customer_account: null
  readonly date: number
  readonly description: string | null
  readonly discountable: boolean
  readonly discounts: readonly never[]
  /** Null while it is pending. */
  readonly invoice: string | null
  readonly livemode: boolean
  readonly metadata: Metadata
  /** Null where it is of no subscription. */
  readonly parent: {
    readonly subscription_details: {
      readonly subscription: string
      /** Of a proration alone. */
      readonly subscription_item?: string
    }
    readonly type: 'subscription_details'
  } | null
  readonly period: Period
  readonly pricing: Readonly<Record<string, unknown>>
  readonly proration: boolean
  /** Of a proration alone. */
  readonly proration_details?: Readonly<Record<string, unknown>>
  readonly quantity: number
  readonly quantity_decimal: string
  readonly tax_rates: readonly never[]
  /** Whose time is another; null: the account's. */
  readonly test_clock: string | null
}

export interface InvoicePayment extends Identified {
  readonly object: 'invoice_payment'
  readonly amount_paid: number | null
  readonly amount_requested: number
  readonly currency: string
  readonly invoice: string
  readonly is_default: boolean
  readonly livemode: boolean
  readonly payment: {
    readonly payment_intent?: string
    readonly payment_record?: string
    readonly type: 'charge' | 'payment_intent' | 'payment_record'
  }
  readonly status: 'canceled' | 'open' | 'paid'
  readonly status_transitions: { readonly canceled_at: number | null; readonly paid_at: number | null }
}
