// What the preflight of a refund finds in the desk itself, in words: its mode and lock, and its policy. Pure. It must never promise
// what the engine would refuse when the order is placed.
import type { PreflightFinding } from '../../../src/contract/index.ts'
import { currencyRule, spokenAmount } from '../../../src/domain/money.ts'
import type { RefundRules } from '../access/order-access.ts'

export function modeFinding({ modeStop, confirm }: RefundRules): PreflightFinding | null {
  if (modeStop !== null) return { id: 'mode', verdict: 'stop', text: modeStop }
  return confirm === null ? null : { id: 'mode', verdict: 'ok', text: 'Live and unlocked: real money moves.' }
}

export function policyFinding({ policyStop, limits }: RefundRules, currency: string): PreflightFinding {
  const { perOrder, leftToday } = limits
  const say = (verdict: 'ok' | 'stop', text: string): PreflightFinding => ({ id: 'policy', verdict, text })
  if (policyStop !== null) return say('stop', policyStop)
  const { step } = currencyRule(currency)
  if (perOrder !== null && perOrder < step)
    return say('stop', `The policy of this desk allows no refunds in ${currency.toUpperCase()}.`)
  if (leftToday !== null && leftToday < step)
    return say(
      'stop',
      'The policy of this desk allows no more refunds today: the limit of the day is reached.',
    )
  const parts = [
    perOrder === null ? null : `${spokenAmount(perOrder, currency)} in one refund`,
    leftToday === null ? null : `${spokenAmount(leftToday, currency)} more today`,
  ].filter((part) => part !== null)
  return say(
    'ok',
    parts.length === 0
      ? 'The policy of this desk sets no limit here.'
      : `The policy of this desk allows up to ${parts.join(', and ')}.`,
  )
}
