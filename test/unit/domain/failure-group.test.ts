// Every code there is lands in exactly one group with a reason, whatever else is known, and what must not be told to the customer isn't.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { customerWords, declineCodeOf, declineCodes, isMasked } from '../../../src/domain/decline-codes.ts'
import { failureGroups } from '../../../src/contract/failures.ts'
import {
  failureGroup,
  isHidden,
  usualGroup,
  type FailureFacts,
  type FailureGroup,
} from '../../../src/domain/failure-group.ts'
import { adviceWords, networkAdviceOf, stripeAdviceOf } from '../../../src/domain/network-advice.ts'

const plain: FailureFacts = {
  declineCode: null,
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
}
const told = { hidden: false, awaitsCustomer: false, hasPage: true, isCard: true }
const groupOf = (facts: Partial<FailureFacts>, rules?: [string, FailureGroup][]): FailureGroup =>
  failureGroup({ ...plain, ...facts }, new Map(rules)).group

const expected: Partial<Record<FailureGroup, string[]>> = {
  authentication: [
    'authentication_required',
    'authentication_not_handled',
    'mobile_device_authentication_required',
  ],
  new_method: [
    'card_not_supported',
    'currency_not_supported',
    'expired_card',
    'incorrect_address',
    'incorrect_cvc',
    'incorrect_number',
    'incorrect_pin',
    'incorrect_zip',
    'invalid_account',
    'invalid_cvc',
    'invalid_expiry_month',
    'invalid_expiry_year',
    'invalid_number',
    'invalid_pin',
    'new_account_information_available',
    'offline_pin_required',
    'online_or_offline_pin_required',
    'pin_try_exceeded',
    'transaction_not_allowed',
  ],
  retry_possible: [
    'approve_with_id',
    'call_issuer',
    'card_velocity_exceeded',
    'do_not_honor',
    'generic_decline',
    'insufficient_funds',
    'issuer_not_available',
    'no_action_taken',
    'not_permitted',
    'processing_error',
    'reenter_transaction',
    'security_violation',
    'service_not_allowed',
    'try_again_later',
    'withdrawal_count_limit_exceeded',
  ],
  never: [
    'do_not_try_again',
    'revocation_of_all_authorizations',
    'revocation_of_authorization',
    'stop_payment_order',
  ],
  fraud: ['fraudulent', 'lost_card', 'merchant_blacklist', 'pickup_card', 'restricted_card', 'stolen_card'],
  ours: ['duplicate_transaction', 'invalid_amount', 'testmode_decline'],
}
const all = Object.entries(expected).flatMap(([group, codes]) => codes.map((code) => [code, group] as const))

describe('the codes', () => {
  test('are 50, each once', () => {
    expect(declineCodes.map(({ code }) => code).toSorted()).toEqual(all.map(([code]) => code).toSorted())
    expect(all).toHaveLength(50)
  })

  test.each(all)('%s is judged as %s', (code, group) => {
    const judged = failureGroup({ ...plain, declineCode: code })
    expect(judged.group).toBe(group)
    expect(judged.why).toMatch(/^[A-Z].*\.$/)
    expect(usualGroup(code)).toBe(group)
    // Said by the outcome alone, as charges of old API versions do.
    expect(groupOf({ declineCode: 'card_declined', outcomeReason: code })).toBe(group)
  })

  test.each([
    'fraudulent',
    'lost_card',
    'stolen_card',
    'pickup_card',
    'restricted_card',
    'merchant_blacklist',
  ])('%s reads to the customer like a decline without a reason', (code) => {
    expect(isMasked(code)).toBe(true)
    expect(customerWords({ ...told, code })).toBe(customerWords({ ...told, code: 'generic_decline' }))
    expect(isHidden({ ...plain, declineCode: code }, 'new_method')).toBe(true)
  })

  test('no sentence for a customer speaks of fraud, loss, theft or a list', () => {
    for (const { code } of declineCodes)
      expect(customerWords({ ...told, code })).not.toMatch(/fraud|lost|stolen|block|restrict|pick/i)
  })

  test('a code that is suspected of fraud by its outcome is hidden, and not named by its own words', () => {
    const facts = { ...plain, declineCode: 'insufficient_funds', outcomeType: 'blocked' }
    expect(isHidden(facts, failureGroup(facts).group)).toBe(true)
    expect(customerWords({ ...told, code: 'insufficient_funds', hidden: true })).toBe(
      customerWords({ ...told, code: 'generic_decline' }),
    )
  })

  test('who has to confirm is sent to a page only where there is one', () => {
    const confirm = { ...told, code: 'authentication_required' }
    expect(customerWords(confirm)).toMatch(/open the page/)
    expect(customerWords({ ...confirm, hasPage: false })).toBe(
      'Your bank wants you to confirm the payment. Please ask us how you can.',
    )
  })

  test('no sentence speaks of a card to somebody who may not have paid by one', () => {
    expect(customerWords({ ...told, code: 'expired_card' })).toBe(
      'Your card has expired. Please enter your new card.',
    )
    for (const code of [
      ...declineCodes.map((each) => each.code),
      'debit_not_authorized',
      'billing_invalid_mandate',
      null,
    ])
      expect(customerWords({ ...told, code, isCard: false })).not.toMatch(/card/i)
  })

  test('an object’s own names are no codes', () => {
    expect(declineCodeOf('constructor')).toBeNull()
    expect(stripeAdviceOf('toString')).toBeNull()
    expect(networkAdviceOf('constructor', 'visa')).toBeNull()
  })
})

describe('what else is known', () => {
  // prettier-ignore
  test.each<[string, Partial<FailureFacts>, FailureGroup]>([
    ['a try that is under way comes first', { declineCode: 'stolen_card', isUnderWay: true }, 'retry_scheduled'],
    ['a customer who is awaited comes first', { declineCode: 'stolen_card', awaitsCustomer: true }, 'authentication'],
    ['a planned try', { declineCode: 'insufficient_funds', nextAttemptAt: 9, invoiceStatus: 'open' }, 'retry_scheduled'],
    ['a try planned for an invoice that is void', { declineCode: 'insufficient_funds', nextAttemptAt: 9, invoiceStatus: 'void' }, 'retry_possible'],
    ['a planned try with a card that will not do', { declineCode: 'expired_card', nextAttemptAt: 9 }, 'new_method'],
    ['a planned try after an unknown code', { declineCode: 'code_of_tomorrow', nextAttemptAt: 9 }, 'retry_scheduled'],
    ['an unknown code', { declineCode: 'code_of_tomorrow' }, 'unknown'],
    ['nothing at all', { outcomeType: null, riskLevel: null, brand: null }, 'unknown'],
    ['an old API version: the failure code alone', { declineCode: 'card_declined', outcomeType: null, riskLevel: null }, 'retry_possible'],
    ['an unknown code with Stripe’s advice to retry', { declineCode: 'code_of_tomorrow', adviceCode: 'try_again_later' }, 'retry_possible'],
    ['an unknown code with Stripe’s advice not to', { declineCode: 'code_of_tomorrow', adviceCode: 'do_not_try_again' }, 'never'],
    ['a soft code with Stripe’s advice not to', { declineCode: 'insufficient_funds', adviceCode: 'do_not_try_again' }, 'never'],
    ['a card that will not do, with Stripe’s advice not to', { declineCode: 'invalid_account', adviceCode: 'do_not_try_again' }, 'never'],
    ['a lost card with Stripe’s advice not to', { declineCode: 'lost_card', adviceCode: 'do_not_try_again' }, 'fraud'],
    ['a soft code with Stripe’s advice to confirm the data', { declineCode: 'generic_decline', adviceCode: 'confirm_card_data' }, 'new_method'],
    ['Visa: never', { declineCode: 'do_not_honor', networkAdviceCode: '01' }, 'never'],
    ['Visa: other data', { declineCode: 'do_not_honor', networkAdviceCode: '3' }, 'new_method'],
    ['Mastercard: new account information', { declineCode: 'do_not_honor', networkAdviceCode: '01', brand: 'mastercard' }, 'new_method'],
    ['Mastercard: never', { declineCode: 'do_not_honor', networkAdviceCode: '03', brand: 'mastercard' }, 'never'],
    ['Mastercard: canceled', { declineCode: 'do_not_honor', networkAdviceCode: '21', brand: 'mastercard' }, 'never'],
    ['canceled, which only Mastercard says', { networkAdviceCode: '21', brand: null }, 'never'],
    ['a code of a network that is not known', { declineCode: 'do_not_honor', networkAdviceCode: '01', brand: null }, 'retry_possible'],
    ['blocked by Radar', { declineCode: 'generic_decline', outcomeType: 'blocked', outcomeReason: 'elevated_risk_level' }, 'fraud'],
    ['blocked by a rule of the business', { declineCode: 'card_declined', outcomeReason: 'rule' }, 'fraud'],
    ['the highest risk without another reason', { declineCode: 'generic_decline', riskLevel: 'highest' }, 'fraud'],
    ['the highest risk with another reason', { declineCode: 'insufficient_funds', riskLevel: 'highest' }, 'retry_possible'],
    ['an invalid request', { declineCode: null, outcomeType: 'invalid' }, 'ours'],
    ['a failed confirmation', { declineCode: 'payment_intent_authentication_failure' }, 'authentication'],
    ['a bank account that is closed', { declineCode: 'account_closed', brand: null }, 'new_method'],
  ])('%s', (_, facts, group) => {
    const judged = failureGroup({ ...plain, ...facts })
    expect(judged.group).toBe(group)
    expect(judged.why).not.toBe('')
  })

  test('whatever is known lands in one of the groups, with a reason that ends like a sentence', () => {
    const text = (...values: string[]): fc.Arbitrary<string | null> =>
      fc.oneof(fc.constant(null), fc.constantFrom(...values), fc.string())
    fc.assert(
      fc.property(
        fc.record({
          declineCode: text(...declineCodes.map(({ code }) => code), 'card_declined'),
          adviceCode: text('confirm_card_data', 'do_not_try_again', 'try_again_later'),
          networkAdviceCode: text('01', '1', '02', '3', '03', '21', '24', '30', '40', '41', '42', '43'),
          networkDeclineCode: text('51', '05'),
          outcomeType: text('authorized', 'manual_review', 'issuer_declined', 'blocked', 'invalid'),
          outcomeReason: text('highest_risk_level', 'rule', 'lost_card'),
          riskLevel: text('normal', 'elevated', 'highest'),
          brand: text('visa', 'mastercard', 'amex'),
          awaitsCustomer: fc.boolean(),
          nextAttemptAt: fc.option(fc.nat()),
          invoiceStatus: text('draft', 'open', 'paid', 'uncollectible', 'void'),
        }),
        fc.option(fc.constantFrom(...failureGroups)),
        (facts, rule) => {
          const rules = new Map(
            rule !== null && facts.declineCode !== null ? [[facts.declineCode, rule]] : [],
          )
          const { group, why } = failureGroup(facts, rules)
          expect(failureGroups).toContain(group)
          expect(why.endsWith('.')).toBe(true)
          expect(group === 'retry_scheduled' && facts.nextAttemptAt === null).toBe(false)
        },
      ),
    )
  })
})

describe('the desk’s own rule', () => {
  test('takes the place of our judgement, and says so', () => {
    const judged = failureGroup(
      { ...plain, declineCode: 'do_not_honor' },
      new Map([['do_not_honor', 'new_method']]),
    )
    expect(judged).toEqual({ group: 'new_method', why: 'The desk’s own rule for do_not_honor.' })
  })
  test('makes no retry that nobody planned', () => {
    expect(groupOf({ declineCode: 'expired_card' }, [['expired_card', 'retry_scheduled']])).toBe(
      'retry_possible',
    )
    expect(
      groupOf({ declineCode: 'expired_card', nextAttemptAt: 9 }, [['expired_card', 'retry_possible']]),
    ).toBe('retry_scheduled')
  })
  test('does not tell the customer what is masked', () => {
    const facts = { ...plain, declineCode: 'stolen_card' }
    const { group } = failureGroup(facts, new Map([['stolen_card', 'retry_possible']]))
    expect(isHidden(facts, group)).toBe(true)
  })
})

test('what is advised is told apart from what is judged', () => {
  expect(adviceWords({ adviceCode: null, networkAdviceCode: null, brand: 'visa' })).toBeNull()
  expect(adviceWords({ adviceCode: 'try_again_later', networkAdviceCode: '26', brand: 'mastercard' })).toBe(
    'Stripe advises to try again later. Mastercard says to try again after 2 days.',
  )
  expect(adviceWords({ adviceCode: 'new_one', networkAdviceCode: '01', brand: null })).toBe(
    'Stripe advises “new_one”, which is not known here. The network’s advice is 01, which is not known here.',
  )
})
