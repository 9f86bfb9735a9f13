// Subscriptions with their items as rows, in every shape that API versions since 2017 gave them.
import { z } from 'zod'
import { flag, kindOf, type Row } from './kind.ts'
import { amount, idOf, listOf, priceIdsOf, pricedShape, reference, seconds, text } from './shapes.ts'

const recurring = { interval: text, interval_count: z.int().nullish() }

const itemShape = pricedShape.extend({
  id: text,
  quantity: z.int().nullish(),
  current_period_start: seconds.nullish(),
  current_period_end: seconds.nullish(),
})
type Item = z.infer<typeof itemShape>

const subscriptionShape = z.looseObject({
  id: z.string(),
  object: z.literal('subscription'),
  customer: reference,
  status: z.string(),
  currency: text,
  created: seconds.nullish(),
  start: seconds.nullish(),
  // Told of the whole subscription before basil, of each item since.
  current_period_start: seconds.nullish(),
  current_period_end: seconds.nullish(),
  cancel_at: seconds.nullish(),
  cancel_at_period_end: z.boolean().nullish(),
  canceled_at: seconds.nullish(),
  ended_at: seconds.nullish(),
  trial_end: seconds.nullish(),
  collection_method: text,
  billing: text,
  pause_collection: z.looseObject({ behavior: text }).nullish(),
  default_payment_method: reference,
  latest_invoice: reference,
  items: listOf(itemShape),
  // The one plan of subscriptions that had no items.
  plan: pricedShape.shape.plan,
  quantity: z.int().nullish(),
})
type Subscription = z.infer<typeof subscriptionShape>

export const subscriptions = kindOf({
  table: 'subscriptions',
  objects: ['subscription'],
  shape: subscriptionShape,
  references: ['customer', 'default_payment_method', 'latest_invoice', 'default_source'],
  columns(subscription) {
    const first = itemsOf(subscription)
      .filter((item) => typeof item.current_period_end === 'number')
      .toSorted((a, b) => (a.current_period_end ?? 0) - (b.current_period_end ?? 0))[0]
    const period = typeof subscription.current_period_end === 'number' ? subscription : first
    return {
      customer_id: idOf(subscription.customer),
      status: subscription.status,
      currency: subscription.currency ?? currencyOf(itemsOf(subscription)[0]),
      current_period_start: period?.current_period_start,
      current_period_end: period?.current_period_end,
      cancel_at: subscription.cancel_at,
      cancel_at_period_end: flag(subscription.cancel_at_period_end),
      canceled_at: subscription.canceled_at,
      ended_at: subscription.ended_at,
      trial_end: subscription.trial_end,
      collection_method: subscription.collection_method ?? subscription.billing,
      pause_behavior: subscription.pause_collection?.behavior,
      default_payment_method_id: idOf(subscription.default_payment_method),
      latest_invoice_id: idOf(subscription.latest_invoice),
      created: subscription.created ?? subscription.start ?? 0,
    }
  },
  children: (subscription) => ({
    table: 'subscription_items',
    parent: 'subscription',
    rows: itemsOf(subscription).map(itemRow),
  }),
})

function itemsOf({ items, plan, quantity }: Subscription): Item[] {
  if (items?.data !== undefined && items.data.length > 0) return items.data
  return plan === null || plan === undefined ? [] : [{ plan, quantity }]
}

const unitShape = z.looseObject({
  currency: text,
  unit_amount: amount.nullish(),
  recurring: z.looseObject(recurring).nullish(),
})
const oldUnitShape = z.looseObject({ currency: text, amount: amount.nullish(), ...recurring })

function itemRow(item: Item): Row {
  const price = unitShape.safeParse(item.price).data
  const plan = oldUnitShape.safeParse(item.plan).data
  return {
    id: item.id,
    ...priceIdsOf(item),
    currency: currencyOf(item),
    unit_amount: price ? price.unit_amount : plan?.amount,
    quantity: item.quantity,
    recurring_interval: price?.recurring?.interval ?? plan?.interval,
    recurring_interval_count: price?.recurring?.interval_count ?? plan?.interval_count,
    current_period_start: item.current_period_start,
    current_period_end: item.current_period_end,
  }
}

function currencyOf(item: Item | undefined): string | null | undefined {
  return unitShape.safeParse(item?.price).data?.currency ?? oldUnitShape.safeParse(item?.plan).data?.currency
}
