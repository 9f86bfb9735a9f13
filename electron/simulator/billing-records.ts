// What recurring business is made of, as far as lists ask after it. Nothing makes these yet: whoever does completes them to the shape Stripe sends.
import type { Identified, Metadata } from './records.ts'

export interface Product extends Identified {
  readonly object: 'product'
  readonly active: boolean
  readonly livemode: boolean
  readonly metadata: Metadata
  readonly name: string
  readonly shippable: boolean | null
  readonly type: 'good' | 'service'
  readonly url: string | null
}

export interface Price extends Identified {
  readonly object: 'price'
  readonly active: boolean
  readonly currency: string
  readonly livemode: boolean
  readonly lookup_key: string | null
  readonly metadata: Metadata
  readonly product: string
  readonly recurring: {
    readonly interval: 'day' | 'month' | 'week' | 'year'
    readonly meter: string | null
    readonly usage_type: 'licensed' | 'metered'
  } | null
  readonly type: 'one_time' | 'recurring'
}

export type SubscriptionStatus =
  'active' | 'canceled' | 'incomplete' | 'incomplete_expired' | 'past_due' | 'paused' | 'trialing' | 'unpaid'

export type CollectionMethod = 'charge_automatically' | 'send_invoice'

export interface Subscription extends Identified {
  readonly object: 'subscription'
  readonly automatic_tax: { readonly enabled: boolean }
  readonly collection_method: CollectionMethod
  readonly customer: string
  readonly items: {
    readonly data: readonly {
      readonly current_period_end: number
      readonly current_period_start: number
      readonly price: Price
    }[]
  }
  readonly livemode: boolean
  readonly metadata: Metadata
  readonly status: SubscriptionStatus
}

export interface Invoice extends Identified {
  readonly object: 'invoice'
  readonly collection_method: CollectionMethod
  readonly customer: string | null
  readonly due_date: number | null
  readonly livemode: boolean
  readonly parent: { readonly subscription_details: { readonly subscription: string } | null } | null
  readonly status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void'
}

export interface InvoicePayment extends Identified {
  readonly object: 'invoice_payment'
  readonly invoice: string
  readonly livemode: boolean
  readonly payment: {
    readonly payment_intent?: string
    readonly payment_record?: string
    readonly type: 'charge' | 'payment_intent' | 'payment_record'
  }
  readonly status: 'canceled' | 'open' | 'paid'
}

export interface CheckoutSession extends Identified {
  readonly object: 'checkout.session'
  readonly customer: string | null
  readonly customer_details: { readonly email: string | null } | null
  readonly livemode: boolean
  readonly payment_intent: string | null
  readonly payment_link: string | null
  readonly status: 'complete' | 'expired' | 'open' | null
  readonly subscription: string | null
}
