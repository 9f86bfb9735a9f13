import { describe, expect, test } from 'vitest'
import { refundStates } from '../../../src/contract/refund-lists.ts'
import { shortOfRefund } from '../../../src/domain/refund-short.ts'

const facts = { methodType: null, pendingReason: null, failureReason: null }
const pendingReasons = ['processing', 'charge_pending', 'insufficient_funds']
const failureReasons = ['lost_or_stolen_card', 'expired_or_canceled_card', 'charge_for_pending_refund_disputed', 'insufficient_funds', 'declined', 'merchant_request', 'unknown'] // prettier-ignore
const methods = ['card', 'sepa_debit', 'us_bank_account', 'link']

describe('what the state of a refund means in a row', () => {
  const all = [
    ...refundStates.map((state) => ({ ...facts, state })),
    ...pendingReasons.map((pendingReason) => ({ ...facts, state: 'pending' as const, pendingReason })),
    ...failureReasons.map((failureReason) => ({ ...facts, state: 'failed' as const, failureReason })),
    ...methods.map((methodType) => ({ ...facts, state: 'succeeded' as const, methodType })),
  ].map(shortOfRefund)

  test('has room in two lines of the narrowest column, whatever Stripe gives as its reason', () => {
    expect(all.filter((words) => words.length > 44)).toEqual([])
  })

  test('is no sentence: nothing follows it', () => {
    expect(all.filter((words) => words.endsWith('.'))).toEqual([])
  })

  test('tells the same reason apart where a refund waits for it and where it failed of it', () => {
    const reason = 'insufficient_funds'
    expect(shortOfRefund({ ...facts, state: 'pending', pendingReason: reason })).toContain('is too low')
    expect(shortOfRefund({ ...facts, state: 'failed', failureReason: reason })).toContain('was too low')
  })

  test('gives a reason that is not known yet in Stripe’s word', () => {
    expect(shortOfRefund({ ...facts, state: 'failed', failureReason: 'moon_in_the_way' })).toBe(
      'Moon in the way',
    )
  })

  test('promises no number of days but for a card', () => {
    expect(shortOfRefund({ ...facts, state: 'succeeded', methodType: 'card' })).toContain('5 to 10 business')
    for (const methodType of [null, 'sepa_debit'])
      expect(shortOfRefund({ ...facts, state: 'succeeded', methodType })).toContain('some days')
  })
})
