// What can be done to a subscription: told what to pay with, paused, ended now or with its period. Its life is in life/subscriptions.ts.
import type { PauseCollection, Subscription } from '../billing-records.ts'
import { endSubscription, pauseUntil } from '../life/subscriptions.ts'
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
  type Rules,
} from '../parameters.ts'
import { isRefusal, refusals, refuse, type Refusal } from '../refusals.ts'
import { chargeableMethodOf } from './lookups.ts'

const WRITE = ['rak_subscription_write'] as const
export const missing = { noun: 'subscription', param: 'id' }

const details = fields({
  comment: text({ unsettable: true }),
  feedback: oneOf([
    'other', 'customer_service', 'low_quality', 'missing_features', 'switched_service', 'too_complex', 'too_expensive', 'unused',
  ]), // prettier-ignore
  feedback_option: text(),
})

const subscriptionOf = (call: Call<Rules>): Subscription | Refusal =>
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

/** Whether it is to end with its period, as the three fields that say so. */
function endingOf(subscription: Subscription, atPeriodEnd: boolean, now: number): Partial<Subscription> {
  if (atPeriodEnd === subscription.cancel_at_period_end) return {}
  const reason = atPeriodEnd ? 'cancellation_requested' : null
  return {
    cancel_at: atPeriodEnd ? (subscription.items.data[0]?.current_period_end ?? null) : null,
    cancel_at_period_end: atPeriodEnd,
    canceled_at: atPeriodEnd ? now : null,
    cancellation_details: { ...subscription.cancellation_details, reason },
  }
}

export const subscriptionChanges: readonly Operation[] = [
  operation({
    method: 'POST',
    path: '/v1/subscriptions/:id',
    answers: 'subscription',
    permissions: WRITE,
    parameters: {
      cancel_at_period_end: flag,
      cancellation_details: details,
      default_payment_method: text({ unsettable: true }),
      description: text({ unsettable: true }),
      metadata,
      pause_collection: orUnset(
        fields({ behavior: oneOf(['void', 'keep_as_draft', 'mark_uncollectible']), resumes_at: integer() }, [
          'behavior',
        ]),
      ),
    },
    notSimulated: [
      'add_invoice_items', 'application_fee_percent', 'automatic_tax', 'billing_cycle_anchor', 'billing_schedules',
      'billing_thresholds', 'cancel_at', 'collection_method', 'days_until_due', 'default_source', 'default_tax_rates',
      'discounts', 'invoice_settings', 'items', 'off_session', 'on_behalf_of', 'payment_behavior', 'payment_settings',
      'pending_invoice_item_interval', 'proration_behavior', 'proration_date', 'transfer_data', 'trial_end', 'trial_from_plan',
      'trial_settings',
    ], // prettier-ignore
    run: (call) => {
      const { book } = call
      const subscription = subscriptionOf(call)
      if (isRefusal(subscription)) return subscription
      const { cancel_at_period_end: atEnd, cancellation_details: why, metadata: changes, pause_collection: paused, ...plain } =
        call.parameters // prettier-ignore
      const { default_payment_method: method } = plain
      if (subscription.status === 'canceled' && (atEnd ?? paused ?? Object.values(plain)[0]) !== undefined)
        return refuse(400, {
          message: 'A canceled subscription can only update its cancellation_details and metadata.',
        })
      if (typeof method === 'string') {
        const known = chargeableMethodOf(call, method, subscription.customer, 'default_payment_method')
        if (isRefusal(known)) return known
      }
      const pause = paused === undefined ? subscription.pause_collection : pauseOf(call, paused)
      if (isRefusal(pause)) return pause
      const ending = atEnd === undefined ? {} : endingOf(subscription, atEnd, book.now())
      const { record, previous } = book.change(book.subscriptions, subscription, {
        ...plain,
        ...ending,
        ...(why === undefined
          ? {}
          : {
              cancellation_details: {
                ...(ending.cancellation_details ?? subscription.cancellation_details),
                ...why,
              },
            }),
        pause_collection: pause,
        ...(changes === undefined ? {} : { metadata: changedMetadata(subscription.metadata, changes) }),
      })
      if (paused !== undefined) pauseUntil(book, record.id, record.pause_collection)
      if (Object.keys(previous).length > 0) book.emit('customer.subscription.updated', record, previous)
      return record
    },
  }),
  operation({
    method: 'DELETE',
    path: '/v1/subscriptions/:id',
    answers: 'subscription',
    permissions: WRITE,
    parameters: { cancellation_details: details },
    notSimulated: ['invoice_now', 'prorate'],
    run: (call) => {
      const subscription = subscriptionOf(call)
      if (isRefusal(subscription)) return subscription
      // One that has ended is not there any more, for whoever would end it.
      if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired')
        return refusals.noSuch(missing.noun, subscription.id, missing.param)
      const { comment, feedback } = call.parameters.cancellation_details ?? {}
      return endSubscription(call.book, subscription, {
        reason: 'cancellation_requested',
        ...(comment === undefined ? {} : { comment }),
        ...(feedback === undefined ? {} : { feedback }),
      })
    },
  }),
]
