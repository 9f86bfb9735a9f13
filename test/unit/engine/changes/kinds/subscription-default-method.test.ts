// What is said before a subscription gets a method of its own: also that a schedule may take it back.
import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { subscriptionDefaultMethod } from '../../../../../electron/engine/changes/kinds/subscription-default-method.ts'
import type { StripeReader } from '../../../../../electron/engine/changes/reader.ts'
import { success } from '../../../../../src/contract/index.ts'

async function verdictsFor(schedule: string | null) {
  const sdk = {
    subscriptions: {
      retrieve: () => ({
        id: 'sub_1',
        status: 'active',
        customer: 'cus_1',
        currency: 'eur',
        items: { data: [], has_more: false },
        collection_method: 'charge_automatically',
        default_payment_method: null,
        schedule,
      }),
    },
    paymentMethods: { retrieve: () => ({ id: 'pm_1', type: 'sepa_debit', customer: 'cus_1' }) },
  } as unknown as Stripe
  const reader = {
    one: async (ask: (stripe: Stripe) => unknown) => success(ask(sdk)),
    own: { nameOf: () => null },
    now: () => 0,
  } as unknown as StripeReader
  const judged = await subscriptionDefaultMethod.judge(reader, {
    kind: 'subscription_default_method',
    subscriptionId: 'sub_1',
    paymentMethodId: 'pm_1',
  })
  if (!judged.ok) throw new Error(judged.error.message)
  return judged.value.findings.map(({ id, verdict }) => `${id} ${verdict}`)
}

test('one that a schedule drives is said to be changed back by its next phase, maybe', async () => {
  expect(await verdictsFor('sub_sched_1')).toEqual(['method ok', 'phases warn'])
  expect(await verdictsFor(null)).toEqual(['method ok'])
})
