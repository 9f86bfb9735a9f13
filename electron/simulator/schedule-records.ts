// Subscription schedules, in the shape Stripe sends them (unexpanded): what a subscription is to be in the phases to come.
import type { CollectionMethod } from './billing-records.ts'
import type { Identified, Metadata } from './records.ts'

export interface PhaseItem {
  readonly billing_thresholds: null
  readonly discounts: readonly never[]
  readonly metadata: Metadata
  readonly plan: string
  readonly price: string
  readonly quantity: number
  readonly tax_rates: readonly never[]
}

export interface Phase {
  readonly add_invoice_items: readonly never[]
  readonly application_fee_percent: null
  readonly billing_cycle_anchor: null
  readonly billing_thresholds: null
  readonly collection_method: CollectionMethod | null
  readonly currency: string
  readonly default_payment_method: string | null
  readonly default_tax_rates: readonly never[]
  readonly description: string | null
  readonly discounts: readonly never[]
  /** Seconds; the second at which the next phase begins, or the schedule ends. */
  readonly end_date: number
  readonly invoice_settings: null
  readonly items: readonly PhaseItem[]
  readonly metadata: Metadata
  readonly on_behalf_of: null
  readonly proration_behavior: 'always_invoice' | 'create_prorations' | 'none'
  readonly start_date: number
  readonly transfer_data: null
  readonly trial_end: number | null
}

export interface SubscriptionSchedule extends Identified {
  readonly object: 'subscription_schedule'
  readonly application: null
  readonly billing_mode: Readonly<Record<string, unknown>>
  readonly canceled_at: number | null
  readonly completed_at: number | null
  /** Null unless the schedule is active. */
  readonly current_phase: { readonly end_date: number; readonly start_date: number } | null
  readonly customer: string
  readonly customer_account: null
  readonly default_settings: Readonly<Record<string, unknown>>
  /** What becomes of the subscription when the last phase ends. */
  readonly end_behavior: 'cancel' | 'release'
  readonly livemode: boolean
  readonly metadata: Metadata
  readonly pause_schedules: readonly never[]
  readonly phases: readonly Phase[]
  readonly released_at: number | null
  readonly released_subscription: string | null
  readonly status: 'active' | 'canceled' | 'completed' | 'not_started' | 'released'
  readonly subscription: string | null
  /** Whose time is another; null: the account's. */
  readonly test_clock: string | null
}
