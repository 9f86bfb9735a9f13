// What a payment waits for is told by its method alone, and nothing waits that nobody can finish.
import { expect, test } from 'vitest'
import { awaitedStep } from '../../../src/domain/waiting.ts'

test.each([
  ['requires_action', 'card', false, 'authentication'],
  ['requires_action', 'konbini', false, 'voucher'],
  ['requires_action', 'ideal', true, 'bank'],
  ['requires_action', 'us_bank_account', false, 'verification'],
  ['requires_action', 'a_method_of_tomorrow', false, 'action'],
  ['requires_action', 'toString', false, 'action'],
  ['requires_action', null, false, 'action'],
  ['requires_payment_method', 'card', true, 'payment'],
  ['requires_payment_method', 'card', false, null],
  ['requires_confirmation', 'card', true, null],
  ['succeeded', 'card', true, null],
  ['canceled', 'card', true, null],
])('%s, paid by %s, with a page: %s waits for %s', (status, method, hasPage, step) => {
  expect(awaitedStep(status, method, hasPage)).toBe(step)
})
