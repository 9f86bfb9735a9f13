// The worklist of failed payments: what stands in it, in which group, in what order, page by page, and how much it adds up to.
import { describe, expect, test } from 'vitest'
import {
  failureCountsSchema,
  failureListRequestSchema,
  failurePageSchema,
  type FailureFilter,
} from '../../../../../src/contract/failures.ts'
import { windowsOf } from '../../../../../electron/store/sync/windows.ts'
import { walkSql } from '../../../../../electron/store/queries/failures/failure-walk.ts'
import { judgingBy } from '../../../../../electron/store/queries/failures/failure-records.ts'
import { countFailures, listFailures } from '../../../../../electron/store/queries/failures/failures.ts'
import { aCharge, aCustomer, anEvent, anIntent } from '../../projections/tables.support.ts'
import { logEvents } from '../search/search.support.ts'
import { aFinanceDesk, asking, day, nowSeconds } from './failures.support.ts'

type Desk = ReturnType<typeof aFinanceDesk>

function pageOf({ cache, journal }: Desk, filter: FailureFilter = {}, more: object = {}) {
  const request = failureListRequestSchema.parse({ deskId: 'acct_1-test-local', filter, ...more })
  const answer = listFailures(cache, journal, request, asking)
  if (!answer.ok) throw new Error(answer.error.code)
  return failurePageSchema.parse(answer.value)
}
const idsOf = (desk: Desk, filter: FailureFilter = {}, more: object = {}): string[] =>
  pageOf(desk, filter, more).rows.map((row) => row.paymentIntentId)
const countsOf = ({ cache, journal }: Desk, filter: FailureFilter = {}) => {
  const request = failureListRequestSchema.parse({ deskId: 'acct_1-test-local', filter })
  const answer = countFailures(cache, journal, request, asking)
  if (!answer.ok) throw new Error(answer.error.code)
  return failureCountsSchema.parse(answer.value)
}

test('a row tells whose it is, what it was to pay, why it failed and what is to be done', () => {
  const desk = aFinanceDesk()
  desk.tell(aCustomer())
  // Paid before, and some of it given back.
  desk.tell(aCharge({ id: 'ch_old', payment_intent: 'pi_old', amount: 9000, amount_refunded: 1000 }))
  desk.tell(anIntent({ id: 'pi_old', latest_charge: 'ch_old', amount_received: 9000 }))
  desk.fail({
    id: 'pi_1',
    invoice: {
      next_payment_attempt: nowSeconds + day,
      parent: { subscription_details: { subscription: 'sub_1' } },
    },
    outcome: { network_advice_code: '02', advice_code: 'try_again_later', network_decline_code: '51' },
  })
  desk.write('pi_1', 'noted')
  desk.write('pi_1', 'assigned', { assignee: 'ada' })
  expect(pageOf(desk).rows).toEqual([
    {
      paymentIntentId: 'pi_1',
      invoiceId: 'in_pi_1',
      invoiceNumber: 'F-pi_1',
      subscriptionId: 'sub_1',
      customerId: 'cus_1',
      customerName: 'Ada Lovelace',
      customerEmail: 'ada@example.com',
      customerPaid: 8000,
      amount: 4990,
      currency: 'eur',
      firstFailedAt: nowSeconds - day,
      lastFailedAt: nowSeconds - day,
      failedAttempts: 1,
      state: 'trying',
      underWay: false,
      lostWhy: null,
      settledAt: null,
      how: null,
      group: 'retry_scheduled',
      why: expect.stringContaining('Stripe tries again by itself.'),
      declineCode: 'insufficient_funds',
      networkDeclineCode: '51',
      networkAdviceCode: '02',
      adviceCode: 'try_again_later',
      outcomeType: 'issuer_declined',
      outcomeReason: 'insufficient_funds',
      riskLevel: 'normal',
      method: expect.objectContaining({ type: 'card', brand: 'visa', last4: '0002' }),
      funding: 'credit',
      nextAttemptAt: nowSeconds + day,
      nextAttemptKnown: true,
      case: { state: 'open', assignee: 'ada', snoozedUntil: null, notes: 1 },
    },
  ])
})

test('whether a further try is planned is known only where its invoice is, or that it has none', () => {
  const desk = aFinanceDesk()
  desk.fail(
    { id: 'pi_read', failed: 1, invoice: { next_payment_attempt: null } },
    { id: 'pi_named', failed: 2, intent: { payment_details: { order_reference: 'in_unread' } } },
    { id: 'pi_own', failed: 3 },
    { id: 'pi_over', failed: 40 },
  )
  const known = (): boolean[] => pageOf(desk).rows.map(({ nextAttemptKnown }) => nextAttemptKnown)
  expect(known()).toEqual([true, false, false, true])
  const windows = windowsOf(desk.cache)
  for (const kind of ['invoices', 'invoice_payments']) {
    windows.begin(kind, { from: 0, to: nowSeconds })
    for (const due of windows.due()) windows.finish(due, { objects: 0, oldest: null })
  }
  expect(known()).toEqual([true, false, true, true])
  windows.refuse('invoices', 'This key may not read it.')
  expect(known()).toEqual([true, false, false, true])
})

test.each(['processing', 'requires_capture'])(
  'one whose try is under way (%s) says so, and with what it failed before',
  (status) => {
    const desk = aFinanceDesk()
    desk.fail({ id: 'pi_1', failed: 3 }, { id: 'pi_2', failed: 4 })
    const debit = { type: 'sepa_debit', sepa_debit: { last4: '3000', fingerprint: 'other' } }
    desk.tell(
      aCharge({
        id: 'ch_2',
        payment_intent: 'pi_1',
        status: 'pending',
        created: nowSeconds - day,
        payment_method: 'pm_debit',
        payment_method_details: debit,
      }),
      anIntent({
        id: 'pi_1',
        created: nowSeconds - 3 * day,
        status,
        amount_received: 0,
        latest_charge: 'ch_2',
      }),
    )
    expect(pageOf(desk).rows).toMatchObject([
      { paymentIntentId: 'pi_1', state: 'trying', underWay: true, method: { type: 'card', last4: '0002' } },
      { paymentIntentId: 'pi_2', underWay: false },
    ])
  },
)

test.each(['processing', 'requires_capture'])(
  'one whose try is under way (%s) is to be waited for however long, in the list as in the counts',
  (status) => {
    const desk = aFinanceDesk()
    const intent = { status, last_payment_error: null }
    desk.fail({ id: 'pi_moving', failed: 60, amount: 100, intent }, { id: 'pi_lapsed', failed: 60 })
    desk.rule('insufficient_funds', 'new_method')
    expect(pageOf(desk, { state: ['trying'] }).rows).toMatchObject([
      {
        paymentIntentId: 'pi_moving',
        group: 'retry_scheduled',
        why: expect.stringContaining('is under way'),
      },
    ])
    expect(idsOf(desk, { state: ['trying'], group: ['new_method', 'retry_possible'] })).toEqual([])
    expect(idsOf(desk, { state: ['lost'] })).toEqual(['pi_lapsed'])
    const counts = countsOf(desk, { state: ['trying'] }).byGroup.filter(({ count }) => count > 0)
    expect(counts).toEqual([
      { group: 'retry_scheduled', count: 1, sums: [{ currency: 'eur', amount: 100, count: 1 }] },
    ])
  },
)

test('of a payment that came back the method is that of the try that failed', () => {
  const desk = aFinanceDesk()
  desk.fail({ id: 'pi_1', failed: 3 })
  const card = { type: 'card', card: { brand: 'visa', last4: '4242', fingerprint: 'other' } }
  desk.tell(
    aCharge({ id: 'ch_2', created: nowSeconds - day, payment_method_details: card }),
    anIntent({ created: nowSeconds - 3 * day, latest_charge: 'ch_2', amount_received: 4990 }),
  )
  expect(pageOf(desk, { state: ['recovered'] }).rows).toMatchObject([
    { state: 'recovered', how: 'new_method', settledAt: nowSeconds - day, method: { last4: '0002' } },
  ])
})

describe('how a failure stands', () => {
  const desk = (): Desk => {
    const made = aFinanceDesk()
    made.fail(
      { id: 'pi_trying', failed: 29.9 },
      { id: 'pi_lapsed', failed: 30.1 },
      { id: 'pi_planned', failed: 40, invoice: { next_payment_attempt: nowSeconds + day } },
      { id: 'pi_awaited', failed: 50, intent: { status: 'requires_action' } },
      { id: 'pi_left', failed: 51, intent: { status: 'requires_action' } },
      { id: 'pi_off', failed: 2 },
      { id: 'pi_off_long_ago', failed: 60 },
      { id: 'pi_canceled', failed: 5, intent: { status: 'canceled', canceled_at: nowSeconds - 4 * day } },
    )
    made.ask('pi_awaited', 29.9)
    made.ask('pi_left', 31)
    made.write('pi_off', 'written_off', { at: 1 })
    made.write('pi_off_long_ago', 'written_off', { at: 45 })
    return made
  }

  test('is told by Stripe, the clock and what was written off here, each once', () => {
    const made = desk()
    const rows = pageOf(made).rows.map(({ paymentIntentId, state, lostWhy, settledAt }) => [
      paymentIntentId,
      state,
      lostWhy,
      settledAt === null ? null : (nowSeconds - settledAt) / day,
    ])
    expect(rows).toEqual([
      ['pi_off', 'lost', 'written_off', 1],
      ['pi_canceled', 'lost', 'canceled', 4],
      ['pi_trying', 'trying', null, null],
      ['pi_lapsed', 'lost', 'lapsed', expect.closeTo(0.1, 3)],
      ['pi_planned', 'trying', null, null],
      ['pi_awaited', 'trying', null, null],
      ['pi_left', 'lost', 'lapsed', expect.closeTo(1, 3)],
      ['pi_off_long_ago', 'lost', 'written_off', 45],
    ])
  })
  test('stays written off, since when it first was, until it is opened again', () => {
    const made = desk()
    const standing = () => pageOf(made, { put: 'all' }).rows.find((row) => row.paymentIntentId === 'pi_off')!
    for (const kind of ['closed', 'snoozed', 'written_off']) {
      made.write('pi_off', kind, { until: asking.now + 1 })
      expect(standing()).toMatchObject({
        state: 'lost',
        lostWhy: 'written_off',
        settledAt: nowSeconds - day,
        case: { state: 'written_off' },
      })
    }
    made.write('pi_off', 'reopened')
    expect(standing()).toMatchObject({ state: 'trying', case: { state: 'open' } })
    made.write('pi_off', 'written_off')
    expect(standing()).toMatchObject({ state: 'lost', settledAt: nowSeconds })
  })
  test('can be asked for, in any combination', () => {
    const made = desk()
    const trying = ['pi_trying', 'pi_planned', 'pi_awaited']
    const lost = ['pi_off', 'pi_canceled', 'pi_lapsed', 'pi_left', 'pi_off_long_ago']
    expect(idsOf(made, { state: ['trying'] })).toEqual(trying)
    expect(idsOf(made, { state: ['lost'] })).toEqual(lost)
    expect(idsOf(made, { state: ['recovered'] })).toEqual([])
    expect(idsOf(made, { state: ['lost', 'trying'] })).toHaveLength(8)
    expect(idsOf(made, { state: [] })).toHaveLength(8)
  })
})

describe('the filter', () => {
  const desk = (): Desk => {
    const made = aFinanceDesk()
    made.tell(aCustomer({ id: 'cus_2', name: 'Zoë Ångström', email: 'zoe@example.org' }))
    made.fail(
      { id: 'pi_a', code: 'insufficient_funds', failed: 1, amount: 1000 },
      { id: 'pi_b', code: 'expired_card', failed: 2, amount: 3000, customer: 'cus_2' },
      { id: 'pi_c', code: 'stolen_card', failed: 3, amount: 500, currency: 'jpy' },
      { id: 'pi_d', code: 'expired_card', failed: 4, amount: 2000, currency: 'usd', invoice: {} },
      { id: 'pi_e', code: 'code_of_tomorrow', failed: 5 },
    )
    return made
  }
  test.each<[string, FailureFilter, string[]]>([
    ['a group', { group: ['new_method'] }, ['pi_b', 'pi_d']],
    ['groups', { group: ['fraud', 'unknown'] }, ['pi_c', 'pi_e']],
    ['no group at all', { group: [] }, ['pi_a', 'pi_b', 'pi_c', 'pi_d', 'pi_e']],
    ['a code', { declineCode: 'expired_card' }, ['pi_b', 'pi_d']],
    ['a currency', { currency: 'jpy' }, ['pi_c']],
    ['a time', { failedFrom: nowSeconds - 3 * day, failedBefore: nowSeconds - day }, ['pi_b', 'pi_c']],
    ['part of a name, without its accents', { text: 'ang' }, ['pi_b']],
    ['part of an e-mail', { text: 'EXAMPLE.org' }, ['pi_b']],
    ['part of an invoice’s number', { text: 'f-pi' }, ['pi_d']],
    ['part of an id', { text: 'pi_e' }, ['pi_e']],
    ['two words, both', { text: 'zoe pi_a' }, []],
  ])('by %s', (_, filter, ids) => {
    expect(idsOf(desk(), filter)).toEqual(ids)
  })

  test('follows the desk’s own rules for codes, the last one of each', () => {
    const made = desk()
    made.rule('insufficient_funds', 'never')
    made.rule('insufficient_funds', 'new_method')
    made.rule('expired_card', 'fraud')
    made.rule('expired_card', null)
    expect(idsOf(made, { group: ['new_method'] })).toEqual(['pi_a', 'pi_b', 'pi_d'])
    expect(pageOf(made).rows[0]).toMatchObject({ why: 'The desk’s own rule for insufficient_funds.' })
  })

  test('leaves out what sleeps or is closed, until it wakes or fails again', () => {
    const made = desk()
    made.write('pi_a', 'snoozed', { until: asking.now + 1 })
    made.write('pi_b', 'snoozed', { until: asking.now })
    made.write('pi_c', 'closed', { at: 1 })
    // It failed again after that.
    made.write('pi_d', 'closed', { at: 6 })
    made.write('pi_e', 'closed')
    made.write('pi_e', 'reopened')
    expect(idsOf(made)).toEqual(['pi_b', 'pi_d', 'pi_e'])
    expect(idsOf(made, { put: 'snoozed' })).toEqual(['pi_a'])
    expect(idsOf(made, { put: 'closed' })).toEqual(['pi_c'])
    expect(idsOf(made, { put: 'all' })).toHaveLength(5)
    // What is written later counts at once.
    made.write('pi_a', 'reopened')
    expect(idsOf(made)).toContain('pi_a')
  })

  test('has back what was closed once a try failed of which no later charge tells', () => {
    const made = desk()
    // A debit that was begun before, or a confirmation without a charge.
    const failedAgain = (id: string, daysAgo: number): void =>
      logEvents(
        made.cache,
        anEvent('payment_intent.payment_failed', anIntent({ id }), nowSeconds - daysAgo * day),
      )
    for (const id of ['pi_a', 'pi_b', 'pi_c']) made.write(id, 'closed', { at: 0.5 })
    failedAgain('pi_a', 0.4)
    failedAgain('pi_b', 0.6)
    expect(idsOf(made)).toEqual(['pi_a', 'pi_d', 'pi_e'])
    expect(idsOf(made, { put: 'closed' })).toEqual(['pi_b', 'pi_c'])
    const count = (put: 'open' | 'closed'): number =>
      countsOf(made, { put }).byGroup.reduce((sum, each) => sum + each.count, 0)
    expect([count('open'), count('closed')]).toEqual([3, 2])
  })

  test('knows whose a failure is', () => {
    const made = desk()
    made.write('pi_a', 'assigned', { assignee: 'ada' })
    made.write('pi_b', 'assigned', { assignee: 'bob' })
    made.write('pi_c', 'assigned', { assignee: 'ada' })
    made.write('pi_c', 'assigned', { assignee: null })
    expect(idsOf(made, { assigned: 'mine' })).toEqual(['pi_a'])
    expect(idsOf(made, { assigned: 'none' })).toEqual(['pi_c', 'pi_d', 'pi_e'])
  })
})

describe('pages', () => {
  const desk = (): Desk => {
    const made = aFinanceDesk()
    // Two of each second, amount and next try; amounts in three kinds of minor units.
    for (let index = 0; index < 12; index += 1) {
      const currency = ['usd', 'jpy', 'bhd'][index % 3]!
      made.fail({
        id: `pi_${index}`,
        failed: Math.floor(index / 2),
        amount: (1 + (index % 4)) * { usd: 100, jpy: 1, bhd: 1000 }[currency]!,
        currency,
        ...(index % 3 === 0 && { invoice: { next_payment_attempt: nowSeconds + (index % 2) * day } }),
      })
    }
    return made
  }
  test.each(['last_desc', 'amount_desc', 'next_asc'])(
    'in order of %s are the whole list, each row once',
    (sort) => {
      const made = desk()
      const whole = idsOf(made, {}, { sort })
      expect(new Set(whole).size).toBe(12)
      const paged: string[] = []
      let after: string | undefined
      do {
        const { rows, next } = pageOf(made, {}, { sort, limit: 5, ...(after !== undefined && { after }) })
        paged.push(...rows.map((row) => row.paymentIntentId))
        after = next ?? undefined
      } while (after !== undefined)
      expect(paged).toEqual(whole)
    },
  )
  test('by amount compare what the amounts are worth in major units', () => {
    const units = pageOf(desk(), {}, { sort: 'amount_desc' }).rows.map(
      ({ amount, currency }) => amount / { usd: 100, jpy: 1, bhd: 1000 }[currency]!,
    )
    expect(units).toEqual(units.toSorted((a, b) => b - a))
  })
  test('by next try have those without one last', () => {
    const next = pageOf(desk(), {}, { sort: 'next_asc' }).rows.map((row) => row.nextAttemptAt)
    expect(next.slice(0, 4)).toEqual([nowSeconds, nowSeconds, nowSeconds + day, nowSeconds + day])
    expect(new Set(next.slice(4))).toEqual(new Set([null]))
  })
  test('refuse a marker of another order', () => {
    const made = desk()
    const { next } = pageOf(made, {}, { limit: 1 })
    expect(() => pageOf(made, {}, { sort: 'amount_desc', after: next })).toThrow('cursor_invalid')
  })
})

describe('the counts', () => {
  test('add up what the list holds, by group and currency, whatever group is looked at', () => {
    const desk = aFinanceDesk()
    desk.fail(
      { id: 'pi_a', amount: 100 },
      { id: 'pi_b', amount: 250 },
      { id: 'pi_c', amount: 30, currency: 'usd' },
      { id: 'pi_d', code: 'expired_card', amount: 7, currency: 'usd' },
      { id: 'pi_e', code: 'expired_card', amount: 9, failed: 60 },
    )
    desk.write('pi_b', 'closed')
    const counts = countsOf(desk, { state: ['trying'], put: 'all', group: ['fraud'] })
    expect(counts.currencies).toEqual(['eur', 'usd'])
    expect(counts.byGroup.filter(({ count }) => count > 0)).toEqual([
      { group: 'new_method', count: 1, sums: [{ currency: 'usd', amount: 7, count: 1 }] },
      {
        group: 'retry_possible',
        count: 3,
        sums: [
          { currency: 'eur', amount: 350, count: 2 },
          { currency: 'usd', amount: 30, count: 1 },
        ],
      },
    ])
    const inUsd = countsOf(desk, { state: ['trying'], currency: 'usd' })
    expect(inUsd.byGroup.reduce((sum, { count }) => sum + count, 0)).toBe(2)
    expect(inUsd.currencies).toEqual(['usd', 'eur'])
  })
})

test('those still tried are found without passing over everything that ever failed', () => {
  const { cache, journal } = aFinanceDesk()
  const walk = { cache, judging: judgingBy(cache, journal, asking.now), operator: 'ada', after: null }
  const { sql, parameters } = walkSql({
    ...walk,
    filter: { state: ['trying'], put: 'open' },
    sort: 'last_desc',
  })
  const plan = cache
    .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(parameters)
    .map(({ detail }) => detail)
    .join('; ')
  expect(plan).toContain('failures_by_state (state=? AND still_since>?)')
  expect(plan).toContain('failures_to_come')
  expect(plan).not.toContain('SCAN f')
})
