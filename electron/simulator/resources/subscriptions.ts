// /v1/subscriptions: read, and told what to pay with. Unless a status is asked for, canceled ones are left out, as at Stripe.
import type { Subscription } from '../billing-records.ts'
import { operation, recordOf, type Operation } from '../operations.ts'
import { changedMetadata, createdRange, fields, flag, metadata, oneOf, text } from '../parameters.ts'
import { isRefusal } from '../refusals.ts'
import { chargeableMethodOf } from './lookups.ts'
import { matchesRange, matchesValue, readOnly } from './read-only.ts'

const STATUSES = [
  'active', 'canceled', 'incomplete', 'incomplete_expired', 'past_due', 'paused', 'trialing', 'unpaid', 'all', 'ended',
] as const // prettier-ignore

function hasStatus({ status }: Subscription, asked: (typeof STATUSES)[number] | undefined): boolean {
  if (asked === undefined) return status !== 'canceled'
  if (asked === 'ended') return status === 'canceled' || status === 'incomplete_expired'
  return asked === 'all' || asked === status
}

const missing = { noun: 'subscription', param: 'id' }

const reading = readOnly({
  path: '/v1/subscriptions',
  answers: 'subscription',
  collectionOf: (book) => book.subscriptions,
  filters: {
    automatic_tax: fields({ enabled: flag }, ['enabled']),
    collection_method: oneOf(['charge_automatically', 'send_invoice']),
    current_period_end: createdRange,
    current_period_start: createdRange,
    customer: text(),
    price: text(),
    status: oneOf(STATUSES),
  },
  notSimulated: ['customer_account', 'plan', 'test_clock'],
  matches: (subscription, asked) =>
    hasStatus(subscription, asked.status) &&
    matchesValue(asked.automatic_tax?.enabled, subscription.automatic_tax.enabled) &&
    matchesValue(asked.collection_method, subscription.collection_method) &&
    matchesValue(asked.customer, subscription.customer) &&
    subscription.items.data.some(
      (item) =>
        matchesRange(asked.current_period_end, item.current_period_end) &&
        matchesRange(asked.current_period_start, item.current_period_start) &&
        matchesValue(asked.price, item.price.id),
    ),
  missing,
})

export const subscriptionOperations: readonly Operation[] = [
  ...reading,
  operation({
    method: 'POST',
    path: '/v1/subscriptions/:id',
    answers: 'subscription',
    permissions: ['rak_subscription_write'],
    parameters: {
      default_payment_method: text({ unsettable: true }),
      description: text({ unsettable: true }),
      metadata,
    },
    notSimulated: [
      'add_invoice_items', 'application_fee_percent', 'automatic_tax', 'billing_cycle_anchor', 'billing_schedules',
      'billing_thresholds', 'cancel_at', 'cancel_at_period_end', 'cancellation_details', 'collection_method', 'days_until_due',
      'default_source', 'default_tax_rates', 'discounts', 'invoice_settings', 'items', 'off_session', 'on_behalf_of',
      'pause_collection', 'payment_behavior', 'payment_settings', 'pending_invoice_item_interval', 'proration_behavior',
      'proration_date', 'transfer_data', 'trial_end', 'trial_from_plan', 'trial_settings',
    ], // prettier-ignore
    run: (call) => {
      const { book } = call
      const subscription = recordOf(call, (at) => at.subscriptions, call.ids['id'] ?? '', missing)
      if (isRefusal(subscription)) return subscription
      const { metadata: changes, ...plain } = call.parameters
      const { default_payment_method: method } = plain
      if (typeof method === 'string') {
        const known = chargeableMethodOf(call, method, subscription.customer, 'default_payment_method')
        if (isRefusal(known)) return known
      }
      const { record, previous } = book.change(book.subscriptions, subscription, {
        ...plain,
        ...(changes === undefined ? {} : { metadata: changedMetadata(subscription.metadata, changes) }),
      })
      if (Object.keys(previous).length > 0) book.emit('customer.subscription.updated', record, previous)
      return record
    },
  }),
]
