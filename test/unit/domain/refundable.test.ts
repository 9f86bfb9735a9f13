// What can still be given back, and which amounts may be ordered.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { amountCommitted, amountRefundable, judgeAmount } from '../../../src/domain/refundable.ts'

const charge = { paid: true, captured: true, amountCaptured: 1000, amountRefunded: 0, currency: 'eur' }

test.each([
  ['nothing refunded', charge, [], 1000],
  ['a refund under way counts', charge, [{ amount: 300, status: 'pending' }], 700],
  ['a refund that waits for the customer counts', charge, [{ amount: 300, status: 'requires_action' }], 700],
  ['a status of tomorrow counts', charge, [{ amount: 300, status: 'reticulating' }], 700],
  ['a failed refund gives nothing back', charge, [{ amount: 300, status: 'failed' }], 1000],
  ['a canceled refund gives nothing back', charge, [{ amount: 300, status: 'canceled' }], 1000],
  ['Stripe knows of refunds that were not read yet', { ...charge, amountRefunded: 400 }, [], 600],
  ['more given back than taken', charge, [{ amount: 2000, status: 'succeeded' }], 0],
  ['not captured', { ...charge, captured: false }, [], 0],
  ['not paid', { ...charge, paid: false }, [], 0],
])('%s', (_, facts, refunds, expected) => {
  expect(amountRefundable(facts, refunds)).toBe(expected)
})

test.each([
  [1000, 'eur', 1000, 'ok'],
  [1, 'eur', 1000, 'ok'],
  [1001, 'eur', 1000, 'more_than_refundable'],
  [0, 'eur', 1000, 'not_positive'],
  [-5, 'eur', 1000, 'not_positive'],
  [0.5, 'eur', 1000, 'not_whole'],
  [Number.NaN, 'eur', 1000, 'not_whole'],
  [2 ** 53, 'eur', 2 ** 53, 'not_whole'],
  [Number.MAX_SAFE_INTEGER, 'eur', Number.MAX_SAFE_INTEGER, 'ok'],
  [150, 'isk', 1000, 'not_a_step'],
  [5, 'kwd', 1000, 'not_a_step'],
  [1005, 'kwd', 1005, 'ok'],
  [100, 'isk', 1000, 'ok'],
])('%d %s of %d is %s', (amount, currency, refundable, verdict) => {
  expect(judgeAmount(amount, currency, refundable)).toBe(verdict)
})

test('whatever is ordered in turn, the refunds never pass what was taken', () => {
  const statuses = fc.constantFrom('pending', 'succeeded', 'failed', 'canceled', 'requires_action')
  const orders = fc.array(fc.tuple(fc.integer({ min: -10, max: 1500 }), statuses), { maxLength: 20 })
  fc.assert(
    fc.property(orders, (wanted) => {
      const refunds: { amount: number; status: string }[] = []
      for (const [amount, status] of wanted) {
        const refundable = amountRefundable(charge, refunds)
        if (judgeAmount(amount, 'eur', refundable) === 'ok') refunds.push({ amount, status })
      }
      expect(amountCommitted(refunds)).toBeLessThanOrEqual(charge.amountCaptured)
      expect(amountCommitted(refunds)).toBeGreaterThanOrEqual(0)
    }),
  )
})
