// POST /v1/subscriptions: somebody subscribes, and the first invoice is made and tried, or a trial begins.
import type { SubscriptionItem } from '../billing-records.ts'
import { collectAtOnce } from '../life/collecting.ts'
import { draftFirst, waitForFirst, watch } from '../life/renewals.ts'
import type { SubscriptionFacts } from '../life/subscriptions.ts'
import { operation, type Call, type Operation } from '../operations.ts'
import { changedMetadata, flag, integer, metadata, text, type Parsed } from '../parameters.ts'
import { isRefusal, refusals, refuse, type Refusal } from '../refusals.ts'
import { chargeableMethodOf, customerOf } from './lookups.ts'
import { checkPayable } from './subscription-payment.ts'
import {
  billingMode,
  cancelAt,
  COLLECTION,
  discounts,
  newItems,
  PAYMENT_BEHAVIOR,
  PRORATION,
  trialEnd,
  trialSettings,
} from './subscription-rules.ts'
import { couponsOf, itemsToMake, notFuture } from './subscription-wanted.ts'

const DAY = 86_400

const parameters = {
  billing_mode: billingMode,
  cancel_at: cancelAt,
  cancel_at_period_end: flag,
  collection_method: COLLECTION,
  currency: text(),
  customer: text(),
  days_until_due: integer({ lowest: 0 }),
  default_payment_method: text(),
  description: text(),
  discounts,
  items: newItems,
  metadata,
  off_session: flag,
  payment_behavior: PAYMENT_BEHAVIOR,
  proration_behavior: PRORATION,
  trial_end: trialEnd,
  trial_period_days: integer({ lowest: 1, highest: 730 }),
  trial_settings: trialSettings,
}
type Sent = Parsed<typeof parameters>

/** When the trial ends, seconds; undefined: there is none. */
export function trialOf(
  { trial_end: end, trial_period_days: days }: Pick<Sent, 'trial_end' | 'trial_period_days'>,
  now: number,
): number | undefined | Refusal {
  if (end !== undefined && days !== undefined)
    return refuse(400, {
      message: 'You may only specify one of these parameters: trial_end, trial_period_days.',
    })
  if (typeof end === 'number') return end > now ? end : notFuture('trial_end')
  return days === undefined ? undefined : now + days * DAY
}

/** What is to be made, or Stripe's refusal. */
function factsOf(call: Call<typeof parameters>): SubscriptionFacts | Refusal {
  const { book, parameters: sent } = call
  const customer = customerOf(call, sent.customer ?? '', 'customer')
  if (isRefusal(customer)) return customer
  const items = itemsToMake(call, sent.items ?? [], sent.currency)
  if (isRefusal(items)) return items
  const [first, ...also] = items
  if (first === undefined) return refusals.missingParameter('items')
  const coupons = couponsOf(call, sent.discounts, first.price.currency)
  if (isRefusal(coupons)) return coupons
  const { default_payment_method: methodId } = sent
  const method =
    methodId === undefined ? null : chargeableMethodOf(call, methodId, customer.id, 'default_payment_method')
  if (isRefusal(method)) return method
  const isSent = sent.collection_method === 'send_invoice'
  if (isSent && sent.days_until_due === undefined) return refusals.missingParameter('days_until_due')
  if (!isSent && sent.days_until_due !== undefined)
    return refuse(400, {
      message: '`days_until_due` can only be set when `collection_method` is `send_invoice`.',
      param: 'days_until_due',
    })
  const end = trialOf(sent, book.now())
  if (isRefusal(end)) return end
  if (typeof sent.cancel_at === 'number' && sent.cancel_at <= book.now()) return notFuture('cancel_at')
  return {
    customer: customer.id,
    price: first.price,
    quantity: first.quantity,
    also,
    coupons: coupons ?? [],
    collectionMethod: sent.collection_method ?? 'charge_automatically',
    daysUntilDue: sent.days_until_due ?? null,
    defaultPaymentMethod: method?.id ?? null,
    description: sent.description ?? null,
    metadata: changedMetadata({}, sent.metadata),
    ...(sent.billing_mode?.type === 'classic' ? { billingMode: { flexible: null, type: 'classic' } } : {}),
    ...(end === undefined ? {} : { trialEnd: end }),
    ...(sent.trial_settings?.end_behavior === undefined
      ? {}
      : {
          trialSettings: {
            end_behavior: {
              billing_cycle_anchor: sent.trial_settings.end_behavior.billing_cycle_anchor ?? null,
              missing_payment_method:
                sent.trial_settings.end_behavior.missing_payment_method ?? 'create_invoice',
            },
          },
        }),
    ending: (items) => endingOf(sent, items, book.now()),
  }
}

/** When it is to end, where that is known from the beginning. */
function endingOf(
  { cancel_at: at, cancel_at_period_end: withPeriod }: Sent,
  items: readonly SubscriptionItem[],
  now: number,
) {
  if (withPeriod !== true && (at === undefined || at === null)) return {}
  return {
    cancel_at: typeof at === 'number' ? at : (items[0]?.current_period_end ?? null),
    cancel_at_period_end: withPeriod === true,
    canceled_at: now,
  }
}

export const subscriptionCreation: readonly Operation[] = [
  operation({
    method: 'POST',
    path: '/v1/subscriptions',
    answers: 'subscription',
    permissions: ['rak_subscription_write'],
    parameters,
    required: ['customer', 'items'],
    notSimulated: [
      'add_invoice_items', 'application_fee_percent', 'automatic_tax', 'backdate_start_date', 'billing_cycle_anchor',
      'billing_cycle_anchor_config', 'billing_schedules', 'billing_thresholds', 'customer_account', 'default_source',
      'default_tax_rates', 'invoice_settings', 'on_behalf_of', 'payment_settings', 'pending_invoice_item_interval', 'transfer_data',
      'trial_from_plan',
    ], // prettier-ignore
    run: (call) => {
      const { book, parameters: sent } = call
      const facts = factsOf(call)
      if (isRefusal(facts)) return facts
      const behavior = sent.payment_behavior ?? 'allow_incomplete'
      const refused = checkPayable(book, behavior, (shadow) => draftFirst(shadow, facts))
      if (refused !== undefined) return refused
      const { draft, subscription } = draftFirst(book, facts)
      collectAtOnce(book, draft, {
        offSession: sent.off_session ?? false,
        isTried: behavior !== 'default_incomplete',
      })
      waitForFirst(book, subscription)
      watch(book, subscription)
      return book.subscriptions.get(subscription.id) ?? subscription
    },
  }),
]
