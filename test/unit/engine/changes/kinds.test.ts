// What counts as an order's effect: only what says so itself, in any form that Stripe gives it.
import { describe, expect, test } from 'vitest'
import { kindOf } from '../../../../electron/engine/changes/kinds.ts'
import type { Change } from '../../../../src/contract/index.ts'

const orderId = '3f2c9d1e-5a77-4c0b-9a51-1d2e3f4a5b6c'
const mark = { bursar_order: orderId }
const effectOf = (change: Change, object: unknown) => kindOf(change).effectOf(object, change, orderId)

describe('a new default', () => {
  const change: Change = { kind: 'customer_default_method', customerId: 'cus_1', paymentMethodId: 'pm_1' }
  const customer = (method: unknown, more: object = {}) => ({
    id: 'cus_1',
    object: 'customer',
    invoice_settings: { default_payment_method: method },
    metadata: {},
    ...more,
  })

  test.each([
    ['as an id', customer('pm_1')],
    ['expanded', customer({ id: 'pm_1', object: 'payment_method' })],
    ['marked by this order, and set to another since', customer('pm_2', { metadata: mark })],
  ])('counts %s', (_, object) => {
    expect(effectOf(change, object)).toEqual({ id: 'cus_1', result: null })
  })

  test.each<[string, unknown]>([
    ['another method', customer('pm_2')],
    ['none', customer(null)],
    ['another customer', customer('pm_1', { id: 'cus_2' })],
    ['a deleted customer', { id: 'cus_1', object: 'customer', deleted: true }],
    ['null', null],
    ['a text', 'ok'],
  ])('does not count with %s', (_, object) => {
    expect(effectOf(change, object)).toBeNull()
  })
})

describe('a note', () => {
  const change: Change = { kind: 'customer_note', customerId: 'cus_1', text: 'Call first' }
  const customer = (metadata: object | null, more: object = {}) => ({
    id: 'cus_1',
    object: 'customer',
    metadata,
    ...more,
  })

  test.each([
    ['as it was written', customer({ bursar_note: 'Call first' })],
    ['marked by this order, and replaced since', customer({ ...mark, bursar_note: 'Another' })],
  ])('counts %s', (_, object) => {
    expect(effectOf(change, object)).toEqual({ id: 'cus_1', result: null })
  })

  test.each<[string, unknown]>([
    ['another text', customer({ bursar_note: 'Call' })],
    ['the mark of another order', customer({ bursar_order: 'another' })],
    ['no metadata', customer(null)],
    ['another customer', customer({ bursar_note: 'Call first' }, { id: 'cus_2' })],
    ['a deleted customer', { id: 'cus_1', object: 'customer', deleted: true }],
  ])('does not count with %s', (_, object) => {
    expect(effectOf(change, object)).toBeNull()
  })
})

describe('a subscription’s own method', () => {
  const change: Change = {
    kind: 'subscription_default_method',
    subscriptionId: 'sub_1',
    paymentMethodId: 'pm_1',
  }
  test.each<[unknown, object | null]>([
    [
      { id: 'sub_1', object: 'subscription', default_payment_method: 'pm_1' },
      { id: 'sub_1', result: null },
    ],
    [
      { id: 'sub_1', object: 'subscription', metadata: mark },
      { id: 'sub_1', result: null },
    ],
    [{ id: 'sub_1', object: 'subscription', default_payment_method: 'pm_2' }, null],
    [{ id: 'sub_2', object: 'subscription', default_payment_method: 'pm_1' }, null],
  ])('%j is %j', (object, effect) => {
    expect(effectOf(change, object)).toEqual(effect)
  })
})

describe('a detached method', () => {
  const change: Change = { kind: 'detach_method', paymentMethodId: 'pm_1' }
  test.each<[unknown, object | null]>([
    [
      { id: 'pm_1', object: 'payment_method', customer: null },
      { id: 'pm_1', result: null },
    ],
    [{ id: 'pm_1', object: 'payment_method', customer: 'cus_1' }, null],
    [{ id: 'pm_2', object: 'payment_method', customer: null }, null],
  ])('%j is %j', (object, effect) => {
    expect(effectOf(change, object)).toEqual(effect)
  })
})

describe('a payment page', () => {
  const change: Change = {
    kind: 'payment_session',
    customerId: 'cus_1',
    what: { amount: 4990, currency: 'eur', description: 'Burr set' },
    successUrl: null,
  }
  const session = (more: object = {}) => ({
    id: 'cs_1',
    object: 'checkout.session',
    mode: 'payment',
    customer: 'cus_1',
    amount_total: 4990,
    currency: 'eur',
    url: 'https://checkout.stripe.com/c/pay/cs_1',
    expires_at: 1_795_000_000,
    metadata: mark,
    ...more,
  })

  test('counts with its address, and without one once it was used', () => {
    const expiresAt = 1_795_000_000_000
    expect(effectOf(change, session())).toEqual({
      id: 'cs_1',
      result: { url: 'https://checkout.stripe.com/c/pay/cs_1', expiresAt },
    })
    expect(effectOf(change, session({ url: null }))).toEqual({ id: 'cs_1', result: { expiresAt } })
  })

  test.each<[object]>([
    [{ metadata: {} }],
    [{ metadata: { bursar_order: 'another' } }],
    [{ amount_total: 49900 }],
    [{ currency: 'usd' }],
    [{ mode: 'setup' }],
    [{ customer: 'cus_2' }],
    [{ customer: null }],
  ])('does not count with %j', (more) => {
    expect(effectOf(change, session(more))).toBeNull()
  })
})

test('the end of a page counts once that page is expired', () => {
  const change: Change = { kind: 'expire_session', sessionId: 'cs_1' }
  const session = { id: 'cs_1', object: 'checkout.session', status: 'expired' }
  expect(effectOf(change, session)).toEqual({ id: 'cs_1', result: null })
  for (const more of [{ id: 'cs_2' }, { status: 'open' }, { status: 'complete' }, { object: 'refund' }])
    expect(effectOf(change, { ...session, ...more })).toBeNull()
})

test('no two pages for the same thing are made at once, and those for different things are', () => {
  const page = (more: object): Change =>
    ({ kind: 'payment_session', customerId: null, successUrl: null, ...more }) as Change
  const what = { amount: 100, currency: 'eur', description: 'a' }
  const blocks = (change: Change) => kindOf(change).blocks(change)
  expect(blocks(page({ what }))).toBe(blocks(page({ what: { ...what } })))
  expect(blocks(page({ what }))).not.toBe(blocks(page({ what: { ...what, amount: 200 } })))
  expect(blocks(page({ what, customerId: 'cus_1' }))).not.toBe(blocks(page({ what, customerId: 'cus_2' })))
})
