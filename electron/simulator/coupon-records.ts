// Coupons and the discounts that were made with them, in the shape Stripe sends them (unexpanded).
import type { Identified, Metadata } from './records.ts'

export interface Coupon extends Identified {
  readonly object: 'coupon'
  /** Minor units of `currency`; null where it takes a percentage. */
  readonly amount_off: number | null
  /** Absent: it applies to everything. */
  readonly applies_to?: { readonly products: readonly string[] }
  readonly currency: string | null
  readonly duration: 'forever' | 'once' | 'repeating'
  readonly duration_in_months: number | null
  readonly livemode: boolean
  readonly max_redemptions: number | null
  readonly metadata: Metadata
  readonly name: string | null
  /** Of a hundred, up to two digits after the point; null where it takes an amount. */
  readonly percent_off: number | null
  /** Seconds. */
  readonly redeem_by: number | null
  readonly times_redeemed: number
  readonly valid: boolean
}

/** A coupon under a name that customers can be told. */
export interface PromotionCode extends Identified {
  readonly object: 'promotion_code'
  readonly active: boolean
  readonly code: string
  readonly customer: string | null
  readonly customer_account: null
  /** Seconds. */
  readonly expires_at: number | null
  readonly livemode: boolean
  readonly max_redemptions: number | null
  readonly metadata: Metadata
  readonly promotion: { readonly coupon: string; readonly type: 'coupon' }
  readonly restrictions: {
    readonly first_time_transaction: false
    readonly minimum_amount: null
    readonly minimum_amount_currency: null
  }
  readonly times_redeemed: number
}

/** A coupon at work on a customer's subscription. Stripe's own has no `created`: see `withoutCreated`. */
export interface Discount extends Identified {
  readonly object: 'discount'
  readonly checkout_session: null
  readonly customer: string
  readonly customer_account: null
  /** Seconds; null where it never ends by itself, or ends with its first invoice. */
  readonly end: number | null
  readonly invoice: string | null
  readonly invoice_item: string | null
  readonly promotion_code: null
  readonly source: { readonly coupon: string; readonly type: 'coupon' }
  readonly start: number
  readonly subscription: string | null
  readonly subscription_item: string | null
}
