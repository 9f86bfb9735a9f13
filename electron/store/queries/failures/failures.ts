// The questions about lists of failed payments: a page, and how many and how much by what is to be done.
import type { Database } from 'better-sqlite3'
import {
  failureGroups,
  success,
  type ParsedRequestOf,
  type ReplyOf,
  type Result,
} from '../../../../src/contract/index.ts'
import { readCursor, writeCursor, strangeCursor } from '../cursor.ts'
import { orTooLarge, plus } from '../exact.ts'
import { failureRecords, judgingBy } from './failure-records.ts'
import { failureRows } from './failure-rows.ts'
import { countedFromSums, isKept, type Counted } from './failure-sums.ts'
import { sortValue, walkFailures, type Found, type Walk } from './failure-walk.ts'

/** Who asks, and when (milliseconds). */
export interface Asking {
  operator: string
  now: number
}

export function listFailures(
  cache: Database,
  journal: Database,
  request: ParsedRequestOf<'failures.list'>,
  { operator, now }: Asking,
): Result<ReplyOf<'failures.list'>> {
  const { filter, sort, limit } = request
  const after = request.after === undefined ? null : readCursor(sort, request.after)
  if (after === null && request.after !== undefined) return strangeCursor()
  const judging = judgingBy(cache, journal, now)
  const found: Found[] = []
  for (const each of walkFailures({ cache, judging, filter, operator, sort, after })) {
    found.push(each)
    if (found.length > limit) break
  }
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  const records = failureRecords(
    cache,
    shown.map(({ rowid }) => rowid),
  )
  return success({
    rows: failureRows(cache, records, judging),
    next:
      found.length > limit && last ? writeCursor(sort, sortValue(cache, sort, last.rowid), last.rowid) : null,
  })
}

type Sums = Map<string, { amount: number; count: number }>

export function countFailures(
  cache: Database,
  journal: Database,
  request: ParsedRequestOf<'failures.counts'>,
  { operator, now }: Asking,
): Result<ReplyOf<'failures.counts'>> {
  // All currencies are counted: the face offers them to choose from.
  const { group: _group, currency, ...filter } = request.filter
  const judging = judgingBy(cache, journal, now)
  const counted = isKept(filter)
    ? countedFromSums(cache, judging, filter)
    : countedOneByOne({ cache, judging, filter, operator, sort: null, after: null })
  return orTooLarge(() => {
    const byGroup = new Map<string, Sums>(failureGroups.map((group) => [group, new Map()]))
    const all: Sums = new Map()
    for (const each of counted) {
      add(all, each)
      if (currency === undefined || each.currency === currency) add(byGroup.get(each.group)!, each)
    }
    return success({
      byGroup: failureGroups.map((group) => {
        const sums = mostUsedFirst(byGroup.get(group)!)
        return { group, count: sums.reduce((total, { count }) => total + count, 0), sums }
      }),
      currencies: mostUsedFirst(all).map(({ currency: code }) => code),
    })
  })
}

function* countedOneByOne(walk: Walk): Generator<Counted> {
  for (const found of walkFailures(walk)) yield { ...found, count: 1 }
}

function add(sums: Sums, { currency, amount, count }: Counted): void {
  const known = sums.get(currency) ?? { amount: 0, count: 0 }
  sums.set(currency, { amount: plus(known.amount, amount), count: known.count + count })
}

function mostUsedFirst(sums: Sums): { currency: string; amount: number; count: number }[] {
  return [...sums]
    .map(([currency, sum]) => ({ currency, ...sum }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count || (a.currency < b.currency ? -1 : 1))
}
