// What the inspector says of a refund agrees with what the engine would say of an order.
import { afterEach, beforeEach, expect, test } from 'vitest'
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

function refundOf(charge: object, ...more: unknown[]) {
  made.tell(shop.cache, made.payment('pi_1', { charge: { id: 'ch_1', ...charge } }), ...more)
  const detail = paymentDetail(shop.cache, shop.journal, { accountId: 'acct_1', mode: 'test' }, 'pi_1')
  if (!detail.ok) throw new Error(detail.error.message)
  const { amountRefundable, refundStop } = detail.value
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

test('a dispute stops nothing where nothing is left to refund', () => {
  const refunded = { disputed: true, amount_refunded: 4990 }
  expect(refundOf(refunded, dispute('lost'))).toEqual({ amountRefundable: 0, refundStop: null })
})
