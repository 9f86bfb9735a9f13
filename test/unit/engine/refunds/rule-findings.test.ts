// What the preflight says of mode and policy: never more than the engine would take.
import { expect, test } from 'vitest'
import type { RefundRules } from '../../../../electron/engine/access/order-access.ts'
import { modeFinding, policyFinding } from '../../../../electron/engine/refunds/rule-findings.ts'

const rules: RefundRules = {
  limits: { perOrder: null, leftToday: null, reasons: ['none'], holdSeconds: 8 },
  confirm: null,
  policyStop: null,
  modeStop: null,
}
const limits = (perOrder: number | null, leftToday: number | null): RefundRules => ({
  ...rules,
  limits: { ...rules.limits, perOrder, leftToday },
})

test('a desk that takes no orders stops, in the words that say how to change that', () => {
  expect(modeFinding({ ...rules, modeStop: 'Unlock it.', confirm: { typeAbove: 0 } })).toEqual({
    id: 'mode',
    verdict: 'stop',
    text: 'Unlock it.',
  })
})

test('a live desk that is unlocked says that it is live, a test desk says nothing', () => {
  expect(modeFinding({ ...rules, confirm: { typeAbove: 0 } })).toMatchObject({
    verdict: 'ok',
    text: expect.stringMatching(/real money/),
  })
  expect(modeFinding(rules)).toBeNull()
})

test.each<[string, RefundRules, string, 'ok' | 'stop', RegExp]>([
  ['no limit', rules, 'eur', 'ok', /sets no limit/],
  ['what the policy forbids', { ...rules, policyStop: 'Not here.' }, 'eur', 'stop', /^Not here\.$/],
  ['both limits', limits(1000, 2500), 'eur', 'ok', /up to €10\.00 in one refund, and €25\.00 more today/],
  ['one limit', limits(null, 1), 'eur', 'ok', /up to €0\.01 more today/],
  ['a day that is used up', limits(1000, 0), 'eur', 'stop', /no more refunds today/],
  ['less left than Stripe takes at a time', limits(null, 99), 'isk', 'stop', /no more refunds today/],
  ['a limit of nothing', limits(0, null), 'eur', 'stop', /no refunds in EUR/],
])('%s', (_, given, currency, verdict, words) => {
  expect(policyFinding(given, currency)).toEqual({
    id: 'policy',
    verdict,
    text: expect.stringMatching(words),
  })
})
