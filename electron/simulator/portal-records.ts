// Stripe's customer portal: its sessions, and how it is set up, in the shape Stripe sends them.
import type { Identified, Metadata } from './records.ts'

export interface PortalConfiguration extends Identified {
  readonly object: 'billing_portal.configuration'
  readonly active: boolean
  readonly application: null
  readonly business_profile: {
    readonly headline: string | null
    readonly privacy_policy_url: string | null
    readonly terms_of_service_url: string | null
  }
  readonly default_return_url: string | null
  readonly features: Readonly<Record<string, unknown>>
  readonly is_default: boolean
  readonly livemode: boolean
  readonly login_page: { readonly enabled: false; readonly url: null }
  readonly metadata: Metadata
  readonly name: string | null
  readonly updated: number
}

type OfSubscription = { readonly subscription: string } | null

/** What the page leads to at once, instead of showing everything. */
export interface PortalFlow {
  readonly after_completion: {
    readonly hosted_confirmation: { readonly custom_message: string | null } | null
    readonly redirect: { readonly return_url: string } | null
    readonly type: 'hosted_confirmation' | 'portal_homepage' | 'redirect'
  }
  readonly customer_update: null
  readonly subscription_cancel: { readonly retention: null; readonly subscription: string } | null
  readonly subscription_pause: null
  readonly subscription_update: OfSubscription
  readonly subscription_update_confirm: null
  readonly type: 'payment_method_update' | 'subscription_cancel' | 'subscription_update'
}

export interface PortalSession extends Identified {
  readonly object: 'billing_portal.session'
  readonly configuration: string
  readonly customer: string
  readonly customer_account: null
  readonly flow: PortalFlow | null
  readonly livemode: boolean
  readonly locale: string | null
  readonly on_behalf_of: null
  readonly return_url: string | null
  /** Short-lived; it opens the customer's own subscriptions to whoever has it. */
  readonly url: string
}
