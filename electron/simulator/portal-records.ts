// A session of Stripe's customer portal, in the shape Stripe sends it.
import type { Identified } from './records.ts'

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
