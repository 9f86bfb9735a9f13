// Subscriptions with their items as rows, in every shape that API versions since 2017 gave them.
import { z } from 'zod'
import { thousandths } from '../../../src/domain/money.ts'
import { monthlyValue, unitIn, type ValuedItem } from '../../../src/domain/subscription-value.ts'
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

const subscriptionShape = z.object({
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
  pause_collection: z.object({ behavior: text, resumes_at: seconds.nullish() }).nullish(),
  billing_mode: z.object({ type: text }).nullish(),
  schedule: reference,
  default_payment_method: reference,
  latest_invoice: reference,
  items: z.object({ data: z.array(itemShape), has_more: z.boolean().nullish() }).nullish(),
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
    const currency = currencyOf(subscription)
    const monthly = monthlyOf(subscription)
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
    rows: itemsOf(subscription).map((item) => itemRow(item, currencyOf(subscription))),
  }),
})

/** What a subscription is worth in a month, by what Stripe answered; null where that is not known. */
export function monthlyMoney(object: unknown): { amount: number; currency: string } | null {
  const subscription = subscriptionShape.safeParse(object).data
  if (subscription === undefined) return null
  const [amount, currency] = [monthlyOf(subscription), currencyOf(subscription)]
  return amount === null || currency === null ? null : { amount, currency }
}

function monthlyOf(subscription: Subscription): number | null {
  if (subscription.items?.has_more === true) return null
  const currency = currencyOf(subscription)
  return monthlyValue(itemsOf(subscription).map((item) => valuedItem(item, currency)))
}

function itemsOf({ items, plan, quantity }: Subscription): Item[] {
  if (items?.data !== undefined && items.data.length > 0) return items.data
  return plan === null || plan === undefined ? [] : [{ plan, quantity }]
}

const decimal = z.string().nullish()
const unitShape = z.object({ unit_amount: amount.nullish(), unit_amount_decimal: decimal })
const priceShape = unitShape.extend({
  currency: text,
  // Where Stripe reckons with packages of units.
  transform_quantity: z.unknown().optional(),
  recurring: z.object({ ...recurring, usage_type: text }).nullish(),
  currency_options: z.record(z.string(), unitShape).nullish(),
})
type Price = z.infer<typeof priceShape>
const planShape = z.object({
  currency: text,
  amount: amount.nullish(),
  amount_decimal: decimal,
  transform_usage: z.unknown().optional(),
  usage_type: text,
  ...recurring,
})

/** As prices say it, where only a plan does. */
function priceOf({ price, plan }: Item): Price | null {
  const told = priceShape.safeParse(price).data
  const old = told === undefined ? planShape.safeParse(plan).data : undefined
  if (old === undefined) return told ?? null
  return {
    currency: old.currency,
    unit_amount: old.amount,
    unit_amount_decimal: old.amount_decimal,
    transform_quantity: old.transform_usage,
    recurring: { interval: old.interval, interval_count: old.interval_count, usage_type: old.usage_type },
  }
}

/** A price may be told in another currency than the subscription is billed in. */
const currencyOf = (subscription: Subscription): string | null =>
  subscription.currency ?? itemsOf(subscription).map(priceOf)[0]?.currency ?? null

const unitOf = (price: Price | null, currency: string | null): z.infer<typeof unitShape> | null =>
  price === null ? null : unitIn<z.infer<typeof unitShape>>(price, currency)

function valuedItem(item: Item, currency: string | null): ValuedItem {
  const price = priceOf(item)
  const { unit_amount: whole, unit_amount_decimal: exact } = unitOf(price, currency) ?? {}
  return {
    unitAmount: exact ?? (typeof whole === 'number' ? String(whole) : null),
    quantity: item.quantity ?? 1,
    interval: price?.recurring?.interval ?? null,
    intervalCount: price?.recurring?.interval_count ?? 1,
  }
}

/** The amount is the subscription's currency's, and null where a quantity does not just multiply it. */
function itemRow(item: Item, currency: string | null): Row {
  const price = priceOf(item)
  return {
    id: item.id,
    ...priceIdsOf(item),
    currency,
    unit_amount: unitOf(price, currency)?.unit_amount,
    quantity: item.quantity,
    recurring_interval: price?.recurring?.interval,
    recurring_interval_count: price?.recurring?.interval_count,
    current_period_start: item.current_period_start,
    current_period_end: item.current_period_end,
  }
}
