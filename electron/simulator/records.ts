// The objects the simulator keeps, in the shape Stripe sends them (unexpanded). Records are immutable: a change replaces the record, so an event's snapshot is the record itself.

export type Metadata = Readonly<Record<string, string>>

export interface Identified {
  readonly id: string
  readonly created: number
}

/** A record as Stripe sends it where Stripe does not say when it was made. */
export function withoutCreated<T extends Identified>({
  created: _created,
  ...record
}: T): Omit<T, 'created'> {
  return record
}

export interface Address {
  readonly city: string | null
  readonly country: string | null
  readonly line1: string | null
  readonly line2: string | null
  readonly postal_code: string | null
  readonly state: string | null
}

export interface BillingDetails {
  readonly address: Address
  readonly email: string | null
  readonly name: string | null
  readonly phone: string | null
  readonly tax_id: string | null
}

export interface Customer extends Identified {
  readonly object: 'customer'
  readonly address: Address | null
  readonly balance: number
  readonly currency: string | null
  readonly customer_account: null
  /** A card by its old name; most have none. */
  readonly default_source: string | null
  readonly delinquent: boolean
  readonly description: string | null
  readonly discount: null
  readonly email: string | null
  readonly invoice_prefix: string
  readonly invoice_settings: {
    readonly custom_fields: null
    readonly default_payment_method: string | null
    readonly footer: string | null
    readonly rendering_options: null
  }
  readonly livemode: boolean
  readonly metadata: Metadata
  readonly name: string | null
  readonly next_invoice_sequence: number
  readonly phone: string | null
  readonly preferred_locales: readonly string[]
  readonly shipping: Readonly<Record<string, unknown>> | null
  readonly tax_exempt: 'none' | 'exempt' | 'reverse'
  /** Whose time is another; null: the account's. */
  readonly test_clock: string | null
}

export interface PaymentMethod extends Identified {
  readonly object: 'payment_method'
  readonly allow_redisplay: 'always' | 'limited' | 'unspecified'
  readonly billing_details: BillingDetails
  readonly customer: string | null
  readonly customer_account: null
  readonly livemode: boolean
  readonly metadata: Metadata
  readonly type: string
  /** The part named after the type: `card`, `sepa_debit`, … */
  readonly [type: string]: unknown
}

export type PaymentIntentStatus =
  | 'canceled'
  | 'processing'
  | 'requires_action'
  | 'requires_confirmation'
  | 'requires_payment_method'
  | 'requires_capture'
  | 'succeeded'

export interface PaymentIntent extends Identified {
  readonly object: 'payment_intent'
  readonly allowed_payment_method_types: readonly string[] | null
  readonly amount: number
  readonly amount_capturable: number
  readonly amount_details: Readonly<Record<string, unknown>>
  readonly amount_received: number
  readonly application: null
  readonly application_fee_amount: null
  readonly automatic_payment_methods: Readonly<Record<string, unknown>> | null
  readonly canceled_at: number | null
  readonly cancellation_reason: string | null
  readonly capture_method: 'automatic' | 'automatic_async' | 'manual'
  readonly client_secret: string
  readonly confirmation_method: 'automatic' | 'manual'
  readonly currency: string
  readonly customer: string | null
  readonly customer_account: null
  readonly description: string | null
  readonly excluded_payment_method_types: null
  readonly last_payment_error: Readonly<Record<string, unknown>> | null
  readonly latest_charge: string | null
  readonly livemode: boolean
  readonly managed_payments: null
  readonly metadata: Metadata
  readonly next_action: Readonly<Record<string, unknown>> | null
  readonly on_behalf_of: null
  /** Only of the payments of invoices: whose they are. */
  readonly payment_details?: { readonly customer_reference: null; readonly order_reference: string }
  readonly payment_method: string | null
  readonly payment_method_configuration_details: null
  readonly payment_method_options: Readonly<Record<string, unknown>>
  readonly payment_method_types: readonly string[]
  readonly payment_record: null
  readonly processing: null
  readonly receipt_email: string | null
  readonly review: null
  readonly setup_future_usage: 'off_session' | 'on_session' | null
  readonly shipping: Readonly<Record<string, unknown>> | null
  readonly source: null
  readonly statement_descriptor: string | null
  readonly statement_descriptor_suffix: string | null
  readonly status: PaymentIntentStatus
  readonly transfer_data: null
  readonly transfer_group: string | null
}

export interface Charge extends Identified {
  readonly object: 'charge'
  readonly amount: number
  readonly amount_captured: number
  readonly amount_refunded: number
  readonly application: null
  readonly application_fee: null
  readonly application_fee_amount: null
  readonly balance_transaction: string | null
  readonly billing_details: BillingDetails
  readonly calculated_statement_descriptor: string | null
  readonly captured: boolean
  readonly currency: string
  readonly customer: string | null
  readonly description: string | null
  readonly disputed: boolean
  readonly failure_balance_transaction: string | null
  readonly failure_code: string | null
  readonly failure_message: string | null
  readonly fraud_details: Readonly<Record<string, string>>
  readonly livemode: boolean
  readonly metadata: Metadata
  readonly on_behalf_of: null
  readonly outcome: Readonly<Record<string, unknown>> | null
  readonly paid: boolean
  readonly payment_intent: string
  readonly payment_method: string | null
  readonly payment_method_details: Readonly<Record<string, unknown>>
  readonly radar_options: Readonly<Record<string, never>>
  readonly receipt_email: string | null
  readonly receipt_number: null
  readonly receipt_url: string | null
  readonly refunded: boolean
  readonly review: null
  readonly shipping: Readonly<Record<string, unknown>> | null
  readonly source: null
  readonly source_transfer: null
  readonly statement_descriptor: string | null
  readonly statement_descriptor_suffix: string | null
  readonly status: 'pending' | 'failed' | 'succeeded'
  readonly transfer_data: null
  readonly transfer_group: string | null
}

export type RefundStatus = 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled'
export type RefundReason = 'duplicate' | 'fraudulent' | 'requested_by_customer'

/** Optional fields are absent, never null, when they are not set: as at Stripe. */
export interface Refund extends Identified {
  readonly object: 'refund'
  readonly amount: number
  readonly balance_transaction: string | null
  readonly charge: string
  readonly currency: string
  readonly customer: string | null
  readonly customer_account: null
  readonly destination_details?: Readonly<Record<string, unknown>>
  readonly failure_balance_transaction?: string
  readonly failure_reason?: string
  readonly instructions_email?: string
  readonly metadata: Metadata
  readonly next_action?: Readonly<Record<string, unknown>>
  readonly payment_intent: string
  readonly payment_method: string | null
  readonly pending_reason?: 'processing' | 'insufficient_funds' | 'charge_pending'
  readonly reason: RefundReason | null
  readonly receipt_number: null
  readonly source_transfer_reversal: null
  readonly status: RefundStatus
  readonly transfer_reversal: null
}

export type DisputeStatus =
  | 'lost'
  | 'needs_response'
  | 'under_review'
  | 'warning_closed'
  | 'warning_needs_response'
  | 'warning_under_review'
  | 'won'

export interface Dispute extends Identified {
  readonly object: 'dispute'
  readonly amount: number
  readonly balance_transactions: readonly BalanceTransaction[]
  readonly charge: string
  readonly currency: string
  readonly enhanced_eligibility_types: readonly string[]
  readonly evidence: Readonly<Record<string, unknown>>
  readonly evidence_details: Readonly<Record<string, unknown>>
  readonly intended_submission_method: null
  readonly is_charge_refundable: boolean
  readonly livemode: boolean
  readonly metadata: Metadata
  readonly payment_intent: string
  readonly payment_method_details: Readonly<Record<string, unknown>>
  readonly reason: string
  readonly status: DisputeStatus
}

export interface BalanceTransaction extends Identified {
  readonly object: 'balance_transaction'
  readonly amount: number
  readonly available_on: number
  readonly balance_type: 'payments'
  readonly currency: string
  readonly description: string | null
  readonly exchange_rate: null
  readonly fee: number
  readonly fee_details: readonly Readonly<Record<string, unknown>>[]
  readonly net: number
  readonly reporting_category: string
  readonly source: string | null
  readonly status: 'available' | 'pending'
  readonly type: string
}

export interface Payout extends Identified {
  readonly object: 'payout'
  readonly amount: number
  readonly application_fee: null
  readonly application_fee_amount: null
  readonly arrival_date: number
  readonly automatic: boolean
  readonly balance_transaction: string
  readonly currency: string
  readonly description: string | null
  readonly destination: string
  readonly failure_balance_transaction: null
  readonly failure_code: null
  readonly failure_message: null
  readonly livemode: boolean
  readonly metadata: Metadata
  readonly method: 'standard'
  readonly original_payout: null
  readonly payout_method: null
  readonly reconciliation_status: 'completed' | 'in_progress' | 'not_applicable'
  readonly reversed_by: null
  readonly source_type: 'card'
  readonly statement_descriptor: string | null
  readonly status: 'pending' | 'in_transit' | 'paid'
  readonly trace_id: { readonly status: string; readonly value: string | null } | null
  readonly type: 'bank_account'
}

export interface StripeEvent extends Identified {
  readonly object: 'event'
  readonly api_version: string
  readonly data: { readonly object: object; readonly previous_attributes?: object }
  readonly livemode: boolean
  readonly pending_webhooks: number
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null }
  readonly type: string
}
