import { expect, test } from 'vitest'
import { budgetOf, mostInOneSecond } from '../../../../electron/engine/gateway/budget.ts'

test('a key leaves other programs of its account room at Stripe, and none is left on this machine', () => {
  expect(budgetOf('test', undefined)).toEqual({ perSecond: 20, perEndpoint: 20 })
  expect(budgetOf('live', undefined)).toEqual({ perSecond: 48, perEndpoint: 20 })
  for (const mode of ['test', 'live'] as const)
    expect(budgetOf(mode, 'http://127.0.0.1:12111')).toEqual({ perSecond: 500, perEndpoint: 500 })
})

test('no second goes over what Stripe allows in one: 25 in test mode, 100 in live, and 25 to one endpoint', () => {
  const [test, live] = [budgetOf('test', undefined), budgetOf('live', undefined)]
  expect(mostInOneSecond(test.perSecond)).toBeLessThanOrEqual(25)
  expect(mostInOneSecond(live.perSecond)).toBeLessThanOrEqual(100)
  for (const { perEndpoint } of [test, live]) expect(mostInOneSecond(perEndpoint)).toBeLessThanOrEqual(25)
})
