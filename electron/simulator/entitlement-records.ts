// What a product lets its customers use, in the shape Stripe sends it (unexpanded): features, which product has which, and what a
// customer is entitled to. Stripe's own have no `created`: see `withoutCreated`.
import type { Identified, Metadata } from './records.ts'

export interface Feature extends Identified {
  readonly object: 'entitlements.feature'
  /** False: archived, and listed no more. */
  readonly active: boolean
  readonly livemode: boolean
  readonly lookup_key: string
  readonly metadata: Metadata
  readonly name: string
}

/** That a product has a feature; Stripe sends the feature whole in place of its id. */
export interface ProductFeature extends Identified {
  readonly object: 'product_feature'
  readonly feature: string
  readonly livemode: boolean
  readonly product: string
}

export interface ActiveEntitlement extends Identified {
  readonly object: 'entitlements.active_entitlement'
  readonly feature: string
  readonly livemode: boolean
  readonly lookup_key: string
}
