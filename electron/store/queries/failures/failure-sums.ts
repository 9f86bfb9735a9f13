// Failures added up by group and currency from the sums that are kept, without looking at each: only those of the day on which some
// lapse now, and those that operators put somewhere else, are judged one by one. It must never differ from adding up the list.
import type { Database } from 'better-sqlite3'
import { failureStates, type FailureGroup, type FailureState } from '../../../../src/contract/index.ts'
import { failureGroup } from '../../../../src/domain/failure-group.ts'
import { lapsesAfter, standingOf } from '../../../../src/domain/failure-state.ts'
import { exactly } from '../exact.ts'
import {
  failureColumns,
  groupOf,
  standingFacts,
  type FailureRecord,
  type Judging,
} from './failure-records.ts'
import { isAmong, isPutAs, type FailureFilter } from './failure-walk.ts'
import { factsIn, judged } from './judged-facts.ts'
import { dayLength, everyDay, isToCome } from '../finance/kept-sums.ts'
import { prepared } from '../prepared.ts'

/** So many failures alike; below zero where they are taken out again. */
export interface Counted {
  group: FailureGroup
  currency: string
  /** Minor units. */
  amount: number
  count: number
}

/** The sums know nothing else of a failure. */
export function isKept({ text, assigned, failedFrom, failedBefore, declineCode }: FailureFilter): boolean {
  return [text, assigned, failedFrom, failedBefore, declineCode].every((part) => part === undefined)
}

/** Of all groups and currencies. `filter`: one of which `isKept` holds. */
export function* countedFromSums(
  cache: Database,
  judging: Judging,
  filter: FailureFilter,
): Generator<Counted> {
  // Nothing noted is open.
  if (isPutAs(filter.put, 'open'))
    for (const { facts, currency, amount, count } of sumsOf(cache, filter, judging.now))
      yield {
        group: failureGroup(factsIn(facts), judging.rules).group,
        currency,
        amount: exactly(amount),
        count: exactly(count),
      }
  yield* asPut(cache, judging, filter)
}

/** What was noted may take a failure from where the sums have it, and put it elsewhere. */
function* asPut(cache: Database, judging: Judging, filter: FailureFilter): Generator<Counted> {
  const { cases, now } = judging
  const records = prepared<[string], FailureRecord>(
    cache,
    `SELECT ${failureColumns} FROM failures AS f WHERE f.payment_intent_id IN (SELECT value FROM json_each(?))`,
  ).all(JSON.stringify(cases.put()))
  for (const record of records) {
    const { payment_intent_id: id, currency, amount } = record
    const isWanted = (writtenOffAt: number | null, put: Parameters<typeof isPutAs>[1]): boolean =>
      isPutAs(filter.put, put) &&
      isAmong(filter.state, standingOf(standingFacts(record, writtenOffAt), now / 1000).state)
    const isSummed = isWanted(null, 'open')
    const isListed = isWanted(cases.writtenOffAt(id), cases.of(id, record.last_failed_at, now).state)
    if (isSummed === isListed) continue
    const sign = isListed ? 1 : -1
    yield { group: groupOf(record, judging).group, currency, amount: sign * amount, count: sign }
  }
}

interface Summed {
  facts: string
  currency: string
  amount: bigint
  count: bigint
}

/** As if nothing were noted. `now`: milliseconds. */
function sumsOf(cache: Database, { state }: FailureFilter, now: number): Summed[] {
  const sql = sumsSql(failureStates.filter((each) => isAmong(state, each)))
  // Still since before this second is too long.
  const lapsed = Math.ceil(now / 1000 - lapsesAfter)
  const day = Math.floor(lapsed / dayLength)
  return prepared<[object], Summed>(cache, sql)
    .safeIntegers()
    .all({ lapsed, day, dayEnds: (day + 1) * dayLength })
}

/** The SQL, for the question itself and for the tests of its query plan. */
export function sumsSql(states: readonly FailureState[]): string {
  const has = (state: FailureState): boolean => states.includes(state)
  const arms = [
    ...(has('recovered') ? [kept(`state = 'recovered'`)] : []),
    ...(has('lost') ? [kept(`state = 'lost'`)] : []),
    ...(has('trying') ? [kept(`state = 'open' AND is_to_come = 1`)] : []),
    ...(has('trying') && !has('lost') ? inTime(1) : []),
    ...(has('lost') ? [kept(nothingToCome), ...(has('trying') ? [] : inTime(-1))] : []),
  ]
  return /* sql */ `SELECT facts, currency, sum(amount) AS amount, sum(count) AS count FROM (${arms.join(' UNION ALL ')})
    GROUP BY 1, 2 HAVING sum(count) <> 0`
}

const nothingToCome = `state = 'open' AND is_to_come = 0`

function kept(condition: string, day = `day = ${everyDay}`, sign: 1 | -1 = 1): string {
  return /* sql */ `SELECT judged AS facts, currency, ${sign} * amount AS amount, ${sign} * count AS count FROM failure_sums
    WHERE ${condition} AND ${day}`
}

/** Open ones with nothing to come that have not lapsed: whole days, and what is left of the one on which some lapse now. */
const inTime = (sign: 1 | -1): string[] => [
  kept(nothingToCome, 'day > @day', sign),
  /* sql */ `SELECT ${judged('f')}, f.currency, ${sign} * f.amount, ${sign} FROM failures AS f INDEXED BY failures_by_state
    WHERE f.state = 'open' AND f.still_since >= @lapsed AND f.still_since < @dayEnds AND NOT ${isToCome('f')}`,
]
