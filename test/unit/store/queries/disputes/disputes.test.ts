// Disputes are listed by when they have to be answered, each once, whatever the order and the filter; and the counts are those of
// the lists.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import {
  countDisputes,
  disputePageSql,
  listDisputes,
} from '../../../../../electron/store/queries/disputes/disputes.ts'
import { disputeStates, schemas, type DisputeRow, type RequestOf } from '../../../../../src/contract/index.ts'
import { stateOfDispute } from '../../../../../src/domain/dispute-state.ts'
import * as made from '../search/search.support.ts'

const desk = { accountId: 'acct_1', mode: 'test' } as const
const statuses = [
  'needs_response',
  'warning_needs_response',
  'appeal_needs_response',
  'under_review',
  'warning_under_review',
  'appeal_under_review',
  'won',
  'lost',
  'warning_closed',
  'prevented',
] as const
let shop: made.Shop
const movement = { id: 'txn_1', amount: -1000, fee: 1500, currency: 'eur', created: made.daysAgo(9) }

beforeAll(() => {
  shop = made.emptyShop()
  made.tell(
    shop.cache,
    made.customer('cus_Zoe', { name: 'Zoë Quinn', email: 'zoe@example.com' }),
    ...Array.from({ length: 40 }, (_, index) =>
      made.payment(`pi_Disp${index}`, {
        customer: index === 7 ? 'cus_Zoe' : null,
        created: made.daysAgo(60),
      }),
    ),
    ...Array.from({ length: 40 }, (_, index) =>
      made.dispute(`du_${index}`, `pi_Disp${index}`, {
        status: statuses[index % statuses.length],
        currency: ['eur', 'jpy', 'kwd'][index % 3],
        amount: 1000 + (index % 5),
        reason: index % 2 === 0 ? 'fraudulent' : 'product_not_received',
        created: made.daysAgo(30 - (index % 6)),
        is_charge_refundable: index % 10 === 1,
        balance_transactions: index % 10 === 7 ? [{ ...movement, object: 'balance_transaction' }] : [],
        evidence_details: {
          due_by: index % 20 === 0 ? null : made.daysAgo(index % 4),
          submission_count: index % 3,
        },
      }),
    ),
  )
})
afterAll(() => shop.close())

type Asked = Pick<RequestOf<'disputes.list'>, 'filter' | 'sort'>
function all({ filter, sort = 'due_asc' }: Asked, limit = 7): DisputeRow[] {
  const rows: DisputeRow[] = []
  for (let after: string | undefined; ;) {
    const page = listDisputes(shop.cache, desk, {
      filter,
      sort,
      limit,
      ...(after !== undefined && { after }),
    })
    if (!page.ok) throw new Error(page.error.message)
    const value = schemas['disputes.list'].reply.parse(page.value)
    rows.push(...value.rows)
    if (value.next === null) return rows
    after = value.next
  }
}

describe('the list', () => {
  test('gives what is due first, then what needs no answer, each once', () => {
    const rows = all({ filter: {} })
    expect(new Set(rows.map(({ id }) => id)).size).toBe(40)
    const due = rows.map(({ evidenceDueBy }) => evidenceDueBy ?? Infinity)
    expect(due).toEqual(due.toSorted((a, b) => (a === b ? 0 : a - b)))
    for (const row of rows) expect(row.evidenceDueBy === null || row.state === 'answer').toBe(true)
    expect(rows.filter(({ evidenceDueBy }) => evidenceDueBy !== null)).toHaveLength(10)
  })

  test('is in order of time, and of the worth of amounts in different currencies', () => {
    const created = all({ filter: {}, sort: 'created_desc' }).map((row) => row.created)
    expect(created).toEqual(created.toSorted((a, b) => b - a))
    const worth = { eur: 10, jpy: 1000, kwd: 1 } as Record<string, number>
    const amounts = all({ filter: {}, sort: 'amount_desc' }).map((row) => row.amount * worth[row.currency]!)
    expect(amounts).toHaveLength(40)
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a))
  })

  test('is narrowed by state, currency, time and words', () => {
    expect(new Set(all({ filter: { state: ['won', 'other'] } }).map(({ status }) => status))).toEqual(
      new Set(['won', 'warning_closed', 'prevented']),
    )
    expect(all({ filter: { currency: 'kwd' } }).every(({ currency }) => currency === 'kwd')).toBe(true)
    const [from, before] = [made.daysAgo(29), made.daysAgo(27)]
    const within = all({ filter: { createdFrom: from, createdBefore: before } })
    expect(within.length).toBeGreaterThan(5)
    expect(within.every(({ created }) => created >= from && created < before)).toBe(true)
    expect(all({ filter: { text: 'zoe quinn' } })).toMatchObject([
      { id: 'du_7', customerId: 'cus_Zoe', customerName: 'Zoë Quinn', paymentIntentId: 'pi_Disp7' },
    ])
    expect(all({ filter: { text: 'not received' } })).toHaveLength(20)
    expect(all({ filter: { text: 'says it was not them' } })).toHaveLength(20)
    expect(all({ filter: { text: 'du_11' } }).map(({ id }) => id)).toEqual(['du_11'])
  })

  test('is searched to its oldest, however many there are', () => {
    const many = made.emptyShop()
    onTestFinished(() => many.close())
    made.tell(many.cache, made.dispute('du_Oldest', 'pi_1', { created: made.daysAgo(300) }))
    const columns = many.cache
      .prepare<[], string>("SELECT name FROM pragma_table_info('disputes') WHERE name <> 'rowid'")
      .pluck()
      .all()
    const values = columns.map((name) =>
      name === 'id' ? `'du_new' || n` : name === 'created' ? 'created + n' : `"${name}"`,
    )
    many.cache.exec(`INSERT INTO disputes (${columns.join(', ')})
      WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 20000)
      SELECT ${values.join(', ')} FROM disputes CROSS JOIN count WHERE id = 'du_Oldest'`)
    const found = listDisputes(many.cache, desk, { filter: { text: 'du_Oldest' }, sort: 'due_asc', limit: 7 })
    expect(found).toMatchObject({ value: { rows: [{ id: 'du_Oldest' }] } })
  })

  test('tells what Stripe says of a dispute, and where its evidence is given', () => {
    expect(all({ filter: { text: 'du_11' } })[0]).toMatchObject({
      state: 'answer',
      status: 'warning_needs_response',
      reason: 'product_not_received',
      refundable: true,
      submissions: 2,
      dashboardUrl: 'https://dashboard.stripe.com/acct_1/test/disputes/du_11',
    })
  })

  test('tells what a dispute moved on the balance, and that one moved nothing', () => {
    expect(all({ filter: { text: 'du_17' } })[0]).toMatchObject({ status: 'lost', movements: [movement] })
    expect(all({ filter: { text: 'du_11' } })[0]?.movements).toEqual([])
  })

  test('refuses a marker of another order', () => {
    const page = listDisputes(shop.cache, desk, { filter: {}, sort: 'due_asc', limit: 1 })
    const after = page.ok ? (page.value.next ?? '') : ''
    expect(
      listDisputes(shop.cache, desk, { filter: {}, sort: 'created_desc', limit: 1, after }),
    ).toMatchObject({
      error: { code: 'cursor_invalid' },
    })
  })

  test('finds its page in one index', () => {
    for (const sort of ['due_asc', 'created_desc', 'amount_desc'] as const) {
      const { sql, parameters } = disputePageSql(shop.cache, { currency: 'eur' }, sort, true)
      const plan = shop.cache
        .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all({ ...parameters, value: 0, rowid: 0, limit: 1 })
      expect(plan.map(({ detail }) => detail).join('\n')).toMatch(/d USING COVERING INDEX disputes_listed/)
      expect(plan.filter(({ detail }) => /^SCAN (?!page|d USING COVERING)/.test(detail))).toEqual([])
    }
  })
})

describe('the counts', () => {
  test.each([{}, { currency: 'eur' }, { text: 'fraudulent' }, { createdFrom: made.daysAgo(28) }])(
    'are those of the list, for %j',
    (filter) => {
      const counted = countDisputes(shop.cache, { filter: { ...filter, state: ['won'] } })
      if (!counted.ok) throw new Error(counted.error.message)
      const { byState, currencies } = schemas['disputes.counts'].reply.parse(counted.value)
      const rows = all({ filter })
      expect(currencies).toEqual(['eur', 'jpy', 'kwd'])
      for (const { state, count, sums } of byState) {
        const own = rows.filter((row) => row.state === state)
        expect(count).toBe(own.length)
        for (const sum of sums) {
          const inCurrency = own.filter(({ currency }) => currency === sum.currency)
          expect(sum.count).toBe(inCurrency.length)
          expect(sum.amount).toBe(inCurrency.reduce((total, { amount }) => total + amount, 0))
        }
        expect(sums.reduce((total, sum) => total + sum.count, 0)).toBe(count)
      }
    },
  )
})

test('every status has one state, a status to come too', () => {
  expect(statuses.map(stateOfDispute).join(' ')).toBe(
    'answer answer answer waiting waiting waiting won lost other other',
  )
  expect(stateOfDispute('charge_refunded')).toBe('other')
  expect(disputeStates).toContain(stateOfDispute('of_tomorrow'))
})
