// One failed payment in full: its tries, the advice apart from our judgement, what may be said to the customer, and what can be done.
import { describe, expect, test } from 'vitest'
import { failureDetailSchema } from '../../../../../src/contract/failures.ts'
import { declineRulesSchema } from '../../../../../src/contract/failures.ts'
import { customerWords } from '../../../../../src/domain/decline-codes.ts'
import { declineRules } from '../../../../../electron/store/queries/failures/decline-rules.ts'
import { failureDetail } from '../../../../../electron/store/queries/failures/failure-detail.ts'
import { aCharge, aCustomer, anIntent } from '../../projections/tables.support.ts'
import { aFinanceDesk, asking, day, nowSeconds } from './failures.support.ts'

const facts = { accountId: 'acct_1', mode: 'test' as const }

function detailOf({ cache, journal }: ReturnType<typeof aFinanceDesk>, id = 'pi_1') {
  const answer = failureDetail(cache, journal, facts, id, asking.now)
  if (!answer.ok) throw new Error(answer.error.code)
  return failureDetailSchema.parse(answer.value)
}

const aMethod = (id: string, more: object = {}) => ({
  id,
  object: 'payment_method',
  type: 'card',
  customer: 'cus_1',
  created: 5,
  card: { brand: 'mastercard', last4: '4444', exp_month: 4, exp_year: 2031 },
  ...more,
})

test('tells the tries, the page, the other methods, the notes and the orders', () => {
  const desk = aFinanceDesk()
  desk.tell(aCustomer({ invoice_settings: { default_payment_method: 'pm_other' } }))
  desk.tell(aMethod('pm_pi_1'), aMethod('pm_other'), aMethod('pm_third'))
  desk.tell({ id: 'sub_1', object: 'subscription', customer: 'cus_1', status: 'past_due', created: 5 })
  desk.tell(
    aCharge({
      id: 'ch_0',
      created: nowSeconds - 4 * day,
      status: 'failed',
      paid: false,
      failure_code: 'expired_card',
      failure_message: 'Your card has expired.',
      payment_method: 'pm_old',
    }),
  )
  desk.fail({
    id: 'pi_1',
    outcome: { advice_code: 'try_again_later', network_advice_code: '02' },
    invoice: {
      hosted_invoice_url: 'https://invoice.example/1',
      parent: { subscription_details: { subscription: 'sub_1' } },
    },
  })
  desk.write('pi_1', 'noted')
  const order = desk.journal.prepare(
    `INSERT INTO changes (id, desk_id, kind, state, object_id, blocks, request, payload, base, words, subject, note, operator,
       digest, idempotency_key, placed_at, send_at, attempts, request_ids)
     VALUES (@id, 'acct_1-test-local', @kind, 'done', @object, @id, @request, '{}', NULL, 'w', NULL, NULL, 'ada', '${'0'.repeat(64)}', @id, @at, 0, 0, '[]')`,
  )
  const place = (
    id: string,
    change: { kind: string; [field: string]: unknown },
    object: string,
    daysAgo: number,
  ): unknown =>
    order.run({
      id,
      kind: change.kind,
      object,
      request: JSON.stringify(change),
      at: (nowSeconds - daysAgo * day) * 1000,
    })
  const setup = {
    kind: 'setup_session',
    customerId: 'cus_1',
    currency: 'eur',
    successUrl: 'https://example.com/ok',
  }
  const retry = { kind: 'retry_invoice', invoiceId: 'in_pi_1', paymentMethodId: null, override: null }
  place('o_invoice', retry, 'in_pi_1', 0.5)
  place('o_subscription', { kind: 'resume_subscription', subscriptionId: 'sub_1' }, 'sub_1', 0.4)
  place('o_card', setup, 'cus_1', 0.3)
  place('o_before', setup, 'cus_1', 9)
  place('o_note', { kind: 'customer_note', customerId: 'cus_1', text: 'x' }, 'cus_1', 0.2)
  place('o_other', retry, 'in_other', 0.1)

  const detail = detailOf(desk)
  expect(detail.attempts).toMatchObject([
    { chargeId: 'ch_pi_1', declineCode: 'insufficient_funds', message: 'Your card was declined.' },
    { chargeId: 'ch_0', declineCode: 'expired_card', succeeded: false, method: { last4: '4242' } },
  ])
  expect(detail).toMatchObject({
    page: { kind: 'invoice', url: 'https://invoice.example/1' },
    invoiceStatus: 'open',
    subscriptionStatus: 'past_due',
    pauseCollection: null,
    retry: { verdict: 'allowed', used: 1, limit: 15 },
    dashboardUrl: 'https://dashboard.stripe.com/acct_1/test/payments/pi_1',
    entries: [{ kind: 'noted', text: 'Because.', operator: 'ada' }],
  })
  expect(detail.methods).toMatchObject([
    { id: 'pm_other', isDefault: true, method: { brand: 'mastercard', last4: '4444' } },
    { id: 'pm_third', isDefault: false },
  ])
  expect(detail.orders.map(({ id }) => id)).toEqual(['o_card', 'o_subscription', 'o_invoice'])
})

test('tells of each try what was asked for, also where less came in at last', () => {
  const desk = aFinanceDesk()
  desk.fail({ id: 'pi_1', amount: 10_000, failed: 3 })
  const inPart = {
    id: 'ch_2',
    payment_intent: 'pi_1',
    amount: 10_000,
    amount_captured: 6000,
    created: nowSeconds - day,
  }
  desk.tell(
    aCharge(inPart),
    anIntent({ amount: 10_000, amount_received: 6000, latest_charge: 'ch_2', created: nowSeconds - 3 * day }),
  ) // prettier-ignore
  const { row, attempts } = detailOf(desk)
  expect(row.amount).toBe(6000)
  expect(attempts.map(({ chargeId, succeeded, amount }) => [chargeId, succeeded, amount])).toEqual([
    ['ch_2', true, 10_000],
    ['ch_pi_1', false, 10_000],
  ])
})

test('tells whether the subscription’s collection is paused, and how', () => {
  const desk = aFinanceDesk()
  const subscription = {
    id: 'sub_1',
    object: 'subscription',
    customer: 'cus_1',
    status: 'active',
    created: 5,
  }
  desk.fail({ id: 'pi_1', invoice: { parent: { subscription_details: { subscription: 'sub_1' } } } })
  desk.tell({ ...subscription, pause_collection: { behavior: 'keep_as_draft', resumes_at: null } })
  expect(detailOf(desk)).toMatchObject({ subscriptionStatus: 'active', pauseCollection: 'keep_as_draft' })
  desk.tell({ ...subscription, pause_collection: null })
  expect(detailOf(desk).pauseCollection).toBeNull()
})

describe('advice', () => {
  test('of Stripe and the network stands apart from what we judge', () => {
    const desk = aFinanceDesk()
    desk.fail({ id: 'pi_1', outcome: { advice_code: 'try_again_later', network_advice_code: '02' } })
    desk.rule('insufficient_funds', 'new_method')
    expect(detailOf(desk)).toMatchObject({
      advice: {
        stripe: 'Stripe advises to try again later. Visa says that the bank can’t approve this at this time.',
        ours: 'The desk’s own rule for insufficient_funds.',
        masked: false,
      },
      retry: { verdict: 'override' },
    })
  })
  test('is null where nobody said anything', () => {
    const desk = aFinanceDesk()
    desk.fail({ id: 'pi_1' })
    expect(detailOf(desk).advice.stripe).toBeNull()
  })
  test.each([
    'fraudulent',
    'lost_card',
    'stolen_card',
    'pickup_card',
    'restricted_card',
    'merchant_blacklist',
  ])('to the customer after %s is that of any decline, whatever the desk’s rule is', (code) => {
    const desk = aFinanceDesk()
    desk.fail({ id: 'pi_1', code })
    desk.rule(code, 'retry_possible')
    expect(detailOf(desk).advice).toMatchObject({
      toCustomer: customerWords({
        code: 'generic_decline',
        hidden: false,
        awaitsCustomer: false,
        hasPage: false,
        isCard: true,
      }),
      masked: true,
    })
  })
  test('to a customer who has to confirm tells of a page only where there is one', () => {
    const desk = aFinanceDesk()
    const hosted_invoice_url = 'https://invoice.stripe.com/i/1'
    desk.fail({ id: 'pi_1', code: 'authentication_required', intent: { status: 'requires_action' } })
    expect(detailOf(desk)).toMatchObject({ page: null })
    expect(detailOf(desk).advice.toCustomer).toMatch(/confirm the payment. Please ask us/)
    desk.fail({
      id: 'pi_1',
      code: 'authentication_required',
      intent: { status: 'requires_action' },
      invoice: { hosted_invoice_url },
    })
    expect(detailOf(desk)).toMatchObject({ page: { url: hosted_invoice_url } })
    expect(detailOf(desk).advice.toCustomer).toMatch(/Please open the page/)
  })

  test('to the customer is masked when Radar blocked it', () => {
    const desk = aFinanceDesk()
    desk.fail({ id: 'pi_1', outcome: { type: 'blocked', reason: 'highest_risk_level' } })
    expect(detailOf(desk)).toMatchObject({ row: { group: 'fraud' }, advice: { masked: true } })
  })
})

test('a try that is under way changes nothing of why the last one failed, nor of who may know', () => {
  const desk = aFinanceDesk()
  desk.fail({
    id: 'pi_1',
    code: 'generic_decline',
    outcome: { risk_level: 'highest' },
    intent: { status: 'processing' },
  })
  expect(detailOf(desk)).toMatchObject({
    row: { group: 'retry_scheduled', underWay: true },
    advice: { masked: true, ours: expect.stringContaining('highest risk of fraud') },
    retry: { verdict: 'forbidden' },
  })
})

describe('a retry', () => {
  test('counts only tries with the card that was declined last, within 30 days', () => {
    const desk = aFinanceDesk()
    const tried = (id: string, daysAgo: number, fingerprint: string): void =>
      desk.tell(
        aCharge({
          id,
          created: nowSeconds - daysAgo * day,
          status: 'failed',
          paid: false,
          failure_code: 'card_declined',
          payment_method_details: { type: 'card', card: { brand: 'visa', fingerprint } },
        }),
      )
    tried('ch_other', 5, 'another')
    tried('ch_ago', 31, 'print_pi_1')
    for (let index = 0; index < 13; index += 1) tried(`ch_${index}`, 2 + index, 'print_pi_1')
    desk.fail({ id: 'pi_1' })
    expect(detailOf(desk)).toMatchObject({
      row: { failedAttempts: 16 },
      retry: { verdict: 'allowed', used: 14, limit: 15 },
    })
    tried('ch_15', 20, 'print_pi_1')
    expect(detailOf(desk).retry).toMatchObject({ verdict: 'forbidden', used: 15, limit: 15 })
  })
  test('is not offered while the money is on its way, nor once it is there', () => {
    const desk = aFinanceDesk()
    desk.fail({ id: 'pi_1', intent: { status: 'processing' } })
    expect(detailOf(desk).retry.verdict).toBe('forbidden')
    desk.tell(aCharge({ id: 'ch_2', created: nowSeconds }), anIntent({ latest_charge: 'ch_2' }))
    expect(detailOf(desk)).toMatchObject({ row: { state: 'recovered' }, retry: { verdict: 'forbidden' } })
  })
})

test('a payment that never failed has no such page', () => {
  const desk = aFinanceDesk()
  desk.tell(aCharge(), anIntent())
  expect(() => detailOf(desk)).toThrow('not_found')
})

test('the rules list every code of cards, of the desk’s rules and of its payments, with what is masked', () => {
  const desk = aFinanceDesk()
  for (const code of ['account_closed', 'code_of_tomorrow', 'stolen_card', 'Not one: a sentence.'])
    desk.fail({ id: `pi_${code.length}`, code })
  desk.rule('do_not_honor', 'new_method')
  desk.rule('code_of_ours', 'ours')
  const rules = declineRulesSchema.parse(declineRules(desk.cache, desk.journal))
  expect(rules).toHaveLength(53)
  const of = (code: string) => rules.find((rule) => rule.code === code)
  expect(of('do_not_honor')).toMatchObject({ group: 'new_method', usual: 'retry_possible', masked: false })
  expect(of('code_of_ours')).toMatchObject({ group: 'ours', usual: 'unknown' })
  expect(of('account_closed')).toMatchObject({ group: 'new_method', usual: 'new_method' })
  expect(of('code_of_tomorrow')).toMatchObject({ group: 'unknown', usual: 'unknown' })
  expect(of('stolen_card')).toMatchObject({ group: 'fraud', usual: 'fraud', masked: true })
})
