// Walks the failures that a filter may let through, in the order asked for, and judges each as it comes: what is judged by the desk's
// rules, the clock and the journal can't be asked of the database. It must never leave out one that the filter lets through.
import type { Database } from 'better-sqlite3'
import {
  failureStates,
  type Case,
  type FailureGroup,
  type ParsedRequestOf,
} from '../../../../src/contract/index.ts'
import { failureGroup } from '../../../../src/domain/failure-group.ts'
import { lapsesAfter, standingOf } from '../../../../src/domain/failure-state.ts'
import { folded, tellingWords, wordsOf } from '../../../../src/domain/fold.ts'
import type { Cursor } from '../cursor.ts'
import type { FailureRecord, Judging } from './failure-records.ts'
import { factsIn, judged } from './judged-facts.ts'
import { isToCome } from '../finance/kept-sums.ts'
import { prepared } from '../prepared.ts'

export type FailureFilter = ParsedRequestOf<'failures.list'>['filter']
export type FailureSort = ParsedRequestOf<'failures.list'>['sort']
type Parameters = Record<string, string | number | bigint>

export interface Found {
  rowid: number
  group: FailureGroup
  currency: string
  /** Minor units. */
  amount: number
}

/** What a row needs to be let through and judged, and no more: thousands are looked at. */
type Walked = [
  rowid: number,
  id: string,
  currency: string,
  amount: number,
  lastFailedAt: number,
  stillSince: number,
  state: FailureRecord['state'],
  nextAttemptAt: number | null,
  underWay: number,
  judged: string,
  /** Texts to look in, where some are wanted; last what it is sorted by. */
  ...rest: (string | number | null)[],
]

export interface Walk {
  cache: Database
  judging: Judging
  filter: FailureFilter
  /** Whose are mine. */
  operator: string
  /** Null: in no order. */
  sort: FailureSort | null
  after: Cursor | null
}

/** Later than any time: those without a next try come last. */
const never = 9_000_000_000_000

const orders: Record<FailureSort, { value: string; descending: boolean }> = {
  last_desc: { value: 'f.last_failed_at', descending: true },
  // Thousandths of the major unit: the same in every currency.
  amount_desc: {
    value: '(SELECT amount_milli FROM payment_intents AS p WHERE p.rowid = f.rowid)',
    descending: true,
  },
  next_asc: { value: `coalesce(f.next_attempt_at, ${never})`, descending: false },
}

export function* walkFailures(walk: Walk): Generator<Found> {
  const { cache, filter, judging } = walk
  const { sql, parameters } = walkSql(walk)
  const words = tellingWords(wordsOf(filter.text ?? '')).map(folded)
  /** The same facts are judged once. */
  const groups = new Map<string, FailureGroup>()
  for (const row of prepared<[Parameters], Walked>(cache, sql).raw().iterate(parameters)) {
    if (!letsThrough(row, walk, words)) continue
    const [rowid, , currency, amount, , , , , , facts] = row
    let group = groups.get(facts)
    if (group === undefined) {
      group = failureGroup(factsIn(facts), judging.rules).group
      groups.set(facts, group)
    }
    if (isAmong(filter.group, group)) yield { rowid, group, currency, amount }
  }
}

/** None named is all of them. */
export function isAmong<Name>(wanted: readonly Name[] | undefined, name: Name): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(name)
}

/** What was written off is lost, and neither sleeps nor is closed. */
export function isPutAs(wanted: FailureFilter['put'], state: Case['state']): boolean {
  return wanted === 'all' || (state === 'written_off' ? 'open' : state) === wanted
}

function letsThrough(row: Walked, { filter, judging, operator }: Walk, words: readonly string[]): boolean {
  const [, id, , , lastFailedAt, stillSince, state, nextAttemptAt, moves, , ...rest] = row
  const { cases, now } = judging
  const standing = standingOf(
    {
      state,
      lostWhy: null,
      settledAt: null,
      stillSince,
      nextAttemptAt,
      isUnderWay: moves === 1,
      writtenOffAt: cases.writtenOffAt(id),
    },
    now / 1000,
  )
  if (!isAmong(filter.state, standing.state)) return false
  const { state: put, assignee } = cases.of(id, lastFailedAt, now)
  if (!isPutAs(filter.put, put)) return false
  if (filter.assigned === 'mine' && assignee !== operator) return false
  if (filter.assigned === 'none' && assignee !== null) return false
  if (words.length === 0) return true
  const text = folded([id, ...rest.slice(0, -1)].filter(Boolean).join('\n'))
  return words.every((word) => text.includes(word))
}

/** What the page is sorted by, of one row: thousandths of an amount may pass 2^53. */
export function sortValue(cache: Database, sort: FailureSort, rowid: number): bigint {
  const row = prepared<[number], { v: string }>(
    cache,
    `SELECT CAST(${orders[sort].value} AS TEXT) AS v FROM failures AS f WHERE f.rowid = ?`,
  ).get(rowid)
  return BigInt(row?.v ?? 0)
}

export function walkSql({ filter, judging, sort, after }: Walk): { sql: string; parameters: Parameters } {
  const parameters: Parameters = {}
  const conditions: string[] = []
  const where = (condition: string, name: string, value: string | number | bigint | undefined): void => {
    if (value === undefined) return
    parameters[name] = value
    conditions.push(condition)
  }
  where('f.currency = @currency', 'currency', filter.currency)
  where('f.decline_code = @code', 'code', filter.declineCode)
  where('f.first_failed_at >= @from', 'from', filter.failedFrom)
  where('f.first_failed_at < @before', 'before', filter.failedBefore)
  const order = sort === null ? null : orders[sort]
  if (order !== null && after !== null) {
    Object.assign(parameters, { afterValue: after.value, afterRowid: after.rowid })
    conditions.push(`(${order.value}, f.rowid) ${order.descending ? '<' : '>'} (@afterValue, @afterRowid)`)
  }
  const arms = armsOf(filter, judging, parameters)
  const hasText = wordsOf(filter.text ?? '').length > 0
  const columns = ['f.rowid AS r', 'f.payment_intent_id', 'f.currency', 'f.amount', 'f.last_failed_at', 'f.still_since', 'f.state', 'f.next_attempt_at', 'f.under_way', `${judged('f')} AS judged`] // prettier-ignore
  const texts = ['f.customer_id', 'f.invoice_id', 'f.subscription_id', 'c.name', 'c.email', 'i.number']
  const selected = [...columns, ...(hasText ? texts : []), `${order?.value ?? '0'} AS o`].join(', ')
  const joins = hasText
    ? 'LEFT JOIN customers AS c ON c.id = f.customer_id LEFT JOIN invoices AS i ON i.id = f.invoice_id'
    : ''
  const union = arms
    .map(
      ({ index, rows }) =>
        `SELECT ${selected} FROM failures AS f ${index} ${joins} WHERE ${[rows, ...conditions].join(' AND ')}`,
    )
    .join(' UNION ALL ')
  const direction = order?.descending === true ? 'DESC' : 'ASC'
  return {
    sql: `SELECT * FROM (${union}) ${order === null ? '' : `ORDER BY o ${direction}, r ${direction}`}`,
    parameters,
  }
}

const toCome = isToCome('f')

interface Arm {
  index: '' | 'INDEXED BY failures_by_state' | 'INDEXED BY failures_to_come'
  rows: string
}

/** Which rows may stand as asked; those of two arms are never the same. */
function armsOf({ state }: FailureFilter, { cases, now }: Judging, parameters: Parameters): Arm[] {
  const wanted = new Set(state === undefined || state.length === 0 ? failureStates : state)
  const isIn = (name: string): Arm => ({ index: '', rows: `f.state = '${name}'` })
  const arms: Arm[] = []
  if (wanted.has('recovered')) arms.push(isIn('recovered'))
  if (wanted.has('lost')) arms.push(isIn('lost'))
  if (wanted.has('trying') && wanted.has('lost')) return [...arms, isIn('open')]
  const isLapsed = `f.still_since < @lapsed AND NOT ${toCome}`
  if (wanted.has('trying') || wanted.has('lost')) parameters['lapsed'] = Math.ceil(now / 1000 - lapsesAfter)
  if (wanted.has('trying'))
    arms.push(
      { index: 'INDEXED BY failures_by_state', rows: "f.state = 'open' AND f.still_since >= @lapsed" },
      {
        index: 'INDEXED BY failures_to_come',
        rows: `f.state = 'open' AND ${toCome} AND f.still_since < @lapsed`,
      },
    )
  if (wanted.has('lost')) {
    parameters['writtenOff'] = JSON.stringify(cases.writtenOff())
    arms.push(
      { index: 'INDEXED BY failures_by_state', rows: `f.state = 'open' AND ${isLapsed}` },
      {
        index: '',
        rows: `f.payment_intent_id IN (SELECT value FROM json_each(@writtenOff)) AND f.state = 'open' AND NOT (${isLapsed})`,
      },
    )
  }
  return arms
}
