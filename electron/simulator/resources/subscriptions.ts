// /v1/subscriptions: read; how they are made, changed and paused is in the files beside this one. Unless a status is asked for, canceled ones are left out, as at Stripe.
import type { Subscription } from '../billing-records.ts'
import type { Operation } from '../operations.ts'
import { createdRange, fields, flag, oneOf, text } from '../parameters.ts'
import { matchesRange, matchesValue, readOnly } from './read-only.ts'
import { missing, subscriptionChanges } from './subscription-changes.ts'
import { subscriptionCreation } from './subscription-create.ts'
import { subscriptionPauses } from './subscription-pauses.ts'

const STATUSES = [
  'active', 'canceled', 'incomplete', 'incomplete_expired', 'past_due', 'paused', 'trialing', 'unpaid', 'all', 'ended',
] as const // prettier-ignore

function hasStatus({ status }: Subscription, asked: (typeof STATUSES)[number] | undefined): boolean {
  if (asked === undefined) return status !== 'canceled'
  if (asked === 'ended') return status === 'canceled' || status === 'incomplete_expired'
  return asked === 'all' || asked === status
}

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
  ...subscriptionCreation,
  ...subscriptionChanges,
  ...subscriptionPauses,
]
