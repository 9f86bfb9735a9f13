// The figures of the overview are those that adding up the movements one by one would give, whatever happened to the rows; and the
// rows behind a figure are the ones it adds up.
import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packBody } from '../../../../../electron/store/body.ts'
import { migrate } from '../../../../../electron/store/migrate.ts'
import { cacheMigrations } from '../../../../../electron/store/migrations/index.ts'
import { openCache } from '../../../../../electron/store/open.ts'
import {
  keptSql,
  overviewOf,
  single,
  undatedSql,
} from '../../../../../electron/store/queries/finance/finance-overview.ts'
import { figureRows, figureRowsSql } from '../../../../../electron/store/queries/finance/finance-rows.ts'
import { recoveryReport } from '../../../../../electron/store/queries/failures/recovery-report.ts'
import {
  figures,
  schemas,
  type Bucket,
  type Figure,
  type Overview,
} from '../../../../../src/contract/index.ts'
import { said } from '../../../../../electron/store/projections/precedence.ts'
import { tablesOf } from '../../../../../electron/store/projections/tables.ts'
import { aFolder, aKey, opened } from '../../open.support.ts'
import { aCache, aCharge, anIntent } from '../../projections/tables.support.ts'
import { aFinanceDesk, day, nowSeconds } from '../failures/failures.support.ts'

const at = (text: string): number => Date.parse(text) / 1000

interface Movement {
  id: string
  type: string
  category: string
  amount: number
  fee: number
  currency: string
  created: number
  source?: string
}

const insertMovement = (cache: Database.Database, movement: Movement): void => {
  cache
    .prepare(
      `INSERT OR REPLACE INTO balance_transactions
         (id, type, reporting_category, source_id, amount, fee, net, currency, status, created, as_of, said, whole, body)
       VALUES (@id, @type, @category, @source, @amount, @fee, @amount - @fee, @currency, 'available', @created, 1, 2, 1, @body)`,
    )
    .run({ source: null, ...movement, body: packBody(JSON.stringify({ description: `Of ${movement.id}` })) })
}

interface Failed {
  id: number
  currency: string
  amount: number
  failedAt: number
  state: string
  settledAt: number | null
}

const insertFailure = (cache: Database.Database, failed: Failed): void => {
  cache
    .prepare(
      `INSERT OR REPLACE INTO failures (rowid, payment_intent_id, currency, amount, first_failed_at, last_failed_at,
         failed_attempts, state, settled_at, awaits_customer)
       VALUES (@id, @payment, @currency, @amount, @failedAt, @failedAt, 1, @state, @settledAt, 0)`,
    )
    .run({ ...failed, payment: `pi_${failed.id}` })
}

/** `now`: milliseconds; by itself after all that is asked for. */
const overview = (
  cache: Database.Database,
  request: Parameters<typeof overviewOf>[1],
  now = Infinity,
): Overview => {
  const answer = overviewOf(cache, request, now)
  if (!answer.ok) throw new Error(answer.error.message)
  return schemas['finance.overview'].reply.parse(answer.value)
}

const kinds: readonly (readonly [type: string, category: string])[] = [
  ['charge', 'charge'],
  ['payment', 'charge'],
  ['refund', 'refund'],
  ['payment_refund', 'refund'],
  ['refund', 'partial_capture_reversal'],
  ['payment_refund', 'partial_capture_reversal'],
  ['refund_failure', 'refund_failure'],
  ['payment_failure_refund', 'charge_failure'],
  ['adjustment', 'dispute'],
  ['adjustment', 'dispute_reversal'],
  ['adjustment', 'refund_failure'],
  ['adjustment', 'fee'],
  ['adjustment', 'other_adjustment'],
  ['stripe_fee', 'fee'],
  ['tax_fee', 'tax'],
  ['network_cost', 'network_cost'],
  ['adjustment', 'network_cost'],
  ['application_fee', 'platform_earning'],
  ['topup', 'topup'],
  ['transfer', 'transfer'],
  ['payout', 'payout'],
  ['payout_failure', 'payout_reversal'],
]

/** What a movement is to the figures, told without a table. */
function partsOf({ type, category, amount, fee }: Movement): Partial<Record<Figure, number>> {
  if (type.startsWith('payout')) return {}
  const net = { net: amount - fee, ...(fee !== 0 && { fees: -fee }) }
  const isFee = category === 'network_cost' || (type === 'adjustment' && category === 'fee')
  if (type === 'stripe_fee' || type === 'tax_fee' || isFee) return { ...net, fees: amount - fee }
  const takenBack = category === 'partial_capture_reversal' || category === 'charge_failure'
  if (type === 'charge' || type === 'payment' || takenBack) return { ...net, gross: amount }
  if (type.includes('refund') || category === 'refund_failure') return { ...net, refunds: amount }
  return category.startsWith('dispute') ? { ...net, disputes: amount } : { ...net, other: amount }
}

const from = at('2026-10-20T00:00:00Z')
const before = at('2026-11-10T00:00:00Z')
const moment = fc.integer({ min: from, max: before })
const currency = fc.constantFrom('eur', 'usd')
const movement: fc.Arbitrary<Movement> = fc
  .record({
    id: fc.integer({ min: 0, max: 30 }).map((number) => `txn_${number}`),
    kind: fc.constantFrom(...kinds),
    amount: fc.integer({ min: -100_000, max: 100_000 }),
    fee: fc.constantFrom(0, 0, 59, 1500, -59),
    currency,
    created: moment,
  })
  .map(({ kind: [type, category], ...rest }) => ({ ...rest, type, category }))
const failed: fc.Arbitrary<Failed> = fc
  .record({
    id: fc.integer({ min: 1, max: 20 }),
    currency,
    amount: fc.integer({ min: 1, max: 100_000 }),
    failedAt: moment,
    state: fc.constantFrom('open', 'recovered', 'lost'),
    later: fc.integer({ min: 0, max: 5 * 86_400 }),
  })
  .map(({ later, ...rest }) => ({ ...rest, settledAt: rest.state === 'open' ? null : rest.failedAt + later }))
const what = fc.constantFrom('put', 'put', 'change', 'remove')

describe('the figures', () => {
  test('equal what adding up the rows would give after any history, in any stretch, and so do the rows behind them', () => {
    const cache = opened(openCache(aFolder(), aKey()))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(what, movement), { maxLength: 40 }),
        fc.array(fc.tuple(what, failed), { maxLength: 20 }),
        fc.tuple(moment, moment),
        fc.constantFrom<Bucket>('hour', 'day', 'week', 'month'),
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'UTC'),
        (movements, failures, [one, other], bucket, timeZone) => {
          const kept = new Map<string, Movement>()
          const keptFailures = new Map<number, Failed>()
          cache.exec('DELETE FROM balance_transactions; DELETE FROM failures')
          for (const [how, row] of movements) {
            if (how === 'remove') {
              cache.prepare('DELETE FROM balance_transactions WHERE id = ?').run(row.id)
              kept.delete(row.id)
            } else if (how === 'put' || !kept.has(row.id)) {
              insertMovement(cache, row)
              kept.set(row.id, row)
            } else {
              cache
                .prepare(
                  `UPDATE balance_transactions SET type = @type, reporting_category = @category, amount = @amount, fee = @fee,
                     net = @amount - @fee, currency = @currency, created = @created, status = 'pending' WHERE id = @id`,
                )
                .run(row)
              kept.set(row.id, row)
            }
          }
          for (const [how, row] of failures) {
            if (how === 'remove') {
              cache.prepare('DELETE FROM failures WHERE rowid = ?').run(row.id)
              keptFailures.delete(row.id)
            } else if (how === 'put' || !keptFailures.has(row.id)) {
              insertFailure(cache, row)
              keptFailures.set(row.id, row)
            } else {
              cache
                .prepare(
                  `UPDATE failures SET currency = @currency, amount = @amount, first_failed_at = @failedAt, state = @state,
                     settled_at = @settledAt WHERE rowid = @id`,
                )
                .run(row)
              keptFailures.set(row.id, row)
            }
          }
          const asked = { from: Math.min(one, other), before: Math.max(one, other) + 1 }
          const answer = overview(cache, { ...asked, currency: 'eur', bucket, timeZone })
          const stretches = [
            ...answer.buckets,
            { ...asked, figures: answer.total },
            { ...answer.previous, figures: answer.previous.total },
          ]
          for (const stretch of stretches) {
            const inside = (time: number): boolean => stretch.from <= time && time < stretch.before
            const expected = Object.fromEntries(figures.map((name) => [name, { amount: 0, count: 0 }]))
            const add = (name: string, amount: number): void => {
              expected[name]!.amount += amount
              expected[name]!.count += 1
            }
            for (const row of kept.values())
              if (row.currency === 'eur' && inside(row.created))
                for (const [name, amount] of Object.entries(partsOf(row))) add(name, amount)
            for (const row of keptFailures.values()) {
              if (row.currency !== 'eur') continue
              if (inside(row.failedAt)) add('failed', row.amount)
              if (row.state === 'recovered' && row.settledAt !== null && inside(row.settledAt))
                add('recovered', row.amount)
            }
            expect(stretch.figures).toEqual(expected)
          }
          for (const figure of figures) {
            const rows = allRows(cache, figure, asked)
            expect(rows.reduce((sum, { amount }) => sum + amount, 0)).toBe(answer.total[figure].amount)
            expect(rows).toHaveLength(answer.total[figure].count)
            expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
            expect(rows.map((row) => row.at)).toEqual(rows.map((row) => row.at).toSorted((a, b) => b - a))
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('of a day of a shop are these, by hand', () => {
    const cache = aShop()
    const day = { from: at('2026-10-24T22:00:00Z'), before: at('2026-10-25T23:00:00Z') }
    const { buckets, total, previous, currencies } = overview(cache, {
      ...day,
      currency: null,
      bucket: 'day',
      timeZone: 'Europe/Berlin',
    })
    expect(currencies).toEqual(['eur', 'usd'])
    expect(buckets).toHaveLength(1)
    expect(buckets[0]?.figures).toEqual(total)
    expect(total).toEqual({
      gross: { amount: 15_000, count: 2 },
      refunds: { amount: -2000, count: 1 },
      disputes: { amount: -5000, count: 1 },
      other: { amount: 300, count: 1 },
      // 3.20 and 1.75 of the payments, 15.00 of the dispute, 2.00 charged by Stripe besides.
      fees: { amount: -2195, count: 4 },
      net: { amount: 6105, count: 6 },
      failed: { amount: 4990, count: 1 },
      recovered: { amount: 0, count: 0 },
    })
    expect(previous).toEqual({
      from: at('2026-10-23T22:00:00Z'),
      before: day.from,
      total: { ...total, ...nothing, gross: { amount: 999, count: 1 }, net: { amount: 999, count: 1 } },
    })
  })

  test('are compared with as much of the time before as has come', () => {
    const cache = aShop()
    const day = { from: at('2026-10-25T23:00:00Z'), before: at('2026-10-26T23:00:00Z') }
    const asked = { ...day, currency: 'eur', bucket: 'day' as const, timeZone: 'Europe/Berlin' }
    const now = at('2026-10-26T11:00:00Z')
    const { previous } = overview(cache, asked, now * 1000)
    expect(previous).toMatchObject({ from: at('2026-10-24T22:00:00Z'), before: at('2026-10-25T11:00:00Z') })
    const { from, before } = previous
    expect(previous.total).toEqual(overview(cache, { ...asked, from, before }).total)
    expect(previous.total).not.toEqual(overview(cache, asked).previous.total)
  })

  test('leave out what moved other balances than those that payments, refunds and disputes are booked to', () => {
    const cache = aCache()
    const tables = tablesOf(cache)
    const tell = (id: string, type: string, amount: number, balance_type?: string): void => {
      const moved = { type, reporting_category: type, amount, fee: 0, net: amount, balance_type }
      const txn = { ...moved, id, object: 'balance_transaction', currency: 'eur', status: 'available' }
      tables.tell({ ...txn, created: from + 10 }, { asOf: 1, said: said.read })
    }
    tell('txn_1', 'reserve_hold', -1000, 'payments')
    tell('txn_2', 'reserve_hold', 1000, 'risk_reserved')
    tell('txn_3', 'issuing_transaction', -500, 'issuing')
    tell('txn_4', 'refund', -300, 'refund_and_dispute_prefunding')
    tell('txn_5', 'charge', 77, 'of_tomorrow')
    // Of an API version that does not tell.
    tell('txn_6', 'adjustment', 200)
    const asked = { from, before, currency: 'eur', bucket: 'day', timeZone: 'UTC' } as const
    const sums = { ...nothing, refunds: { amount: -300, count: 1 } }
    expect(overview(cache, asked).total).toEqual({
      ...sums,
      other: { amount: -800, count: 2 },
      net: { amount: -1100, count: 3 },
    })
    cache.exec(`UPDATE balance_transactions SET balance_type = 'issuing' WHERE id = 'txn_6'`)
    expect(overview(cache, asked).total).toEqual({
      ...sums,
      other: { amount: -1000, count: 1 },
      net: { amount: -1300, count: 2 },
    })
  })

  test.each([
    ['before sums were kept', 9],
    ['before categories told their figure', 14],
  ])('are those of rows that were there %s', (_, step) => {
    const old = new Database(':memory:')
    migrate(old, cacheMigrations.slice(0, step))
    const rows = fc.sample(fc.tuple(movement, failed), 200)
    for (const [index, [one, other]] of rows.entries()) {
      insertMovement(old, { ...one, id: `txn_${index}` })
      insertFailure(old, { ...other, id: index + 1 })
    }
    const fresh = new Database(':memory:')
    migrate(fresh, cacheMigrations)
    for (const [index, [one, other]] of rows.entries()) {
      insertMovement(fresh, { ...one, id: `txn_${index}` })
      insertFailure(fresh, { ...other, id: index + 1 })
    }
    migrate(old, cacheMigrations)
    const sumsOf = (cache: Database.Database): unknown[] =>
      cache.prepare('SELECT * FROM figure_sums ORDER BY width, currency, slot').all()
    expect(sumsOf(old)).toEqual(sumsOf(fresh))
    expect(sumsOf(old).length).toBeGreaterThan(200)
  })

  test('that can’t be told exactly are refused, not rounded', () => {
    const cache = opened(openCache(aFolder(), aKey()))
    const huge = {
      type: 'charge',
      category: 'charge',
      amount: Number.MAX_SAFE_INTEGER,
      fee: 0,
      currency: 'jpy',
    }
    insertMovement(cache, { ...huge, id: 'txn_1', created: from + 10 })
    const asked = { from, before, currency: 'jpy', bucket: 'day', timeZone: 'UTC' } as const
    expect(overview(cache, asked).total.gross.amount).toBe(Number.MAX_SAFE_INTEGER)
    insertMovement(cache, { ...huge, id: 'txn_2', amount: 2, created: from + 10 })
    expect(overviewOf(cache, asked, Infinity)).toMatchObject({ ok: false, error: { code: 'too_large' } })
    // Each day by itself can be told, their sum can't.
    insertMovement(cache, { ...huge, id: 'txn_2', amount: 2, created: from + 90_000 })
    expect(overviewOf(cache, asked, Infinity)).toMatchObject({ ok: false, error: { code: 'too_large' } })
  })

  test.each([
    ['a time zone that there is not', { timeZone: 'Europe/Atlantis' }],
    ['a time that ends before it begins', { before: from }],
    ['more stretches than can be shown', { bucket: 'hour', before: from + 801 * 3600 }],
  ] as const)('of %s are refused', (_, more) => {
    const cache = opened(openCache(aFolder(), aKey()))
    const asked = { from, before, currency: null, bucket: 'day', timeZone: 'UTC', ...more } as const
    expect(overviewOf(cache, asked, Infinity)).toMatchObject({ ok: false, error: { code: 'bad_request' } })
  })

  test('of an empty desk are all nothing, without a currency', () => {
    const cache = opened(openCache(aFolder(), aKey()))
    const answer = overview(cache, { from, before, currency: null, bucket: 'week', timeZone: 'UTC' })
    expect(answer).toMatchObject({ currency: null, currencies: [], total: nothing })
    expect(answer.buckets).toHaveLength(4)
  })

  test('are found by indexes that hold them', () => {
    const cache = opened(openCache(aFolder(), aKey()))
    const plan = (sql: string): string =>
      cache
        .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all({ spans: '[]', currency: 'eur', from: 0, before: 1, at: 1, rowid: 0, limit: 1 })
        .map(({ detail }) => detail)
        .join('\n')
    expect(plan(keptSql)).toMatch(
      /SEARCH k USING PRIMARY KEY \(width=\? AND currency=\? AND slot>\? AND slot<\?\)/,
    )
    for (const [sql] of single)
      expect(plan(sql)).toMatch(/USING .*INDEX \w+ \(currency=\? AND \w+>\? AND \w+<\?\)/)
    for (const figure of figures) {
      const [page = '', joined = ''] = plan(figureRowsSql(figure)).split('SCAN page')
      expect(page).toMatch(/INDEX \w+ \(currency=\? AND (figure=\? AND )?\w+>\? AND \w+<\?\)/)
      // Only the rows of a page are sorted again.
      expect(page).not.toMatch(/SCAN|TEMP/)
      expect(joined).not.toMatch(/SCAN/)
    }
  })
})

describe('a row behind a figure', () => {
  const day = { from: at('2026-10-24T22:00:00Z'), before: at('2026-10-25T23:00:00Z') }

  test('opens the payment, refund or dispute it is about, and names the customer', () => {
    const cache = aShop()
    expect(allRows(cache, 'net', day)).toMatchObject([
      { id: 'txn_6', amount: -200, type: 'stripe_fee', opens: null, customerName: null },
      { id: 'txn_5', amount: 300, type: 'topup', opens: null, description: 'Of txn_5' },
      { id: 'txn_4', amount: -6500, opens: { kind: 'dispute', id: 'du_1' }, customerName: 'Ada Lovelace' },
      { id: 'txn_3', amount: -2000, opens: { kind: 'refund', id: 're_1' }, customerName: 'Ada Lovelace' },
      { id: 'txn_2', amount: 4825, opens: null, customerName: null },
      { id: 'txn_1', amount: 9680, opens: { kind: 'payment', id: 'pi_1' }, customerName: 'Ada Lovelace' },
    ])
    expect(allRows(cache, 'fees', day).map(({ amount }) => amount)).toEqual([-200, -1500, -175, -320])
    expect(allRows(cache, 'failed', day)).toMatchObject([
      { id: 'pi_2', amount: 4990, type: 'payment', opens: { kind: 'payment', id: 'pi_2' } },
    ])
  })

  test('is on one page only, and a marker of another list is refused', () => {
    const cache = aShop()
    const first = figureRows(cache, { figure: 'net', currency: 'eur', ...day, limit: 2 })
    expect(first).toMatchObject({ ok: true, value: { rows: [{ id: 'txn_6' }, { id: 'txn_5' }] } })
    const after = first.ok ? (first.value.next ?? '') : ''
    const next = figureRows(cache, { figure: 'net', currency: 'eur', ...day, limit: 10, after })
    expect(next.ok && next.value.rows.map(({ id }) => id)).toEqual(['txn_4', 'txn_3', 'txn_2', 'txn_1'])
    expect(figureRows(cache, { figure: 'fees', currency: 'eur', ...day, limit: 2, after })).toMatchObject({
      error: { code: 'cursor_invalid' },
    })
  })
})

const none = { amount: 0, count: 0 }
const nothing = Object.fromEntries(figures.map((name) => [name, none])) as Record<Figure, typeof none>

function allRows(cache: Database.Database, figure: Figure, asked: { from: number; before: number }) {
  const rows = []
  for (let after: string | undefined; ;) {
    const page = figureRows(cache, {
      figure,
      currency: 'eur',
      ...asked,
      limit: 7,
      ...(after !== undefined && { after }),
    })
    if (!page.ok) throw new Error(page.error.message)
    const { rows: shown, next } = schemas['finance.rows'].reply.parse(page.value)
    rows.push(...shown)
    if (next === null) return rows
    after = next
  }
}

function aShop(): Database.Database {
  const cache = opened(openCache(aFolder(), aKey()))
  const body = packBody('{}')
  cache.exec(`
    INSERT INTO customers (id, name, created, as_of, body) VALUES ('cus_1', 'Ada Lovelace', 1, 1, x'00');
    INSERT INTO payment_intents (rowid, id, created, amount, amount_milli, currency, stripe_status, status, customer_id, as_of, body)
      VALUES (1, 'pi_1', 1, 10000, 100000, 'eur', 'succeeded', 'succeeded', 'cus_1', 1, x'00'),
             (2, 'pi_2', 1, 4990, 49900, 'eur', 'requires_payment_method', 'failed', null, 1, x'00');`)
  cache
    .prepare(
      `INSERT INTO charges (id, payment_intent_id, created, amount, currency, status, as_of, body)
       VALUES ('ch_1', 'pi_1', 1, 10000, 'eur', 'succeeded', 1, ?)`,
    )
    .run(body)
  cache
    .prepare(
      `INSERT INTO refunds (id, payment_intent_id, amount, currency, status, created, as_of, body)
       VALUES ('re_1', 'pi_1', 2000, 'eur', 'succeeded', 1, 1, ?)`,
    )
    .run(body)
  cache
    .prepare(
      `INSERT INTO disputes (id, payment_intent_id, amount, currency, status, reason, created, as_of, body)
       VALUES ('du_1', 'pi_1', 5000, 'eur', 'needs_response', 'fraudulent', 1, 1, ?)`,
    )
    .run(body)
  const move = (
    id: number,
    text: string,
    type: string,
    category: string,
    amount: number,
    fee = 0,
    source = '',
  ) =>
    insertMovement(cache, {
      id: `txn_${id}`,
      type,
      category,
      amount,
      fee,
      currency: 'eur',
      created: at(text),
      source,
    })
  move(0, '2026-10-24T21:59:59Z', 'charge', 'charge', 999)
  move(1, '2026-10-24T22:00:00Z', 'charge', 'charge', 10_000, 320, 'ch_1')
  // Of a charge that is not in the cache.
  move(2, '2026-10-25T01:10:00Z', 'charge', 'charge', 5000, 175, 'ch_2')
  move(3, '2026-10-25T10:00:00Z', 'refund', 'refund', -2000, 0, 're_1')
  move(4, '2026-10-25T11:00:00Z', 'adjustment', 'dispute', -5000, 1500, 'du_1')
  move(5, '2026-10-25T12:00:00Z', 'topup', 'topup', 300)
  move(6, '2026-10-25T22:59:59Z', 'stripe_fee', 'fee', -200)
  move(7, '2026-10-25T22:59:59Z', 'payout', 'payout', -9000)
  move(8, '2026-10-25T23:00:00Z', 'charge', 'charge', 777)
  insertMovement(cache, {
    id: 'txn_9',
    type: 'charge',
    category: 'charge',
    amount: 1,
    fee: 0,
    currency: 'usd',
    created: at('2026-10-25T12:00:00Z'),
  })
  insertFailure(cache, {
    id: 2,
    currency: 'eur',
    amount: 4990,
    failedAt: at('2026-10-25T08:00:00Z'),
    state: 'recovered',
    settledAt: at('2026-10-26T08:00:00Z'),
  })
  return cache
}

describe('what came back at a time that is not known', () => {
  /** Its PaymentIntent says that it was paid; the charge was never read. */
  const paidSomehow = (id: string, more: object = {}) =>
    anIntent({ id, created: nowSeconds - 3 * day, latest_charge: null, amount_received: 4990, ...more })

  test('is in no stretch, but told beside them, so that Overview and Recovery agree', () => {
    const { cache, journal, fail, tell } = aFinanceDesk()
    fail(
      { id: 'pi_undated', failed: 3 },
      { id: 'pi_dated', failed: 3, amount: 700 },
      { id: 'pi_open', failed: 3 },
    )
    fail({ id: 'pi_dollars', failed: 3, currency: 'usd' })
    tell(paidSomehow('pi_undated'), paidSomehow('pi_dollars', { currency: 'usd' }))
    tell(
      aCharge({ id: 'ch_paid', payment_intent: 'pi_dated', created: nowSeconds - day, amount: 700 }),
      paidSomehow('pi_dated', { amount: 700, amount_received: 700, latest_charge: 'ch_paid' }),
    )
    const stretch = { currency: 'eur', from: nowSeconds - 30 * day, before: nowSeconds, timeZone: 'UTC' }
    const told = overview(cache, { ...stretch, bucket: 'month' })
    expect(told.total.recovered).toEqual({ amount: 700, count: 1 })
    expect(told.undated).toEqual({ amount: 4990, count: 1 })
    const report = recoveryReport(
      cache,
      journal,
      { ...stretch, counted: 'failed', of: 'all', by: 'code' },
      nowSeconds * 1000,
    )
    expect(report).toMatchObject({ ok: true, value: { total: { recovered: { amount: 5690, count: 2 } } } })
  })

  test('is dated by its invoice where that says when it was paid', () => {
    const { cache, fail, tell } = aFinanceDesk()
    fail({
      id: 'pi_1',
      failed: 3,
      invoice: { status: 'paid', status_transitions: { paid_at: nowSeconds - 2 * day } },
    })
    tell(paidSomehow('pi_1'))
    const asked = { currency: 'eur', bucket: 'day', timeZone: 'UTC' } as const
    const told = overview(cache, { ...asked, from: nowSeconds - 2 * day, before: nowSeconds - 2 * day + 1 })
    expect(told.total.recovered).toEqual({ amount: 4990, count: 1 })
    expect(told.undated).toEqual({ amount: 0, count: 0 })
  })

  test('is found without looking at any other', () => {
    const plan = aCache().prepare<[string], { detail: string }>(`EXPLAIN QUERY PLAN ${undatedSql}`).all('eur')
    expect(plan.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^SEARCH failures USING (COVERING )?INDEX failures_undated \(currency=\?\)/),
    ])
  })
})
