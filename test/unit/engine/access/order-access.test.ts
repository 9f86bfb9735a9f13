// What a policy lets a run do: its rows each, and all of them together.
import { expect, test } from 'vitest'
import { judgeOrders } from '../../../../electron/engine/access/order-access.ts'
import { firstPolicy } from '../../../../src/domain/policy.ts'
import type { Policy } from '../../../../src/contract/index.ts'

const judged = (policy: Partial<Policy>, ordered = 0, mode: 'test' | 'live' = 'test') =>
  judgeOrders({
    mode,
    policy: () => ({ ...firstPolicy('UTC'), ...policy }),
    whyClosedFor: () => null,
    orderedSince: (currency) => (currency === 'eur' ? ordered : 0),
    wall: () => 1_795_000_000_000,
  })
const row = (line: number, amount: number, currency = 'eur') => ({ line, amount, currency, reason: null })
const limits: Policy['limits'] = [{ currency: 'eur', perOrder: 800, perDay: 1000, typeAbove: null }]

test('a run is ordered up to what the limit of the day leaves, all its rows of a currency together', () => {
  const { whyNotTogether } = judged({ limits }, 300)
  expect(whyNotTogether([row(1, 400), row(2, 300), row(3, 9000, 'usd')])).toBeNull()
  expect(whyNotTogether([row(1, 400), row(2, 301)])).toMatchObject({
    code: 'policy_refused',
    message: expect.stringContaining('€7.00 is left today, the run has €7.01'),
  })
})

test('a run of which one row is refused is refused, and says which', () => {
  expect(judged({ limits }).whyNotTogether([row(1, 100), row(7, 801)])).toMatchObject({
    message: expect.stringMatching(/^Line 7: .* €8\.00 in one refund/),
  })
  expect(judged({ limits, reasons: ['duplicate'] }).whyNotTogether([row(1, 100)])).toMatchObject({
    message: expect.stringContaining('asks for a reason'),
  })
})

test('a run is for whoever may order in bulk and make refunds, not one of both', () => {
  expect(judged({ allowed: ['refund', 'bulk'] }).whyNoRun()).toBeNull()
  for (const allowed of [['refund'], ['bulk'], []] as Policy['allowed'][])
    expect(judged({ allowed }).whyNoRun()).toMatchObject({ code: 'policy_refused' })
})

test('a row of a run goes out on a live desk only where the run was approved, and within the limits all the same', () => {
  const asked = { amount: 800, currency: 'eur', reason: null }
  expect(judged({ limits }, 0, 'live').whyNotInRun(asked, true)).toBeNull()
  expect(judged({ limits }, 0, 'live').whyNotInRun(asked, false)).toMatchObject({
    code: 'confirmation_missing',
  })
  expect(judged({ limits }, 201, 'live').whyNotInRun(asked, true)).toMatchObject({ code: 'policy_refused' })
  expect(judged({ limits }).whyNotInRun(asked, false)).toBeNull()
})
