// What is said before a subscription ends: what the customer loses by it, what is billed no more, and what may not be written to Stripe.
import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { cancelSubscription } from '../../../../electron/engine/changes/kinds/cancel-subscription.ts'
import type { StripeReader } from '../../../../electron/engine/changes/reader.ts'
import { success, type ChangeFinding, type ChangeOf } from '../../../../src/contract/index.ts'

const day = 86_400
const now = 1_790_000_000
const item = (usage_type = 'licensed') => ({
  id: 'si_1',
  quantity: 1,
  price: {
    id: 'price_1',
    product: 'prod_1',
    currency: 'eur',
    unit_amount: 1900,
    recurring: { interval: 'month', interval_count: 1, usage_type },
    transform_quantity: null,
  },
  current_period_start: now - 10 * day,
  current_period_end: now + 20 * day,
})
const subscription = (more: object = {}) => ({
  id: 'sub_1',
  object: 'subscription',
  status: 'active',
  currency: 'eur',
  customer: 'cus_1',
  items: { data: [item()], has_more: false },
  cancel_at: null,
  cancel_at_period_end: false,
  schedule: null,
  ...more,
})

async function findingsOf(
  how: Partial<ChangeOf<'cancel_subscription'>>,
  of: object = {},
): Promise<ChangeFinding[]> {
  const sdk = {
    subscriptions: { retrieve: () => subscription(of) },
    invoices: { list: () => ({ data: [] }) },
  } as unknown as Stripe
  const reader = {
    one: async (ask: (stripe: Stripe) => unknown) => success(ask(sdk)),
    peek: async (ask: (stripe: Stripe) => unknown) => success({ value: ask(sdk), asOf: now * 1000 }),
    all: async () => success([]),
    own: { nameOf: () => null },
    now: () => now * 1000,
  } as unknown as StripeReader
  const judged = await cancelSubscription.judge(reader, {
    kind: 'cancel_subscription',
    subscriptionId: 'sub_1',
    at: 'now',
    ...how,
  })
  if (!judged.ok) throw new Error(judged.error.message)
  return judged.value.findings
}

test('a comment that holds a card number is written neither here nor to Stripe', async () => {
  expect(await findingsOf({ at: 'period_end', comment: 'Moves away' })).not.toContainEqual(
    expect.objectContaining({ verdict: 'stop' }),
  )
  expect(
    await findingsOf({ at: 'period_end', comment: 'Card 4242 4242 4242 4242 was stolen' }),
  ).toContainEqual(
    expect.objectContaining({ id: 'text', verdict: 'stop', text: expect.stringContaining('card number') }),
  )
})
