// Counts of failures come from sums that are kept. They are those that adding up the list row by row gives, whatever happened to the
// failures and whatever was noted about them.
import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { migrate } from '../../../../../electron/store/migrate.ts'
import { cacheMigrations } from '../../../../../electron/store/migrations/index.ts'
import { sumsSql } from '../../../../../electron/store/queries/failures/failure-sums.ts'
import { countFailures, listFailures } from '../../../../../electron/store/queries/failures/failures.ts'
import { judged } from '../../../../../electron/store/queries/failures/judged-facts.ts'
import {
  failureCountsSchema,
  failureGroups,
  failureListRequestSchema,
  failureStates,
  type FailureCounts,
  type FailureFilter,
} from '../../../../../src/contract/failures.ts'
import { aFinanceDesk, asking, day, nowSeconds } from './failures.support.ts'

interface Kept {
  id: number
  currency: string
  amount: number
  /** Unix seconds. */
  failedAt: number
  state: string
  next: number | null
  awaits: number
  code: string | null
  advice: string | null
  networkAdvice: string | null
  type: string | null
  reason: string | null
  risk: string | null
  brand: string | null
  /** Of before it was kept: never. */
  moves: number
  /** As that; Unix seconds. */
  asked: number | null
}

const columns: Record<string, keyof Kept> = {
  rowid: 'id',
  currency: 'currency',
  amount: 'amount',
  first_failed_at: 'failedAt',
  last_failed_at: 'failedAt',
  state: 'state',
  next_attempt_at: 'next',
  awaits_customer: 'awaits',
  decline_code: 'code',
  advice_code: 'advice',
  network_advice_code: 'networkAdvice',
  outcome_type: 'type',
  outcome_reason: 'reason',
  risk_level: 'risk',
  brand: 'brand',
}

const writeSql = `INSERT INTO failures (payment_intent_id, failed_attempts, ${Object.keys(columns).join(', ')})
  VALUES (@payment, 1, ${Object.values(columns)
    .map((name) => `@${name}`)
    .join(', ')})
  ON CONFLICT (rowid) DO UPDATE SET ${Object.keys(columns)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`

const moveSql = 'UPDATE failures SET under_way = @moves, asked_at = @asked WHERE rowid = @id'

const named = (failure: Kept) => ({ ...failure, payment: `pi_${failure.id}` })

/** Most of them around the second in which a failure lapses, and around the ends of days. */
const failedAt = fc.oneof(
  fc.integer({ min: -2, max: 2 }).map((seconds) => nowSeconds - 30 * day + seconds),
  fc.integer({ min: 0, max: 60 }).map((days) => Math.floor(nowSeconds / day - days) * day),
  fc.integer({ min: 0, max: 60 * day }).map((ago) => nowSeconds - ago),
)
const kept = fc.record<Kept>({
  id: fc.integer({ min: 1, max: 40 }),
  currency: fc.constantFrom('eur', 'eur', 'jpy'),
  amount: fc.integer({ min: 1, max: 100_000 }),
  failedAt,
  state: fc.constantFrom('open', 'open', 'open', 'recovered', 'lost'),
  next: fc.option(fc.constant(nowSeconds + day), { freq: 3 }),
  awaits: fc.constantFrom(0, 0, 0, 1),
  code: fc.constantFrom(null, 'insufficient_funds', 'generic_decline', 'stolen_card', 'code_of_tomorrow'),
  advice: fc.constantFrom(null, null, 'do_not_try_again', 'try_again_later'),
  networkAdvice: fc.constantFrom(null, null, '01', '02', '03'),
  type: fc.constantFrom(null, 'issuer_declined', 'blocked', 'invalid'),
  reason: fc.constantFrom(null, null, 'expired_card', 'generic_decline', 'highest_risk_level'),
  risk: fc.constantFrom(null, 'normal', 'elevated', 'highest'),
  brand: fc.constantFrom(null, 'visa', 'mastercard', 'amex'),
  moves: fc.constantFrom(0, 0, 0, 1),
  asked: fc.option(failedAt, { freq: 2 }),
})
const noted = fc.record({
  payment: fc.integer({ min: 1, max: 40 }).map((id) => `pi_${id}`),
  kind: fc.constantFrom('noted', 'snoozed', 'closed', 'reopened', 'written_off', 'assigned'),
  at: fc.integer({ min: 0, max: 50 }),
  until: fc.constantFrom(asking.now - 1, asking.now, asking.now + 1),
})
const history = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: kept.map((failure) => ({ failure })) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }).map((gone) => ({ gone })) },
    { weight: 2, arbitrary: noted.map((note) => ({ note })) },
  ),
  { minLength: 1, maxLength: 120 },
)

const filters: FailureFilter[] = [
  undefined,
  ...[1, 2, 3, 4, 5, 6, 7].map((bits) => failureStates.filter((_, index) => (bits >> index) % 2 === 1)),
].flatMap((state) =>
  (['open', 'snoozed', 'closed', 'all'] as const).map((put) => ({
    ...(state !== undefined && { state }),
    put,
  })),
)

type Desk = ReturnType<typeof aFinanceDesk>

function counts({ cache, journal }: Desk, filter: FailureFilter, now: number): FailureCounts {
  const request = failureListRequestSchema.parse({ deskId: 'acct_1-test-local', filter })
  const answer = countFailures(cache, journal, request, { ...asking, now })
  if (!answer.ok) throw new Error(answer.error.code)
  return failureCountsSchema.parse(answer.value)
}

/** As the rows of the list say. */
function addedUp({ cache, journal }: Desk, filter: FailureFilter, now: number): FailureCounts['byGroup'] {
  const request = failureListRequestSchema.parse({ deskId: 'acct_1-test-local', filter, limit: 200 })
  const answer = listFailures(cache, journal, request, { ...asking, now })
  if (!answer.ok || answer.value.next !== null) throw new Error('not all of them')
  const { rows } = answer.value
  return failureGroups.map((group) => {
    const sums = ['eur', 'jpy'].flatMap((currency) => {
      const alike = rows.filter((row) => row.group === group && row.currency === currency)
      const amount = alike.reduce((sum, row) => sum + row.amount, 0)
      return alike.length === 0 ? [] : [{ currency, amount, count: alike.length }]
    })
    return {
      group,
      count: sums.reduce((sum, { count }) => sum + count, 0),
      sums: sums.toSorted((a, b) => b.count - a.count),
    }
  })
}

/** Failures whose number stands for something else than they are judged by. */
const misjudged = (cache: Database.Database): unknown[] =>
  cache
    .prepare(
      `SELECT f.rowid FROM failures AS f LEFT JOIN failure_judgings AS j ON j.id = f.judging
       WHERE j.judged IS NOT ${judged('f')}`,
    )
    .all()

test('the counts are what adding up the list gives, after any history, at any time, for every filter', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: -3 * day, max: 40 * day }), (steps, later) => {
      const desk = aFinanceDesk()
      const write = desk.cache.prepare(writeSql)
      const move = desk.cache.prepare(moveSql)
      const remove = desk.cache.prepare('DELETE FROM failures WHERE rowid = ?')
      desk.rule('generic_decline', 'new_method')
      for (const step of steps)
        if ('failure' in step) {
          write.run(named(step.failure))
          move.run(step.failure)
        } else if ('gone' in step) remove.run(step.gone)
        else desk.write(step.note.payment, step.note.kind, step.note)
      for (const now of [asking.now, asking.now + later * 1000 + 500])
        for (const filter of filters)
          expect({ filter, byGroup: counts(desk, filter, now).byGroup }).toEqual({
            filter,
            byGroup: addedUp(desk, filter, now),
          })
      expect(misjudged(desk.cache)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('the sums are those of rows that were there before they were kept', () => {
  const failures = fc
    .sample(kept, { numRuns: 300, seed: 11 })
    .map((failure, index) => ({ ...failure, id: index + 1 }))
  const [old, fresh] = [new Database(':memory:'), new Database(':memory:')]
  migrate(old, cacheMigrations.slice(0, 10))
  migrate(fresh, cacheMigrations)
  for (const cache of [old, fresh])
    for (const failure of failures) cache.prepare(writeSql).run(named(failure))
  migrate(old, cacheMigrations)
  const sumsOf = (cache: Database.Database): unknown[] => cache.prepare('SELECT * FROM failure_sums').all()
  expect(sumsOf(old)).toEqual(sumsOf(fresh))
  expect(sumsOf(old).length).toBeGreaterThan(200)
  expect(misjudged(old)).toEqual([])
})

test('of a failure from before it was kept, its payment tells whether a try is under way', () => {
  const cache = new Database(':memory:')
  migrate(cache, cacheMigrations.slice(0, 20))
  const [failure] = fc.sample(kept, { numRuns: 1, seed: 7 })
  const needed = cache
    .prepare<[], string>(
      `SELECT name FROM pragma_table_info('payment_intents') WHERE "notnull" = 1 AND dflt_value IS NULL AND name <> 'stripe_status'`,
    )
    .pluck()
    .all()
  const pay = cache.prepare(
    `INSERT INTO payment_intents (rowid, stripe_status, ${needed.join(', ')}) VALUES (?, ?, ${needed.map(() => '?').join(', ')})`,
  )
  for (const [id, status] of ['processing', 'requires_payment_method', 'requires_capture'].entries()) {
    pay.run(id + 1, status, ...needed.map((name) => (name === 'body' ? Buffer.from('') : `${id}`)))
    cache.prepare(writeSql).run(named({ ...failure!, id: id + 1, state: 'open', next: null, awaits: 0 }))
  }
  migrate(cache, cacheMigrations)
  const [moves, toCome] = [
    'SELECT under_way FROM failures ORDER BY rowid',
    'SELECT sum(count) FROM failure_sums WHERE is_to_come = 1 AND day = -1',
  ].map((sql) => cache.prepare(sql).pluck().all())
  expect([moves, toCome]).toEqual([[1, 0, 1], [2]])
  expect(misjudged(cache)).toEqual([])
})

test('of a failure from before it was kept, the log tells when its customer was asked to confirm', () => {
  const cache = new Database(':memory:')
  migrate(cache, cacheMigrations.slice(0, 22))
  const [failure] = fc.sample(kept, { numRuns: 1, seed: 7 })
  const failedAt = nowSeconds - 40 * day
  const log = cache.prepare(
    `INSERT INTO events (id, type, created, object_id, received_at, source, body) VALUES (?, ?, ?, ?, 0, 'webhook', x'')`,
  )
  for (const [id, awaits] of [1, 0].entries()) {
    cache.prepare(writeSql).run(named({ ...failure!, id, state: 'open', next: null, awaits, failedAt }))
    log.run(`evt_${id}`, 'payment_intent.requires_action', nowSeconds - 20 * day, `pi_${id}`)
    log.run(`evt_more_${id}`, 'payment_intent.created', nowSeconds, `pi_${id}`)
  }
  migrate(cache, cacheMigrations)
  expect(cache.prepare('SELECT still_since FROM failures ORDER BY rowid').pluck().all()).toEqual([
    nowSeconds - 20 * day,
    failedAt,
  ])
  expect(cache.prepare('SELECT day FROM failure_sums WHERE day >= 0 ORDER BY day').pluck().all()).toEqual(
    [failedAt, nowSeconds - 20 * day].map((at) => Math.floor(at / day)),
  )
})

test('whatever alone of what a failure is judged by changes, its number follows', () => {
  const { cache } = aFinanceDesk()
  const [failure] = fc.sample(kept, { numRuns: 1, seed: 7 })
  cache.prepare(writeSql).run(named({ ...failure!, id: 1 }))
  const numbers = new Set<unknown>()
  const number = cache.prepare('SELECT judging FROM failures').pluck()
  for (const change of [
    `decline_code = 'a'`,
    `advice_code = 'a'`,
    `network_advice_code = 'a'`,
    `outcome_type = 'a'`,
    `outcome_reason = 'a'`,
    `risk_level = 'a'`,
    `brand = 'a'`,
    `awaits_customer = NOT awaits_customer`,
    `under_way = NOT under_way`,
    `next_attempt_at = iif(next_attempt_at IS NULL, 1, NULL)`,
  ]) {
    cache.exec(`UPDATE failures SET ${change}`)
    expect({ change, misjudged: misjudged(cache) }).toEqual({ change, misjudged: [] })
    numbers.add(number.get())
  }
  expect(numbers.size).toBe(10)
})

test('none but the failures of the day on which some lapse are looked at', () => {
  const { cache } = aFinanceDesk()
  for (const states of [['trying'], ['lost'], ['recovered', 'trying']] as const) {
    const plan = cache
      .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sumsSql(states)}`)
      .all({ lapsed: 1, day: 1, dayEnds: 2 })
      .map(({ detail }) => detail)
    expect(plan.filter((detail) => detail.includes(' f '))).toEqual([
      'SEARCH f USING INDEX failures_by_state (state=? AND still_since>? AND still_since<?)',
    ])
    expect(plan.filter((detail) => detail.startsWith('SCAN failure_sums'))).toEqual([])
  }
})
