// What an order of a refund says became of it: it never advises what would give the money back twice, nor hides why nothing goes on.
import { describe, expect, it } from 'vitest'
import type { Order } from '../../../../../src/contract/refunds.ts'
import { explainRefund } from '../../../../../src/domain/refund-life.ts'
import { refundSentenceOf } from '../../../../../src/renderer/ui/words/refund-words.ts'

const anOrder = (about: Partial<Order>): Order => ({
  id: 'o', deskId: 'demo', kind: 'refund', state: 'done', paymentIntentId: 'pi_1', amount: 4990, currency: 'eur', reason: null, note: null,
  placedAt: 1, sendAt: 1, sentAt: 1, settledAt: 1, refundId: 're_1', refundStatus: 'succeeded', refundStatusReason: null, problem: null,
  confirmedByEvent: true, customerLabel: 'Ada', ...about,
}) // prettier-ignore

const failed = (refundStatusReason: string | null): string =>
  refundSentenceOf(anOrder({ refundStatus: 'failed', refundStatusReason }))

describe('a refund that failed', () => {
  it('because the payment was disputed is not to be paid another way: the dispute decides who gets the money', () => {
    expect(failed('charge_for_pending_refund_disputed')).toContain('Don’t pay another way')
    expect(failed('charge_for_pending_refund_disputed')).not.toContain('Agree on another way')
  })

  it.each([
    ['expired_or_canceled_card', 'Agree on another way with the customer'],
    ['insufficient_funds', 'Add money to the Stripe balance, then refund the payment again.'],
    ['merchant_request', 'Refund the payment again if it is still wanted.'],
    [null, 'Agree on another way with the customer'],
  ])('with the reason %s says to do what its life says', (reason, words) => {
    expect(failed(reason)).toContain(words)
  })
})

it('a refund that waits for money says so, and not that there is nothing to do', () => {
  const order = anOrder({ refundStatus: 'pending', refundStatusReason: 'insufficient_funds' })
  expect(refundSentenceOf(order)).toContain('Add money to the Stripe balance')
  expect(refundSentenceOf(order)).not.toContain('Nothing to do')
  expect(refundSentenceOf({ ...order, refundStatusReason: 'processing' })).toContain('Nothing to do')
})

it('an order whose outcome is not known says why it does not go on', () => {
  const message = 'This live desk is locked and read-only. Unlock it with its passphrase first.'
  const problem = { code: 'locked', message } as const
  expect(refundSentenceOf(anOrder({ state: 'unknown', problem }))).toContain(message)
})

it('an order that was withdrawn says why, but for the row of a bulk refund, which may be sent by another order, not to place it again', () => {
  const message = 'The desk was locked before the hold was over, so this was never sent. Place it again if it is still wanted.'
  const withdrawn = anOrder({ state: 'withdrawn', refundId: null, refundStatus: null, sendAt: 9000, problem: { code: 'locked', message } })
  expect(refundSentenceOf(withdrawn)).toBe(`€49.90 to Ada was not sent and never will be. ${message}`)
  expect(refundSentenceOf({ ...withdrawn, problem: null })).toBe('€49.90 to Ada was not sent and never will be.')
  expect(refundSentenceOf({ ...withdrawn, sendAt: withdrawn.placedAt })).toBe(
    '€49.90 to Ada was not sent by this order. It stood for a row of a bulk refund: whether that was sent after all is told there.',
  )
}) // prettier-ignore

it('an order and the life of its refund say the same to do', () => {
  for (const [state, reason] of [['failed', 'declined'], ['pending', 'insufficient_funds'], ['failed', 'lost_or_stolen_card']] as const) {
    const life = explainRefund({ state, pendingReason: reason, failureReason: reason, problem: null, methodType: null, settledOtherwise: false })
    expect(refundSentenceOf(anOrder({ refundStatus: state, refundStatusReason: reason }))).toContain(life.next)
  }
}) // prettier-ignore
