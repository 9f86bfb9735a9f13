// What a page for a price is said to come to: never another sum than Stripe asks for on it.
import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { paymentSession } from '../../../../../electron/engine/changes/kinds/payment-session.ts'
import type { StripeReader } from '../../../../../electron/engine/changes/reader.ts'
import { success } from '../../../../../src/contract/index.ts'

const price = (more: object = {}) => ({
  id: 'price_1',
  active: true,
  type: 'one_time',
  currency: 'eur',
  unit_amount: 1000,
  recurring: null,
  transform_quantity: null,
  ...more,
})

async function pageFor(priced: object, quantity: number) {
  const sdk = {
    prices: { retrieve: () => priced },
    accounts: { retrieveCurrent: () => ({ business_profile: { url: 'https://example.com' } }) },
  } as unknown as Stripe
  const reader = {
    one: async (ask: (stripe: Stripe) => unknown) => success(ask(sdk)),
    now: () => 0,
  } as unknown as StripeReader
  const judged = await paymentSession.judge(reader, {
    kind: 'payment_session',
    customerId: null,
    what: { priceId: 'price_1', quantity },
    successUrl: null,
  })
  if (!judged.ok) throw new Error(judged.error.message)
  return judged.value
}

test('a page for so many of a price is said to come to the price times their number', async () => {
  const { words, findings } = await pageFor(price(), 20)
  expect(words).toContain('can pay €200.00.')
  expect(findings[0]).toMatchObject({ id: 'amount', verdict: 'ok', text: '€200.00 in all.' })
})

test('a page for a price of packages is given no sum here, for Stripe asks for another than price times number', async () => {
  const { words, findings } = await pageFor(price({ transform_quantity: { divide_by: 10, round: 'up' } }), 20)
  expect(words).toContain('can pay 20 × price_1.')
  expect(findings[0]).toMatchObject({ id: 'amount', verdict: 'unknown' })
})
