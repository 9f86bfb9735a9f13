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
  nickname: null,
  transform_quantity: null,
  ...more,
})

async function pageFor(priced: object, quantity: number, open: object = { data: [], has_more: false }) {
  const sdk = {
    checkout: { sessions: { list: () => open } },
    prices: { retrieve: () => priced },
    accounts: { retrieveCurrent: () => ({ business_profile: { url: 'https://example.com' } }) },
  } as unknown as Stripe
  const reader = {
    one: async (ask: (stripe: Stripe) => unknown) => success(ask(sdk)),
    peek: async (ask: (stripe: Stripe) => unknown) => success({ value: ask(sdk), asOf: 0 }),
    own: { nameOf: (id: string) => (id === 'prod_1' ? 'Gift box' : null) },
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

test('the payment of a page is called what is sold on it, as far as that has a name that customers may read', async () => {
  const marks = { bursar_order: 'order', bursar_operator: 'ada' }
  const described = async (...page: Parameters<typeof pageFor>) =>
    ((await pageFor(...page)).payload(marks) as Stripe.Checkout.SessionCreateParams).payment_intent_data
  expect(await described(price({ product: 'prod_1' }), 1)).toMatchObject({ description: 'Gift box' })
  expect(await described(price({ product: 'prod_1' }), 3)).toMatchObject({ description: '3 × Gift box' })
  expect(await described(price({ nickname: 'Staff, half price' }), 1)).toEqual({ metadata: marks })
})

test('that not all open pages were looked through is said where none of those is for the same', async () => {
  const page = {
    id: 'cs_1',
    mode: 'payment',
    status: 'open',
    customer: null,
    amount_total: 1000,
    currency: 'eur',
    metadata: { bursar_order: 'order' },
  }
  const verdicts = async (...data: object[]) =>
    (await pageFor(price(), 1, { data, has_more: true })).findings
      .filter(({ id }) => id === 'already')
      .map(({ verdict, about }) => [verdict, about])
  expect(await verdicts(page)).toEqual([['warn', ['cs_1']]])
  for (const other of [{ customer: 'cus_1' }, { metadata: {} }, { mode: 'setup' }, { amount_total: 1001 }])
    expect(await verdicts({ ...page, ...other })).toEqual([['unknown', []]])
})
