// Subscriptions with their items as rows, in every shape that API versions since 2017 gave them.
import { z } from 'zod'
import { thousandths } from '../../../src/domain/money.ts'
import { monthlyValue, type ValuedItem } from '../../../src/domain/subscription-value.ts'
import { flag, kindOf, type Row } from './kind.ts'
import { amount, idOf, priceIdsOf, pricedShape, reference, seconds, text } from './shapes.ts'

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
  trial_start: seconds.nullish(),
  trial_end: seconds.nullish(),
  collection_method: text,
  billing: text,
  pause_collection: z.looseObject({ behavior: text, resumes_at: seconds.nullish() }).nullish(),
  billing_mode: z.looseObject({ type: text }).nullish(),
  schedule: reference,
  default_payment_method: reference,
  latest_invoice: reference,
  items: z.looseObject({ data: z.array(itemShape), has_more: z.boolean().nullish() }).nullish(),
  // The one plan of subscriptions that had no items.
  plan: pricedShape.shape.plan,
  quantity: z.int().nullish(),
})
type Subscription = z.infer<typeof subscriptionShape>

export const subscriptions = kindOf({
  table: 'subscriptions',
  objects: ['subscription'],
  shape: subscriptionShape,
  references: ['customer', 'default_payment_method', 'latest_invoice', 'default_source', 'schedule'],
  columns(subscription) {
    const first = itemsOf(subscription)
      .filter((item) => typeof item.current_period_end === 'number')
      .toSorted((a, b) => (a.current_period_end ?? 0) - (b.current_period_end ?? 0))[0]
    const period = typeof subscription.current_period_end === 'number' ? subscription : first
    const currency = subscription.currency ?? currencyOf(itemsOf(subscription)[0]) ?? null
    const monthly =
      subscription.items?.has_more === true ? null : monthlyValue(itemsOf(subscription).map(valuedItem))
    return {
      customer_id: idOf(subscription.customer),
      status: subscription.status,
      currency,
      current_period_start: period?.current_period_start,
      current_period_end: period?.current_period_end,
      cancel_at: subscription.cancel_at,
      cancel_at_period_end: flag(subscription.cancel_at_period_end),
      canceled_at: subscription.canceled_at,
      ended_at: subscription.ended_at,
      trial_start: subscription.trial_start,
      trial_end: subscription.trial_end,
      collection_method: subscription.collection_method ?? subscription.billing,
      pause_behavior: subscription.pause_collection?.behavior,
      pause_resumes_at: subscription.pause_collection?.resumes_at,
      schedule_id: idOf(subscription.schedule),
      billing_mode: subscription.billing_mode?.type,
      monthly,
      monthly_order: monthly === null || currency === null ? -1 : thousandths(monthly, currency),
      ends_order: period?.current_period_end ?? Number.MAX_SAFE_INTEGER,
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

const decimal = z.string().nullish()
const unitShape = z.looseObject({
  currency: text,
  unit_amount: amount.nullish(),
  unit_amount_decimal: decimal,
  // Where Stripe reckons with packages of units.
  transform_quantity: z.unknown().optional(),
  recurring: z.looseObject({ ...recurring, usage_type: text }).nullish(),
})
const oldUnitShape = z.looseObject({
  currency: text,
  amount: amount.nullish(),
  amount_decimal: decimal,
  transform_usage: z.unknown().optional(),
  usage_type: text,
  ...recurring,
})

/** What is billed by use, or by packages, is not known beforehand. */
function valuedItem(item: Item): ValuedItem {
  const price = unitShape.safeParse(item.price).data
  const plan = price === undefined ? oldUnitShape.safeParse(item.plan).data : undefined
  const isReckoned =
    (price?.recurring?.usage_type ?? plan?.usage_type) === 'metered' ||
    (price?.transform_quantity ?? plan?.transform_usage ?? null) !== null
  const whole = price ? price.unit_amount : plan?.amount
  const unit = price?.unit_amount_decimal ?? plan?.amount_decimal
  return {
    unitAmount: isReckoned ? null : (unit ?? (typeof whole === 'number' ? String(whole) : null)),
    quantity: item.quantity ?? 1,
    interval: price?.recurring?.interval ?? plan?.interval ?? null,
    intervalCount: price?.recurring?.interval_count ?? plan?.interval_count ?? 1,
  }
}

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
