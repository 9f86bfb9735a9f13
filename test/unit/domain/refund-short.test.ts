import { describe, expect, test } from 'vitest'
import { refundStates } from '../../../src/contract/refund-lists.ts'
import { shortOfRefund } from '../../../src/domain/refund-short.ts'

const facts = { methodType: null, pendingReason: null, failureReason: null }
const pendingReasons = ['processing', 'charge_pending', 'insufficient_funds']
const failureReasons = ['lost_or_stolen_card', 'expired_or_canceled_card', 'charge_for_pending_refund_disputed', 'insufficient_funds', 'declined', 'merchant_request', 'unknown'] // prettier-ignore
const methods = ['card', 'sepa_debit', 'us_bank_account', 'link']

const day = 86_400_000

describe('what the state of a refund means in a row', () => {
  const all = [
    ...refundStates.map((state) => ({ ...facts, state })),
    ...pendingReasons.map((pendingReason) => ({ ...facts, state: 'pending' as const, pendingReason })),
    ...failureReasons.map((failureReason) => ({ ...facts, state: 'failed' as const, failureReason })),
    ...methods.map((methodType) => ({ ...facts, state: 'succeeded' as const, methodType })),
  ].flatMap((each) => [shortOfRefund(each, 0), shortOfRefund(each, 365 * day)])

  test('has room in two lines of the narrowest column, whatever Stripe gives as its reason', () => {
    expect(all.filter((words) => words.length > 44)).toEqual([])
  })

  test('is no sentence: nothing follows it', () => {
    expect(all.filter((words) => words.endsWith('.'))).toEqual([])
  })

  test('tells the same reason apart where a refund waits for it and where it failed of it', () => {
    const reason = 'insufficient_funds'
    expect(shortOfRefund({ ...facts, state: 'pending', pendingReason: reason }, 0)).toContain('is too low')
    expect(shortOfRefund({ ...facts, state: 'failed', failureReason: reason }, 0)).toContain('was too low')
  })

  test('gives a reason that is not known yet in Stripe’s word', () => {
    expect(shortOfRefund({ ...facts, state: 'failed', failureReason: 'moon_in_the_way' }, 0)).toBe(
      'Moon in the way',
    )
  })

  test('promises no number of days but for a card', () => {
    expect(shortOfRefund({ ...facts, state: 'succeeded', methodType: 'card' }, 0)).toContain(
      '5 to 10 business',
    )
    for (const methodType of [null, 'sepa_debit'])
      expect(shortOfRefund({ ...facts, state: 'succeeded', methodType }, 0)).toContain('some days')
  })

  test('speaks of no days to come once they are over', () => {
    for (const methodType of [null, ...methods]) {
      expect(shortOfRefund({ ...facts, state: 'succeeded', methodType }, 20 * day)).toContain('days')
      expect(shortOfRefund({ ...facts, state: 'succeeded', methodType }, 22 * day)).toBe(
        'Should have arrived by now',
      )
    }
  })
})
