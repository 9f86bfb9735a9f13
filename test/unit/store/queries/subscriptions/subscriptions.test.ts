// Subscriptions are listed each once, whatever the order and the filter; the counts are those of the lists; and the inspector tells
// what the rows, the events and the journal know.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  attentive,
  attentiveSql,
  subscriptionParts,
} from '../../../../../electron/store/queries/subscriptions/subscription-filter.ts'
import {
  subscribedProducts,
  subscribedProductsSql,
} from '../../../../../electron/store/queries/subscriptions/subscribed-products.ts'
import { subscriptionInvoicesSql } from '../../../../../electron/store/queries/subscriptions/subscription-invoices.ts'
import {
  countSubscriptions,
  listSubscriptions,
  subscriptionPageSql,
} from '../../../../../electron/store/queries/subscriptions/subscriptions.ts'
import {
  attentions,
  schemas,
  subscriptionStatuses,
  type RequestOf,
  type SubscriptionFilter,
  type SubscriptionRow,
} from '../../../../../src/contract/index.ts'
import * as made from '../search/search.support.ts'

const day = 86_400
const now = Math.floor(made.now / 1000)
let shop: made.Shop

const price = (id: string, more: object = {}) => ({
  id,
  object: 'price',
  product: `prod_${id.slice(6)}`,
  active: true,
  currency: 'eur',
  unit_amount: 2400,
  type: 'recurring',
  recurring: { interval: 'month', interval_count: 1 },
  created: made.daysAgo(300),
  ...more,
})

const prices = [
  price('price_Month'),
  price('price_Year', { unit_amount: 12_000, recurring: { interval: 'year', interval_count: 1 } }),
  price('price_Old', { active: false, unit_amount: 999 }),
  price('price_Tiers', { unit_amount: null, billing_scheme: 'tiered' }),
]

function subscribed(index: number): object {
  const currency = ['eur', 'jpy', 'kwd'][index % 3]
  const of = prices[index % 4]!
  const status = subscriptionStatuses[index % subscriptionStatuses.length]
  const created = made.daysAgo(200 - (index % 50))
  return made.subscription(`sub_${index}`, index === 7 ? 'cus_Zoe' : `cus_${index % 9}`, {
    status,
    currency,
    created,
    cancel_at_period_end: index % 11 === 0,
    cancel_at: index % 13 === 0 ? now + 30 * day : null,
    pause_collection: index % 10 === 4 ? { behavior: 'void', resumes_at: now + (index % 3) * 6 * day } : null,
    trial_end: status === 'trialing' ? now + (index % 5) * 3 * day : null,
    schedule: index % 17 === 0 ? `sub_sched_${index}` : null,
    latest_invoice: null,
    items: {
      object: 'list',
      has_more: false,
      data: [
        {
          id: `si_${index}`,
          object: 'subscription_item',
          quantity: 1 + (index % 3),
          price: { ...of, currency },
          current_period_start: created,
          current_period_end: index % 19 === 0 ? null : now + ((index * 7) % 60) * day,
        },
      ],
    },
  })
}

beforeAll(() => {
  shop = made.emptyShop()
  made.tell(
    shop.cache,
    made.customer('cus_Zoe', { name: 'Zoë Quinn', email: 'zoe@example.com' }),
    ...Array.from({ length: 9 }, (_, index) => made.customer(`cus_${index}`, { name: `Name ${index}` })),
    ...prices,
    ...prices.map(({ product, id }) => ({
      id: product,
      object: 'product',
      name: `Plan ${id.slice(6)}`,
      active: true,
    })),
    ...Array.from({ length: 120 }, (_, index) => subscribed(index)),
    {
      id: 'sub_sched_17',
      object: 'subscription_schedule',
      status: 'active',
      subscription: 'sub_17',
      end_behavior: 'release',
      created: made.daysAgo(20),
      phases: [
        {
          start_date: made.daysAgo(20),
          end_date: now + 5 * day,
          items: [{ price: 'price_Month', quantity: 1 }],
        },
        {
          start_date: now + 5 * day,
          end_date: now + 40 * day,
          items: [{ price: 'price_Year', quantity: 2 }],
        },
      ],
    },
    { id: 'sub_sched_34', object: 'subscription_schedule', status: 'released', created: 1, phases: [] },
  )
})
afterAll(() => shop.close())

type Asked = Pick<RequestOf<'subscriptions.list'>, 'filter' | 'sort'>
function all({ filter, sort = 'created_desc' }: Asked, limit = 7): SubscriptionRow[] {
  const rows: SubscriptionRow[] = []
  for (let after: string | undefined; ;) {
    const page = listSubscriptions(
      shop.cache,
      { filter, sort, limit, ...(after !== undefined && { after }) },
      made.now,
    )
    if (!page.ok) throw new Error(page.error.message)
    const value = schemas['subscriptions.list'].reply.parse(page.value)
    rows.push(...value.rows)
    if (value.next === null) return rows
    after = value.next
  }
}

const filters: SubscriptionFilter[] = [
  {},
  { status: ['active', 'past_due'] },
  { attention: ['paused', 'price_retired'] },
  { status: ['active'], attention: ['cancel_scheduled'] },
  { currency: 'kwd' },
  { currency: 'eur', status: ['trialing'] },
  { productId: 'prod_Year' },
  { priceId: 'price_Old', currency: 'jpy' },
  { customerId: 'cus_3' },
  { endsFrom: now + 5 * day, endsBefore: now + 20 * day },
  { endsFrom: now + 5 * day },
  { text: 'name 4' },
  { text: 'plan tiers', status: ['paused'] },
]

/** What a filter means, said once more. */
function fits(row: SubscriptionRow, filter: SubscriptionFilter): boolean {
  const index = Number(row.id.slice(4))
  const ends = row.currentPeriodEnd
  const named = `${row.id} ${row.customerName} ${row.customerEmail} ${row.products.join(' ')}`.toLowerCase()
  return (
    (filter.status === undefined || filter.status.some((each) => each === row.status)) &&
    (filter.attention === undefined || filter.attention.some((each) => row.attention.includes(each))) &&
    (filter.currency === undefined || filter.currency === row.currency) &&
    (filter.productId === undefined || prices[index % 4]!.product === filter.productId) &&
    (filter.priceId === undefined || prices[index % 4]!.id === filter.priceId) &&
    (filter.customerId === undefined || filter.customerId === row.customerId) &&
    (filter.endsFrom === undefined || (ends !== null && ends >= filter.endsFrom)) &&
    (filter.endsBefore === undefined || (ends !== null && ends < filter.endsBefore)) &&
    (filter.text === undefined || filter.text.split(' ').every((word) => named.includes(word)))
  )
}

describe('the list', () => {
  test.each(['created_desc', 'ends_asc', 'monthly_desc'] as const)('is whole and in order by %s', (sort) => {
    const everything = all({ filter: {}, sort }, 200)
    expect(everything).toHaveLength(120)
    for (const filter of filters) {
      const rows = all({ filter, sort })
      expect(rows).toEqual(everything.filter((row) => fits(row, filter)))
    }
    const worth = { eur: 10, jpy: 1000, kwd: 1 } as Record<string, number>
    const keys = everything.map((row) =>
      sort === 'created_desc'
        ? -row.created
        : sort === 'ends_asc'
          ? (row.currentPeriodEnd ?? Infinity)
          : row.monthly === null
            ? 1
            : -row.monthly * worth[row.currency!]!,
    )
    expect(keys).toEqual(keys.toSorted((a, b) => (a === b ? 0 : a - b)))
  })

  test('tells what a subscription is worth in a month, and nothing where its price has tiers', () => {
    const rows = new Map(all({ filter: {} }).map((row) => [row.id, row]))
    expect(rows.get('sub_4')).toMatchObject({ monthly: 2 * 2400, products: ['Plan Month'] })
    expect(rows.get('sub_1')).toMatchObject({ monthly: 2000 })
    expect(rows.get('sub_3')).toMatchObject({
      monthly: null,
      attention: expect.not.arrayContaining(['price_retired']),
    })
    expect(rows.get('sub_2')!.attention).toContain('price_retired')
  })

  test('a schedule counts while it has something to come, or is not known here', () => {
    const needing = all({ filter: { attention: ['change_scheduled'] } }).map(({ id }) => id)
    // Of the multiples of 17 those that have not ended (not 6 and 7 of 8), less the one released.
    expect(needing.toSorted()).toEqual(['sub_0', 'sub_17', 'sub_51', 'sub_68', 'sub_85'])
  })

  test('refuses a marker of another order', () => {
    const page = listSubscriptions(shop.cache, { filter: {}, sort: 'ends_asc', limit: 1 }, made.now)
    const after = page.ok ? (page.value.next ?? '') : ''
    expect(
      listSubscriptions(shop.cache, { filter: {}, sort: 'created_desc', limit: 1, after }, made.now),
    ).toMatchObject({ error: { code: 'cursor_invalid' } })
  })
})

describe('the counts', () => {
  test.each(filters)('are those of the list, for %j', (filter) => {
    const counted = countSubscriptions(shop.cache, { filter }, made.now)
    if (!counted.ok) throw new Error(counted.error.message)
    const { byStatus, byAttention, total, monthly } = schemas['subscriptions.counts'].reply.parse(
      counted.value,
    )
    const { status: _status, attention: _attention, ...wide } = filter
    const rows = all({ filter: wide })
    for (const status of subscriptionStatuses)
      expect(byStatus[status]).toBe(rows.filter((row) => row.status === status).length)
    for (const name of attentions)
      expect(byAttention[name]).toBe(rows.filter((row) => row.attention.includes(name)).length)
    const whole = all({ filter })
    expect(total).toBe(whole.length)
    const counting = whole.filter((row) => ['active', 'past_due'].includes(row.status) && row.pause === null)
    expect(new Map(monthly.map(({ currency, ...sums }) => [currency, sums]))).toEqual(
      new Map(
        [...Map.groupBy(counting, ({ currency }) => currency!)].map(([currency, own]) => [
          currency,
          {
            amount: own.reduce((sum, row) => sum + (row.monthly ?? 0), 0),
            count: own.filter((row) => row.monthly !== null).length,
            unknown: own.filter((row) => row.monthly === null).length,
          },
        ]),
      ),
    )
  })
})

describe('words, where there are very many subscriptions', () => {
  let many: made.Shop
  const asked = (filter: SubscriptionFilter) => {
    const page = listSubscriptions(many.cache, { filter, sort: 'created_desc', limit: 5 }, made.now)
    const counts = countSubscriptions(many.cache, { filter }, made.now)
    if (!page.ok || !counts.ok) throw new Error('not answered')
    const { partial, rows } = schemas['subscriptions.list'].reply.parse(page.value)
    const { partial: countedPartly, total } = schemas['subscriptions.counts'].reply.parse(counts.value)
    expect(countedPartly).toBe(partial)
    return { partial, total, ids: rows.map(({ id }) => id) }
  }

  beforeAll(() => {
    many = made.emptyShop()
    const old = { created: made.daysAgo(300), latest_invoice: null }
    made.tell(many.cache, made.subscription('sub_old', 'cus_1', old))
    const columns = many.cache
      .prepare<[], string>(`SELECT name FROM pragma_table_info('subscriptions')`)
      .pluck()
      .all()
      .filter((name) => name !== 'rowid')
    const values = columns.map((name) =>
      name === 'id' ? `'sub_new' || n` : name === 'created' ? 'created + n' : `"${name}"`,
    )
    many.cache.exec(`INSERT INTO subscriptions (${columns.join(', ')})
      WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 19999)
      SELECT ${values.join(', ')} FROM subscriptions CROSS JOIN count WHERE id = 'sub_old'`)
  })
  afterAll(() => many.close())

  test('it is said that older ones were not looked through, and only then', () => {
    expect(asked({ text: 'sub_old' })).toEqual({ partial: false, total: 1, ids: ['sub_old'] })
    made.tell(
      many.cache,
      made.subscription('sub_one_more', 'cus_1', { created: made.daysAgo(1), latest_invoice: null }),
    )
    expect(asked({ text: 'sub_old' })).toEqual({ partial: true, total: 0, ids: [] })
    expect(asked({ text: ' ' })).toMatchObject({ partial: false, total: 20_001 })
    expect(asked({})).toMatchObject({ partial: false, total: 20_001 })
  })
})

describe('what subscriptions are of', () => {
  test('is told by name, each product once, also where it is not sold any more or not known', () => {
    const strange = made.subscription('sub_strange', 'cus_1', {
      status: 'canceled',
      items: {
        object: 'list',
        data: [{ id: 'si_s', object: 'subscription_item', price: price('price_Strange') }],
      },
    })
    const odd = made.emptyShop()
    made.tell(odd.cache, strange, subscribed(2), subscribed(6), { id: 'prod_Old', object: 'product', name: 'An old plan', active: false }) // prettier-ignore
    expect(subscribedProducts(odd.cache)).toEqual({
      ok: true,
      value: {
        rows: [
          { id: 'prod_Old', name: 'An old plan' },
          { id: 'prod_Strange', name: null },
        ],
        more: false,
      },
    })
    odd.close()
  })

  test('is nothing where nobody subscribed', () => {
    const nobody = made.emptyShop()
    expect(subscribedProducts(nobody.cache)).toEqual({ ok: true, value: { rows: [], more: false } })
    nobody.close()
  })

  test('is told up to a thousand', () => {
    const many = made.emptyShop()
    many.cache.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001)
      INSERT INTO subscription_items (subscription, position, product_id) SELECT i, 0, 'prod_' || i FROM n`)
    const told = subscribedProducts(many.cache)
    expect(told.ok && [told.value.rows.length, told.value.more]).toEqual([1000, true])
    many.close()
  })
})

describe('the plans', () => {
  const plan = (sql: string, parameters: object): string =>
    shop.cache
      .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(parameters)
      .map(({ detail }) => detail)
      .join('\n')

  test('a page is found by its order, or by the few rows that there can be', () => {
    for (const sort of ['created_desc', 'ends_asc', 'monthly_desc'] as const)
      for (const filter of filters) {
        const { sql, parameters } = subscriptionPageSql(
          shop.cache,
          filter,
          sort,
          { value: 1n, rowid: 1 },
          now,
        )
        expect(plan(sql, { ...parameters, limit: 8 })).not.toMatch(/SCAN s\b(?! USING INDEX)/)
      }
    const { sql, parameters } = subscriptionPageSql(shop.cache, { status: ['active'] }, 'ends_asc', null, now)
    expect(plan(sql, { ...parameters, limit: 8 })).toMatch(/subscriptions_by_status_ends \(status=\?\)/)
  })

  test('what needs attention is found without looking at all', () => {
    expect(plan(attentiveSql([]), { soon: now })).not.toMatch(
      /SCAN (subscriptions|s|p|i)\b(?! USING (COVERING )?INDEX)/,
    )
    expect(attentive(shop.cache, now).length).toBeGreaterThan(40)
    expect(subscriptionParts(shop.cache, {}, now).narrow).toBeNull()
  })

  test('products are stepped through by their index', () => {
    expect(plan(subscribedProductsSql, {})).not.toMatch(/SCAN subscription_items/)
    expect(plan(subscribedProductsSql, {})).toMatch(
      /SEARCH subscription_items USING COVERING INDEX subscription_items_by_product/,
    )
  })

  test('the invoices of one are found by it', () => {
    expect(plan(subscriptionInvoicesSql, ['sub_1'])).toMatch(
      /invoices_by_subscription \(subscription_id=\?\)/,
    )
  })
})
