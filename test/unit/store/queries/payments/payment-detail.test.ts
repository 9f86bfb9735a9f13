// What the inspector says of a refund agrees with what the engine would say of an order.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fraudWarnings } from '../../../../../electron/store/projections/fraud-warnings.ts'
import { paymentDetail } from '../../../../../electron/store/queries/payments/payment-detail.ts'
import * as made from '../search/search.support.ts'

let shop: made.Shop
beforeEach(() => {
  shop = made.emptyShop()
})
afterEach(() => shop.close())

const dispute = (status: string) => ({
  id: `du_${status}`,
  object: 'dispute',
  charge: 'ch_1',
  payment_intent: 'pi_1',
  amount: 4990,
  currency: 'eur',
  created: made.daysAgo(3),
  status,
  reason: 'fraudulent',
  evidence_details: { due_by: made.daysAgo(-3) },
})

function detailOf(id: string) {
  const detail = paymentDetail(shop.cache, shop.journal, { accountId: 'acct_1', mode: 'test' }, id)
  if (!detail.ok) throw new Error(detail.error.message)
  return detail.value
}

function refundOf(charge: object, ...more: unknown[]) {
  made.tell(shop.cache, made.payment('pi_1', { charge: { id: 'ch_1', ...charge } }), ...more)
  const { amountRefundable, refundStop } = detailOf('pi_1')
  return { amountRefundable, refundStop }
}

test('nothing of a payment is refundable while a dispute is open, and it is said why', () => {
  expect(refundOf({ disputed: true }, dispute('under_review'))).toEqual({
    amountRefundable: 0,
    refundStop: expect.stringContaining('A dispute is open (fraudulent)'),
  })
})

test('nothing of a disputed payment is refundable while its dispute is not known', () => {
  expect(refundOf({ disputed: true })).toEqual({
    amountRefundable: 0,
    refundStop: expect.stringContaining('the dispute itself could not be read'),
  })
})

test('all that is left is refundable of a payment whose dispute was won, and during an inquiry', () => {
  for (const status of ['won', 'warning_needs_response'])
    expect(refundOf({ disputed: true }, dispute(status))).toEqual({
      amountRefundable: 4990,
      refundStop: null,
    })
})

test('of a hold it is told how much can be captured, and until when where Stripe says so', () => {
  const until = made.daysAgo(-5)
  const card = { brand: 'visa', last4: '4242', exp_month: 4, exp_year: 2031, capture_before: until }
  const held = (id: string, method: object) =>
    made.payment(id, {
      status: 'requires_capture',
      amount_received: 0,
      amount_capturable: 3000,
      charge: { id: `ch_${id}`, captured: false, amount_captured: 0, payment_method_details: method },
    })
  made.tell(shop.cache, held('pi_1', { type: 'card', card }), held('pi_2', { type: 'paypal', paypal: {} }))
  expect(detailOf('pi_1')).toMatchObject({ hold: { amount: 3000, until }, settled: null })
  expect(detailOf('pi_2')).toMatchObject({ hold: { amount: 3000, until: null } })
})

test('of a payment it is told what it brought to the balance, and from when on that can be paid out', () => {
  const charge = { id: 'ch_1', balance_transaction: 'txn_1' }
  made.tell(shop.cache, made.payment('pi_1', { charge }))
  expect(detailOf('pi_1')).toMatchObject({ hold: null, settled: null })
  made.tell(shop.cache, {
    id: 'txn_1',
    object: 'balance_transaction',
    type: 'charge',
    source: 'ch_1',
    amount: 5389,
    fee: 186,
    net: 5203,
    currency: 'usd',
    status: 'pending',
    available_on: made.daysAgo(-2),
    created: made.daysAgo(0),
  })
  expect(detailOf('pi_1').settled).toEqual({ net: 5203, currency: 'usd', availableAt: made.daysAgo(-2) })
})

test('of a payment whose charge is not here it is not said that nothing was captured', () => {
  made.tell(shop.cache, { ...made.payment('pi_1'), latest_charge: 'ch_1' })
  expect(detailOf('pi_1')).toMatchObject({ amountCaptured: null, amountRefundable: 0 })
  const untried = { ...made.payment('pi_2', { status: 'requires_payment_method' }), latest_charge: null }
  made.tell(shop.cache, untried)
  expect(detailOf('pi_2')).toMatchObject({ amountCaptured: 0, amountRefundable: 0 })
})

test('the rest is refundable of a payment of which a dispute was lost in part, where Stripe takes a refund of it', () => {
  const lost = { ...dispute('lost'), amount: 1990 }
  expect(refundOf({ disputed: true }, { ...lost, is_charge_refundable: true })).toEqual({
    amountRefundable: 3000,
    refundStop: null,
  })
  expect(refundOf({ disputed: true }, { ...lost, is_charge_refundable: false })).toEqual({
    amountRefundable: 0,
    refundStop: expect.stringContaining('Stripe says that nothing more of it can be refunded'),
  })
})

test('a dispute stops nothing where nothing is left to refund', () => {
  const refunded = { disputed: true, amount_refunded: 4990 }
  expect(refundOf(refunded, dispute('lost'))).toEqual({ amountRefundable: 0, refundStop: null })
})

test('what the bank of the card warned of is told with the payment, before anybody refunds it', () => {
  made.tell(shop.cache, made.payment('pi_1', { charge: { id: 'ch_1' } }))
  expect(detailOf('pi_1').warnings).toEqual([])
  const object = { id: 'issfr_1', charge: 'ch_1', fraud_type: 'misc', actionable: true, created: 7 }
  fraudWarnings(shop.cache).remember({
    id: 'evt_1',
    type: 'radar.early_fraud_warning.created',
    created: 7,
    object,
  })
  expect(detailOf('pi_1').warnings).toEqual([
    { id: 'issfr_1', fraudType: 'misc', actionable: true, created: 7 },
  ])
})

const timeline = (id: string) => detailOf(id).timeline.map(({ at, text }) => [at / 1000, text])

test('a hold that was canceled is told in order: authorized, then canceled when it was, and nothing was refunded', () => {
  const began = made.daysAgo(9)
  const canceled = { status: 'canceled', canceled_at: began + 600_000, cancellation_reason: 'automatic' }
  const charge = { id: 'ch_1', created: began + 40, captured: false, amount_captured: 0, refunded: true }
  made.tell(
    shop.cache,
    made.payment('pi_1', { created: began, amount_received: 0, charge, ...canceled }),
    made.refund('re_1', 'pi_1', { charge: 'ch_1', created: began + 600_000 }),
  )
  expect(timeline('pi_1')).toEqual([
    [began, 'Payment created'],
    [began + 40, 'Authorized, and never captured'],
    [began + 600_000, 'Authorization released'],
    [began + 600_000, 'Payment canceled: automatic'],
  ])
})

test.each([
  ['card', 'Waiting for the customer to authenticate'],
  ['konbini', 'Waiting for the customer'],
])('what a payment by %s waits for stands at the time since when it does', (type, words) => {
  const began = made.daysAgo(9)
  const waiting = {
    ...made.payment('pi_1', { created: began, status: 'requires_action' }),
    latest_charge: null,
  }
  made.tell(
    shop.cache,
    { id: 'pm_1', object: 'payment_method', type, created: began, [type]: {} },
    { ...waiting, amount_received: 0, payment_method: 'pm_1' },
  )
  made.logEvents(shop.cache, {
    id: 'evt_1',
    object: 'event',
    type: 'payment_intent.requires_action',
    created: began + 90,
    data: { object: { id: 'pi_1', object: 'payment_intent' } },
  })
  expect(timeline('pi_1')).toEqual([
    [began, 'Payment created'],
    [began + 90, words],
  ])
})
