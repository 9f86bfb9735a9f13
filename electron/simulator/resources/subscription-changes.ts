// What can be done to a subscription: changed, told what to pay with, collected from no more for a while, ended now or later. What that
// comes to is in life/changing.ts.
import type { PauseCollection, Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import { applyChange, type Change } from '../life/changing.ts'
import { collectAtOnce } from '../life/collecting.ts'
import { trialEndsIn } from '../life/cycle.ts'
import { dropProrations } from '../life/manual-items.ts'
import { endBeforeItBegan, endWithInvoice, pauseWithoutMethod, watch } from '../life/renewals.ts'
import { endSubscription, pauseUntil, type Ending } from '../life/subscriptions.ts'
import { operation, recordOf, type Call, type Operation } from '../operations.ts'
import {
  changedMetadata,
  fields,
  flag,
  integer,
  metadata,
  oneOf,
  orUnset,
  text,
  type Parsed,
  type Rules,
} from '../parameters.ts'
import { isRefusal, refusals, refuse, type Refusal } from '../refusals.ts'
import { chargeableMethodOf } from './lookups.ts'
import { checkPayable } from './subscription-payment.ts'
import { COLLECTION, discounts, moneyChanges, PAYMENT_BEHAVIOR, trialSettings } from './subscription-rules.ts'
import { changeOf, couponsOf, isMoney } from './subscription-wanted.ts'

const WRITE = ['rak_subscription_write'] as const
export const missing = { noun: 'subscription', param: 'id' }

const details = fields({
  comment: text({ unsettable: true }),
  feedback: oneOf([
    'other', 'customer_service', 'low_quality', 'missing_features', 'switched_service', 'too_complex', 'too_expensive', 'unused',
  ]), // prettier-ignore
  feedback_option: text(),
})

export const subscriptionOf = (call: Call<Rules>): Subscription | Refusal =>
  recordOf(call, (book) => book.subscriptions, call.ids['id'] ?? '', missing)

interface Pause {
  behavior?: PauseCollection['behavior']
  resumes_at?: number
}

/** What `pause_collection` was told to be, or Stripe's refusal. */
function pauseOf(call: Call<Rules>, sent: Pause | null): PauseCollection | null | Refusal {
  if (sent?.behavior === undefined) return null
  const resumesAt = sent.resumes_at ?? null
  if (resumesAt !== null && resumesAt <= call.book.now())
    return refuse(400, {
      message: 'Invalid `pause_collection[resumes_at]`: must be a timestamp in the future.',
      param: 'pause_collection[resumes_at]',
    })
  return { behavior: sent.behavior, resumes_at: resumesAt }
}

const parameters = {
  ...moneyChanges,
  cancellation_details: details,
  collection_method: COLLECTION,
  days_until_due: integer({ lowest: 0 }),
  default_payment_method: text({ unsettable: true }),
  description: text({ unsettable: true }),
  discounts,
  metadata,
  off_session: flag,
  pause_collection: orUnset(
    fields({ behavior: oneOf(['void', 'keep_as_draft', 'mark_uncollectible']), resumes_at: integer() }, [
      'behavior',
    ]),
  ),
  payment_behavior: PAYMENT_BEHAVIOR,
  trial_settings: trialSettings,
}
type Sent = Parsed<typeof parameters>

/** Why a subscription in its state can't be changed like this; undefined where it can. */
function refusedByStatus({ status, schedule }: Subscription, sent: Sent): Refusal | undefined {
  if (schedule !== null && (sent.cancel_at !== undefined || sent.cancel_at_period_end !== undefined))
    return refuse(400, {
      message: `The subscription is managed by the subscription schedule \`${schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`,
    })
  const { cancellation_details: _why, metadata: _facts, ...others } = sent
  const isEnded = status === 'canceled' || status === 'incomplete_expired'
  if (isEnded && Object.keys(others).length > 0)
    return refuse(400, {
      message: 'A canceled subscription can only update its cancellation_details and metadata.',
    })
  if (status === 'incomplete' && (isMoney(sent) || sent.discounts !== undefined))
    return refuse(400, {
      message:
        'You cannot update a subscription in `incomplete` status in a way that would change what it bills.',
    })
  return undefined
}

/** How it is collected, as the fields that say so. */
function collectionOf(subscription: Subscription, sent: Sent): Partial<Subscription> | Refusal {
  const method = sent.collection_method ?? subscription.collection_method
  const days = sent.days_until_due ?? subscription.days_until_due
  if (method === 'charge_automatically' && sent.days_until_due !== undefined)
    return refuse(400, {
      message: '`days_until_due` can only be set when `collection_method` is `send_invoice`.',
      param: 'days_until_due',
    })
  if (method === 'send_invoice' && days === null) return refusals.missingParameter('days_until_due')
  return { collection_method: method, days_until_due: method === 'send_invoice' ? days : null }
}

/** Everything that changes without money. */
function plainOf(call: Call<typeof parameters>, subscription: Subscription): Partial<Subscription> | Refusal {
  const { parameters: sent } = call
  const {
    default_payment_method: method,
    description,
    pause_collection: paused,
    trial_settings: trial,
  } = sent
  if (typeof method === 'string') {
    const known = chargeableMethodOf(call, method, subscription.customer, 'default_payment_method')
    if (isRefusal(known)) return known
  }
  const pause = paused === undefined ? subscription.pause_collection : pauseOf(call, paused)
  if (isRefusal(pause)) return pause
  const collection = collectionOf(subscription, sent)
  if (isRefusal(collection)) return collection
  const end = trial?.end_behavior
  return {
    ...collection,
    ...(method === undefined ? {} : { default_payment_method: method }),
    ...(description === undefined ? {} : { description }),
    pause_collection: pause,
    ...(sent.metadata === undefined
      ? {}
      : { metadata: changedMetadata(subscription.metadata, sent.metadata) }),
    ...(end === undefined
      ? {}
      : {
          trial_settings: {
            end_behavior: {
              billing_cycle_anchor: end.billing_cycle_anchor ?? null,
              missing_payment_method: end.missing_payment_method ?? 'create_invoice',
            },
          },
        }),
  }
}

/** The change a request wants, in whichever book it is done, or Stripe's refusal. */
function wantedOf(
  call: Call<typeof parameters>,
  subscription: Subscription,
): ((book: Book) => Change) | Refusal {
  const { parameters: sent } = call
  const refused = refusedByStatus(subscription, sent)
  if (refused !== undefined) return refused
  const plain = plainOf(call, subscription)
  if (isRefusal(plain)) return plain
  const coupons = couponsOf(call, sent.discounts, subscription.currency)
  if (isRefusal(coupons)) return coupons
  const change = changeOf(call, { subscription }, sent, coupons)
  if (isRefusal(change)) return change
  return (book) => {
    const wanted = change(book)
    const { cancellation_details: details = subscription.cancellation_details } = wanted.plain ?? {}
    const { cancellation_details: why } = sent
    return {
      ...wanted,
      plain: {
        ...plain,
        ...wanted.plain,
        ...(why === undefined ? {} : { cancellation_details: { ...details, ...why } }),
      },
    }
  }
}

function update(call: Call<typeof parameters>, subscription: Subscription): Subscription | Refusal {
  const { book, parameters: sent } = call
  const wanted = wantedOf(call, subscription)
  if (isRefusal(wanted)) return wanted
  const endsTrial = sent.trial_end === 'now' && subscription.status === 'trialing'
  const behavior = sent.payment_behavior ?? 'allow_incomplete'
  // A trial that ends with nothing to pay with goes the way it was told to.
  const refused = endsTrial
    ? undefined
    : checkPayable(book, behavior, (shadow) => applyChange(shadow, subscription, wanted(shadow)))
  if (refused !== undefined) return refused
  if (endsTrial) {
    book.emit('customer.subscription.trial_will_end', subscription)
    const ending = trialEndsIn(book, subscription)
    if (ending === 'pause') return pauseWithoutMethod(book, subscription)
    if (ending === 'cancel') return endSubscription(book, subscription, { reason: 'payment_failed' })
  }
  const { draft, subscription: changed } = applyChange(book, subscription, wanted(book))
  if (draft !== undefined)
    collectAtOnce(book, draft, {
      offSession: sent.off_session ?? false,
      isTried: behavior !== 'default_incomplete',
    })
  if (sent.pause_collection !== undefined) pauseUntil(book, changed.id, changed.pause_collection)
  const record = book.subscriptions.get(changed.id) ?? changed
  if (record.ended_at === null && isWatchedAnew(subscription, record)) watch(book, record)
  return record
}

/** Whether what the clock has to do for it is due at another second. */
const isWatchedAnew = (before: Subscription, after: Subscription): boolean =>
  before.items.data[0]?.current_period_end !== after.items.data[0]?.current_period_end ||
  before.cancel_at !== after.cancel_at ||
  before.trial_end !== after.trial_end

export const subscriptionChanges: readonly Operation[] = [
  operation({
    method: 'POST',
    path: '/v1/subscriptions/:id',
    answers: 'subscription',
    permissions: WRITE,
    parameters,
    notSimulated: [
      'add_invoice_items', 'application_fee_percent', 'automatic_tax', 'billing_schedules', 'billing_thresholds', 'default_source',
      'default_tax_rates', 'invoice_settings', 'on_behalf_of', 'payment_settings', 'pending_invoice_item_interval', 'transfer_data',
      'trial_from_plan',
    ], // prettier-ignore
    run: (call) => {
      const subscription = subscriptionOf(call)
      return isRefusal(subscription) ? subscription : update(call, subscription)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/v1/subscriptions/:id',
    answers: 'subscription',
    permissions: WRITE,
    parameters: { cancellation_details: details, invoice_now: flag, prorate: flag },
    run: (call) => {
      const subscription = subscriptionOf(call)
      if (isRefusal(subscription)) return subscription
      // One that has ended is not there any more, for whoever would end it.
      if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired')
        return refusals.noSuch(missing.noun, subscription.id, missing.param)
      const {
        cancellation_details: details,
        invoice_now: isInvoiced = false,
        prorate = false,
      } = call.parameters
      const { comment, feedback } = details ?? {}
      const ending: Ending = {
        reason: 'cancellation_requested',
        ...(comment === undefined ? {} : { comment }),
        ...(feedback === undefined ? {} : { feedback }),
      }
      if (subscription.status === 'incomplete') return endBeforeItBegan(call.book, subscription, ending)
      if (!prorate && !isInvoiced) dropProrations(call.book, subscription)
      const last = { reason: 'subscription_update', prorate, isInvoiced } as const
      return endWithInvoice(call.book, subscription, last, ending)
    },
  }),
]
