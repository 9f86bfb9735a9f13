// Whether a payment may be tried again with a method, by the tries that Stripe tells of.
import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { adviceFindings, verdictOn } from '../../../../electron/engine/changes/tries.ts'

const now = 1_795_000_000
const day = 86_400
const nothing = { rules: () => new Map(), isWrittenOff: () => false, nameOf: () => null }

const card = (id: string, brand: string, fingerprint = id) =>
  ({
    id,
    object: 'payment_method',
    type: 'card',
    card: { brand, last4: '4242', fingerprint },
  }) as never as Stripe.PaymentMethod

/** A try that failed so many days ago. */
function declined(method: Stripe.PaymentMethod, reason: string, daysAgo: number, more: object = {}) {
  return {
    id: `ch_${method.id}_${daysAgo}`,
    object: 'charge',
    created: now - daysAgo * day,
    amount: 2400,
    currency: 'eur',
    status: 'failed',
    failure_code: 'card_declined',
    failure_message: 'Your card was declined.',
    outcome: { type: 'issuer_declined', reason, ...more },
    payment_intent: 'pi_1',
    payment_method: method.id,
    payment_method_details: { type: 'card', card: method.card },
  } as never as Stripe.Charge
}

const intent = (status = 'requires_payment_method') =>
  ({
    id: 'pi_1',
    object: 'payment_intent',
    created: now - 40 * day,
    amount: 2400,
    currency: 'eur',
    status,
  }) as never as Stripe.PaymentIntent

const verdict = (
  method: Stripe.PaymentMethod | null,
  charges: readonly Stripe.Charge[],
  own: Parameters<typeof verdictOn>[2] = nothing,
) => verdictBy({ methodId: method?.id ?? null, method }, charges, own)
const verdictBy = (
  by: Parameters<typeof verdictOn>[1],
  charges: readonly Stripe.Charge[],
  own: Parameters<typeof verdictOn>[2] = nothing,
) => verdictOn({ intent: intent(), charges, invoice: null }, by, own, now * 1000)

const visa = card('pm_visa', 'visa')
const mastercard = card('pm_mastercard', 'mastercard')

describe('a card', () => {
  test.each([
    ['insufficient_funds', {}, 'allowed'],
    ['expired_card', {}, 'override'],
    ['lost_card', {}, 'override'],
    ['generic_decline', { advice_code: 'do_not_try_again' }, 'override'],
    ['generic_decline', { network_advice_code: '01' }, 'forbidden'],
  ])('that was declined for %s %o is tried again: %s', (reason, more, expected) => {
    expect(verdict(visa, [declined(visa, reason, 1, more)]).verdict).toBe(expected)
  })

  test('whose network said never is not tried again, though another was declined since', () => {
    const charges = [
      declined(visa, 'insufficient_funds', 1),
      declined(mastercard, 'generic_decline', 5, { network_advice_code: '03' }),
    ]
    expect(verdict(mastercard, charges).verdict).toBe('forbidden')
    expect(verdict(visa, charges).verdict).toBe('allowed')
  })

  test('that is attached a second time is the same card', () => {
    const again = card('pm_other', 'visa', 'pm_visa')
    expect(verdict(again, [declined(visa, 'lost_card', 1)]).verdict).toBe('override')
    const other = card('pm_new', 'visa')
    expect(verdict(other, [declined(visa, 'expired_card', 1)]).verdict).toBe('allowed')
  })

  test('has its own tries counted, of the last thirty days', () => {
    const ago = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 31, 32]
    const charges = ago.map((days) => declined(visa, 'insufficient_funds', days))
    expect(verdict(visa, charges)).toMatchObject({ verdict: 'allowed', used: 14, limit: 15 })
    expect(verdict(visa, [declined(visa, 'insufficient_funds', 0), ...charges])).toMatchObject({
      verdict: 'forbidden',
      used: 15,
    })
  })

  test('of an older kind, of which only the id is known, has its tries counted like any other', () => {
    const older = card('card_old', 'visa')
    const charges = Array.from({ length: 15 }, (_, days) => declined(older, 'insufficient_funds', days))
    expect(verdictBy({ methodId: 'card_old', method: null }, charges)).toMatchObject({
      verdict: 'forbidden',
      used: 15,
    })
    expect(verdictBy({ methodId: 'card_other', method: null }, charges)).toMatchObject({ used: 0 })
  })

  test('is judged by the rules of the desk, and by what was written off here', () => {
    const charges = [declined(visa, 'insufficient_funds', 1)]
    const rules = new Map([['insufficient_funds', 'new_method' as const]])
    expect(verdict(visa, charges, { ...nothing, rules: () => rules }).verdict).toBe('override')
    expect(verdict(visa, charges, { ...nothing, isWrittenOff: (id) => id === 'pi_1' }).verdict).toBe(
      'override',
    )
  })
})

describe('a reason', () => {
  const verdicts = (override: string | null) =>
    (['allowed', 'override', 'forbidden'] as const).map(
      (each) => adviceFindings({ verdict: each, why: 'Why.', used: 0, limit: null }, override)[0]?.verdict,
    )

  test('lets a retry through that is advised against, and never one that is forbidden', () => {
    expect(verdicts(null)).toEqual(['ok', 'stop', 'stop'])
    expect(verdicts('They asked for it')).toEqual(['ok', 'warn', 'stop'])
  })
})
