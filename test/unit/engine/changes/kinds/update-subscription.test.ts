// What a change of how a subscription is collected is said to do: also where only the days differ.
import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { updateSubscription } from '../../../../../electron/engine/changes/kinds/update-subscription.ts'
import type { StripeReader } from '../../../../../electron/engine/changes/reader.ts'
import { success, type SubscriptionUpdate } from '../../../../../src/contract/index.ts'

const sent = {
  id: 'sub_1',
  object: 'subscription',
  status: 'active',
  currency: 'eur',
  customer: 'cus_1',
  items: {
    data: [
      {
        id: 'si_1',
        quantity: 1,
        current_period_start: 1_790_000_000,
        current_period_end: 1_792_000_000,
        price: {
          id: 'price_1',
          product: 'prod_1',
          currency: 'eur',
          unit_amount: 1900,
          recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
          transform_quantity: null,
        },
      },
    ],
    has_more: false,
  },
  discounts: [],
  collection_method: 'send_invoice',
  days_until_due: 14,
  pause_collection: null,
  default_payment_method: null,
  schedule: null,
}

async function judged(collection: SubscriptionUpdate['collection'], of: object = sent) {
  const sdk = { subscriptions: { retrieve: () => of } } as unknown as Stripe
  const reader = {
    one: async (ask: (stripe: Stripe) => unknown) => success(ask(sdk)),
    own: { nameOf: () => null },
    now: () => 0,
  } as unknown as StripeReader
  const answer = await updateSubscription.judge(reader, {
    kind: 'update_subscription',
    subscriptionId: 'sub_1',
    update: {
      subscriptionId: 'sub_1',
      items: [],
      prorationBehavior: 'none',
      anchor: 'unchanged',
      discount: null,
      trialEnd: null,
      collection,
      paymentMethodId: null,
    },
    expected: { prorationDate: 0, today: null, next: null },
  })
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}

test('other days after which invoices are due are a change, and said', async () => {
  const { words, findings } = await judged({ method: 'send_invoice', daysUntilDue: 30 })
  expect(words).toBe('sub_1 (€19.00 a month): invoices are sent, due in 30 days.')
  expect(findings.filter(({ verdict }) => verdict === 'stop')).toEqual([])
})

test('the same days are none', async () => {
  const { findings } = await judged({ method: 'send_invoice', daysUntilDue: 14 })
  expect(findings).toContainEqual(expect.objectContaining({ id: 'already', verdict: 'stop' }))
})

test('days that somebody else has changed meanwhile are noticed', async () => {
  const wanted = { method: 'send_invoice', daysUntilDue: 30 } as const
  const [before, now] = [await judged(wanted), await judged(wanted, { ...sent, days_until_due: 7 })]
  expect(before.base).not.toBe(now.base)
})
