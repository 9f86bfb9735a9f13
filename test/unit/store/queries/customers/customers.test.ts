// The list of customers gives what a naive reading would, page by page; the page of one adds up, and misses nothing that happened.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expiryOf } from '../../../../../electron/store/queries/customers/customer-methods.ts'
import { customerDetail } from '../../../../../electron/store/queries/customers/customer-detail.ts'
import { sources } from '../../../../../electron/store/queries/customers/timeline-sources.ts'
import { customerTimeline } from '../../../../../electron/store/queries/customers/customer-timeline.ts'
import { subscriptionDetail } from '../../../../../electron/store/queries/subscriptions/subscription-detail.ts'
import { customerPage, listCustomers } from '../../../../../electron/store/queries/customers/customers.ts'
import { openJournalOf } from '../../../../../electron/engine/journal/orders.ts'
import { schemas, type CustomerRow, type RequestOf } from '../../../../../src/contract/index.ts'
import { folded } from '../../../../../src/domain/fold.ts'
import { anOrder } from '../../../../integration/engine/desk.ts'
import * as made from '../search/search.support.ts'

let year: made.Shop
let shop: made.Shop
const desk = { accountId: 'acct_1', mode: 'test' } as const

beforeAll(async () => {
  year = await made.yearsShop()
  shop = made.emptyShop()
  made.tell(
    shop.cache,
    made.customer('cus_Ada', {
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      phone: '+44 20 7946 0815',
      description: 'Prefers letters',
      address: { line1: 'St James Square 12', postal_code: 'SW1', city: 'London', country: 'GB' },
      metadata: { crm: '7' },
      invoice_settings: { default_payment_method: 'pm_New' },
    }),
    made.customer('cus_Other', { name: 'Somebody Else', metadata: { contract: '20261127-8' } }),
    made.customer('cus_BySource', { invoice_settings: { default_payment_method: 'pm_BySource' } }),
    made.card('pm_BySource', 'cus_BySource', { created: made.daysAgo(2) }),
    made.subscription('sub_BySource', 'cus_BySource', { default_source: 'card_Own', created: made.daysAgo(1) }),
    made.card('pm_New', 'cus_Ada', { card: { brand: 'visa', last4: '1111', exp_month: 11, exp_year: 2040 }, created: made.daysAgo(9) }),
    made.card('pm_Old', 'cus_Ada', { card: { brand: 'visa', last4: '2222', exp_month: 1, exp_year: 2026 }, created: made.daysAgo(300) }),
    made.card('pm_Unused', 'cus_Ada', { card: { brand: 'visa', last4: '3333', exp_month: 1, exp_year: 2020 }, created: made.daysAgo(301) }),
    made.subscription('sub_Own', 'cus_Ada', { default_payment_method: 'pm_Old', status: 'past_due', items: { data: [{ id: 'si_1', quantity: 2, price: { id: 'price_1', product: 'prod_1', currency: 'eur', unit_amount: 1200, recurring: { interval: 'month', interval_count: 1 } } }] } }),
    made.subscription('sub_Shared', 'cus_Ada', { created: made.daysAgo(91) }),
    made.subscription('sub_Ended', 'cus_Ada', { default_payment_method: 'pm_Unused', status: 'canceled', created: made.daysAgo(150), ended_at: made.daysAgo(100) }),
    { id: 'prod_1', object: 'product', name: 'Roaster’s box', active: true, created: 1 },
    made.payment('pi_Paid', { customer: 'cus_Ada', created: made.daysAgo(50), amount: 10_000, charge: { amount_refunded: 2500 } }),
    made.payment('pi_Disputed', { customer: 'cus_Ada', created: made.daysAgo(45), amount: 4990, charge: { disputed: true } }),
    made.payment('pi_Won', { customer: 'cus_Ada', created: made.daysAgo(44), amount: 700, charge: { disputed: true } }),
    made.payment('pi_Dollars', { customer: 'cus_Ada', created: made.daysAgo(43), amount: 900, currency: 'usd' }),
    made.payment('pi_Failed', { customer: 'cus_Ada', created: made.daysAgo(8), amount: 3333, status: 'requires_payment_method', amount_received: 0, last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' }, charge: { status: 'failed', paid: false, captured: false, failure_code: 'card_declined' } }),
    made.payment('pi_FailedThenPaid', { customer: 'cus_Ada', created: made.daysAgo(7), amount: 4444, status: 'requires_payment_method', amount_received: 0, last_payment_error: { code: 'card_declined', decline_code: 'do_not_honor' }, charge: { status: 'failed', paid: false, captured: false } }),
    made.payment('pi_PaidAfter', { customer: 'cus_Ada', created: made.daysAgo(6), amount: 4444 }),
    made.refund('re_Done', 'pi_Paid', { amount: 2500, created: made.daysAgo(30) }),
    made.refund('re_Failed', 'pi_PaidAfter', { amount: 4000, status: 'failed', failure_reason: 'lost_or_stolen_card', created: made.daysAgo(4) }),
    made.refund('re_FailedOnce', 'pi_Dollars', { amount: 900, currency: 'usd', status: 'failed', failure_reason: 'unknown', created: made.daysAgo(30) }),
    made.refund('re_ByAnotherWay', 'pi_Dollars', { amount: 900, currency: 'usd', created: made.daysAgo(29) }),
    made.dispute('dp_Open', 'pi_Disputed', { created: made.daysAgo(5) }),
    made.dispute('dp_Won', 'pi_Won', { amount: 700, status: 'won', created: made.daysAgo(40) }),
    made.invoice('in_Ada', 'cus_Ada', { number: 'ALDER-1', created: made.daysAgo(46) }),
    { id: 'inpay_1', object: 'invoice_payment', invoice: 'in_Ada', payment: { type: 'payment_intent', payment_intent: 'pi_Paid' }, status: 'paid', currency: 'eur', amount_paid: 2400, amount_requested: 2400, is_default: true, created: 1 },
    made.customer('cus_Appeals'),
    ...['appeal_needs_response', 'appeal_under_review', 'lost', 'warning_needs_response', 'won'].flatMap((status, index) => [
      made.payment(`pi_${status}`, { customer: 'cus_Appeals', amount: 10 ** index, charge: { disputed: true } }),
      made.dispute(`dp_${status}`, `pi_${status}`, { amount: 10 ** index, status, created: made.daysAgo(index) }),
    ]),
    made.customer('cus_InPart'),
    made.payment('pi_RefundedFirst', { customer: 'cus_InPart', amount: 10_000, charge: { disputed: true, amount_refunded: 4000 } }),
    made.dispute('dp_InPart', 'pi_RefundedFirst', { amount: 10_000, status: 'lost', balance_transactions: [
      { id: 'txn_1', amount: -10_000, fee: 1500, currency: 'eur', created: made.daysAgo(9) },
      { id: 'txn_2', amount: 4000, fee: 0, currency: 'eur', created: made.daysAgo(2) },
    ] }),
    made.payment('pi_Elsewhere', { customer: 'cus_InPart', amount: 900, currency: 'usd' }),
    made.dispute('dp_Elsewhere', 'pi_Elsewhere', { amount: 900, currency: 'usd', balance_transactions: [
      { id: 'txn_3', amount: -830, fee: 1500, currency: 'eur', created: made.daysAgo(9) },
    ] }),
    made.customer('cus_Untold'),
    made.payment('pi_Untold', { customer: 'cus_Untold', amount: 10_000, charge: { disputed: true } }),
    made.payment('pi_Plain', { customer: 'cus_Untold', amount: 700, currency: 'usd' }),
    made.payment('pi_Abroad', { customer: 'cus_Untold', amount: 800, currency: 'gbp', charge: { disputed: true } }),
    made.dispute('dp_Abroad', 'pi_Abroad', { amount: 950, currency: 'eur' }),
    made.customer('cus_Held'),
    made.payment('pi_LetGo', { customer: 'cus_Held', amount: 5000, status: 'canceled', amount_received: 0, charge: { captured: false, amount_captured: 0, amount_refunded: 5000, refunded: true } }),
    made.payment('pi_InPart', { customer: 'cus_Held', amount: 5000, amount_received: 1000, charge: { amount_captured: 1000, amount_refunded: 4500 } }),
    made.payment('pi_NotHers', { customer: 'cus_Other', amount: 5 }),
    made.refund('re_NotHers', 'pi_NotHers', { amount: 5 }),
  ) // prettier-ignore
  made.logEvents(shop.cache, made.event('evt_Attached', 'payment_method.attached', made.card('pm_New', 'cus_Ada'), made.daysAgo(9))) // prettier-ignore
  openJournalOf(shop.journal, Date.now).place(
    anOrder({ id: 'pi_Paid', currency: 'eur' }, 100),
    { placedAt: made.daysAgo(1) * 1000, sendAt: made.daysAgo(1) * 1000 + 9000 },
    null,
  )
})

afterAll(() => {
  year.close()
  shop.close()
})

function collect(
  { cache }: made.Shop,
  { limit, ...request }: Omit<RequestOf<'customers.list'>, 'deskId'> & { limit: number },
): CustomerRow[] {
  const rows: CustomerRow[] = []
  for (let after: string | undefined; ; ) {
    const parsed = schemas['customers.list'].request.parse({ deskId: 'demo', ...request, limit, ...(after && { after }) })
    const answer = listCustomers(cache, parsed)
    if (!answer.ok) throw new Error(answer.error.message)
    const page = schemas['customers.list'].reply.parse(answer.value)
    rows.push(...page.rows)
    if (page.next === null) return rows
    expect(page.rows).toHaveLength(limit)
    after = page.next
  }
} // prettier-ignore

describe('the list', () => {
  const called = ({ name, email, id }: CustomerRow): string => (name ?? email ?? id).toLowerCase()

  test('paged by any limit holds every customer once, the newest first or by name', () => {
    const all = collect(year, { filter: {}, limit: 200 })
    const known = year.cache.prepare<[], number>('SELECT count(*) FROM customers').pluck().get()!
    expect(known).toBeGreaterThanOrEqual(80)
    expect(all).toHaveLength(known)
    expect(all.map(({ created }) => created)).toEqual(
      all.map(({ created }) => created).toSorted((a, b) => b - a),
    )
    for (const limit of [1, 7, 33]) expect(collect(year, { filter: {}, limit })).toEqual(all)
    const byName = collect(year, { filter: {}, sort: 'name_asc', limit: 9 })
    expect(new Set(byName.map(({ id }) => id)).size).toBe(known)
    // NOCASE knows no letters beyond ASCII.
    const plain = byName.map(called).filter((name) => /^[ -~]*$/.test(name))
    expect(plain).toEqual(plain.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
  })

  test.each(['created_desc', 'name_asc'] as const)('of a text holds who has it anywhere, by %s', (sort) => {
    const all = collect(year, { filter: {}, sort, limit: 200 })
    const parts = [all[3]?.name?.slice(1, 5), all[7]?.email?.slice(0, 6), all[11]?.id.slice(-8), 'example.org', '.com anna', all[5]?.name] // prettier-ignore
    for (const text of parts) {
      const expected = all.filter((row) =>
        folded(text ?? '')
          .split(' ')
          .every((word) => folded([row.name, row.email, row.id].join('\n')).includes(word)),
      )
      expect(expected.length).toBeGreaterThan(text === '.com anna' ? -1 : 0)
      expect(collect(year, { filter: { text: text ?? '' }, sort, limit: 3 })).toEqual(expected)
    }
  })

  test.each(['created_desc', 'name_asc'] as const)(
    'of a letter or two holds whose name begins so, by %s',
    (sort) => {
      const all = collect(year, { filter: {}, sort, limit: 200 })
      const [letter = 'a'] = folded(all[0]?.name ?? 'a')
      const begins = (row: CustomerRow, text: string): boolean =>
      folded(row.name ?? '').split(/[^\p{L}]+/u).some((word) => word.startsWith(text)) // prettier-ignore
      expect(collect(year, { filter: { text: letter }, sort, limit: 4 })).toEqual(all.filter((row) => begins(row, letter))) // prettier-ignore
    },
  )

  test.each(['+44 20 7946 0815', '+442079460815', '020 7946 0815', '7 9 4 6 0 8 1 5', '20261127-8'])(
    'finds %j by telephone number, or as it stands',
    (text) => {
      for (const sort of ['created_desc', 'name_asc'] as const)
        expect(collect(shop, { filter: { text }, sort, limit: 5 }).map(({ id }) => id)).toEqual([
          text === '20261127-8' ? 'cus_Other' : 'cus_Ada',
        ])
    },
  )

  test('counts what they have', () => {
    expect(collect(shop, { filter: { text: 'ada' }, limit: 10 })).toEqual([
      expect.objectContaining({ id: 'cus_Ada', payments: 7, subscriptions: 3, deleted: false }),
    ])
  })

  test.each(['created_desc', 'name_asc'] as const)('by %s walks an index and sorts nothing', (sort) => {
    const query = customerPage(year.cache, { filter: {}, sort, limit: 50 })
    const plan = year.cache
      .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${query?.sql}`)
      .all(query?.parameters ?? {})
      .map(({ detail }) => detail)
    expect(plan.join('\n')).toMatch(/USING (COVERING )?INDEX customers_by_/)
    expect(plan.join('\n')).not.toMatch(/TEMP B-TREE/)
  })

  test.each([{}, { text: 'a' }])(
    'by name, of %j, a later page begins where the one before ended, not at the name that its last row has now',
    (filter) => {
      const own = made.emptyShop()
      const called = (letter: string, name = letter): void =>
        made.tell(own.cache, made.customer(`cus_${letter}`, { name: `${name} a`, email: null }))
      for (const letter of 'BCDEFGH') called(letter)
      const pageAfter = (after?: string) => {
        const answer = listCustomers(own.cache, {
          filter,
          sort: 'name_asc',
          limit: 3,
          ...(after && { after }),
        })
        if (!answer.ok) throw new Error(answer.error.message)
        return answer.value
      }
      const { next } = pageAfter()
      for (const name of ['A', 'Z']) {
        called('D', name)
        const page = pageAfter(next ?? '')
        expect(page.rows.map(({ name: shown }) => shown)).toEqual(['E a', 'F a', 'G a'])
        expect(page.next).not.toBeNull()
      }
      own.close()
    },
  )

  test('by name goes on behind the longest name that Stripe allows, of the same as others and of any letters', () => {
    const own = made.emptyShop()
    const names = ['\u{1F600}', '\u0001', 'Łé', '"'].flatMap((letter) => [letter.repeat(5000 / letter.length), letter.repeat(5000 / letter.length)]) // prettier-ignore
    made.tell(own.cache, ...names.map((name, index) => made.customer(`cus_${index}`, { name, email: null })))
    expect(collect(own, { filter: {}, sort: 'name_asc', limit: 1 }).map(({ id }) => id)).toEqual(
      collect(own, { filter: {}, sort: 'name_asc', limit: 200 }).map(({ id }) => id),
    )
    own.close()
  })

  test('by name a later page is found in the index, not walked to', () => {
    const page = listCustomers(year.cache, { filter: {}, sort: 'name_asc', limit: 5 })
    const after = page.ok ? (page.value.next ?? '') : ''
    const query = customerPage(year.cache, { filter: {}, sort: 'name_asc', limit: 5, after })
    const plan = year.cache
      .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${query?.sql}`)
      .all(query?.parameters ?? {})
    expect(plan.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^SEARCH c USING (COVERING )?INDEX customers_by_called \(/),
    ])
  })

  test('refuses a marker of another order', () => {
    const page = listCustomers(year.cache, { filter: {}, sort: 'created_desc', limit: 5 })
    const after = page.ok ? (page.value.next ?? '') : ''
    expect(listCustomers(year.cache, { filter: {}, sort: 'name_asc', limit: 5, after })).toMatchObject({ error: { code: 'cursor_invalid' } }) // prettier-ignore
    expect(listCustomers(year.cache, { filter: { text: 'a' }, sort: 'created_desc', limit: 5, after })).toMatchObject({ error: { code: 'cursor_invalid' } }) // prettier-ignore
  })
})

function detail(id = 'cus_Ada', of = shop) {
  const answer = customerDetail(of.cache, of.journal, desk, id, made.now)
  if (!answer.ok) throw new Error(answer.error.message)
  return schemas['customers.detail'].reply.parse(answer.value)
}

describe('the page of a customer', () => {
  test('says who they are', () => {
    expect(detail()).toMatchObject({
      description: 'Prefers letters',
      address: ['St James Square 12', 'SW1 London', 'United Kingdom'],
      metadata: { crm: '7' },
      dashboardUrl: 'https://dashboard.stripe.com/acct_1/test/customers/cus_Ada',
    })
    expect(detail().raw[0]?.json).toContain('"cus_Ada"')
    expect(customerDetail(shop.cache, shop.journal, desk, 'cus_Nobody', made.now)).toMatchObject({ error: { code: 'not_found' } }) // prettier-ignore
  })

  test('tells a balance that is not zero, in the currency that they are billed in, by whichever name', () => {
    const balanceOf = (facts: object) => {
      const { cache, journal, close } = made.emptyShop()
      made.tell(cache, made.customer('cus_Balance', facts))
      const answer = customerDetail(cache, journal, desk, 'cus_Balance', made.now)
      close()
      return answer.ok ? answer.value.balance : answer.error
    }
    expect(balanceOf({ balance: -1250, currency: 'eur' })).toEqual({ amount: -1250, currency: 'eur' })
    expect(balanceOf({ account_balance: 300, currency: 'jpy' })).toEqual({ amount: 300, currency: 'jpy' })
    expect(balanceOf({ balance: 0, currency: 'eur' })).toBeNull()
    expect(balanceOf({ currency: null })).toBeNull()
  })

  test('adds up each currency by itself, and takes a dispute that was won for nothing lost', () => {
    expect(detail().lifetime).toEqual([
      { currency: 'eur', paid: 20_134, refunded: 2500, disputed: 4990, net: 12_644, payments: 4, failed: 2 },
      { currency: 'usd', paid: 900, refunded: 0, disputed: 0, net: 900, payments: 1, failed: 0 },
    ])
  })

  test('counts what an appeal is about as taken, and as open', () => {
    expect(detail('cus_Appeals')).toMatchObject({
      lifetime: [{ paid: 11_111, disputed: 111, net: 11_000 }],
      problems: [
        { objectId: 'dp_appeal_needs_response' },
        { objectId: 'dp_appeal_under_review' },
        { objectId: 'dp_warning_needs_response' },
      ],
    })
  })

  test('counts of a lost dispute what did not come back, and all of one whose money moved in another currency', () => {
    expect(detail('cus_InPart').lifetime).toMatchObject([
      { currency: 'eur', paid: 10_000, refunded: 4000, disputed: 6000, net: 0 },
      { currency: 'usd', paid: 900, refunded: 0, disputed: 900, net: 0 },
    ])
  })

  test('does not say what is left of what a customer paid where a payment is disputed by a dispute that is not here, or in another currency', () => {
    expect(detail('cus_Untold').lifetime).toMatchObject([
      { currency: 'eur', paid: 10_000, refunded: 0, disputed: null, net: null },
      { currency: 'gbp', paid: 800, refunded: 0, disputed: null, net: null },
      { currency: 'usd', paid: 700, refunded: 0, disputed: 0, net: 700 },
    ])
  })

  test('never has more given back than was received, whatever was let go of a hold', () => {
    expect(detail('cus_Held').lifetime).toEqual([
      { currency: 'eur', paid: 1000, refunded: 1000, disputed: 0, net: 0, payments: 1, failed: 0 },
    ])
  })

  test('puts what is wrong first, and nothing that was settled since', () => {
    expect(detail().problems.map(({ kind, objectId }) => [kind, objectId])).toEqual([
      ['dispute_open', 'dp_Open'],
      ['refund_failed', 're_Failed'],
      ['payment_failed', 'pi_Failed'],
      ['subscription_past_due', 'sub_Own'],
      ['default_differs', 'sub_Own'],
      ['card_expired', 'pm_Old'],
    ])
    expect(detail('cus_Other').problems).toEqual([])
  })

  test('finds one that is charged to a card of its own by the old way of naming it', () => {
    expect(detail('cus_BySource').subscriptions).toMatchObject([
      { id: 'sub_BySource', defaultPaymentMethodId: 'card_Own', defaultDiffers: true },
    ])
  })

  test('takes a failed refund for settled once it was paid another way, unless that was struck out', () => {
    shop.journal.exec('SAVEPOINT noted')
    shop.journal
      .prepare(
        "INSERT INTO refund_notes (id, refund_id, at, operator, how, reference) VALUES ('n1', 're_Failed', 1, 'ada', 'cash', '')",
      )
      .run()
    const { problems } = detail()
    shop.journal.exec("INSERT INTO struck_refund_notes (note_id, at, operator) VALUES ('n1', 2, 'ada')")
    const { problems: whenStruck } = detail()
    shop.journal.exec('ROLLBACK TO noted; RELEASE noted')
    expect(problems.map(({ kind }) => kind)).not.toContain('refund_failed')
    expect(whenStruck.map(({ kind }) => kind)).toContain('refund_failed')
    expect(detail().problems.map(({ kind }) => kind)).toContain('refund_failed')
  })

  test('takes a failed payment for settled once its invoice was given up or paid', () => {
    const told = (status: string): string[] => {
      shop.cache.exec('SAVEPOINT told')
      made.tell(
        shop.cache,
        made.invoice('in_Failed', 'cus_Ada', { status, created: made.daysAgo(8) }),
        { id: 'inpay_2', object: 'invoice_payment', invoice: 'in_Failed', payment: { type: 'payment_intent', payment_intent: 'pi_Failed' }, status: 'open', currency: 'eur', amount_requested: 3333, created: made.daysAgo(8) },
      )
      const kinds = detail().problems.map(({ kind }) => kind)
      shop.cache.exec('ROLLBACK TO told; RELEASE told')
      return kinds
    }
    expect(told('open')).toContain('payment_failed')
    expect(told('void')).not.toContain('payment_failed')
    expect(told('paid')).not.toContain('payment_failed')
  }) // prettier-ignore

  test('takes a failed payment for settled once it was written off', () => {
    const { journal, close } = made.emptyShop()
    const kinds = (): string[] | null => {
      const answer = customerDetail(shop.cache, journal, desk, 'cus_Ada', made.now)
      return answer.ok ? answer.value.problems.map(({ kind }) => kind) : null
    }
    expect(kinds()).toContain('payment_failed')
    journal
      .prepare("INSERT INTO case_entries (id, payment_intent_id, kind, text, operator, at) VALUES ('e1', 'pi_Failed', 'written_off', 'Gone.', 'ada', 1)")
      .run()
    expect(kinds()).not.toContain('payment_failed')
    close()
  }) // prettier-ignore

  test('looks at the newest 200 failed payments and no more: somebody who tries out cards has thousands', () => {
    const { cache, journal, close } = made.emptyShop()
    const declined = { status: 'requires_payment_method', amount_received: 0, charge: { status: 'failed', paid: false, captured: false } }
    const newestFirst = Array.from({ length: 205 }, (_, place) => `pi_Tried${place}`)
    made.tell(
      cache,
      made.customer('cus_Tester'),
      ...newestFirst.map((id, place) => made.payment(id, { customer: 'cus_Tester', created: made.daysAgo(1) - place, ...declined })),
    )
    const open = (): string[] => {
      const answer = customerDetail(cache, journal, desk, 'cus_Tester', made.now)
      return answer.ok ? answer.value.problems.map(({ objectId }) => objectId ?? '') : []
    }
    const writeOff = journal.prepare<[string, string]>(
      "INSERT INTO case_entries (id, payment_intent_id, kind, text, operator, at) VALUES (?, ?, 'written_off', 'Gone.', 'ada', 1)",
    )
    expect(open()).toEqual(newestFirst.slice(0, 20))
    for (const id of newestFirst.slice(0, 199)) writeOff.run(`e${id}`, id)
    expect(open()).toEqual(['pi_Tried199'])
    writeOff.run('e199', 'pi_Tried199')
    expect(open()).toEqual([])
    close()
  }) // prettier-ignore

  test('finds the subscription that a new default leaves on the old card', () => {
    const { methods, subscriptions } = detail()
    expect(subscriptions.map(({ id, defaultDiffers }) => [id, defaultDiffers])).toEqual([
      ['sub_Own', true],
      ['sub_Shared', false],
      ['sub_Ended', false],
    ])
    expect(subscriptions[0]).toMatchObject({ amount: 2400, currency: 'eur', interval: 'month', products: ['Roaster’s box'] }) // prettier-ignore
    expect(methods.map(({ id, isCustomerDefault, defaultOf, expiry }) => [id, isCustomerDefault, defaultOf, expiry])).toEqual([
      ['pm_New', true, [], 'valid'],
      ['pm_Old', false, ['sub_Own'], 'expired'],
      ['pm_Unused', false, [], 'expired'],
    ]) // prettier-ignore
  })

  test.each([
    ['two plain ones in one interval', [{}, { unit_amount: 500 }], {}, { amount: 2 * 1700, interval: 'month' }],
    ['two intervals', [{}, { recurring: { interval: 'year', interval_count: 1 } }], {}, { amount: null, interval: null }],
    ['three months and one', [{}, { recurring: { interval: 'month', interval_count: 3 } }], {}, { amount: null, interval: null }],
    ['a plain one and one by usage', [{}, { recurring: { interval: 'month', interval_count: 1, usage_type: 'metered' } }], {}, { amount: null, interval: 'month' }],
    ['packages', [{ transform_quantity: { divide_by: 100, round: 'up' } }], {}, { amount: null, interval: 'month' }],
    ['another currency', [{ currency: 'usd' }], {}, { amount: null, currency: 'eur', interval: 'month' }],
    ['more than came', [{}], { has_more: true }, { amount: null, interval: null }],
    ['nothing', [], {}, { amount: null, interval: null }],
  ])('adds up what a subscription bills only where a sum is true: of %s', (_, prices, list, told) => {
    const own = made.emptyShop()
    const price = { id: 'price_1', product: 'prod_1', currency: 'eur', unit_amount: 1200, recurring: { interval: 'month', interval_count: 1 } }
    const data = prices.map((more, index) => ({ id: `si_${index}`, quantity: 2, price: { ...price, ...more } }))
    made.tell(own.cache, made.customer('cus_Ada', {}), made.subscription('sub_1', 'cus_Ada', { items: { data, ...list } }))
    expect(detail('cus_Ada', own).subscriptions).toMatchObject([told])
    own.close()
  }) // prettier-ignore

  test('warns of no difference to a default where the customer has none, as of whoever came by Checkout', () => {
    const own = made.emptyShop()
    made.tell(
      own.cache,
      made.customer('cus_Ada', {}),
      made.card('pm_Own', 'cus_Ada'),
      made.subscription('sub_Checkout', 'cus_Ada', { default_payment_method: 'pm_Own' }),
    )
    const { problems, subscriptions } = detail('cus_Ada', own)
    expect(subscriptions).toMatchObject([{ defaultPaymentMethodId: 'pm_Own', defaultDiffers: false }])
    expect(problems).toEqual([])
    own.close()
  })

  test('calls nothing charged of a subscription whose invoices are sent', () => {
    const own = made.emptyShop()
    const expired = { card: { brand: 'visa', last4: '4242', exp_month: 1, exp_year: 2020 } }
    made.tell(
      own.cache,
      made.customer('cus_Ada', { invoice_settings: { default_payment_method: 'pm_Default' } }),
      made.card('pm_Default', 'cus_Ada'),
      made.card('pm_Own', 'cus_Ada', expired),
      made.subscription('sub_Sent', 'cus_Ada', { status: 'past_due', collection_method: 'send_invoice', default_payment_method: 'pm_Own' }),
    )
    const { methods, problems, subscriptions } = detail('cus_Ada', own)
    expect(subscriptions).toMatchObject([{ id: 'sub_Sent', collectionMethod: 'send_invoice', defaultDiffers: false }])
    expect(methods.map(({ id, defaultOf }) => [id, defaultOf])).toContainEqual(['pm_Own', []])
    expect(problems.map(({ kind }) => kind)).toEqual(['subscription_past_due'])
    expect(subscriptionDetail(own.cache, own.journal, { accountId: 'acct_1', mode: 'test' }, 'sub_Sent', made.now))
      .toMatchObject({ ok: true, value: { method: { source: 'subscription', differs: false } } })
    own.close()
  }) // prettier-ignore

  test('tells a subscription that goes on, however many that have ended are newer', () => {
    const own = made.emptyShop()
    const ended = (index: number) => made.subscription(`sub_Ended${index}`, 'cus_Ada', { status: 'canceled', created: made.daysAgo(9) })
    made.tell(
      own.cache,
      made.customer('cus_Ada', {}),
      made.subscription('sub_Old', 'cus_Ada', { status: 'past_due', created: made.daysAgo(900) }),
      ...Array.from({ length: 101 }, (_, index) => ended(index)),
    )
    const { subscriptions, problems } = detail('cus_Ada', own)
    expect(subscriptions).toHaveLength(100)
    expect(subscriptions[0]).toMatchObject({ id: 'sub_Old' })
    expect(problems).toMatchObject([{ kind: 'subscription_past_due', objectId: 'sub_Old' }])
    own.close()
  }) // prettier-ignore

  test('ties an invoice to the payment that newer API versions name apart', () => {
    expect(detail().invoices).toMatchObject([{ number: 'ALDER-1', paymentIntentId: 'pi_Paid' }])
  })
})

describe('the timeline', () => {
  const page = (limit: number, after?: string) => {
    const answer = customerTimeline(shop.cache, shop.journal, { id: 'cus_Ada', limit, ...(after !== undefined && { after }) }) // prettier-ignore
    if (!answer.ok) throw new Error(answer.error.message)
    return schemas['customers.timeline'].reply.parse(answer.value)
  }

  test('holds everything that happened, newest first, and nothing of anybody else', () => {
    const { entries, next } = page(200)
    expect(next).toBeNull()
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted((a, b) => b - a))
    expect(entries.map(({ kind, objectId }) => `${kind} ${objectId.slice(0, 12)}`)).toEqual([
      expect.stringMatching(/^order /),
      'refund_failed re_Failed',
      'dispute dp_Open',
      'payment pi_PaidAfter',
      'payment_failed pi_FailedThe',
      'payment_failed pi_Failed',
      'card pm_New',
      'refund re_ByAnother',
      'refund_failed re_FailedOnc',
      'refund re_Done',
      'dispute dp_Won',
      'payment pi_Dollars',
      'payment pi_Won',
      'payment pi_Disputed',
      'invoice in_Ada',
      'payment pi_Paid',
      'subscription sub_Own',
      'subscription sub_Shared',
      'subscription_ended sub_Ended',
      'subscription sub_Ended',
      'customer_created cus_Ada',
    ])
    expect(entries[4]?.text).toBe('Payment failed: do not honor')
    expect(entries[6]?.text).toBe('Visa •••• 1111 attached')
  })

  test('tells a payment that took no money, and one that was given back whole, apart from others', () => {
    const answer = customerTimeline(shop.cache, shop.journal, { id: 'cus_Held', limit: 50 })
    const kinds = answer.ok && answer.value.entries.map(({ kind, objectId }) => `${kind} ${objectId}`)
    expect(kinds).toEqual(expect.arrayContaining(['payment_open pi_LetGo', 'payment_refunded pi_InPart']))
  })

  test('tells of a payment what came in, which may be less than was asked for, and of one that took nothing what was', () => {
    const answer = customerTimeline(shop.cache, shop.journal, { id: 'cus_Held', limit: 50 })
    const amounts = answer.ok && answer.value.entries.map(({ amount, objectId }) => [objectId, amount])
    expect(amounts).toEqual(
      expect.arrayContaining([
        ['pi_LetGo', 5000],
        ['pi_InPart', 1000],
      ]),
    )
  })

  test.each([1, 2, 3, 5])(
    'read %i at a time is the same, also where many things happened in one second',
    (limit) => {
      const { cache, journal } = shop
      // In one millisecond, and in the second of what is at Stripe.
      const at = made.daysAgo(2) * 1000
      for (let index = 0; index < 7; index += 1) {
        journal
          .prepare(
            `INSERT OR IGNORE INTO customer_notes (id, customer_id, at, operator, text) VALUES (?, 'cus_Ada', ?, 'ada', ?)`,
          )
          .run(`note ${index}`, at, `note ${index}`)
        journal
          .prepare(
            `INSERT OR IGNORE INTO changes (id, desk_id, kind, state, object_id, blocks, request, payload, base, words, operator, digest,
               idempotency_key, placed_at, send_at)
             VALUES (@id, 'demo', @kind, 'done', @object, @id, '{}', '{}', 'cus_Ada', '', 'ada', @digest, @id, @at, @at)`,
          )
          .run({
            id: `change ${index}`,
            ...(index % 2 === 0
              ? { kind: 'detach_method', object: `pm_Gone${index}` }
              : { kind: 'customer_default_method', object: 'cus_Ada' }),
            digest: 'd'.repeat(64),
            at: at + (index % 3),
          })
      }
      made.tell(cache, ...Array.from({ length: 9 }, (_, index) => made.payment(`pi_Same${index}`, { customer: 'cus_Ada', created: made.daysAgo(2) })), ...Array.from({ length: 9 }, (_, index) => made.refund(`re_Same${index}`, 'pi_Same1', { created: made.daysAgo(2) }))) // prettier-ignore
      const whole = page(200).entries
      const entries = []
      for (let after: string | undefined; ;) {
        const next = page(limit, after)
        entries.push(...next.entries)
        if (next.next === null) break
        after = next.next
      }
      expect(entries).toEqual(whole)
      expect(new Set(whole.map(({ objectId, kind }) => objectId + kind)).size).toBe(whole.length)
      const count = (kind: string): number => whole.filter((entry) => entry.kind === kind).length
      expect([count('note'), count('change')]).toEqual([7, 7])
    },
  )
})

test('what was ordered about an invoice or a payment of theirs stands on the timeline, and nothing about another’s', () => {
  const { cache, journal, close } = made.emptyShop()
  made.tell(
    cache,
    made.customer('cus_Ada', {}),
    made.invoice('in_Ada', 'cus_Ada', { status: 'open' }),
    made.payment('pi_Ada', { customer: 'cus_Ada' }),
    made.invoice('in_Other', 'cus_Other', { status: 'open' }),
    made.payment('pi_Other', { customer: 'cus_Other' }),
  )
  const place = journal.prepare(
    `INSERT INTO changes (id, desk_id, kind, state, object_id, blocks, request, payload, base, words, operator, digest,
       idempotency_key, placed_at, send_at)
     VALUES (@id, 'demo', @kind, 'done', @object, @id, '{}', '{}', NULL, '', 'ada', @digest, @id, @at, @at)`,
  )
  const digest = 'd'.repeat(64)
  for (const [kind, object] of [
    ['void_invoice', 'in_Ada'],
    ['retry_payment', 'pi_Ada'],
    ['retry_invoice', 'in_Other'],
    ['retry_payment', 'pi_Other'],
  ] as const)
    // prettier-ignore
    place.run({ id: `${kind} of ${object}`, kind, object, digest, at: made.daysAgo(1) * 1000 })
  const answer = customerTimeline(cache, journal, { id: 'cus_Ada', limit: 50 })
  const orders = answer.ok && answer.value.entries.filter(({ kind }) => kind === 'change')
  expect(orders).toMatchObject([
    { objectId: 'retry_payment of pi_Ada', paymentIntentId: 'pi_Ada', text: 'Retry of a payment ordered in Bursar, done' },
    { objectId: 'void_invoice of in_Ada', paymentIntentId: null, text: 'Voiding of an invoice ordered in Bursar, done' },
  ]) // prettier-ignore
  close()
})

test('the end of a page that nobody finished stands on the timeline of its customer, and who ended it', () => {
  const { cache, journal, close } = made.emptyShop()
  const [left, ended] = [made.daysAgo(2), made.daysAgo(3)]
  const session = (id: string, more: object = {}) => ({
    id,
    object: 'checkout.session',
    mode: 'payment',
    status: 'expired',
    customer: 'cus_Ada',
    amount_total: 2400,
    currency: 'eur',
    expires_at: left,
    created: made.daysAgo(4),
    ...more,
  })
  made.tell(
    cache,
    made.customer('cus_Ada', {}),
    session('cs_ByHand'),
    session('cs_ByTime', { mode: 'setup', amount_total: null }),
    session('cs_Untold'),
    session('cs_Unknown'),
    session('cs_Open', { status: 'open' }),
    session('cs_Other', { customer: 'cus_Other' }),
  )
  for (const [id, at] of [
    ['cs_ByHand', ended],
    ['cs_ByTime', left + 40],
    ['cs_Other', ended],
  ] as const)
    // prettier-ignore
    made.logEvents(cache, made.event(`evt_${id}`, 'checkout.session.expired', session(id), at))
  // Known after its time had come: that was its end.
  cache.prepare("UPDATE checkout_sessions SET as_of = ? WHERE id = 'cs_Untold'").run(left * 1000)
  journal
    .prepare(
      `INSERT INTO changes (id, desk_id, kind, state, object_id, blocks, request, payload, base, words, operator, digest,
         idempotency_key, placed_at, send_at)
       VALUES ('end', 'demo', 'expire_session', 'done', 'cs_ByHand', 'cs_ByHand', '{}', '{}', NULL, '', 'ada', ?, 'end', ?, ?)`,
    )
    .run('d'.repeat(64), ended * 1000, ended * 1000)
  const answer = customerTimeline(cache, journal, { id: 'cus_Ada', limit: 50 })
  if (!answer.ok) throw new Error(answer.error.message)
  const told = answer.value.entries.map(({ objectId, text, at, amount }) => [
    objectId,
    text,
    at / 1000,
    amount,
  ])
  expect(told.slice(0, -1)).toEqual([
    ['cs_ByTime', 'Page for a new payment method expired, unfinished', left + 40, null],
    ['cs_Untold', 'Payment page expired, unfinished', left, 2400],
    ['cs_ByHand', 'Payment page ended before its time, unfinished', ended, 2400],
    ['end', 'End of a page ordered in Bursar, done', ended, null],
  ])
  const plan = cache
    .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sources.at(-1)?.sql}`)
    .all({ customer: 'cus_Ada', before: 1, limit: 1 })
    .map(({ detail }) => detail)
  expect(plan.join('; ')).toContain('checkout_sessions_by_customer')
  expect(plan.join('; ')).not.toContain('SCAN s')
  close()
})

test('a card that was detached stays on the timeline of whom it paid for, and on nobody else’s', () => {
  const { cache, journal, close } = made.emptyShop()
  made.tell(
    cache,
    made.customer('cus_Ada', {}),
    made.customer('cus_Other', {}),
    made.payment('pi_1', { customer: 'cus_Ada', payment_method: 'pm_Gone' }),
    made.payment('pi_2', { customer: 'cus_Ada', payment_method: 'pm_Moved' }),
    made.card('pm_Gone', null),
    made.card('pm_Moved', 'cus_Other'),
  )
  for (const [id, type] of [['pm_Gone', 'attached'], ['pm_Gone', 'detached'], ['pm_Moved', 'attached']] as const) // prettier-ignore
    made.logEvents(cache, made.event(`evt_${id}${type}`, `payment_method.${type}`, made.card(id, null), made.daysAgo(3))) // prettier-ignore
  const cardsOf = (id: string) => {
    const answer = customerTimeline(cache, journal, { id, limit: 50 })
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.value.entries.filter(({ kind }) => kind === 'card').map(({ objectId }) => objectId)
  }
  expect(cardsOf('cus_Ada')).toEqual(['pm_Gone', 'pm_Gone'])
  expect(cardsOf('cus_Other')).toEqual(['pm_Moved'])
  close()
})

test('a card can be used until its month is over', () => {
  const at = (text: string): number => Date.parse(text)
  expect(expiryOf(11, 2026, at('2026-11-30T23:59:59Z'))).toBe('expiring')
  expect(expiryOf(11, 2026, at('2026-12-01T00:00:00Z'))).toBe('expired')
  expect(expiryOf(11, 2026, at('2026-09-01T00:00:00Z'))).toBe('valid')
  expect(expiryOf(null, null, 0)).toBe('none')
})
