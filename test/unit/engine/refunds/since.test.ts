// What somebody else refunded since an order was reviewed.
import { expect, test } from 'vitest'
import { paidOtherWaySince, refundedSince } from '../../../../electron/engine/refunds/since.ts'

const order = { currency: 'eur' }
const refund = (amount: number, created: number, status = 'succeeded') => ({ amount, created, status })

test('more than was shown is news, whenever it was made', () => {
  expect(refundedSince(order, [refund(500, 10)], { refunded: 500, at: 0 })).toBe(null)
  expect(refundedSince(order, [refund(500, 10), refund(250, 9)], { refunded: 500, at: 99_000 })).toMatch(
    /^Since this was reviewed, €2\.50 of this payment was refunded otherwise/,
  )
})

test('where nothing was shown, what was made after is', () => {
  const at = 10_000
  expect(refundedSince(order, [refund(500, 9), refund(500, 10)], { at })).toBe(null)
  expect(refundedSince(order, [refund(500, 9), refund(700, 11, 'pending')], { at })).toContain('€7.00')
})

test('what gave nothing back is none', () => {
  const nothing = [refund(500, 11, 'failed'), refund(500, 11, 'canceled')]
  expect(refundedSince(order, nothing, { at: 0 })).toBe(null)
  expect(refundedSince(order, nothing, { refunded: 0, at: 0 })).toBe(null)
})

test('more that was noted as paid another way than was known is news; without that, what was noted after', () => {
  const paid = (since = -1): number[] => (since < 10 ? [500, 250] : since < 20 ? [250] : [])
  expect(paidOtherWaySince(order, paid, { paidOtherWay: 750, at: 0 })).toBe(null)
  expect(paidOtherWaySince(order, paid, { paidOtherWay: 500, at: 99 })).toContain('€2.50')
  expect(paidOtherWaySince(order, paid, { at: 20 })).toBe(null)
  expect(paidOtherWaySince(order, paid, { at: 10 })).toMatch(
    /€2\.50 of this payment was given back another way/,
  )
})
