// The figures are right: for fifty shops, all their currencies and three time zones, the overview and the recovery report say what
// the simulator's own book says, whatever order its history was told in.
import type { Database } from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { openJournal } from '../../../../../electron/store/open.ts'
import { overviewOf } from '../../../../../electron/store/queries/finance/finance-overview.ts'
import { figureRows } from '../../../../../electron/store/queries/finance/finance-rows.ts'
import { countFailures } from '../../../../../electron/store/queries/failures/failures.ts'
import { recoveryReport } from '../../../../../electron/store/queries/failures/recovery-report.ts'
import { randomFrom } from '../../../../../electron/simulator/random.ts'
import { failureListRequestSchema, failureStates } from '../../../../../src/contract/failures.ts'
import { figures, type Bucket, type Sum } from '../../../../../src/contract/index.ts'
import { aFolder, aKey, opened } from '../../open.support.ts'
import { aCache } from '../../projections/tables.support.ts'
import {
  anchor,
  aYear,
  failuresOf,
  labeller,
  partsOf,
  tellShuffled,
  type BookFailure,
  type Part,
} from './figures-proof.support.ts'

const shops = 50
const payments = 60
const day = 86_400
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'] as const
const clockChanges = [1_774_746_000, 1_772_953_200, 1_792_890_000, 1_793_512_800]

type Sums = Map<string, Sum>

function add(sums: Sums, key: string, amount: number, count = 1): void {
  const known = sums.get(key) ?? { amount: 0, count: 0 }
  if (count !== 0) sums.set(key, { amount: known.amount + amount, count: known.count + count })
}

const sorted = (sums: Sums): [string, Sum][] => [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1))

describe.each(Array.from({ length: shops }, (_, index) => `shop ${index}`))('%s', (seed) => {
  test('is told as its book has it', () => {
    const random = randomFrom(`${seed}/questions`)
    const year = aYear(seed, payments)
    const cache = aCache()
    const journal = opened(openJournal(aFolder(), aKey()))
    tellShuffled(cache, year, seed)
    const writtenOff = new Map<string, number>()
    for (const { id, state } of failuresOf(year.book, new Map(), anchor))
      if (state !== 'recovered' && random.chance(0.2))
        writtenOff.set(id, anchor - random.integer(1, 20 * day))
    for (const [id, at] of writtenOff)
      journal
        .prepare(
          `INSERT INTO case_entries (id, payment_intent_id, kind, text, operator, at) VALUES (?, ?, 'written_off', 'Gone', 'mia', ?)`,
        )
        .run(`entry of ${id}`, id, at * 1000)
    const failures = failuresOf(year.book, writtenOff, anchor)
    const parts = partsOf(year.book, failures)
    const currencies = new Set(parts.map(({ currency }) => currency))
    expect(currencies.size).toBeGreaterThan(1)
    for (const currency of currencies)
      for (const timeZone of zones) {
        overviewIsOf(cache, parts, currency, timeZone, random)
        recoveryIsOf(cache, journal, failures, currency, timeZone, random)
      }
    for (const currency of currencies) rowsAreOf(cache, parts, currency, random)
    countsAreOf(cache, journal, failures)
  })
})

function overviewIsOf(
  cache: Database,
  parts: readonly Part[],
  currency: string,
  timeZone: string,
  random: ReturnType<typeof randomFrom>,
): void {
  const label = labeller(timeZone)
  const asked: [Bucket, number, number][] = [
    ['month', anchor - 400 * day, anchor + day],
    [
      'day',
      anchor - random.integer(100, 380) * day - random.integer(0, day),
      anchor - random.integer(0, 50 * day),
    ],
    ['week', anchor - random.integer(100, 380) * day, anchor],
    ...clockChanges.map((change): [Bucket, number, number] => [
      'hour',
      change - 3 * day - random.integer(0, 5000),
      change + 3 * day,
    ]),
  ]
  for (const [bucket, from, before] of asked) {
    const answer = overviewOf(cache, { currency, from, before, bucket, timeZone }, Infinity)
    if (!answer.ok) throw new Error(answer.error.message)
    const [here, book, whole]: [Sums, Sums, Sums] = [new Map(), new Map(), new Map()]
    for (const stretch of answer.value.buckets)
      for (const figure of figures) {
        const { amount, count } = stretch.figures[figure]
        add(here, `${figure} ${label(bucket, stretch.from)}`, amount, count)
      }
    for (const { figure, at, amount, currency: own } of parts) {
      if (own !== currency || at < from || at >= before) continue
      add(book, `${figure} ${label(bucket, at)}`, amount)
      add(whole, figure, amount)
    }
    expect(sorted(here)).toEqual(sorted(book))
    const { total, previous } = answer.value
    for (const figure of figures) expect(total[figure]).toEqual(whole.get(figure) ?? { amount: 0, count: 0 })
    const earlier = parts.filter(
      (part) => part.currency === currency && part.at >= previous.from && part.at < previous.before,
    )
    for (const figure of figures) {
      const own = earlier.filter((part) => part.figure === figure)
      expect(previous.total[figure]).toEqual({ amount: sumOf(own), count: own.length })
    }
    const { gross, refunds, disputes, other, fees, net } = total
    expect(gross.amount + refunds.amount + disputes.amount + other.amount + fees.amount).toBe(net.amount)
  }
}

/** Page by page, what a figure adds up is what the book has, once each. */
function rowsAreOf(
  cache: Database,
  parts: readonly Part[],
  currency: string,
  random: ReturnType<typeof randomFrom>,
): void {
  const from = anchor - random.integer(30, 380) * day - random.integer(0, day)
  const before = anchor - random.integer(0, 20 * day)
  for (const figure of figures) {
    const here: [string, number, number][] = []
    let after: string | undefined
    do {
      const asked = { figure, currency, from, before, limit: 7, ...(after !== undefined && { after }) }
      const page = figureRows(cache, asked)
      if (!page.ok) throw new Error(page.error.message)
      here.push(...page.value.rows.map(({ id, at, amount }): [string, number, number] => [id, at, amount]))
      after = page.value.next ?? undefined
    } while (after !== undefined)
    const book = parts
      .filter(
        (part) => part.figure === figure && part.currency === currency && part.at >= from && part.at < before,
      )
      .map(({ id, at, amount }): [string, number, number] => [id, at, amount])
    expect(here.map(([, at]) => at)).toEqual(here.map(([, at]) => at).toSorted((a, b) => b - a))
    const byId = ([a]: [string, number, number], [b]: [string, number, number]): number => (a < b ? -1 : 1)
    expect(here.toSorted(byId)).toEqual(book.toSorted(byId))
  }
}

/** The worklist's counts by what is to be done, of each way that a failure may stand. */
function countsAreOf(cache: Database, journal: Database, all: readonly BookFailure[]): void {
  for (const state of failureStates) {
    const request = failureListRequestSchema.parse({
      deskId: 'acct_1-test-local',
      filter: { state: [state] },
    })
    const answer = countFailures(cache, journal, request, { operator: 'mia', now: anchor * 1000 })
    if (!answer.ok) throw new Error(answer.error.message)
    const [here, book]: [Sums, Sums] = [new Map(), new Map()]
    for (const { group, sums } of answer.value.byGroup)
      for (const { currency, amount, count } of sums) add(here, `${group} ${currency}`, amount, count)
    for (const each of all) if (each.state === state) add(book, `${each.group} ${each.currency}`, each.amount)
    expect(sorted(here)).toEqual(sorted(book))
  }
}

const sumOf = (list: readonly { amount: number }[]): number =>
  list.reduce((sum, { amount }) => sum + amount, 0)

/** Divided by what is to be done. `own`: what the report counts. */
function groupsAreOf(
  cache: Database,
  journal: Database,
  own: readonly BookFailure[],
  asked: Omit<Parameters<typeof recoveryReport>[2], 'by'>,
): void {
  const answer = recoveryReport(cache, journal, { ...asked, by: 'group' }, anchor * 1000)
  if (!answer.ok) throw new Error(answer.error.message)
  const [here, book]: [Sums, Sums] = [new Map(), new Map()]
  for (const { key, ...outcome } of answer.value.parts)
    for (const name of ['failed', 'recovered', 'lost', 'trying'] as const)
      add(here, `${name} of ${key}`, outcome[name].amount, outcome[name].count)
  for (const { group, state, amount } of own)
    for (const name of ['failed', state]) add(book, `${name} of ${group}`, amount)
  expect(sorted(here)).toEqual(sorted(book))
}

function recoveryIsOf(
  cache: Database,
  journal: Database,
  all: readonly BookFailure[],
  currency: string,
  timeZone: string,
  random: ReturnType<typeof randomFrom>,
): void {
  const label = labeller(timeZone)
  const from = anchor - random.integer(60, 380) * day
  for (const counted of ['failed', 'settled'] as const) {
    const answer = recoveryReport(
      cache,
      journal,
      { currency, from, before: anchor, counted, of: 'all', by: 'attempts', timeZone },
      anchor * 1000,
    )
    if (!answer.ok) throw new Error(answer.error.message)
    const told = answer.value
    const atOf = (each: BookFailure): number => (counted === 'failed' ? each.first : (each.settled ?? -1))
    const own = all.filter((each) => each.currency === currency && atOf(each) >= from && atOf(each) < anchor)
    const [here, book]: [Sums, Sums] = [new Map(), new Map()]
    for (const { from: begin, ...outcome } of told.months)
      for (const name of ['failed', 'recovered', 'lost', 'trying'] as const)
        add(here, `${name} in ${label('month', begin)}`, outcome[name].amount, outcome[name].count)
    for (const { key, ...outcome } of told.parts)
      for (const name of ['failed', 'recovered', 'lost', 'trying'] as const)
        add(here, `${name} after ${key}`, outcome[name].amount, outcome[name].count)
    for (const { day: taken, amount, count } of told.days)
      add(here, `paid after ${taken} days`, amount, count)
    for (const { from: begin, failed } of told.cohorts)
      add(here, `week ${label('week', begin)}`, failed.amount, failed.count)
    for (const each of own) {
      const { amount } = each
      for (const name of ['failed', each.state]) {
        add(book, `${name} in ${label('month', atOf(each))}`, amount)
        add(book, `${name} after ${each.attempts}`, amount)
      }
      if (each.state === 'recovered')
        add(book, `paid after ${Math.min(31, Math.floor((each.settled! - each.first) / day))} days`, amount)
      if (counted === 'failed') add(book, `week ${label('week', each.first)}`, amount)
    }
    expect(sorted(here)).toEqual(sorted(book))
    expect(told.total.failed).toEqual({ amount: sumOf(own), count: own.length })
    const [ways, waysOfBook]: [Sums, Sums] = [new Map(), new Map()]
    for (const { how, amount, count } of told.ways) add(ways, how, amount, count)
    for (const { how, amount } of own) if (how !== null) add(waysOfBook, how, amount)
    expect(sorted(ways)).toEqual(sorted(waysOfBook))
    groupsAreOf(cache, journal, own, { currency, from, before: anchor, counted, of: 'all', timeZone })
    const today = label('day', anchor)
    for (const cohort of told.cohorts) {
      const name = label('week', cohort.from)
      const paid = own.flatMap((each) =>
        label('week', each.first) === name && each.state === 'recovered'
          ? [{ on: label('day', each.settled!), amount: each.amount }]
          : [],
      )
      const ofBook = cohort.recovered.map((_, later) => {
        const through = new Date(Date.parse(name) + (later * 7 + 6) * day * 1000).toISOString().slice(0, 10)
        return through < today ? sumOf(paid.filter(({ on }) => on <= through)) : null
      })
      // All weeks of it at once: an assertion for each would take as long as the questions.
      expect(cohort.recovered).toEqual(ofBook)
    }
  }
}
