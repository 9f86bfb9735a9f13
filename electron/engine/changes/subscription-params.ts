// What is asked of Stripe for a change of a subscription: the preview and the order are made of the same parts, so that the one costs
// what the other said. Pure.
import type Stripe from 'stripe'
import type { ItemChange, SubscriptionUpdate } from '../../../src/contract/index.ts'

/** What decides what is to be paid, and when. */
export interface MoneyParams {
  items?: Stripe.SubscriptionUpdateParams.Item[]
  proration_behavior?: SubscriptionUpdate['prorationBehavior']
  /** Unix seconds. */
  proration_date?: number
  billing_cycle_anchor?: { type: 'now' }
  trial_end?: number | 'now'
}

/** Whether it changes what is to be paid, or when; a discount does so from the next invoice on. */
export const changesMoney = ({ items, anchor, trialEnd, discount }: SubscriptionUpdate): boolean =>
  items.length > 0 || anchor === 'now' || trialEnd !== null || discount !== null

/** `prorationDate`: Unix seconds. Parts of a period are reckoned only where the period or what is in it changes. */
export function moneyParams(update: SubscriptionUpdate, prorationDate: number): MoneyParams {
  const { items, anchor, trialEnd, prorationBehavior } = update
  const touchesPeriod = items.length > 0 || anchor === 'now' || trialEnd !== null
  if (!touchesPeriod) return {}
  return {
    ...(items.length === 0 ? {} : { items: items.map(itemParams) }),
    proration_behavior: prorationBehavior,
    ...(prorationBehavior === 'none' ? {} : { proration_date: prorationDate }),
    ...(anchor === 'now' ? { billing_cycle_anchor: { type: 'now' } } : {}),
    ...(trialEnd === null ? {} : { trial_end: trialEnd }),
  }
}

function itemParams(item: ItemChange): Stripe.SubscriptionUpdateParams.Item {
  switch (item.what) {
    case 'add':
      return { price: item.priceId, ...(item.quantity === null ? {} : { quantity: item.quantity }) }
    case 'remove':
      return { id: item.itemId, deleted: true }
    case 'change':
      return {
        id: item.itemId,
        ...(item.priceId === null ? {} : { price: item.priceId }),
        ...(item.quantity === null ? {} : { quantity: item.quantity }),
      }
  }
}

/** Empty where the discounts stay as they are. */
export function discountParams({ discount }: SubscriptionUpdate): {
  discounts?: '' | { coupon: string }[]
} {
  if (discount === null) return {}
  return { discounts: discount === 'none' ? '' : [{ coupon: discount.couponId }] }
}

/** What has no part in a preview. */
export function plainParams({
  collection,
  paymentMethodId,
}: SubscriptionUpdate): Pick<
  Stripe.SubscriptionUpdateParams,
  'collection_method' | 'days_until_due' | 'default_payment_method'
> {
  return {
    ...(collection === null ? {} : { collection_method: collection.method }),
    ...(collection?.method === 'send_invoice' ? { days_until_due: collection.daysUntilDue } : {}),
    ...(paymentMethodId === null ? {} : { default_payment_method: paymentMethodId }),
  }
}
