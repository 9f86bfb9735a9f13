// Every payment has exactly one word.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { paymentStatuses } from '../../../src/contract/index.ts'
import { paymentStatus, type PaymentFacts } from '../../../src/domain/payment-status.ts'

const taken: PaymentFacts = {
  stripeStatus: 'succeeded',
  amountCaptured: 1000,
  amountRefunded: 0,
  disputed: false,
  lastAttemptFailed: false,
}

test.each<[Partial<PaymentFacts>, string]>([
  [{}, 'succeeded'],
  [{ lastAttemptFailed: true }, 'succeeded'],
  [{ amountRefunded: 1 }, 'partially_refunded'],
  [{ amountRefunded: 999 }, 'partially_refunded'],
  [{ amountRefunded: 1000 }, 'refunded'],
  [{ disputed: true }, 'disputed'],
  [{ disputed: true, amountRefunded: 1000 }, 'disputed'],
  [{ stripeStatus: 'processing' }, 'processing'],
  [{ stripeStatus: 'requires_capture' }, 'uncaptured'],
  [{ stripeStatus: 'requires_action' }, 'requires_action'],
  [{ stripeStatus: 'requires_action', lastAttemptFailed: true }, 'requires_action'],
  [{ stripeStatus: 'canceled' }, 'canceled'],
  [{ stripeStatus: 'canceled', lastAttemptFailed: true }, 'failed'],
  [{ stripeStatus: 'requires_payment_method' }, 'incomplete'],
  [{ stripeStatus: 'requires_payment_method', lastAttemptFailed: true }, 'failed'],
  [{ stripeStatus: 'requires_confirmation' }, 'incomplete'],
  [{ stripeStatus: 'something Stripe adds next year' }, 'incomplete'],
])('%j is %s', (facts, word) => {
  expect(paymentStatus({ ...taken, ...facts })).toBe(word)
})

test('there is no combination without a word of the contract', () => {
  fc.assert(
    fc.property(
      fc.record({
        stripeStatus: fc.oneof(
          fc.constantFrom('succeeded', 'canceled', 'processing', 'requires_action'),
          fc.string(),
        ),
        amountCaptured: fc.maxSafeInteger(),
        amountRefunded: fc.maxSafeInteger(),
        disputed: fc.boolean(),
        lastAttemptFailed: fc.boolean(),
      }),
      (facts) => {
        expect(paymentStatuses).toContain(paymentStatus(facts))
      },
    ),
  )
})
