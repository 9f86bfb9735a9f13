// What a request wants of a subscription: prices, items, coupons and dates looked up and judged, in Stripe's words where it can't be.
// Changes nothing: the answer is what is then done, in the book or in a shadow of it.
import type { Price, Subscription, SubscriptionItem } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Coupon } from '../coupon-records.ts'
import { endOf, type Change } from '../life/changing.ts'
import { whyNotRedeemable } from '../life/discounts.ts'
import { itemRecord, planOf, type WantedItem } from '../life/subscriptions.ts'
import type { Call } from '../operations.ts'
import { changedMetadata, type Parsed, type Rules } from '../parameters.ts'
import { isRefusal, refuse, type Refusal } from '../refusals.ts'
import type { changedItems, discounts, moneyChanges, newItems } from './subscription-rules.ts'

type Sent<R extends { parse: (...given: never[]) => unknown }> = Exclude<ReturnType<R['parse']>, Refusal>
type Asking = Pick<Call<Rules>, 'book'>

/** The subscription a request is about, and where in the request it says so. */
export interface About {
  readonly subscription: Subscription
  /** Before the names of the parameters: `subscription_details`, or nothing. */
  readonly prefix?: string
}

const named = (prefix: string | undefined, name: string) =>
  prefix === undefined
    ? name
    : `${prefix}[${name.split('[')[0]}]${name.includes('[') ? name.slice(name.indexOf('[')) : ''}`

const invalid = (message: string, param: string) => refuse(400, { message, param })

export function priceOf(
  { book }: Asking,
  id: string,
  currency: string | undefined,
  param: string,
): Price | Refusal {
  const price = book.prices.get(id)
  if (price === undefined)
    return refuse(400, { code: 'resource_missing', message: `No such price: '${id}'`, param })
  if (price.recurring === null)
    return invalid(
      'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
      param,
    )
  if (!price.active)
    return invalid('The price specified is inactive. This field only accepts active prices.', param)
  if (currency !== undefined && price.currency !== currency)
    return invalid(
      `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: \`${currency}\`.`,
      param,
    )
  return price
}

const severalIntervals = () =>
  refuse(400, {
    message:
      'Currently, all prices on a subscription must have the same `recurring.interval` and `recurring.interval_count`. If you need different billing intervals, create a separate subscription.',
    param: 'items',
  })

const twice = (price: string) =>
  invalid(`Cannot add multiple subscription items with the same price: ${price}`, 'items')

/** The items of a subscription that is to be made; `currency` where one was asked for. */
export function itemsToMake(
  call: Asking,
  sent: Sent<typeof newItems>,
  currency: string | undefined,
  prefix?: string,
): WantedItem[] | Refusal {
  const items: WantedItem[] = []
  for (const [place, { price: id, quantity = 1, metadata }] of sent.entries()) {
    const param = named(prefix, `items[${place}][price]`)
    if (id === undefined)
      return refuse(400, { code: 'parameter_missing', message: `Missing required param: ${param}.`, param })
    const price = priceOf(call, id, items[0]?.price.currency ?? currency, param)
    if (isRefusal(price)) return price
    if (items.some((item) => item.price.id === id)) return twice(id)
    items.push({ price, quantity, metadata: changedMetadata({}, metadata) })
  }
  const [first] = items
  const isOne = items.every(({ price }) => isSameInterval(price, first?.price))
  if (!isOne) return severalIntervals()
  return items.length === 0
    ? refuse(400, { code: 'parameter_missing', message: 'Missing required param: items.', param: 'items' })
    : items
}

const isSameInterval = ({ recurring }: Price, other: Price | undefined): boolean =>
  recurring?.interval === other?.recurring?.interval &&
  recurring?.interval_count === other?.recurring?.interval_count

/** Each of the items afterwards: one that was there, changed or not, or one that is to be made. */
type Part = SubscriptionItem | WantedItem

/** The items after a change; those that are new are made in the book it is given. */
function itemsAfter(
  call: Asking,
  { subscription, prefix }: About,
  sent: Sent<typeof changedItems>,
): ((book: Book) => readonly SubscriptionItem[]) | Refusal {
  const parts = new Map<string, Part>(subscription.items.data.map((item) => [item.id, item]))
  for (const [place, one] of sent.entries()) {
    const { id, deleted = false, price: priceId, quantity, metadata } = one
    const known = id === undefined ? undefined : subscription.items.data.find((item) => item.id === id)
    if (id !== undefined && known === undefined)
      return refuse(400, {
        code: 'resource_missing',
        message: `No such subscription item: '${id}'`,
        param: named(prefix, `items[${place}][id]`),
      })
    if (deleted) {
      parts.delete(id ?? '')
      continue
    }
    const param = named(prefix, `items[${place}][price]`)
    const price =
      priceId === undefined || priceId === known?.price.id
        ? known?.price
        : priceOf(call, priceId, subscription.currency, param)
    if (price === undefined)
      return refuse(400, { code: 'parameter_missing', message: `Missing required param: ${param}.`, param })
    if (isRefusal(price)) return price
    if (known === undefined)
      parts.set(`new ${place}`, { price, quantity: quantity ?? 1, metadata: changedMetadata({}, metadata) })
    else
      parts.set(known.id, {
        ...known,
        metadata: changedMetadata(known.metadata, metadata),
        plan: planOf(price),
        price,
        quantity: quantity ?? known.quantity,
      })
  }
  const all = [...parts.values()]
  const [first] = all
  if (first === undefined)
    return invalid('A subscription must have at least one active item.', named(prefix, 'items'))
  if (!all.every(({ price }) => isSameInterval(price, first.price))) return severalIntervals()
  const prices = all.map(({ price }) => price.id)
  const double = prices.find((id, place) => prices.indexOf(id) !== place)
  if (double !== undefined) return twice(double)
  const [old] = subscription.items.data
  const period = { start: old?.current_period_start ?? 0, end: old?.current_period_end ?? 0 }
  return (book) => all.map((part) => ('id' in part ? part : itemRecord(book, subscription.id, part, period)))
}

/** The coupons that are to be redeemed; undefined: the discounts stay as they are. */
export function couponsOf(
  { book }: Asking,
  sent: Sent<typeof discounts> | undefined,
  currency: string,
): readonly Coupon[] | undefined | Refusal {
  if (sent === undefined) return undefined
  const coupons: Coupon[] = []
  for (const [place, { coupon: id = '' }] of (sent ?? []).entries()) {
    const param = `discounts[${place}][coupon]`
    const coupon = book.coupons.get(id)
    if (coupon === undefined)
      return refuse(400, { code: 'resource_missing', message: `No such coupon: '${id}'`, param })
    const why = whyNotRedeemable(book, coupon, currency)
    if (why !== undefined) return invalid(why, param)
    coupons.push(coupon)
  }
  // An empty list leaves them, an empty string takes them away.
  return sent !== null && coupons.length === 0 ? undefined : coupons
}

type MoneyChanges = Parsed<typeof moneyChanges>

/** What is wanted of a subscription that is there, in whichever book it is then done. */
export function changeOf(
  call: Asking,
  about: About,
  sent: MoneyChanges,
  coupons: readonly Coupon[] | undefined,
): ((book: Book) => Change) | Refusal {
  const { subscription, prefix } = about
  const { book } = call
  const now = book.now()
  const items = itemsAfter(call, about, sent.items ?? [])
  if (isRefusal(items)) return items
  const {
    proration_date: from,
    trial_end: trialEnd,
    proration_behavior: behavior = 'create_prorations',
  } = sent
  const [first] = subscription.items.data
  if (from !== undefined && (from < (first?.current_period_start ?? 0) || from > endOf(subscription)))
    return invalid(
      'Invalid proration date: it must be within the current period of the subscription.',
      named(prefix, 'proration_date'),
    )
  if (typeof trialEnd === 'number' && trialEnd <= now) return notFuture(named(prefix, 'trial_end'))
  const anchorNow = sent.billing_cycle_anchor?.type === 'now'
  if (anchorNow && subscription.status === 'trialing' && trialEnd !== 'now')
    return invalid(
      'You cannot reset the billing cycle anchor of a subscription during its trial. End the trial with `trial_end=now`.',
      named(prefix, 'billing_cycle_anchor'),
    )
  const ending = endingOf(about, sent, now)
  if (isRefusal(ending)) return ending
  return (where) => ({
    items: sent.items === undefined ? subscription.items.data : items(where),
    behavior,
    anchorNow,
    plain: ending,
    ...(coupons === undefined ? {} : { coupons }),
    ...(from === undefined ? {} : { prorationDate: from }),
    ...(trialEnd === undefined ? {} : { trialEnd }),
    ...(typeof sent.cancel_at === 'number'
      ? { isUnproratedEnd: behavior === 'none' && sent.cancel_at < endOf(subscription) }
      : {}),
  })
}

export const notFuture = (param: string) =>
  invalid('Invalid timestamp: must be an integer Unix timestamp in the future.', param)

/** When it is to end, as the four fields that say so. Nothing where nothing was said, or where it is so already. */
export function endingOf(
  { subscription, prefix }: About,
  {
    cancel_at: at,
    cancel_at_period_end: withPeriod,
  }: Pick<MoneyChanges, 'cancel_at' | 'cancel_at_period_end'>,
  now: number,
): Partial<Subscription> | Refusal {
  if (withPeriod === true && at !== undefined && at !== null)
    return invalid(
      'You may only specify one of these parameters: cancel_at, cancel_at_period_end.',
      named(prefix, 'cancel_at'),
    )
  if (typeof at === 'number' && at <= now) return notFuture(named(prefix, 'cancel_at'))
  const reasonOf = (reason: string | null) => ({ ...subscription.cancellation_details, reason })
  if (withPeriod === true || (at !== undefined && at !== null)) {
    const end = typeof at === 'number' ? at : endOf(subscription)
    const flag = withPeriod === true
    if (subscription.cancel_at === end && subscription.cancel_at_period_end === flag) return {}
    return {
      cancel_at: end,
      cancel_at_period_end: flag,
      canceled_at: now,
      cancellation_details: reasonOf('cancellation_requested'),
    }
  }
  const isUndone = withPeriod === false ? subscription.cancel_at_period_end : at === null
  if (!isUndone || (subscription.cancel_at === null && !subscription.cancel_at_period_end)) return {}
  return {
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: reasonOf(null),
  }
}

/** Whether a change has anything to do with money. */
export const isMoney = (sent: MoneyChanges): boolean =>
  sent.items !== undefined || sent.trial_end !== undefined || sent.billing_cycle_anchor?.type === 'now'
