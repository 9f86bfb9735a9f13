// Payments that wait for their customer stand beside the failed ones: each in one of the two lists, and in no figure of failures.
import { expect, test } from 'vitest'
import { countFailures } from '../../../../../electron/store/queries/failures/failures.ts'
import {
  listWaiting,
  leftAfter,
  underWay,
  waitingSql,
} from '../../../../../electron/store/queries/failures/failures-waiting.ts'
import { recoveryReport } from '../../../../../electron/store/queries/failures/recovery-report.ts'
import { failureListRequestSchema, waitingSchema } from '../../../../../src/contract/failures.ts'
import { aCustomer, anIntent } from '../../projections/tables.support.ts'
import { aFinanceDesk, asking, day, nowSeconds } from './failures.support.ts'

type Desk = ReturnType<typeof aFinanceDesk>

function wait({ tell }: Desk, id: string, ago: number, more: object = {}): void {
  tell(
    anIntent({
      id,
      created: nowSeconds - ago,
      status: 'requires_action',
      amount_received: 0,
      latest_charge: null,
      payment_method_types: ['card'],
      ...more,
    }),
  )
}
function waitingOn({ cache, journal }: Desk, limit = 100) {
  const answer = listWaiting(cache, journal, { limit }, asking.now)
  if (!answer.ok) throw new Error(answer.error.code)
  return waitingSchema.parse(answer.value)
}
const idsOf = (desk: Desk): string[] => waitingOn(desk).rows.map((row) => row.paymentIntentId)

test('those that wait are listed newest first, with whose they are and the page that can be sent', () => {
  const desk = aFinanceDesk()
  desk.tell(aCustomer())
  wait(desk, 'pi_shop', 2 * day, { customer: null, currency: 'usd', amount: 700 })
  wait(desk, 'pi_renewal', day, { amount: 2900 })
  desk.tell({
    id: 'in_1',
    object: 'invoice',
    status: 'open',
    customer: 'cus_1',
    created: nowSeconds - day,
    currency: 'eur',
    amount_due: 2900,
    total: 2900,
    payment_intent: 'pi_renewal',
    hosted_invoice_url: 'https://invoice.stripe.com/i/acct_1/test_1',
  })
  expect(waitingOn(desk)).toMatchObject({
    rows: [
      {
        paymentIntentId: 'pi_renewal',
        amount: 2900,
        currency: 'eur',
        customerName: 'Ada Lovelace',
        waiting: {
          since: nowSeconds - day,
          sinceIsKnown: false,
          page: { kind: 'invoice', url: 'https://invoice.stripe.com/i/acct_1/test_1' },
        },
      },
      { paymentIntentId: 'pi_shop', customerId: null, customerName: null, waiting: { page: null } },
    ],
    sums: [
      { currency: 'eur', amount: 2900, count: 1 },
      { currency: 'usd', amount: 700, count: 1 },
    ],
  })
  // As many as are asked for; the sums are of all.
  expect(waitingOn(desk, 1).rows).toHaveLength(1)
  expect(waitingOn(desk, 1).sums).toHaveLength(2)
})

test('what is being confirmed at this moment, was left long ago, or waits no more is not among them', () => {
  const desk = aFinanceDesk()
  wait(desk, 'pi_moment_ago', underWay - 1)
  wait(desk, 'pi_waits', underWay)
  wait(desk, 'pi_waits_long', leftAfter)
  wait(desk, 'pi_left', leftAfter + 1)
  wait(desk, 'pi_paid', day, { status: 'succeeded' })
  wait(desk, 'pi_canceled', day, { status: 'canceled' })
  expect(idsOf(desk)).toEqual(['pi_waits', 'pi_waits_long'])
})

test('what an event of an old API version says in its own words is listed as it is counted', () => {
  const desk = aFinanceDesk()
  wait(desk, 'pi_old_words', day, { status: 'requires_source_action' })
  expect(waitingOn(desk)).toMatchObject({
    rows: [{ paymentIntentId: 'pi_old_words', waiting: { step: 'action' } }],
    sums: [{ count: 1 }],
  })
})

test('one that failed before stands in the list of failures, and only there; none of the others is counted there', () => {
  const desk = aFinanceDesk()
  wait(desk, 'pi_waits', day)
  desk.fail({ id: 'pi_failed', intent: { status: 'requires_action' } })
  expect(idsOf(desk)).toEqual(['pi_waits'])
  const request = failureListRequestSchema.parse({ deskId: 'acct_1-test-local', filter: {} })
  expect(countFailures(desk.cache, desk.journal, request, asking)).toMatchObject({
    ok: true,
    value: {
      byGroup: [{ group: 'authentication', count: 1 }, ...Array.from({ length: 7 }, () => ({ count: 0 }))],
    },
  })
  const report = recoveryReport(
    desk.cache,
    desk.journal,
    { currency: null, from: nowSeconds - 9 * day, before: nowSeconds, counted: 'failed', of: 'all', by: 'code', timeZone: 'UTC' }, // prettier-ignore
    asking.now,
  )
  expect(report).toMatchObject({ ok: true, value: { total: { failed: { count: 1 } } } })
})

test('they are found by their status, however many payments there are', () => {
  const { cache } = aFinanceDesk()
  for (const sql of Object.values(waitingSql)) {
    const plan = cache
      .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all({ from: 1, to: 2, limit: 1 })
      .map(({ detail }) => detail)
    expect(plan[0]).toBe(
      'SEARCH p USING INDEX payment_intents_by_status (status=? AND created>? AND created<?)',
    )
  }
})
