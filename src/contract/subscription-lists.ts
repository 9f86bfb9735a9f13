// The closed lists of subscriptions and of access, where the face reads them too: apart from the schemas, which it does not load.

/** Stripe's, docs.stripe.com/api/subscriptions/object#subscription_object-status; those that need a person first. */
export const subscriptionStatuses = [
  'past_due',
  'unpaid',
  'incomplete',
  'trialing',
  'active',
  'paused',
  'incomplete_expired',
  'canceled',
] as const
export type SubscriptionStatus = (typeof subscriptionStatuses)[number]

/** What needs attention about a subscription; several may apply. */
export const attentions = [
  'past_due',
  'unpaid',
  /** Its first payment waits for the customer, or failed. */
  'incomplete',
  /** Within seven days, Stripe's own warning comes three days ahead. */
  'trial_ending',
  'cancel_scheduled',
  /** Collection goes on again by itself within seven days. */
  'pause_ending',
  /** Collection is paused, or the subscription as a whole. */
  'paused',
  /** It is billed by a price that is not sold any more. */
  'price_retired',
  /** A schedule will change it. */
  'change_scheduled',
] as const
export type Attention = (typeof attentions)[number]

export const prorationBehaviors = ['create_prorations', 'always_invoice', 'none'] as const
export type ProrationBehavior = (typeof prorationBehaviors)[number]

/** Stripe's words for why a customer leaves, docs.stripe.com/api/subscriptions/object#subscription_object-cancellation_details-feedback */
export const cancellationFeedbacks = [
  'too_expensive',
  'missing_features',
  'switched_service',
  'unused',
  'customer_service',
  'too_complex',
  'low_quality',
  'other',
] as const
export type CancellationFeedback = (typeof cancellationFeedbacks)[number]

/** Why access is as it is; the first word says whether it is on. */
export const accessReasons = [
  /** A subscription of it is active, and no payment of it is late. */
  'on_paid',
  'on_trial',
  /** A payment failed, and the days of grace are not over. */
  'on_grace',
  /** Collection is paused, and the policy leaves access on meanwhile. */
  'on_collection_paused',
  /** The first payment is not through. */
  'off_incomplete',
  /** A payment failed, and the days of grace are over. */
  'off_grace_over',
  'off_unpaid',
  'off_paused',
  'off_ended',
  /** Collection is paused, and the policy takes access away meanwhile. */
  'off_collection_paused',
] as const
export type AccessReason = (typeof accessReasons)[number]

/** Of a filter that the operator gave a name, in characters. */
export const longestViewName = 60
/** So many of them are kept for one desk. */
export const mostViews = 50
