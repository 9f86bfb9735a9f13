// A retry is allowed only where neither the network nor the bank says no; what a network forbids no reason and no rule opens.
import { describe, expect, test } from 'vitest'
import { declineCodes } from '../../../src/domain/decline-codes.ts'
import { dayAndMinute } from '../../../src/domain/day-words.ts'
import { retryVerdict, type RetryFacts } from '../../../src/domain/retry-rules.ts'

const now = 1_790_000_000
const hour = 3600
const day = 24 * hour
const plain: RetryFacts = {
  declineCode: 'insufficient_funds',
  adviceCode: null,
  networkAdviceCode: null,
  networkDeclineCode: null,
  outcomeType: 'issuer_declined',
  outcomeReason: null,
  riskLevel: 'normal',
  brand: 'visa',
  awaitsCustomer: false,
  nextAttemptAt: null,
  invoiceStatus: null,
  state: 'trying',
  lostWhy: null,
  isUnderWay: false,
  lastFailedAt: now - 3 * day,
  triesAt: [now - 3 * day],
}
const verdictOf = (facts: Partial<RetryFacts>, otherMethod = false) =>
  retryVerdict({ ...plain, ...facts }, { now, otherMethod })
const tries = (count: number, apart: number): number[] =>
  Array.from({ length: count }, (_, index) => now - 1 - index * apart)

test.each(declineCodes.map(({ code, toDo }) => [code, toDo] as const))(
  'after %s (%s) it takes a reason unless a retry is the usual way',
  (declineCode, toDo) => {
    expect(verdictOf({ declineCode }).verdict).toBe(toDo === 'retry_possible' ? 'allowed' : 'override')
  },
)

describe('a network', () => {
  test.each<[string, Partial<RetryFacts>, string]>([
    ['Visa: 14 tries in 30 days', { triesAt: tries(14, day) }, 'allowed'],
    ['Visa: 15 tries in 30 days', { triesAt: tries(15, day) }, 'forbidden'],
    ['Visa: 15 tries, one of them longer ago', { triesAt: [...tries(14, day), now - 30 * day] }, 'allowed'],
    ['Visa: never', { networkAdviceCode: '01' }, 'forbidden'],
    ['Visa: 03 is not Mastercard’s', { networkAdviceCode: '03' }, 'override'],
    ['American Express has no rule that is known', { brand: 'amex', triesAt: tries(40, hour) }, 'allowed'],
    ['Mastercard: 34 tries', { brand: 'mastercard', triesAt: tries(34, 20 * hour) }, 'allowed'],
    ['Mastercard: 35 tries', { brand: 'mastercard', triesAt: tries(35, 20 * hour) }, 'forbidden'],
    ['Mastercard: 10 tries in a day', { brand: 'mastercard', triesAt: tries(10, hour) }, 'forbidden'],
    ['Mastercard: 03', { brand: 'mastercard', networkAdviceCode: '03' }, 'forbidden'],
    ['Mastercard: 21', { brand: 'mastercard', networkAdviceCode: '21' }, 'forbidden'],
    ['Mastercard: 01 asks for new data', { brand: 'mastercard', networkAdviceCode: '01' }, 'override'],
    ['Mastercard: 02', { brand: 'mastercard', networkAdviceCode: '02' }, 'allowed'],
    ['Mastercard: 43 only informs', { brand: 'mastercard', networkAdviceCode: '43' }, 'allowed'],
  ])('%s', (_, facts, verdict) => {
    expect(verdictOf(facts).verdict).toBe(verdict)
  })

  test.each([
    ['24', hour],
    ['25', day],
    ['26', 2 * day],
    ['27', 4 * day],
    ['28', 6 * day],
    ['29', 8 * day],
    ['30', 10 * day],
  ])('Mastercard’s %s is waited for, to the second', (networkAdviceCode, wait) => {
    const after = (seconds: number) =>
      verdictOf({ brand: 'mastercard', networkAdviceCode, lastFailedAt: now - seconds }).verdict
    expect(after(wait - 1)).toBe('forbidden')
    expect(after(wait)).toBe('allowed')
  })

  test('says how many tries there were and how many it allows', () => {
    expect(verdictOf({ triesAt: [...tries(3, day), now - 31 * day] })).toMatchObject({ used: 3, limit: 15 })
    expect(verdictOf({ brand: null })).toMatchObject({ limit: null })
  })
})

test('Stripe’s advice not to try again takes a reason', () => {
  expect(verdictOf({ adviceCode: 'do_not_try_again' })).toMatchObject({
    verdict: 'override',
    why: 'Stripe advises not to try this card again.',
  })
})

test('a rule of the desk’s own makes it more careful and never less', () => {
  const under = (code: string, group: 'retry_possible' | 'never', otherMethod = false) =>
    retryVerdict({ ...plain, declineCode: code }, { now, rules: new Map([[code, group]]), otherMethod })
      .verdict
  expect(under('insufficient_funds', 'never')).toBe('override')
  expect(under('stolen_card', 'retry_possible')).toBe('override')
  // Nor with another card, where it says that the customer must not be asked again.
  expect(under('insufficient_funds', 'never', true)).toBe('override')
  expect(under('stolen_card', 'retry_possible', true)).toBe('override')
})

test('what is paid, canceled or void is not tried at all, not even with another card', () => {
  for (const otherMethod of [false, true]) {
    expect(verdictOf({ state: 'recovered' }, otherMethod).verdict).toBe('forbidden')
    expect(verdictOf({ isUnderWay: true }, otherMethod).verdict).toBe('forbidden')
    expect(verdictOf({ state: 'lost', lostWhy: 'canceled' }, otherMethod).verdict).toBe('forbidden')
    expect(verdictOf({ state: 'lost', lostWhy: 'void' }, otherMethod).verdict).toBe('forbidden')
    expect(verdictOf({ invoiceStatus: 'void' }, otherMethod).verdict).toBe('forbidden')
    expect(verdictOf({ state: 'lost', lostWhy: 'written_off' }, otherMethod).verdict).toBe('override')
    expect(verdictOf({ state: 'lost', lostWhy: 'uncollectible' }, otherMethod).verdict).toBe('allowed')
    expect(verdictOf({ state: 'lost', lostWhy: 'lapsed' }, otherMethod).verdict).toBe('allowed')
  }
})

test('another card is not bound by what was said of this one, but by what was said of the customer', () => {
  expect(verdictOf({ declineCode: 'expired_card', networkAdviceCode: '1' }, true).verdict).toBe('override')
  expect(verdictOf({ declineCode: 'expired_card' }, true).verdict).toBe('allowed')
  expect(verdictOf({ triesAt: tries(20, hour) }, true).verdict).toBe('allowed')
  expect(verdictOf({ declineCode: 'fraudulent' }, true).verdict).toBe('override')
  expect(verdictOf({ declineCode: 'stop_payment_order' }, true).verdict).toBe('override')
  expect(verdictOf({ declineCode: 'invalid_amount' }, true).verdict).toBe('override')
})

test('a moment is told as everywhere else', () => {
  const nextAttemptAt = now + 2 * day
  expect(verdictOf({ declineCode: 'insufficient_funds', nextAttemptAt }).why).toBe(
    `Stripe tries again by itself on ${dayAndMinute(nextAttemptAt * 1000)}.`,
  )
})

test('another method, which need be no card, is called one', () => {
  expect(verdictOf({}, true).why).toBe('It is another payment method than the one that was declined.')
})
