// The list of refunds gives every refund and every order without one once, in order, page by page, from two files; by indexes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openJournalOf } from '../../../../../electron/engine/journal/orders.ts'
import { warningsSql } from '../../../../../electron/store/queries/disputes/fraud-warnings.ts'
import { countRefunds } from '../../../../../electron/store/queries/refunds/refund-counts.ts'
import {
  listRefunds,
  refundedSql,
  statusesSql,
  youngSql,
} from '../../../../../electron/store/queries/refunds/refund-life.ts'
import { notesSql } from '../../../../../electron/store/queries/refunds/refund-notes.ts'
import {
  ordersOfStateSql,
  refundsHoldingSql,
  refundsOfOrdersSql,
  refundsOfPaymentsSql,
} from '../../../../../electron/store/queries/refunds/refund-text.ts'
import { sinceOf, toldSql, type Told } from '../../../../../electron/store/queries/refunds/refund-times.ts'
import {
  orderWalk,
  refundWalk,
  type Walk,
} from '../../../../../electron/store/queries/refunds/refund-walks.ts'
import {
  failure,
  refundStates,
  schemas,
  type RefundLife,
  type RequestOf,
} from '../../../../../src/contract/index.ts'
import { anOrder } from '../../../../integration/engine/desk.ts'
import * as made from '../search/search.support.ts'

let shop: made.Shop
const statuses = ['succeeded', 'pending', 'failed', 'requires_action', 'canceled'] as const

beforeAll(() => {
  shop = made.emptyShop()
  const journal = openJournalOf(shop.journal, () => made.now)
  const order = (index: number, paymentId: string) => {
    const asked = anOrder({ id: paymentId, currency: 'eur' }, 100 + index, { note: `Parcel-${index} lost` })
    // Half of them within the second of a refund, or exactly at it.
    const placedAt = made.daysAgo(20 - index) * 1000 + (index % 2) * 500
    journal.place(asked, { placedAt, sendAt: placedAt }, index === 2 ? 'Grace Hopper' : null)
    return asked.orderId
  }
  const payments = Array.from({ length: 30 }, (_, index) =>
    made.payment(`pi_Life${index}`, { customer: index === 3 ? 'cus_Ada' : null, created: made.daysAgo(50), amount: 5000 }),
  ) // prettier-ignore
  made.tell(
    shop.cache,
    made.customer('cus_Ada', { name: 'Ada Lovelace', email: 'ada@example.com' }),
    ...payments,
    // Several in one second.
    ...Array.from({ length: 24 }, (_, index) =>
      made.refund(`re_Life${index}`, `pi_Life${index}`, {
        amount: 100 + index,
        status: statuses[index % statuses.length],
        created: made.daysAgo(20 - Math.floor(index / 3)),
        ...(index === 5 && {
          destination_details: {
            type: 'card',
            card: { type: 'refund', reference: '74110000000000000000042' },
          },
        }),
      }),
    ),
  )
  order(0, 'pi_Life24')
  const refused = order(1, 'pi_Life25')
  journal.move(refused, ['held'], { state: 'refused', settledAt: made.now, problem: failure('stripe_refused', 'No.').error }) // prettier-ignore
  const withdrawn = order(2, 'pi_Life26')
  journal.move(withdrawn, ['held'], { state: 'withdrawn', settledAt: made.now })
  const unknown = order(3, 'pi_Life27')
  // It may have been sent before its journal was restored.
  journal.move(unknown, ['held'], { state: 'sending', sentAt: 0 })
  journal.move(unknown, ['sending'], { state: 'unknown' })
  // Its refund is in the cache already: shown once, as the refund.
  const early = order(4, 'pi_Life28')
  journal.move(early, ['held'], { state: 'sending', sentAt: made.now })
  // Its refund is not: shown as the order says.
  const late = order(5, 'pi_Life29')
  journal.move(late, ['held'], { state: 'sending', sentAt: made.now })
  journal.move(late, ['sending'], { state: 'done', refundId: 're_Late', refundStatus: 'pending' })
  made.tell(shop.cache, made.refund('re_Early', 'pi_Life28', { metadata: { bursar_order: early }, created: made.daysAgo(2) })) // prettier-ignore
})

afterAll(() => shop.close())

type Asked = Omit<RequestOf<'refunds.list'>, 'deskId'>

function pageOf(asked: Asked) {
  const request = schemas['refunds.list'].request.parse({ deskId: 'demo', ...asked })
  const answer = listRefunds(shop.cache, shop.journal, request)
  if (!answer.ok) throw new Error(answer.error.message)
  return schemas['refunds.list'].reply.parse(answer.value)
}

function collect(asked: Asked): RefundLife[] {
  const rows: RefundLife[] = []
  for (let after: string | undefined, pages = 0; pages < 100; pages += 1) {
    const page = pageOf({ ...asked, ...(after && { after }) })
    rows.push(...page.rows)
    if (page.next === null) return rows
    after = page.next
  }
  throw new Error('the list does not end')
}

const idsOf = (rows: readonly RefundLife[]): string[] => rows.map(({ id }) => id)

describe('the list', () => {
  test('holds every refund once, and every order that has none, in order of time', () => {
    const all = collect({ filter: {}, limit: 200 })
    expect(all).toHaveLength(24 + 1 + 5)
    expect(new Set(idsOf(all)).size).toBe(30)
    const times = all.map(({ at }) => at)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(all.find(({ refundId }) => refundId === 're_Early')).toMatchObject({ orderedHere: true, order: { state: 'sending' } }) // prettier-ignore
    expect(all.find(({ refundId }) => refundId === 're_Late')).toMatchObject({ state: 'pending', orderedHere: true }) // prettier-ignore
    expect(all.find(({ id }) => id === 're_Life0')).toMatchObject({ orderedHere: false, order: null })
  })

  test.each([1, 2, 3, 7, 11])('is the same, in pages of %i, both ways and in any state', (limit) => {
    const all = collect({ filter: {}, limit: 200 })
    expect(idsOf(collect({ filter: {}, limit }))).toEqual(idsOf(all))
    expect(idsOf(collect({ filter: {}, sort: 'created_asc', limit }))).toEqual(idsOf(all).toReversed())
    for (const states of [['failed'], ['pending', 'held', 'unknown'], ['refused', 'withdrawn', 'canceled']] as const) {
      const expected = all.filter(({ state }) => states.some((each) => each === state))
      expect(expected.length).toBeGreaterThan(2)
      expect(idsOf(collect({ filter: { state: [...states] }, limit }))).toEqual(idsOf(expected))
    }
  }) // prettier-ignore

  test('is narrowed by when it was made or ordered', () => {
    const all = collect({ filter: {}, limit: 200 })
    const [from, before] = [made.daysAgo(19), made.daysAgo(16)]
    const expected = all.filter(({ at }) => at >= from * 1000 && at < before * 1000)
    expect(expected.length).toBeGreaterThan(4)
    const filter = { createdFrom: from, createdBefore: before }
    expect(idsOf(collect({ filter, limit: 3 }))).toEqual(idsOf(expected))
  })

  test.each([
    ['the customer’s name', 'lovelace', ['re_Life3']],
    ['her e-mail', 'ada@example.com', ['re_Life3']],
    ['part of the bank reference', '00000042', ['re_Life5']],
    ['the whole id of a payment', 'pi_Life7', ['re_Life7']],
  ])('is found by %s', (_, text, ids) => {
    expect(idsOf(collect({ filter: { text }, limit: 5 }))).toEqual(ids)
  })

  test('finds orders by whom they are for and by their note, and nothing by what is nowhere', () => {
    expect(collect({ filter: { text: 'hopper' } })).toMatchObject([{ state: 'withdrawn' }])
    expect(collect({ filter: { text: 'PARCEL-1' } })).toMatchObject([{ state: 'refused' }])
    expect(collect({ filter: { text: 'nobody at all' } })).toEqual([])
  })

  test('finds a refund by the note of the order that made it', () => {
    expect(collect({ filter: { text: 'parcel-4' } })).toMatchObject([
      { id: 're_Early', note: 'Parcel-4 lost' },
    ])
  })

  test('takes no page marker but its own', () => {
    const { next } = pageOf({ filter: {}, limit: 1 })
    const request = { deskId: 'demo', filter: {}, sort: 'created_asc', after: next ?? '' } as const
    const parsed = schemas['refunds.list'].request.parse(request)
    expect(listRefunds(shop.cache, shop.journal, parsed)).toMatchObject({ error: { code: 'cursor_invalid' } })
  })
})

describe('the counts', () => {
  test('are what the list holds, in each state', () => {
    const answer = countRefunds(shop.cache, shop.journal, { filter: {} })
    const counts = schemas['refunds.counts'].reply.parse(answer.ok ? answer.value : null)
    for (const state of refundStates)
      expect([state, counts.byState[state]]).toEqual([state, collect({ filter: { state: [state] } }).length])
    expect(counts.total).toBe(collect({ filter: {}, limit: 200 }).length)
    expect(counts.atLeast).toBe(false)
  })
})

describe('since when', () => {
  const told = (at: number, status: string): Told => ({
    at,
    status,
    pendingReason: null,
    failureReason: null,
    hasReference: false,
  })

  test('is when the last stretch of the state began, whatever the order within a second', () => {
    const history = [told(1, 'requires_action'), told(5, 'pending'), told(7, 'pending'), told(9, 'failed')]
    expect(sinceOf(history.slice(0, 3), 'pending')).toBe(5)
    expect(sinceOf(history, 'failed')).toBe(9)
    expect(sinceOf([told(5, 'pending'), told(5, 'succeeded')], 'succeeded')).toBe(5)
    expect(sinceOf([told(5, 'succeeded'), told(5, 'pending')], 'succeeded')).toBe(5)
  })

  test('an outcome is not known, is when the order was placed where it is not told when it was sent', () => {
    const [restored] = collect({ filter: { state: ['unknown'] } })
    expect(restored).toMatchObject({ since: restored?.order?.placedAt, order: { sentAt: 0 } })
  })

  test('is not known where no event tells of the state', () => {
    expect(sinceOf([], 'failed')).toBeNull()
    expect(sinceOf([told(1, 'pending')], 'failed')).toBeNull()
  })
})

describe('the plans', () => {
  const walk: Walk = {
    descending: true,
    after: { at: 5000, source: 'refund', rowid: 7 },
    limit: 101,
    createdFrom: 1,
    createdBefore: 9,
  }
  const planOf = (database: made.Shop['cache'], sql: string, parameters: unknown): string =>
    database
      .prepare<[unknown], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(parameters)
      .map(({ detail }) => detail)
      .join('\n')

  test.each([true, false])('walk an index in order, never sorting (descending: %s)', (descending) => {
    for (const status of [null, 'failed']) {
      const { sql, parameters } = refundWalk({ status, rowids: null }, { ...walk, descending })
      const plan = planOf(shop.cache, sql, parameters)
      expect(plan).toMatch(status === null ? /refunds_by_created/ : /refunds_by_status \(status=\? AND/)
      expect(plan).not.toContain('TEMP B-TREE')
    }
    const { sql, parameters } = orderWalk({ state: 'refused', rowids: null }, { ...walk, descending })
    const plan = planOf(shop.journal, sql, parameters)
    expect(plan).toMatch(/orders_by_state \(state=\? AND/)
    expect(plan).not.toContain('TEMP B-TREE')
  })

  test('look everything else up, and walk no table', () => {
    const words = { match: '"lovelace"' }
    const plans = [
      planOf(shop.cache, statusesSql, []),
      planOf(shop.cache, refundedSql, ['[]']),
      planOf(shop.cache, toldSql, ['re_1']),
      planOf(shop.cache, warningsSql, { ids: '[]' }),
      planOf(shop.cache, refundsHoldingSql, words),
      planOf(shop.cache, refundsOfPaymentsSql, words),
      planOf(shop.journal, youngSql, []),
      planOf(shop.journal, ordersOfStateSql, ['held']),
      planOf(shop.cache, refundsOfOrdersSql, ['[]']),
      planOf(shop.journal, notesSql, ['[]']),
    ]
    for (const plan of plans)
      expect(plan).not.toMatch(
        /SCAN (r|refunds|p|payment_intents|orders|o|fraud_warnings|refund_notes|n|struck|s)\b(?! USING)/,
      )
  })
})
