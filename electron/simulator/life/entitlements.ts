// Who may use what: features come with products, and customers have those of what they subscribe to. Kept by customer as it was last
// told, so that a change is told once. A feature that a product gets later counts from the next event of a subscription.
import type { Subscription, SubscriptionStatus } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { ActiveEntitlement, Feature, ProductFeature } from '../entitlement-records.ts'
import { randomFrom } from '../random.ts'
import { withoutCreated, type Metadata } from '../records.ts'

/** A failed renewal does not take access away; one that was given up, or never paid, does. */
const GRANTS: Readonly<Record<SubscriptionStatus, boolean>> = {
  active: true,
  canceled: false,
  incomplete: false,
  incomplete_expired: false,
  past_due: true,
  paused: false,
  trialing: true,
  unpaid: false,
}

export interface FeatureFacts {
  readonly lookupKey: string
  readonly name: string
  readonly metadata?: Metadata
}

export function makeFeature(book: Book, { lookupKey, name, metadata = {} }: FeatureFacts): Feature {
  return book.features.put({
    id: `feat_${modeOf(book)}_61${book.random.token(30)}`,
    object: 'entitlements.feature',
    active: true,
    created: book.now(),
    livemode: book.livemode,
    lookup_key: lookupKey,
    metadata,
    name,
  })
}

/** From now on the product comes with the feature. */
export function attachFeature(book: Book, product: string, feature: string): ProductFeature {
  return book.productFeatures.put({
    id: book.newId('prodft'),
    object: 'product_feature',
    created: book.now(),
    feature,
    livemode: book.livemode,
    product,
  })
}

/** A product's feature as Stripe sends it: with the feature as it is now. */
export function productFeatureShown(book: Book, { id, object, feature, livemode }: ProductFeature): object {
  const known = book.features.get(feature)
  return { id, object, entitlement_feature: known === undefined ? feature : withoutCreated(known), livemode }
}

/** What a customer is entitled to, as it was last told. */
export const entitlementsOf = (book: Book, customer: string): readonly ActiveEntitlement[] =>
  book.entitlements.get(customer) ?? []

/** What an event of a subscription means to what its customer may use; tells of it where that changed. */
export function followSubscription(book: Book, { customer }: Subscription): void {
  if (book.productFeatures.size() === 0) return
  const before = entitlementsOf(book, customer)
  const after = entitledNow(book, customer, before)
  if (idsOf(before) === idsOf(after)) return
  book.entitlements.set(customer, after)
  const shown = (entitlements: readonly ActiveEntitlement[]) => entitlements.map(withoutCreated)
  const url = `/v1/customer/${customer}/entitlements`
  book.emit(
    'entitlements.active_entitlement_summary.updated',
    {
      object: 'entitlements.active_entitlement_summary',
      customer,
      entitlements: { object: 'list', data: shown(after), has_more: false, url },
      livemode: book.livemode,
    },
    { entitlements: { data: shown(before) } },
  )
}

const idsOf = (entitlements: readonly ActiveEntitlement[]) => entitlements.map(({ id }) => id).join()

/** Each feature once, however many subscriptions bring it, in the order of the features. */
function entitledNow(
  book: Book,
  customer: string,
  before: readonly ActiveEntitlement[],
): readonly ActiveEntitlement[] {
  const features = new Set<string>()
  for (const { items, status } of book.subscriptions.walk({ where: ['customer', customer] }))
    if (GRANTS[status])
      for (const { price } of items.data)
        for (const { feature } of book.productFeatures.walk({ where: ['product', price.product] }))
          features.add(feature)
  return book.features
    .all()
    .filter(({ id }) => features.has(id))
    .map(
      (feature) =>
        before.find((entitlement) => entitlement.feature === feature.id) ?? grant(book, customer, feature),
    )
}

/** The same customer and feature have the same entitlement, also when it comes back. */
const grant = (book: Book, customer: string, feature: Feature): ActiveEntitlement => ({
  id: `ent_${modeOf(book)}_61${randomFrom(`entitlement/${customer}/${feature.id}`).token(30)}`,
  object: 'entitlements.active_entitlement',
  created: book.now(),
  feature: feature.id,
  livemode: book.livemode,
  lookup_key: feature.lookup_key,
})

const modeOf = ({ livemode }: Book) => (livemode ? 'live' : 'test')
