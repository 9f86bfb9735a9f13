// Changes what a subscription is billed for, when, and with what. The order carries the figures that were previewed: right before it is
// sent Stripe is asked once more, and where it would cost something else nothing is sent.
import type Stripe from 'stripe'
import {
  failure,
  success,
  type ChangeFinding,
  type ChangeOf,
  type Result,
} from '../../../../src/contract/index.ts'
import { dayOf } from '../../../../src/domain/day-words.ts'
import { spokenAmount } from '../../../../src/domain/money.ts'
import { idOf } from '../../../store/projections/shapes.ts'
import { customersDiscount } from '../customers-discount.ts'
import { finding, isFull, marksBeside, type Kind } from '../kind.ts'
import { methodFinding, methodWords } from '../methods.ts'
import { costFinding, differenceOf } from '../previewed-figures.ts'
import { dueOf, updateBills, type Bills } from '../previews.ts'
import type { StripeReader } from '../reader.ts'
import { changesMoney, discountParams, moneyParams, plainParams } from '../subscription-params.ts'
import { billedEffect, billedSince, changedBy, subscriptionFacts } from '../subscription-effects.ts'
import { priceWords, subscriptionWords } from '../subscription-words.ts'
import { endedFinding, readSubscription, scheduleFinding, standingOf } from '../subscriptions.ts'

type Update = ChangeOf<'update_subscription'>

export const updateSubscription: Kind<'update_subscription'> = {
  action: 'change',
  held: true,
  objectId: ({ subscriptionId }) => subscriptionId,
  blocks: ({ subscriptionId }) => subscriptionId,

  async judge(stripe, change) {
    const { update, expected } = change
    if (update.subscriptionId !== change.subscriptionId)
      return failure(
        'not_changeable',
        'What is to be changed is another subscription than the order is about.',
      )
    const read = await readAll(stripe, change)
    if (!read.ok) return read
    const { subscription, prices, method, bills, theirs } = read.value
    const parts = partsOf(update, { subscription, prices, method })
    const findings = [
      endedFinding(subscription),
      parts.length === 0
        ? finding('already', 'stop', 'Nothing would be different.', [subscription.id])
        : null,
      ...itemFindings(update, subscription, prices),
      method === null ? null : methodFinding(method, idOf(subscription.customer), stripe.now()),
      scheduleFinding(subscription),
      bills === null ? null : moneyFinding(change, bills),
      theirs,
      bills?.today ? paymentFinding(dueOf(bills.today), subscription, update) : null,
    ].filter((each) => each !== null)
    return success({
      words: `${subscriptionWords(subscription, stripe)}: ${parts.join(', ')}.${bills === null ? '' : ` ${billWords(bills)}`}`,
      findings,
      base: standingOf(subscription),
      payload: (marks): Stripe.SubscriptionUpdateParams => ({
        ...moneyParams(update, expected.prorationDate),
        ...discountParams(update),
        ...plainParams(update),
        metadata: marksBeside(subscription.metadata, marks),
        // A key that may not read invoices can order what costs nothing.
        ...(changesMoney(update) ? { expand: ['latest_invoice'] } : {}),
      }),
    })
  },

  send: (stripe, { subscriptionId }, payload, options) =>
    stripe.subscriptions.update(subscriptionId, payload, options),

  // Asked of the answer to its own call alone: one without room for the mark is its answer too.
  effectOf(object, { subscriptionId, update, expected }, orderId) {
    const facts = subscriptionFacts(object, subscriptionId)
    if (facts === null) return null
    const { metadata } = facts
    if (metadata?.['bursar_order'] !== orderId && !isFull(metadata, 'bursar_order')) return null
    if (!changesMoney(update)) return { id: subscriptionId, result: null }
    return billedEffect(facts, { reason: 'subscription_update', expected })
  },

  // Another machine may have marked it since, or there was no room: then Stripe's events tell.
  async find(stripe, { subscriptionId, update, expected }, order) {
    const read = await readSubscription(stripe, subscriptionId)
    if (!read.ok) return read
    if (read.value.metadata['bursar_order'] !== order.id) {
      const changed = await changedBy(stripe, order, ['customer.subscription.updated'])
      if (!changed.ok) return changed
      if (changed.value !== true) return success(null)
    }
    return changesMoney(update)
      ? billedSince(stripe, subscriptionId, expected, order)
      : success({ id: subscriptionId, result: null })
  },
}

interface ReadUpdate {
  subscription: Stripe.Subscription
  /** By id: those that come in. */
  prices: ReadonlyMap<string, Stripe.Price>
  method: Stripe.PaymentMethod | null
  /** Null where it has no part in what is to be paid, or can't be previewed any more. */
  bills: Bills | null
  /** What becomes of a discount of the customer's own. */
  theirs: ChangeFinding | null
}

async function readAll(stripe: StripeReader, { update, expected }: Update): Promise<Result<ReadUpdate>> {
  const { subscriptionId, paymentMethodId } = update
  const subscription = await readSubscription(stripe, subscriptionId)
  if (!subscription.ok) return subscription
  const prices = new Map<string, Stripe.Price>()
  for (const item of update.items) {
    const id = item.what === 'remove' ? null : item.priceId
    if (id === null || prices.has(id)) continue
    const price = await stripe.one((sdk) => sdk.prices.retrieve(id))
    if (!price.ok) return price
    prices.set(id, price.value)
  }
  const method =
    paymentMethodId === null
      ? success(null)
      : await stripe.one((sdk) => sdk.paymentMethods.retrieve(paymentMethodId))
  if (!method.ok) return method
  const theirs = await customersDiscount(stripe, update, subscription.value)
  if (!theirs.ok) return theirs
  const known = { subscription: subscription.value, prices, method: method.value, theirs: theirs.value }
  if (!changesMoney(update) || whyNoPreview(update, known)) return success({ ...known, bills: null })
  const bills = await updateBills(stripe, subscription.value, update, expected.prorationDate)
  return bills.ok ? success({ ...known, bills: bills.value }) : bills
}

/** Stripe would answer with an error that says less than our findings do. */
const whyNoPreview = (
  update: Update['update'],
  { subscription, prices }: Pick<ReadUpdate, 'subscription' | 'prices'>,
): boolean =>
  [endedFinding(subscription), ...itemFindings(update, subscription, prices)].some(
    ({ verdict }) => verdict === 'stop',
  )

/** What will be different, in words. */
function partsOf(
  { items, anchor, discount, trialEnd, collection, paymentMethodId, prorationBehavior }: Update['update'],
  { subscription, prices, method }: Pick<ReadUpdate, 'subscription' | 'prices' | 'method'>,
): string[] {
  const said = (price: Stripe.Price | undefined, quantity: number | undefined): string => {
    const name = price === undefined ? 'an unknown price' : priceWords(price)
    return price?.recurring?.usage_type === 'metered' ? `${name} by usage` : `${quantity ?? 1} × ${name}`
  }
  const itemWords = items.flatMap((item) => {
    if (item.what === 'add') return [`${said(prices.get(item.priceId), item.quantity ?? undefined)} is added`]
    const present = subscription.items.data.find(({ id }) => id === item.itemId)
    const before = said(present?.price, present?.quantity)
    if (item.what === 'remove') return [`${before} is taken away`]
    const after = said(
      item.priceId === null ? present?.price : prices.get(item.priceId),
      item.quantity ?? present?.quantity,
    )
    const isSame =
      (item.priceId === null || item.priceId === present?.price.id) &&
      (item.quantity === null || item.quantity === present?.quantity)
    return isSame ? [] : [`${after} instead of ${before}`]
  })
  const prorations = {
    create_prorations: 'parts of the period come with the next invoice',
    always_invoice: 'parts of the period are invoiced now',
    none: 'nothing is reckoned for the rest of the period',
  }[prorationBehavior]
  return [
    ...itemWords,
    ...(itemWords.length === 0 ? [] : [prorations]),
    ...(anchor === 'now' ? ['a new period begins now'] : []),
    ...(discount === null
      ? []
      : [discount === 'none' ? 'no discount any more' : `coupon ${discount.couponId}`]),
    ...(trialEnd === null
      ? []
      : [trialEnd === 'now' ? 'the trial ends now' : `on trial until ${dayOf(trialEnd * 1000)}`]),
    ...(collection === null || isCollectedSo(subscription, collection) ? [] : [collectionWords(collection)]),
    ...(paymentMethodId === null || paymentMethodId === idOf(subscription.default_payment_method)
      ? []
      : [`paid with ${method === null ? paymentMethodId : methodWords(method)}`]),
  ]
}

type Collection = NonNullable<Update['update']['collection']>

const isCollectedSo = (
  { collection_method: method, days_until_due: days }: Stripe.Subscription,
  collection: Collection,
): boolean =>
  collection.method === method && (collection.method !== 'send_invoice' || collection.daysUntilDue === days)

const collectionWords = (collection: Collection): string =>
  collection.method === 'charge_automatically'
    ? 'charged by itself'
    : `invoices are sent, due in ${collection.daysUntilDue} days`

function itemFindings(
  { items }: Update['update'],
  subscription: Stripe.Subscription,
  prices: ReadonlyMap<string, Stripe.Price>,
): ChangeFinding[] {
  const present = new Set(subscription.items.data.map(({ id }) => id))
  const gone = items.filter((item) => item.what !== 'add' && !present.has(item.itemId))
  const left =
    present.size + items.reduce((sum, { what }) => sum + { add: 1, remove: -1, change: 0 }[what], 0)
  const strange = [...prices.values()].filter(({ currency }) => currency !== subscription.currency)
  const retired = [...prices.values()].filter(({ active }) => !active)
  return [
    gone.length === 0
      ? null
      : finding('object', 'stop', 'An item that this changes is not on the subscription any more.', [
          subscription.id,
        ]),
    left > 0
      ? null
      : finding('object', 'stop', 'Without any item there is no subscription: cancel it instead.'),
    strange.length === 0
      ? null
      : finding(
          'amount',
          'stop',
          `The subscription is in ${subscription.currency.toUpperCase()}; another currency can't be mixed in.`,
          strange.map(({ id }) => id),
        ),
    retired.length === 0
      ? null
      : finding(
          'object',
          'stop',
          'A price that is not sold any more can’t be chosen.',
          retired.map(({ id }) => id),
        ),
    items.length > 0 && subscription.status === 'incomplete'
      ? finding(
          'object',
          'stop',
          'Its first payment is not through: until then Stripe lets nothing of it be changed.',
        )
      : null,
  ].filter((each) => each !== null)
}

/** The figures that were shown, and those that are true now. */
const moneyFinding = ({ expected }: Update, { today, next, currency }: Bills): ChangeFinding =>
  costFinding(
    differenceOf('The invoice of today', expected.today, today, currency),
    differenceOf('The next invoice', expected.next, next, currency),
  )

function paymentFinding(
  due: number,
  { pause_collection: pause, collection_method: before }: Stripe.Subscription,
  { collection }: Update['update'],
): ChangeFinding | null {
  if (due <= 0) return null
  if (pause !== null)
    return finding(
      'notices',
      'warn',
      `Its collection is paused: the invoice of today is made, but not collected (${pause.behavior.replaceAll('_', ' ')}).`,
    )
  if ((collection?.method ?? before) === 'send_invoice')
    return finding(
      'notices',
      'warn',
      'The invoice of today is sent to the customer, who pays it by themselves.',
    )
  return finding(
    'notices',
    'warn',
    'It is charged at once. Where the bank declines or asks the customer to confirm, the change stands and the subscription is past due.',
  )
}

function billWords({ today, next, currency }: Bills): string {
  const nextDay =
    next?.at === null || next?.at === undefined || today !== null ? '' : ` on ${dayOf(next.at * 1000)}`
  return [
    today === null
      ? 'Nothing is invoiced today.'
      : dueOf(today) === 0 && today.total < 0
        ? `${spokenAmount(-today.total, currency)} is credited today.`
        : `${spokenAmount(dueOf(today), currency)} is invoiced today.`,
    next === null
      ? 'There is no invoice after that.'
      : `The next invoice is for ${spokenAmount(dueOf(next), currency)}${nextDay}.`,
  ].join(' ')
}
