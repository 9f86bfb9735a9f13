// Lists of payments give exactly what a naive reading of everything would, page by page, for any filter, sort and limit.
import type { Database } from 'better-sqlite3'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepableObject } from '../../../../../electron/store/projections/keepable-object.ts'
import { said } from '../../../../../electron/store/projections/precedence.ts'
import { tablesOf } from '../../../../../electron/store/projections/tables.ts'
import { listOrders } from '../../../../../electron/store/queries/orders/orders.ts'
import { countPayments } from '../../../../../electron/store/queries/payments/payment-counts.ts'
import { listPayments, paymentListSql } from '../../../../../electron/store/queries/payments/payments.ts'
import { openDeskStore } from '../../../../../electron/store/recover.ts'
import { openJournalOf } from '../../../../../electron/engine/journal/orders.ts'
import {
  paymentStatuses,
  schemas,
  type PaymentFilter,
  type PaymentRow,
} from '../../../../../src/contract/index.ts'
import { formatAmount, thousandths, thousandthsOfText } from '../../../../../src/domain/money.ts'
import { openBench } from '../../../simulator/harness.ts'
import { anOrder, aStore } from '../../../../integration/engine/desk.ts'

let home: string
let cache: Database
let journal: Database
/** Everything there is, newest arrival last, as the contract shows it. */
let all: (PaymentRow & { rowid: number; text: string })[]

/** Puts a PaymentIntent into the tables, inside the caller's transaction. */
function tell(intent: unknown, asOf: number): void {
  const tables = tablesOf(cache)
  tables.tell(keepableObject(intent), { asOf, said: said.read })
  tables.derive()
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'bursar-queries-'))
  const store = openDeskStore(join(home, 'desk'), Buffer.alloc(32, 3))
  if (!store.ok) throw new Error(store.detail)
  ;({ cache, journal } = store)
  const bench = await openBench({ seed: 'queries', size: { customers: 25, payments: 300 } })
  let after = ''
  for (;;) {
    const expand = 'expand[]=data.latest_charge&expand[]=data.customer&expand[]=data.payment_method'
    const page = await bench.get(`/v1/payment_intents?limit=100&${expand}${after}`)
    cache.transaction(() => page.body.data.forEach((intent: unknown) => tell(intent, 1)))()
    if (page.body.has_more !== true) break
    after = `&starting_after=${page.body.data.at(-1).id}`
  }
  await bench.close()
  // The largest amounts that exist, and a name with everything that is special to LIKE, to FTS and to JSON.
  const odd = { object: 'payment_intent', status: 'succeeded', metadata: {}, created: 1_700_000_000 }
  cache.transaction(() => {
    tell({ ...odd, id: 'pi_largest', amount: Number.MAX_SAFE_INTEGER, currency: 'jpy' }, 1)
    tell(
      {
        ...odd,
        id: 'pi_special',
        amount: 1,
        currency: 'usd',
        description: `100%_"O'Néill" \\ * AND NOT ^ ab`,
      },
      1,
    )
    tell({ ...odd, id: 'pi_of_it', amount: 4159, currency: 'eur' }, 1)
    tell({ ...odd, id: 'pi_of_it_too', amount: 4159, currency: 'usd' }, 1)
    tell({ ...odd, id: 'pi_ends_so', amount: 314_159, currency: 'usd' }, 1)
    tell({ ...odd, id: 'pi_speaks_of_it', amount: 1, currency: 'usd', description: '1.59 short' }, 1)
  })()
  const rows = collect({}, 'created_asc', 200)
  const rowids = cache
    .prepare<[], { id: string; rowid: number }>('SELECT id, rowid FROM payment_intents')
    .all()
  const rowidOf = new Map(rowids.map(({ id, rowid }) => [id, rowid]))
  all = rows.map((row) => ({
    ...row,
    rowid: rowidOf.get(row.id)!,
    text: [
      row.id,
      row.customerId,
      row.customerName,
      row.customerEmail,
      row.description,
      row.method?.last4,
      formatAmount(row.amount, row.currency, false).replaceAll(',', ''),
    ].join('\n'),
  }))
  if (all.length !== 306) throw new Error(`the cache holds ${all.length} payments`)
})

afterAll(() => {
  cache.close()
  journal.close()
  rmSync(home, { recursive: true, force: true })
})

type Sort = 'created_desc' | 'created_asc' | 'amount_desc' | 'amount_asc'
const sorts: Sort[] = ['created_desc', 'created_asc', 'amount_desc', 'amount_asc']

function request(filter: PaymentFilter, sort: Sort, limit: number, after?: string) {
  return schemas['payments.list'].request.parse({
    deskId: 'demo',
    filter,
    sort,
    limit,
    ...(after && { after }),
  })
}

function collect(filter: PaymentFilter, sort: Sort, ...limits: number[]): PaymentRow[] {
  const rows: PaymentRow[] = []
  let after: string | undefined
  for (let page = 0; ; page += 1) {
    const limit = limits[page % limits.length]!
    const answer = listPayments(cache, request(filter, sort, limit, after))
    if (!answer.ok) throw new Error(answer.error.message)
    schemas['payments.list'].reply.parse(answer.value)
    expect(answer.value.rows.length).toBeLessThanOrEqual(limit)
    rows.push(...answer.value.rows)
    if (answer.value.next === null) return rows
    expect(answer.value.rows).toHaveLength(limit)
    after = answer.value.next
  }
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()

function naive(filter: PaymentFilter, sort: Sort): string[] {
  const milli = (row: PaymentRow): bigint => thousandths(row.amount, row.currency)
  const words = (filter.text ?? '').split(/\s+/).filter(Boolean)
  const kept = all.filter(
    (row) =>
      (filter.status === undefined || filter.status.length === 0 || filter.status.includes(row.status)) &&
      (filter.createdFrom === undefined || row.created >= filter.createdFrom) &&
      (filter.createdBefore === undefined || row.created < filter.createdBefore) &&
      (filter.currency === undefined || row.currency === filter.currency) &&
      (filter.amountFrom === undefined || milli(row) >= thousandthsOfText(filter.amountFrom)) &&
      (filter.amountTo === undefined || milli(row) <= thousandthsOfText(filter.amountTo)) &&
      words.every((word) => row.currency === plain(word) || plain(row.text).includes(plain(word))),
  )
  const value = (row: PaymentRow): bigint => (sort.startsWith('created') ? BigInt(row.created) : milli(row))
  const compare = (a: (typeof all)[number], b: (typeof all)[number]): number =>
    value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : a.rowid - b.rowid
  const sorted = kept.toSorted(compare)
  return (sort.endsWith('desc') ? sorted.toReversed() : sorted).map(({ id }) => id)
}

const filters = (): fc.Arbitrary<PaymentFilter> => {
  const some = fc.constantFrom(...all)
  const written = some.map(({ amount, currency }) => {
    const milli = thousandths(amount, currency).toString().padStart(4, '0')
    return `${milli.slice(0, -3)}.${milli.slice(-3)}`
  })
  const bound = written.filter((text) => text.split('.')[0]!.length <= 13)
  const word = some.chain(({ customerName, id, method }) =>
    fc.constantFrom(customerName ?? id, id.slice(3, 9), method?.last4 ?? id),
  )
  return fc
    .record(
      {
        status: fc.uniqueArray(fc.constantFrom(...paymentStatuses), { maxLength: 4 }),
        createdFrom: some.map(({ created }) => created),
        createdBefore: some.map(({ created }) => created),
        currency: some.map(({ currency }) => currency),
        amountFrom: bound,
        amountTo: bound,
        text: word,
      },
      { requiredKeys: [] },
    )
    .map((filter) => filter as PaymentFilter)
}

describe('a list', () => {
  test('paged by any limits equals the naive one, for any filter and every sort', () => {
    const limits = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(filters(), fc.constantFrom(...sorts), limits, (filter, sort, sizes) => {
        // Pages of one over everything would only make the test slow.
        const wide = sizes.map((size) => Math.max(size, 20))
        expect(collect(filter, sort, ...wide).map(({ id }) => id)).toEqual(naive(filter, sort))
      }),
      { numRuns: 150 },
    )
  })

  test('counts what it lists, per status and in all, with the status part left out', () => {
    fc.assert(
      fc.property(filters(), (filter) => {
        const counts = countPayments(cache, { deskId: 'demo', filter })
        if (!counts.ok) throw new Error('no counts')
        schemas['payments.counts'].reply.parse(counts.value)
        const { status: _, ...rest } = filter
        const listed = new Set(naive(rest, 'created_desc'))
        const expected = Map.groupBy(
          all.filter(({ id }) => listed.has(id)),
          ({ status }) => status,
        )
        expect(counts.value.total).toBe(listed.size)
        for (const word of paymentStatuses)
          expect(counts.value.byStatus[word]).toBe(expected.get(word)?.length ?? 0)
      }),
      { numRuns: 60 },
    )
  })

  test('a row that arrives while it is paged neither repeats nor hides one that was there', () => {
    const [first] = [listPayments(cache, request({}, 'created_desc', 50))]
    if (!first?.ok || first.value.next === null) throw new Error('no page')
    const newer = { object: 'payment_intent', status: 'succeeded', metadata: {}, created: 1_899_999_999 }
    cache.transaction(() => tell({ ...newer, id: 'pi_newer', amount: 5, currency: 'usd' }, 1))()
    const rest = listPayments(cache, request({}, 'created_desc', 200, first.value.next))
    expect(rest.ok && rest.value.rows.map(({ id }) => id)).toEqual(naive({}, 'created_desc').slice(50, 250))
    cache.exec(
      `DELETE FROM payment_search WHERE rowid = (SELECT search_key FROM payment_intents WHERE id = 'pi_newer')`,
    )
    cache.exec(`DELETE FROM payment_intents WHERE id = 'pi_newer'`)
  })

  test.each(sorts)('sorted by %s walks an index, and sorts nothing by itself', (sort) => {
    // By amount, what is narrowed to a few is sorted sooner than found in order.
    const narrowed = [
      { createdFrom: 1 },
      { currency: 'eur' },
      { status: ['failed' as const] },
      { status: ['failed' as const], currency: 'eur' },
      { status: ['failed' as const, 'refunded' as const, 'disputed' as const] },
    ]
    for (const filter of sort.startsWith('created') ? [{}, ...narrowed] : [{}]) {
      for (const after of [undefined, 'second page']) {
        const first = listPayments(cache, request({}, sort, 1))
        const cursor = first.ok ? first.value.next! : ''
        const query = paymentListSql(
          cache,
          request(filter, sort, 100, after === undefined ? undefined : cursor),
        )!
        const plan = cache
          .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${query.sql}`)
          .all(query.parameters)
          .map(({ detail }) => detail)
        expect(plan.join('\n')).not.toMatch(/TEMP B-TREE/)
        expect(plan.join('\n')).toMatch(/USING (COVERING )?INDEX/)
      }
    }
  })
})

describe('the text', () => {
  test.each([
    ['100%', ['pi_special']],
    ['100%_', ['pi_special']],
    ['neill', ['pi_special']],
    ["o'néill", ['pi_special']],
    [`"o'neill"`, ['pi_special']],
    ['ab', null],
    ['%', null],
    ['_', null],
    ['\\', ['pi_special']],
    ['"', ['pi_special']],
    ['%%%', []],
    ['___', []],
    ['NOT NOT', ['pi_special']],
    ['special', ['pi_special']],
    ['pi_special', ['pi_special']],
    ['" OR "1"="1', []],
    ["' OR 1=1 --", []],
    ['pi_special* ', []],
    ['text:special', []],
    ['NEAR(special largest)', []],
    ['a\u0000b\u0000c', null],
    ['\u0000', null],
    ['👩‍👩‍👧', []],
    ['ё̈́', []],
  ])('%j is taken for what it says', (text, expected) => {
    const found = collect({ text }, 'created_asc', 200).map(({ id }) => id)
    expect(expected === null || JSON.stringify(found) === JSON.stringify(expected) ? 'as said' : found).toBe(
      'as said',
    )
  })

  test('whatever is typed is answered', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(listPayments(cache, request({ text }, 'created_desc', 5)).ok).toBe(true)
        expect(countPayments(cache, { deskId: 'demo', filter: { text } }).ok).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  test('of two letters with a percent sign stands for itself', () => {
    expect(collect({ text: '%_' }, 'created_asc', 200).map(({ id }) => id)).toEqual(['pi_special'])
  })
})

describe('an e-mail address', () => {
  const withEmail = () => all.find(({ customerEmail }) => customerEmail !== null && customerEmail.length > 12)
  const holding = (text: string) =>
    all.filter((row) => plain(row.text).includes(plain(text))).map(({ id }) => id)

  test('typed whole, in any case, finds the payments of whoever has it, and of nobody whose address ends so', () => {
    const email = withEmail()?.customerEmail ?? ''
    const theirs = all.filter(({ customerEmail }) => customerEmail === email).map(({ id }) => id)
    expect(theirs.length).toBeGreaterThan(0)
    for (const text of [email, email.toUpperCase()])
      expect(
        collect({ text }, 'created_asc', 200)
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(theirs.toSorted())
  })

  test('typed in part, also where the part looks whole, finds all that hold it', () => {
    const email = withEmail()?.customerEmail ?? ''
    for (const text of [email.slice(1), email.slice(0, -1), email.slice(3, -4)])
      expect(
        collect({ text }, 'created_asc', 200)
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(holding(text).toSorted())
  })
})

describe('an amount', () => {
  const found = (text: string) =>
    collect({ text }, 'created_asc', 200)
      .map(({ id }) => id)
      .toSorted()

  test.each(['41.59', '41,59', '€41.59'])(
    'written with two decimals, as %s, finds the payments of it, and no greater one that ends so',
    (text) => expect(found(text)).toEqual(['pi_of_it', 'pi_of_it_too']),
  )

  test('with one decimal, or that no payment has, finds all that hold it', () => {
    expect(found('41.5')).toEqual(['pi_ends_so', 'pi_of_it', 'pi_of_it_too'])
    expect(found('1.59')).toEqual(['pi_ends_so', 'pi_of_it', 'pi_of_it_too', 'pi_speaks_of_it'])
  })
})

describe('the code of a currency', () => {
  const found = (text: string) => collect({ text }, 'created_asc', 200)

  test('finds the payments in it, and with an amount those of that amount in it', () => {
    const chosen = all.find(({ currency, amount }) => currency === 'eur' && amount % 100 !== 0)!
    const written = `${Math.floor(chosen.amount / 100)}.${String(chosen.amount % 100).padStart(2, '0')}`
    for (const text of [`${written} EUR`, `eur ${written}`]) {
      const rows = found(text)
      expect(rows.map(({ id }) => id)).toContain(chosen.id)
      expect(new Set(rows.map(({ currency }) => currency))).toEqual(new Set(['eur']))
    }
    expect(found('eur').map(({ id }) => id)).toEqual(naive({ text: 'eur' }, 'created_asc'))
    expect(found(`${written} CHF`).map(({ id }) => id)).not.toContain(chosen.id)
  })

  test('finds a text with that word too', () => {
    const cups = naive({ text: 'cup' }, 'created_asc')
    expect(cups).not.toEqual([])
    expect(found('cup').map(({ id }) => id)).toEqual(cups)
  })
})

test('two letters find the payments in which a word begins with them', () => {
  const [some] = all.filter(({ customerName }) => customerName !== null)
  const letters = plain(some?.customerName ?? 'xx').slice(0, 2)
  const found = new Set(collect({ text: letters }, 'created_asc', 200).map(({ id }) => id))
  const named = all.filter(({ customerName }) => plain(customerName ?? '').split(' ').some((word) => word.startsWith(letters))) // prettier-ignore
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter(({ id }) => !found.has(id))).toEqual([])
  expect(collect({ text: 'qq' }, 'created_asc', 200)).toEqual([])
})

describe('a cursor', () => {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

  test.each([
    ['nothing', ''],
    ['no base64', '!!!'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['another shape', encode({ value: 1 })],
    ['no sort', encode(['1', 1])],
    ['another sort', encode(['created_desc', '1', 1])],
    ['a fraction', encode(['amount_asc', '1.5', 1])],
    ['words', encode(['amount_asc', '1; DROP TABLE payment_intents', 1])],
    ['more than 64 bits', encode(['amount_asc', '9999999999999999999', 1])],
    ['a negative row', encode(['amount_asc', '1', -1])],
    ['a row beyond 2^53', encode(['amount_asc', '1', 2 ** 60])],
  ])('of %s is refused as invalid', (_, after) => {
    const made = { ...request({}, 'amount_asc', 10), after }
    expect(listPayments(cache, made)).toMatchObject({ ok: false, error: { code: 'cursor_invalid' } })
    expect(listOrders(journal, { deskId: 'demo', limit: 10, after })).toMatchObject({
      error: { code: 'cursor_invalid' },
    })
  })

  test('whatever comes is an answer, never a throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.base64String(), fc.jsonValue().map(encode), fc.string()), (after) => {
        expect(listPayments(cache, { ...request({}, 'amount_asc', 10), after })).toHaveProperty('ok')
        expect(listOrders(journal, { deskId: 'demo', limit: 10, after })).toHaveProperty('ok')
      }),
    )
  })
})

test('orders are listed newest first, page by page, by state', () => {
  const orders = openJournalOf(aStore().journal, Date.now)
  const store = aStore()
  const own = openJournalOf(store.journal, Date.now)
  expect(orders.open()).toEqual([])
  const ids = Array.from({ length: 7 }, (_, index) => {
    const order = anOrder({ id: `pi_${index}`, currency: 'eur' }, 100)
    own.place(order, { placedAt: 1000, sendAt: 9000 }, null)
    if (index % 2 === 0) own.move(order.orderId, ['held'], { state: 'withdrawn' })
    return order.orderId
  }).toReversed()
  const page = (after?: string, state?: ('held' | 'withdrawn')[]) => {
    const answer = listOrders(store.journal, {
      deskId: 'demo',
      limit: 3,
      ...(after && { after }),
      ...(state && { state }),
    })
    if (!answer.ok) throw new Error(answer.error.message)
    return { ids: answer.value.rows.map(({ id }) => id), next: answer.value.next ?? undefined }
  }
  const first = page()
  const second = page(first.next)
  const third = page(second.next)
  expect([...first.ids, ...second.ids, ...third.ids]).toEqual(ids)
  expect(third.next).toBeUndefined()
  expect(page(undefined, ['held']).ids).toEqual(ids.filter((_, index) => index % 2 === 1))
})
