// The recovery figures are those that judging each failure by itself would give; in every part, month and week what failed is what
// was recovered, lost or is still being tried.
import type { Database } from 'better-sqlite3'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCache, openJournal } from '../../../../../electron/store/open.ts'
import { expiringCards } from '../../../../../electron/store/queries/failures/expiring-cards.ts'
import { recoveryReport } from '../../../../../electron/store/queries/failures/recovery-report.ts'
import {
  recoveryDimensions,
  schemas,
  type Outcome,
  type Recovery,
} from '../../../../../src/contract/index.ts'
import { amountBands, bandOf, cardAgeBands } from '../../../../../src/domain/recovery-bands.ts'
import { aFolder, aKey, opened } from '../../open.support.ts'
import * as made from '../search/search.support.ts'

const at = (text: string): number => Date.parse(text) / 1000
const day = 86_400
const now = at('2026-11-25T12:00:00Z')

interface Failed {
  currency?: string
  amount: number
  first: number
  last?: number
  state?: 'open' | 'recovered' | 'lost'
  settled?: number | null
  how?: string | null
  next?: number | null
  awaits?: 0 | 1
  /** Unix seconds. */
  asked?: number | null
  code?: string | null
  attempts?: number
  brand?: string | null
  age?: number | null
  invoice?: string | null
}

const files = (): { cache: Database; journal: Database } => {
  const folder = aFolder()
  const key = aKey()
  return { cache: opened(openCache(folder, key)), journal: opened(openJournal(folder, key)) }
}

function put(cache: Database, failures: readonly Failed[]): void {
  const insert = cache.prepare(
    `INSERT INTO failures (rowid, payment_intent_id, currency, amount, first_failed_at, last_failed_at, failed_attempts, state,
       settled_at, how, next_attempt_at, awaits_customer, asked_at, decline_code, brand, card_age_months, invoice_id)
     VALUES (@rowid, @id, @currency, @amount, @first, @last, @attempts, @state, @settled, @how, @next, @awaits, @asked, @code, @brand, @age, @invoice)`,
  )
  cache.transaction(() => {
    for (const [index, each] of failures.entries())
      insert.run({
        rowid: index + 1,
        id: `pi_${index}`,
        currency: 'eur',
        last: each.first,
        attempts: 1,
        state: 'open',
        settled: null,
        how: null,
        next: null,
        awaits: 0,
        asked: null,
        code: null,
        brand: null,
        age: null,
        invoice: null,
        ...each,
      })
  })()
}

const writeOff = (journal: Database, payment: string, seconds: number): void => {
  journal
    .prepare(
      `INSERT INTO case_entries (id, payment_intent_id, kind, text, operator, at) VALUES ('e' || ?, ?, 'written_off', 'Gone', 'mia', ?)`,
    )
    .run(payment, payment, seconds * 1000)
}

type Request = Parameters<typeof recoveryReport>[2]
const request: Request = {
  currency: 'eur',
  from: at('2026-09-30T22:00:00Z'),
  before: at('2026-11-30T23:00:00Z'),
  counted: 'failed',
  of: 'all',
  by: 'code',
  timeZone: 'Europe/Berlin',
}

function report(
  { cache, journal }: { cache: Database; journal: Database },
  more: Partial<Request> = {},
): Recovery {
  const answer = recoveryReport(cache, journal, { ...request, ...more }, now * 1000)
  if (!answer.ok) throw new Error(answer.error.message)
  return schemas['recovery.report'].reply.parse(answer.value)
}

describe('the report', () => {
  const shop = (): ReturnType<typeof files> => {
    const both = files()
    put(both.cache, [
      // Paid two and a half days later by the same card; in the week after.
      {
        amount: 1000,
        first: at('2026-10-24T21:00:00Z'),
        state: 'recovered',
        settled: at('2026-10-27T09:00:00Z'),
        how: 'retry',
        code: 'insufficient_funds',
        invoice: 'in_1',
        attempts: 2,
      },
      // Within the hour that comes twice, and paid the same day.
      {
        amount: 3000,
        first: at('2026-10-25T00:30:00Z'),
        state: 'recovered',
        settled: at('2026-10-25T10:00:00Z'),
        how: 'new_method',
        code: 'expired_card',
        brand: 'visa',
        age: 30,
      },
      {
        amount: 500,
        first: at('2026-10-31T22:59:59Z'),
        state: 'lost',
        settled: at('2026-11-20T00:00:00Z'),
        code: 'insufficient_funds',
        invoice: 'in_2',
      },
      // The first second of November in Berlin; to be tried again.
      {
        amount: 700,
        first: at('2026-10-31T23:00:00Z'),
        next: now + day,
        code: 'insufficient_funds',
        invoice: 'in_3',
      },
      // 30 days and a second ago; nobody tries any more.
      {
        amount: 90,
        first: at('2026-10-01T00:00:00Z'),
        last: now - 30 * day - 1,
        code: 'do_not_honor',
        attempts: 4,
      },
      // As old, but since then the customer was asked to confirm.
      {
        amount: 80,
        first: at('2026-10-01T00:00:00Z'),
        last: now - 30 * day - 1,
        awaits: 1,
        asked: now - 30 * day,
        code: 'authentication_required',
      },
      // Written off here.
      { amount: 60, first: at('2026-11-20T00:00:00Z'), code: null },
      { amount: 1, first: at('2026-11-20T00:00:00Z'), currency: 'usd' },
    ])
    writeOff(both.journal, 'pi_6', at('2026-11-21T00:00:00Z'))
    return both
  }

  test('of some failures is this, by hand', () => {
    const told = report(shop())
    expect(told.currencies).toEqual(['eur', 'usd'])
    expect(told.total).toEqual({
      failed: { amount: 5430, count: 7 },
      recovered: { amount: 4000, count: 2 },
      lost: { amount: 650, count: 3 },
      trying: { amount: 780, count: 2 },
    })
    expect(told.months.map(({ failed, lost }) => [failed, lost])).toEqual([
      [
        { amount: 4670, count: 5 },
        { amount: 590, count: 2 },
      ],
      [
        { amount: 760, count: 2 },
        { amount: 60, count: 1 },
      ],
    ])
    expect(told.parts.map(({ key, failed }) => [key, failed.amount])).toEqual([
      ['expired_card', 3000],
      ['insufficient_funds', 2200],
      ['do_not_honor', 90],
      ['authentication_required', 80],
      ['unknown', 60],
    ])
    expect(told.days.filter(({ count }) => count > 0)).toEqual([
      { day: 0, amount: 3000, count: 1 },
      { day: 2, amount: 1000, count: 1 },
    ])
    expect(told.days).toHaveLength(32)
    // 9.5 hours and 2.5 days.
    expect(told.medianDays).toBeCloseTo((9.5 / 24 + 2.5) / 2, 10)
    expect(told.ways).toEqual([
      { how: 'retry', amount: 1000, count: 1 },
      { how: 'new_method', amount: 3000, count: 1 },
      { how: 'hosted_page', amount: 0, count: 0 },
      { how: 'outside_stripe', amount: 0, count: 0 },
      { how: 'unknown', amount: 0, count: 0 },
    ])
    const cohort = told.cohorts.find(({ failed }) => failed.amount === 4000)
    expect(cohort).toMatchObject({ from: at('2026-10-18T22:00:00Z'), before: at('2026-10-25T23:00:00Z') })
    // Five weeks are over.
    expect(cohort?.recovered).toEqual([
      3000,
      4000,
      4000,
      4000,
      4000,
      ...Array.from({ length: 7 }, () => null),
    ])
  })

  test('of what was settled in a time asks when it was, whenever it failed', () => {
    const told = report(shop(), { counted: 'settled', from: at('2026-11-01T00:00:00Z') })
    expect(told.total).toEqual({
      failed: { amount: 650, count: 3 },
      recovered: { amount: 0, count: 0 },
      lost: { amount: 650, count: 3 },
      trying: { amount: 0, count: 0 },
    })
    expect(told.cohorts).toEqual([])
    const lapsed = report(shop(), { counted: 'settled', from: now - 2, before: now })
    expect(lapsed.total.lost).toEqual({ amount: 90, count: 1 })
  })

  test('divides by amount, age of the card, tries and group, and tells payments of invoices apart', () => {
    const both = shop()
    const keys = (more: Partial<Request>): string[] => report(both, more).parts.map(({ key }) => key)
    expect(keys({ by: 'amount' })).toEqual(['2500-4999', '0-999', '1000-2499'])
    expect(keys({ by: 'card_age' })).toEqual(['24-', 'unknown'])
    expect(keys({ by: 'attempts' })).toEqual(['1', '2', '4'])
    expect(keys({ by: 'group' })).toContain('authentication')
    expect(report(both, { of: 'invoices' }).total.failed).toEqual({ amount: 2200, count: 3 })
    expect(report(both, { of: 'others' }).total.failed).toEqual({ amount: 3230, count: 4 })
  })

  test('sums up what is beyond sixty parts in one', () => {
    const both = files()
    put(
      both.cache,
      Array.from({ length: 70 }, (_, index) => ({
        amount: 100 + index,
        first: now - day,
        code: `code_${index}`,
      })),
    )
    const { parts, total } = report(both)
    expect(parts).toHaveLength(61)
    expect(parts.at(-1)).toMatchObject({ key: 'rest', failed: { count: 10, amount: 1045 } })
    expect(parts.reduce((sum, { failed }) => sum + failed.amount, 0)).toBe(total.failed.amount)
  })

  test('adds up in every part, month and week, whatever failed', () => {
    const failure: fc.Arbitrary<Failed> = fc
      .record({
        amount: fc.integer({ min: 1, max: 1_000_000 }),
        first: fc.integer({ min: request.from - 20 * day, max: now }),
        state: fc.constantFrom<NonNullable<Failed['state']>>('open', 'open', 'recovered', 'lost'),
        later: fc.integer({ min: 0, max: 60 * day }),
        how: fc.constantFrom('retry', 'new_method', 'hosted_page', 'outside_stripe', 'unknown'),
        next: fc.constantFrom(null, now + day),
        awaits: fc.constantFrom<0 | 1>(0, 1),
        asked: fc.constantFrom(null, now - 29 * day),
        code: fc.constantFrom(null, 'insufficient_funds', 'stolen_card', 'made_up'),
        attempts: fc.integer({ min: 1, max: 9 }),
        brand: fc.constantFrom(null, 'visa', 'mastercard'),
        age: fc.constantFrom(null, 0, 1, 11, 12, 400),
        invoice: fc.constantFrom(null, 'in_1'),
      })
      .map(({ later, ...rest }) => ({
        ...rest,
        last: Math.min(now, rest.first + later),
        settled: rest.state === 'open' ? null : Math.min(now, rest.first + later),
        how: rest.state === 'recovered' ? rest.how : null,
      }))
    const both = files()
    fc.assert(
      fc.property(
        fc.array(failure, { maxLength: 60 }),
        fc.constantFrom(...recoveryDimensions),
        fc.constantFrom<Request['counted']>('failed', 'settled'),
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'),
        (failures, by, counted, timeZone) => {
          both.cache.exec('DELETE FROM failures')
          put(both.cache, failures)
          const told = report(both, { by, counted, timeZone })
          const sum = (outcomes: readonly Outcome[]): Outcome => {
            const all = { failed: none(), recovered: none(), lost: none(), trying: none() }
            for (const each of outcomes)
              for (const name of ['failed', 'recovered', 'lost', 'trying'] as const) {
                all[name].amount += each[name].amount
                all[name].count += each[name].count
              }
            return all
          }
          for (const each of [told.total, ...told.months, ...told.parts]) {
            expect(each.failed.amount).toBe(each.recovered.amount + each.lost.amount + each.trying.amount)
            expect(each.failed.count).toBe(each.recovered.count + each.lost.count + each.trying.count)
          }
          const whole = sum([told.total])
          expect(sum(told.months)).toEqual(whole)
          expect(sum(told.parts)).toEqual(whole)
          for (const list of [told.ways, told.days])
            expect(list.reduce((total, { amount }) => total + amount, 0)).toBe(whole.recovered.amount)
          expect(told.cohorts.reduce((total, { failed }) => total + failed.amount, 0)).toBe(
            counted === 'failed' ? whole.failed.amount : 0,
          )
          for (const { failed, recovered } of told.cohorts) {
            const known = recovered.filter((amount) => amount !== null)
            expect(known).toEqual(known.toSorted((a, b) => a - b))
            expect(known.at(-1) ?? 0).toBeLessThanOrEqual(failed.amount)
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  test.each([
    ['a time zone that there is not', { timeZone: 'Mars/Olympus' }],
    ['a time that ends before it begins', { before: request.from }],
    ['more weeks than can be shown', { from: 0, before: 900 * 7 * day }],
  ])('of %s is refused', (_, more) => {
    const { cache, journal } = files()
    expect(recoveryReport(cache, journal, { ...request, ...more }, now * 1000)).toMatchObject({
      error: { code: 'bad_request' },
    })
  })
})

const none = (): { amount: number; count: number } => ({ amount: 0, count: 0 })

test('every amount and age is in one band, which names where it begins and ends', () => {
  expect([0, 999, 1000, 99_999, 100_000].map((amount) => bandOf(amount, amountBands('eur')))).toEqual([
    '0-999',
    '0-999',
    '1000-2499',
    '50000-99999',
    '100000-',
  ])
  expect(bandOf(1000, amountBands('jpy'))).toBe('1000-2499')
  // 1,000 kronur, which Stripe writes with two digits more.
  expect(bandOf(100_000, amountBands('isk'))).toBe('100000-249999')
  expect(bandOf(1000, amountBands('kwd'))).toBe('0-9999')
  expect([0, 1, 2, 3, 23, 24, 500].map((age) => bandOf(age, cardAgeBands)).join(' ')).toBe(
    '0 1-2 1-2 3-5 12-23 24- 24-',
  )
})

describe('cards that will expire', () => {
  const card = (id: string, customer: string, month: number, year: number) => ({
    id,
    object: 'payment_method',
    type: 'card',
    customer,
    created: 5,
    card: {
      brand: 'visa',
      last4: '4242',
      exp_month: month,
      exp_year: year,
      country: 'DE',
      funding: 'credit',
    },
  })
  const subscription = (id: string, customer: string, more: object = {}) => ({
    id,
    object: 'subscription',
    customer,
    status: 'active',
    currency: 'eur',
    created: 5,
    default_payment_method: null,
    items: {
      data: [
        {
          id: `si_${id}`,
          quantity: 2,
          current_period_start: now - day,
          current_period_end: at('2026-12-10T00:00:00Z'),
          price: {
            id: 'price_1',
            product: 'prod_1',
            currency: 'eur',
            unit_amount: 1250,
            recurring: { interval: 'month', interval_count: 1 },
          },
        },
      ],
    },
    ...more,
  })
  const customer = (id: string, method: string | null) =>
    made.customer(id, { name: `Name of ${id}`, invoice_settings: { default_payment_method: method } })

  test('are those that a subscription pays with, soonest first, with what it comes to', () => {
    const shop = made.emptyShop()
    made.tell(
      shop.cache,
      // Its own card, two subscriptions.
      customer('cus_Own', null),
      card('pm_Own', 'cus_Own', 11, 2026),
      subscription('sub_Own1', 'cus_Own', { default_payment_method: 'pm_Own' }),
      subscription('sub_Own2', 'cus_Own', { default_payment_method: 'pm_Own', status: 'past_due' }),
      // The customer's default, expiring later; another card of theirs pays for nothing.
      customer('cus_Default', 'pm_Default'),
      card('pm_Default', 'cus_Default', 1, 2027),
      card('pm_Spare', 'cus_Default', 12, 2026),
      subscription('sub_Default', 'cus_Default', { status: 'trialing' }),
      // Not within three months, ended, canceled at the end of the period, or paid with another card.
      customer('cus_Late', 'pm_Late'),
      card('pm_Late', 'cus_Late', 2, 2027),
      subscription('sub_Late', 'cus_Late'),
      customer('cus_Over', 'pm_Over'),
      card('pm_Over', 'cus_Over', 12, 2026),
      subscription('sub_Over', 'cus_Over', { status: 'canceled' }),
      subscription('sub_Ending', 'cus_Over', { cancel_at_period_end: true }),
      customer('cus_Other', 'pm_Other'),
      card('pm_Other', 'cus_Other', 12, 2026),
      card('pm_Good', 'cus_Other', 12, 2031),
      subscription('sub_Other', 'cus_Other', { default_payment_method: 'pm_Good' }),
      // Expired in October already.
      customer('cus_Gone', 'pm_Gone'),
      card('pm_Gone', 'cus_Gone', 10, 2026),
      subscription('sub_Gone', 'cus_Gone'),
    )
    const answer = expiringCards(shop.cache, { months: 3 }, now * 1000)
    if (!answer.ok) throw new Error(answer.error.message)
    const { cards, complete } = schemas['recovery.expiring'].reply.parse(answer.value)
    expect(complete).toBe(true)
    expect(cards).toMatchObject([
      {
        paymentMethodId: 'pm_Own',
        customerName: 'Name of cus_Own',
        amount: 5000,
        currency: 'eur',
        method: { brand: 'visa', expMonth: 11, expYear: 2026 },
      },
      {
        paymentMethodId: 'pm_Default',
        subscriptionIds: ['sub_Default'],
        amount: 2500,
        afterExpiry: [],
      },
    ])
    for (const ids of [cards[0]?.subscriptionIds, cards[0]?.afterExpiry])
      expect(ids?.toSorted()).toEqual(['sub_Own1', 'sub_Own2'])
    expect(expiringCards(shop.cache, { months: 4 }, now * 1000)).toMatchObject({
      value: { cards: { length: 3 } },
    })
    made.tell(
      shop.cache,
      ...Array.from({ length: 498 }, (_, index) => [
        customer(`cus_Many${index}`, `pm_Many${index}`),
        card(`pm_Many${index}`, `cus_Many${index}`, 12, 2026),
        subscription(`sub_Many${index}`, `cus_Many${index}`),
      ]).flat(),
    )
    const shown = (months: number) => expiringCards(shop.cache, { months }, now * 1000)
    expect(shown(3)).toMatchObject({ value: { cards: { length: 500 }, complete: true } })
    expect(shown(4)).toMatchObject({ value: { cards: { length: 500 }, complete: false } })
    shop.close()
  })

  const shownOf = (...told: unknown[]) => {
    const shop = made.emptyShop()
    made.tell(shop.cache, ...told)
    const answer = expiringCards(shop.cache, { months: 3 }, now * 1000)
    shop.close()
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.value.cards
  }
  const paused = (behavior: string, resumes: string | null = null) => ({
    pause_collection: { behavior, resumes_at: resumes === null ? null : at(resumes) },
  })

  test.each([
    ['whose invoices are sent', { collection_method: 'send_invoice' }],
    ['that ends before its next payment', { cancel_at: at('2026-12-09T00:00:00Z') }],
    ['that ends as the next payment would come', { cancel_at: at('2026-12-10T00:00:00Z') }],
    ['whose collection is paused', paused('void')],
    ['whose invoices stay drafts meanwhile', paused('keep_as_draft')],
    ['whose invoices are given up meanwhile', paused('mark_uncollectible')],
    ['that is collected again only later', paused('void', '2026-12-11T00:00:00Z')],
    ['that is paused as a whole', { status: 'paused' }],
  ])('are not those of a subscription %s', (_, more) => {
    const told = [customer('cus_1', 'pm_1'), card('pm_1', 'cus_1', 12, 2026)]
    expect(shownOf(...told, subscription('sub_1', 'cus_1', more))).toEqual([])
    expect(
      shownOf(...told, subscription('sub_1', 'cus_1', more), subscription('sub_2', 'cus_1')),
    ).toMatchObject([{ subscriptionIds: ['sub_2'], amount: 2500 }])
  })

  test.each([
    ['that ends after its next payment', { cancel_at: at('2026-12-11T00:00:00Z') }],
    ['that is collected again by then', paused('void', '2026-12-09T00:00:00Z')],
  ])('are those of a subscription %s', (_, more) => {
    expect(
      shownOf(
        customer('cus_1', 'pm_1'),
        card('pm_1', 'cus_1', 12, 2026),
        subscription('sub_1', 'cus_1', more),
      ),
    ).toMatchObject([{ subscriptionIds: ['sub_1'], amount: 2500 }])
  })

  test('are told with what falls on the day of the next payment alone, and which subscriptions pay only later than they last', () => {
    const due = (id: string, when: string, amount: number) => {
      const plain = subscription(id, 'cus_1')
      const [item] = plain.items.data
      const price = { ...item!.price, unit_amount: amount }
      return {
        ...plain,
        items: { data: [{ ...item!, price, quantity: 1, current_period_end: at(when) }] },
      }
    }
    const [shown, ...others] = shownOf(
      customer('cus_1', 'pm_1'),
      card('pm_1', 'cus_1', 12, 2026),
      due('sub_Yearly', '2027-06-06T12:00:00Z', 120_000),
      due('sub_Monthly', '2026-12-05T08:00:00Z', 1000),
      due('sub_SameDay', '2026-12-05T21:00:00Z', 300),
      due('sub_NextDay', '2026-12-06T00:00:00Z', 70),
      due('sub_LastMoment', '2026-12-31T23:59:59Z', 1),
      due('sub_FirstMoment', '2027-01-01T00:00:00Z', 2),
    )
    expect(others).toEqual([])
    expect(shown).toMatchObject({ amount: 1300, currency: 'eur' })
    expect(shown?.subscriptionIds).toHaveLength(6)
    expect(shown?.afterExpiry.toSorted()).toEqual(['sub_FirstMoment', 'sub_Yearly'])
  })
})
