import { expect, test } from 'vitest'
import { requestsPerSecond } from '../../../../electron/engine/gateway/budget.ts'

test('a key leaves other programs of its account room at Stripe, and none is left on this machine', () => {
  expect(requestsPerSecond('test', undefined)).toBe(20)
  expect(requestsPerSecond('live', undefined)).toBe(80)
  expect(requestsPerSecond('test', 'http://127.0.0.1:12111')).toBe(500)
  expect(requestsPerSecond('live', 'http://127.0.0.1:12111')).toBe(500)
})
