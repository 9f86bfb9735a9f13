// A customer's payment methods and subscriptions, with what pays for what: where a subscription names a method of its own, changing
// the customer's default changes nothing for it (docs.stripe.com/billing/subscriptions/payment-methods-setting).
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { newestTold, type CustomerMethod, type CustomerSubscription } from '../../../../src/contract/index.ts'
import { endedStatuses } from '../../../../src/domain/subscription-ended.ts'
import { isChargedByItself, nextChargeAt } from '../../../../src/domain/renewal.ts'
import { unpackBody } from '../../body.ts'
import { idOf, reference } from '../../projections/shapes.ts'
import { prepared, quoted } from '../prepared.ts'
import { customerDefaultOf } from './customer-default.ts'

const day = 86_400

interface MethodRecord {
  id: string
  type: string
  brand: string | null
  last4: string | null
  wallet: string | null
  exp_month: number | null
  exp_year: number | null
  country: string | null
  created: number
}

interface SubscriptionRecord {
  rowid: number
  id: string
  status: string
  created: number
  currency: string | null
  current_period_end: number | null
  cancel_at: number | null
  cancel_at_period_end: number
  collection_method: string | null
  pause_behavior: string | null
  pause_resumes_at: number | null
  default_payment_method_id: string | null
  body: Buffer
}

interface ItemRecord {
  subscription: number
  unit_amount: number | null
  quantity: number | null
  product: string | null
  recurring_interval: string | null
  recurring_interval_count: number | null
}

export interface Wallet {
  methods: CustomerMethod[]
  subscriptions: CustomerSubscription[]
  subscriptionBodies: { id: string; body: string }[]
  /** Unix seconds by the id of a subscription: when Stripe charges a method for it next. Those it charges nothing for are not in it. */
  nextChargeAt: ReadonlyMap<string, number>
}

const subscriptionBody = z.looseObject({
  // Before there were payment methods, a subscription named its own card so; Stripe still charges it.
  default_source: reference,
  items: z.looseObject({ has_more: z.boolean().nullish() }).nullish().catch(null),
})

/** `customer`: the customer as Stripe gave it. `now`: milliseconds. */
export function walletOf(cache: Database, customerId: string, customer: unknown, now: number): Wallet {
  const own = customerDefaultOf(customer)
  const records = prepared<[string], SubscriptionRecord>(
    cache,
    `SELECT rowid, id, status, created, currency, current_period_end, cancel_at, cancel_at_period_end,
       collection_method, pause_behavior, pause_resumes_at, default_payment_method_id, body FROM subscriptions WHERE customer_id = ? AND deleted = 0
     ORDER BY status IN (${quoted(endedStatuses)}), created DESC, rowid DESC LIMIT ${newestTold}`,
  ).all(customerId)
  const items = prepared<[string], ItemRecord>(
    cache,
    `SELECT i.subscription, i.unit_amount, i.quantity, coalesce(p.name, i.product_id, i.price_id) AS product,
       i.recurring_interval, i.recurring_interval_count
     FROM subscription_items AS i LEFT JOIN products AS p ON p.id = i.product_id
     WHERE i.subscription IN (SELECT value FROM json_each(?)) ORDER BY i.subscription, i.position`,
  ).all(JSON.stringify(records.map(({ rowid }) => rowid)))
  const itemsOf = Map.groupBy(items, ({ subscription }) => subscription)
  const bodies = records.map(({ id, body }) => ({ id, body: unpackBody(body) }))
  const subscriptions = records.map((record, index) => {
    const { default_payment_method_id: method, rowid } = record
    const body = subscriptionBody.safeParse(JSON.parse(bodies[index]!.body)).data
    return {
      ...toSubscription(record, method ?? idOf(body?.default_source), own),
      ...billedOf(itemsOf.get(rowid) ?? [], body?.items?.has_more === true),
    }
  })
  const methods = prepared<[string], MethodRecord>(
    cache,
    `SELECT id, type, brand, last4, wallet, exp_month, exp_year, country, created FROM payment_methods
     WHERE customer_id = ? AND deleted = 0 ORDER BY created DESC, rowid DESC LIMIT ${newestTold}`,
  )
    .all(customerId)
    .map((record) => toMethod(record, own, subscriptions, now))
  return {
    methods: methods.toSorted((a, b) => weight(b) - weight(a)),
    subscriptions,
    subscriptionBodies: bodies,
    nextChargeAt: new Map(records.flatMap(nextChargeOf)),
  }
}

/** What pays for something stands first. */
const weight = ({ isCustomerDefault, defaultOf }: CustomerMethod): number =>
  (isCustomerDefault ? 2 : 0) + (defaultOf.length > 0 ? 1 : 0)

function toSubscription(
  record: SubscriptionRecord,
  chargedTo: string | null,
  customerDefaultId: string | null,
): Omit<CustomerSubscription, keyof Billed> {
  const { status, collection_method: collectionMethod } = record
  return {
    id: record.id,
    status,
    created: record.created,
    currentPeriodEnd: record.current_period_end,
    cancelAt: record.cancel_at,
    cancelAtPeriodEnd: record.cancel_at_period_end === 1,
    currency: record.currency,
    collectionMethod,
    defaultPaymentMethodId: chargedTo,
    defaultDiffers:
      isChargedByItself({ status, collectionMethod }) &&
      chargedTo !== null &&
      customerDefaultId !== null &&
      chargedTo !== customerDefaultId,
  }
}

function nextChargeOf(record: SubscriptionRecord): [id: string, at: number][] {
  const at = nextChargeAt({
    status: record.status,
    collectionMethod: record.collection_method,
    currentPeriodEnd: record.current_period_end,
    cancelAt: record.cancel_at,
    cancelAtPeriodEnd: record.cancel_at_period_end === 1,
    pause: record.pause_behavior === null ? null : { resumesAt: record.pause_resumes_at },
  })
  return at === null ? [] : [[record.id, at]]
}

type Billed = Pick<CustomerSubscription, 'amount' | 'products' | 'interval'>

/** There is no one sum, nor one interval, of items that are billed in different intervals. */
function billedOf(items: readonly ItemRecord[], hasMore: boolean): Billed {
  const amounts = items.flatMap(({ unit_amount: unit, quantity }) =>
    unit === null ? [] : [unit * (quantity ?? 1)],
  )
  const sum = amounts.reduce((before, amount) => before + amount, 0)
  const [interval = null, ...others] = new Set(items.map(intervalOf))
  const isSum = interval !== null && others.length === 0 && amounts.length === items.length && !hasMore
  return {
    amount: isSum && Number.isSafeInteger(sum) ? sum : null,
    products: items.flatMap(({ product }) => product ?? []),
    interval: others.length === 0 && !hasMore ? interval : null,
  }
}

function intervalOf({
  recurring_interval: every,
  recurring_interval_count: count,
}: ItemRecord): string | null {
  return every === null || count === null || count === 1 ? every : `${count} ${every}s`
}

function toMethod(
  record: MethodRecord,
  customerDefaultId: string | null,
  subscriptions: readonly CustomerSubscription[],
  now: number,
): CustomerMethod {
  const { id, type, brand, last4, wallet, country, created } = record
  return {
    id,
    method: { type, brand, last4, wallet, expMonth: record.exp_month, expYear: record.exp_year, country },
    created,
    isCustomerDefault: id === customerDefaultId,
    defaultOf: subscriptions
      .filter((each) => isChargedByItself(each) && each.defaultPaymentMethodId === id)
      .map((each) => each.id),
    expiry: expiryOf(record.exp_month, record.exp_year, now),
  }
}

/** A card can be used until its month is over; for 45 days before that it is expiring. */
export function expiryOf(month: number | null, year: number | null, now: number): CustomerMethod['expiry'] {
  if (month === null || year === null) return 'none'
  const end = expiresAt(month, year) * 1000
  return end <= now ? 'expired' : end <= now + 45 * day * 1000 ? 'expiring' : 'valid'
}

/** Unix seconds of the first moment after the month of expiry. */
export function expiresAt(month: number, year: number): number {
  return Date.UTC(year, month, 1) / 1000
}
