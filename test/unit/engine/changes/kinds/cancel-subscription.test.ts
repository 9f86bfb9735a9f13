// What is said before a subscription ends: what the customer loses by it, what is billed no more, and what may not be written to Stripe.
import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { cancelSubscription } from '../../../../../electron/engine/changes/kinds/cancel-subscription.ts'
import type { StripeReader } from '../../../../../electron/engine/changes/reader.ts'
import { success, type ChangeFinding, type ChangeOf } from '../../../../../src/contract/index.ts'

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

test.each([
  ['now', {}, true],
  ['with its period', { at: 'period_end' }, false],
] as const)(
  'of one that is billed by usage, an end %s says whether what was used is billed',
  async (_, how, isLost) => {
    const told = async (usage: string) =>
      JSON.stringify(await findingsOf(how, { items: { data: [item(), item(usage)], has_more: false } }))
    expect((await told('metered')).includes('what was used in the period that runs is not billed')).toBe(
      isLost,
    )
    expect(await told('licensed')).not.toContain('billed by usage')
  },
)

test.each<[string, Partial<ChangeOf<'cancel_subscription'>>, object, string]>([
  ['now', { at: 'now' }, {}, 'What is paid for until'],
  ['now, on trial', { at: 'now' }, { status: 'trialing' }, 'The rest of its trial until'],
  ['within its period', { at: now + 5 * day }, {}, 'It ends before its period does. What is paid for until'],
  ['within its trial', { at: now + 5 * day }, { status: 'trialing' }, 'It ends before its period does. The rest of its trial until'],
])('an end %s says what the customer loses', async (_, how, of, words) => {
  expect(await findingsOf(how, of)).toContainEqual(
    expect.objectContaining({ id: 'permanent', verdict: 'warn', text: expect.stringContaining(words) }),
  )
}) // prettier-ignore

test('an end after the period that runs takes nothing away that is paid for', async () => {
  const told = JSON.stringify(await findingsOf({ at: now + 30 * day }))
  expect(told).not.toContain('is lost to the customer')
})
