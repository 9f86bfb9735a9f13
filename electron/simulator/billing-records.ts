// What recurring business and hosted pages are made of, in the shape Stripe sends them (unexpanded). Invoices are in invoice-records.ts.
import type { Identified, Metadata } from './records.ts'

export interface Product extends Identified {
  readonly object: 'product'
  readonly active: boolean
  readonly default_price: string | null
  readonly description: string | null
  readonly images: readonly string[]
  readonly livemode: boolean
  readonly marketing_features: readonly never[]
  readonly metadata: Metadata
  readonly name: string
  readonly package_dimensions: null
  readonly shippable: boolean | null
  readonly statement_descriptor: string | null
  readonly tax_code: null
  readonly tax_details: null
  readonly type: 'good' | 'service'
  readonly unit_label: string | null
  readonly updated: number
  readonly url: string | null
}

export interface Recurring {
  readonly interval: 'day' | 'month' | 'week' | 'year'
  readonly interval_count: number
  readonly meter: string | null
  readonly trial_period_days: null
  readonly usage_type: 'licensed' | 'metered'
}

export interface Price extends Identified {
  readonly object: 'price'
  readonly active: boolean
  readonly billing_scheme: 'per_unit'
  readonly currency: string
  readonly custom_unit_amount: null
  readonly livemode: boolean
  readonly lookup_key: string | null
  readonly metadata: Metadata
  readonly nickname: string | null
  readonly product: string
  readonly recurring: Recurring | null
  readonly tax_behavior: 'exclusive' | 'inclusive' | 'unspecified'
  readonly tiers_mode: null
  readonly transform_quantity: null
  readonly type: 'one_time' | 'recurring'
  readonly unit_amount: number
  readonly unit_amount_decimal: string
}

export type SubscriptionStatus =
  'active' | 'canceled' | 'incomplete' | 'incomplete_expired' | 'past_due' | 'paused' | 'trialing' | 'unpaid'

export type CollectionMethod = 'charge_automatically' | 'send_invoice'

export interface PauseCollection {
  readonly behavior: 'keep_as_draft' | 'mark_uncollectible' | 'void'
  /** Seconds; null: until somebody says so. */
  readonly resumes_at: number | null
}

export interface SubscriptionItem {
  readonly id: string
  readonly object: 'subscription_item'
  readonly billing_thresholds: null
  readonly created: number
  readonly current_period_end: number
  readonly current_period_start: number
  readonly current_trial: null
  readonly discounts: readonly never[]
  readonly metadata: Metadata
  readonly plan: Readonly<Record<string, unknown>>
  readonly price: Price
  readonly quantity: number
  readonly subscription: string
  readonly tax_rates: readonly never[]
}

export interface Subscription extends Identified {
  readonly object: 'subscription'
  readonly application: null
  readonly application_fee_percent: null
  readonly automatic_tax: {
    readonly disabled_reason: null
    readonly enabled: boolean
    readonly liability: null
  }
  readonly billing_cycle_anchor: number
  readonly billing_cycle_anchor_config: null
  readonly billing_mode: Readonly<Record<string, unknown>>
  readonly billing_schedules: readonly never[]
  readonly billing_thresholds: null
  readonly cancel_at: number | null
  readonly cancel_at_period_end: boolean
  readonly canceled_at: number | null
  readonly cancellation_details: Readonly<Record<string, unknown>>
  readonly collection_method: CollectionMethod
  readonly currency: string
  readonly customer: string
  readonly customer_account: null
  readonly days_until_due: number | null
  readonly default_payment_method: string | null
  readonly default_source: null
  readonly default_tax_rates: readonly never[]
  readonly description: string | null
  /** Ids of discounts. */
  readonly discounts: readonly string[]
  readonly ended_at: number | null
  readonly invoice_settings: Readonly<Record<string, unknown>>
  readonly items: {
    readonly object: 'list'
    readonly data: readonly SubscriptionItem[]
    readonly has_more: boolean
    readonly url: string
  }
  readonly latest_invoice: string | null
  readonly livemode: boolean
  readonly managed_payments: null
  readonly metadata: Metadata
  readonly next_pending_invoice_item_invoice: null
  readonly on_behalf_of: null
  readonly pause_collection: PauseCollection | null
  readonly payment_settings: Readonly<Record<string, unknown>>
  readonly pending_invoice_item_interval: null
  readonly pending_setup_intent: null
  readonly pending_update: null
  readonly schedule: string | null
  readonly start_date: number
  readonly status: SubscriptionStatus
  /** Only while it is paused. */
  readonly status_details?: Readonly<Record<string, unknown>> | undefined
  /** Whose time is another; null: the account's. */
  readonly test_clock: string | null
  readonly transfer_data: null
  readonly trial_end: number | null
  readonly trial_settings: {
    readonly end_behavior: {
      readonly billing_cycle_anchor: 'now' | 'unchanged' | null
      readonly missing_payment_method: 'cancel' | 'create_invoice' | 'pause'
    }
  }
  readonly trial_start: number | null
}

export interface SetupIntent extends Identified {
  readonly object: 'setup_intent'
  readonly allowed_payment_method_types: null
  readonly application: null
  readonly automatic_payment_methods: Readonly<Record<string, unknown>> | null
  readonly cancellation_reason: 'abandoned' | 'duplicate' | 'requested_by_customer' | null
  readonly client_secret: string
  readonly customer: string | null
  readonly customer_account: null
  readonly description: string | null
  readonly excluded_payment_method_types: null
  readonly flow_directions: null
  readonly last_setup_error: Readonly<Record<string, unknown>> | null
  readonly latest_attempt: null
  readonly livemode: boolean
  readonly mandate: null
  readonly metadata: Metadata
  readonly next_action: Readonly<Record<string, unknown>> | null
  readonly on_behalf_of: null
  readonly payment_method: string | null
  readonly payment_method_configuration_details: null
  readonly payment_method_options: Readonly<Record<string, unknown>>
  readonly payment_method_types: readonly string[]
  readonly single_use_mandate: null
  readonly status: 'canceled' | 'requires_action' | 'requires_payment_method' | 'succeeded'
  readonly usage: 'off_session' | 'on_session'
}

export interface CheckoutSession extends Identified {
  readonly object: 'checkout.session'
  readonly amount_subtotal: number | null
  readonly amount_total: number | null
  readonly cancel_url: string | null
  readonly client_reference_id: string | null
  readonly currency: string | null
  readonly customer: string | null
  readonly customer_details: { readonly email: string | null; readonly [more: string]: unknown } | null
  readonly customer_email: string | null
  readonly expires_at: number
  readonly livemode: boolean
  readonly metadata: Metadata
  readonly mode: 'payment' | 'setup'
  readonly payment_intent: string | null
  readonly payment_link: string | null
  readonly payment_method_types: readonly string[]
  readonly payment_status: 'no_payment_required' | 'paid' | 'unpaid'
  readonly setup_intent: string | null
  readonly status: 'complete' | 'expired' | 'open' | null
  readonly subscription: string | null
  readonly success_url: string
  /** Absent once the page was used or has expired. */
  readonly url: string | null
  /** What only hosted pages with more than the usual have; always as when nothing was asked. */
  readonly [more: string]: unknown
}
