// Everything the inspector shows of one subscription, read from the cache and the journal in one go.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type Method,
  type Result,
  type SubscriptionDetail,
  type SubscriptionItem,
} from '../../../../src/contract/index.ts'
import { subscriptionUrl } from '../../../../src/domain/dashboard-url.ts'
import { discountWords } from '../../../../src/domain/discount-words.ts'
import { isChargedByItself } from '../../../../src/domain/renewal.ts'
import { explainStatus } from '../../../../src/domain/subscription-status.ts'
import { bodyOf, unpackBody } from '../../body.ts'
import { idOf } from '../../projections/shapes.ts'
import { accessOf } from '../access/access.ts'
import { accessPolicy } from '../access/access-policy.ts'
import { customerDefaultOf } from '../customers/customer-default.ts'
import { toChangeOrder, type ChangeRow } from '../orders/change-row.ts'
import type { DeskFacts } from '../payments/payment-detail.ts'
import { prepared } from '../prepared.ts'
import { subscriptionInvoices } from './subscription-invoices.ts'
import { bodyShape, type DetailRecord, type SubscriptionBody } from './subscription-body.ts'
import { subscriptionColumns, subscriptionRows } from './subscription-rows.ts'
import { scheduleOf } from './subscription-schedule.ts'
import { statusEvent, statusFacts } from './subscription-standing.ts'
import { subscriptionTimeline } from './subscription-timeline.ts'

/** `now`: milliseconds. */
export function subscriptionDetail(
  cache: Database,
  journal: Database,
  desk: DeskFacts,
  id: string,
  now: number,
): Result<SubscriptionDetail> {
  const record = prepared<[string], DetailRecord>(
    cache,
    `SELECT ${subscriptionColumns}, s.trial_start, s.billing_mode, s.schedule_id, s.default_payment_method_id,
       s.latest_invoice_id, s.as_of, s.body
     FROM subscriptions AS s LEFT JOIN customers AS c ON c.id = s.customer_id WHERE s.id = ?`,
  ).get(id)
  if (record === undefined)
    return failure(
      'not_found',
      'This subscription is not in the cache. It may belong to another desk, or not have been read yet.',
    )
  const at = Math.floor(now / 1000)
  const json = unpackBody(record.body)
  const body = bodyShape.safeParse(JSON.parse(json)).data ?? {}
  const [subscription] = subscriptionRows(cache, [record], at)
  const items = itemsOf(cache, record.rowid, body)
  const method = methodOf(cache, record, body)
  const { invoices, more } = subscriptionInvoices(cache, id)
  const schedule = scheduleOf(cache, record.schedule_id, at)
  const orders = prepared<[string], ChangeRow>(
    journal,
    'SELECT * FROM changes INDEXED BY changes_by_object WHERE object_id = ? ORDER BY rowid DESC LIMIT 20',
  )
    .all(id)
    .map(toChangeOrder)
  const latest = invoices.find((invoice) => invoice.id === record.latest_invoice_id) ?? invoices[0] ?? null
  const products = items.flatMap(({ productId, priceId }) => productId ?? priceId ?? [])
  const { cancellation_details: cancellation } = body
  return success({
    subscription: subscription!,
    items,
    billingMode: record.billing_mode,
    billingCycleAnchor: body.billing_cycle_anchor ?? null,
    daysUntilDue: body.days_until_due ?? null,
    discounts: discountsOf(body),
    trial: record.trial_end === null ? null : { start: record.trial_start, end: record.trial_end },
    method,
    cancellation:
      (cancellation?.reason ?? cancellation?.feedback ?? cancellation?.comment ?? null) === null
        ? null
        : {
            reason: cancellation?.reason ?? null,
            feedback: cancellation?.feedback ?? null,
            comment: cancellation?.comment ?? null,
          },
    schedule: schedule === null ? null : { id: schedule.id, phases: schedule.phases },
    explanation: {
      ...explainStatus(statusFacts({ record, body, method, latest, schedule })),
      event: statusEvent(cache, id, record.status),
    },
    access:
      record.customer_id === null
        ? []
        : accessOf(cache, accessPolicy(journal), record.customer_id, [...new Set(products)], now),
    invoices,
    invoicesMore: more,
    timeline: subscriptionTimeline(cache, id, orders),
    orders,
    metadata: body.metadata ?? {},
    raw: [
      { title: `Subscription ${id}`, json },
      ...(schedule === null ? [] : [{ title: `Schedule ${schedule.id}`, json: schedule.json }]),
    ],
    dashboardUrl: subscriptionUrl(desk.accountId, desk.mode, id),
    asOf: record.as_of < 0 ? -1 - record.as_of : record.as_of,
  })
}

interface ItemRecord {
  id: string | null
  price_id: string | null
  product_id: string | null
  product_name: string | null
  unit_amount: number | null
  quantity: number | null
  recurring_interval: string | null
  recurring_interval_count: number | null
  current_period_start: number | null
  current_period_end: number | null
  price_active: number | null
}

function itemsOf(cache: Database, rowid: number, body: SubscriptionBody): SubscriptionItem[] {
  return prepared<[number], ItemRecord>(
    cache,
    `SELECT i.id, i.price_id, i.product_id, t.name AS product_name, i.unit_amount, i.quantity, i.recurring_interval,
       i.recurring_interval_count, i.current_period_start, i.current_period_end, p.active AS price_active
     FROM subscription_items AS i LEFT JOIN products AS t ON t.id = i.product_id LEFT JOIN prices AS p ON p.id = i.price_id
     WHERE i.subscription = ? ORDER BY i.position`,
  )
    .all(rowid)
    .map((item, position) => ({
      id: item.id,
      priceId: item.price_id,
      productId: item.product_id,
      productName: item.product_name,
      unitAmount: item.unit_amount,
      quantity: item.quantity,
      interval: item.recurring_interval,
      intervalCount: item.recurring_interval_count,
      currentPeriodStart: item.current_period_start,
      currentPeriodEnd: item.current_period_end,
      // The price as it was when the subscription was told, where the price itself is not known here.
      retired:
        item.price_active === null
          ? body.items?.data[position]?.price?.active === false
          : item.price_active === 0,
    }))
}

function discountsOf(body: SubscriptionBody): SubscriptionDetail['discounts'] {
  const all = [...(body.discounts ?? []), ...(body.discount ? [body.discount] : [])]
  const seen = new Set<string>()
  return all.flatMap((discount) => {
    const id = typeof discount === 'string' ? discount : discount.id
    if (seen.has(id)) return []
    seen.add(id)
    if (typeof discount === 'string') return [{ id, couponId: null, words: discountWords(null), end: null }]
    const coupon = discount.source?.coupon ?? discount.coupon ?? null
    const facts = typeof coupon === 'string' || coupon === null ? null : coupon
    return [
      {
        id,
        couponId: typeof coupon === 'string' ? coupon : (coupon?.id ?? null),
        words: discountWords(
          facts === null
            ? null
            : {
                percentOff: facts.percent_off ?? null,
                amountOff: facts.amount_off ?? null,
                currency: facts.currency ?? null,
                duration: facts.duration ?? null,
                months: facts.duration_in_months ?? null,
              },
        ),
        end: discount.end ?? null,
      },
    ]
  })
}

/** Stripe asks the subscription first, then the customer (docs.stripe.com/billing/subscriptions/payment-methods-setting). */
function methodOf(
  cache: Database,
  record: DetailRecord,
  body: SubscriptionBody,
): SubscriptionDetail['method'] {
  const { customer_id: customerId, default_payment_method_id: ofSubscription, status } = record
  const packed = prepared<[string | null], Buffer>(cache, 'SELECT body FROM customers WHERE id = ?')
    .pluck()
    .get(customerId)
  const theirs = packed === undefined ? null : customerDefaultOf(bodyOf(packed))
  const own = ofSubscription ?? idOf(body.default_source)
  const paymentMethodId = own ?? theirs
  const source =
    own !== null ? 'subscription' : theirs !== null ? 'customer' : packed === undefined ? 'unknown' : 'none'
  return {
    source,
    paymentMethodId,
    method: paymentMethodId === null ? null : knownMethod(cache, paymentMethodId),
    differs:
      isChargedByItself({ status, collectionMethod: record.collection_method }) &&
      own !== null &&
      theirs !== null &&
      own !== theirs,
  }
}

function knownMethod(cache: Database, id: string): Method | null {
  return (
    prepared<[string], Method>(
      cache,
      `SELECT type, brand, last4, wallet, exp_month AS expMonth, exp_year AS expYear, country
       FROM payment_methods WHERE id = ?`,
    ).get(id) ?? null
  )
}
