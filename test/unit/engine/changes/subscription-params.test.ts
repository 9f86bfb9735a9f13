// What is asked of Stripe for a change of a subscription: only what is to be different.
import { expect, test } from 'vitest'
import { moneyParams } from '../../../../electron/engine/changes/subscription-params.ts'
import { subscriptionUpdateSchema } from '../../../../src/contract/index.ts'

test('what is billed by usage goes without a quantity, which Stripe refuses of it', () => {
  const update = subscriptionUpdateSchema.parse({
    subscriptionId: 'sub_1',
    items: [
      { what: 'change', itemId: 'si_1', priceId: 'price_usage', quantity: null },
      { what: 'add', priceId: 'price_usage', quantity: null },
      { what: 'add', priceId: 'price_plain', quantity: 2 },
    ],
    prorationBehavior: 'none',
    anchor: 'unchanged',
    discount: null,
    trialEnd: null,
    collection: null,
    paymentMethodId: null,
  })
  expect(moneyParams(update, 100).items).toEqual([
    { id: 'si_1', price: 'price_usage' },
    { price: 'price_usage' },
    { price: 'price_plain', quantity: 2 },
  ])
})
