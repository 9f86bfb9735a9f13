// What the parts of a search find: rows with how well they fit, the best reason for each kept. It must never walk without a bound.
import type { Database } from 'better-sqlite3'
import type { SearchKind } from '../../../../src/contract/index.ts'
import { thousandths } from '../../../../src/domain/money.ts'
import type { Reading, TypedAmount } from '../../../../src/domain/search-words.ts'
import type { Parameters } from '../payments/payment-filter.ts'
import { prepared } from '../prepared.ts'

/** How well something fits; lower is better. Within one the most recent comes first. */
export const ranks = {
  wholeId: 0,
  wholeEmail: 1,
  invoiceNumber: 2,
  wholeName: 3,
  /** Each word typed is one of the name's. */
  nameWords: 3.5,
  namePrefix: 4,
  beginning: 5,
  /** Card and amount. */
  cardAndAmount: 6,
  /** Words together with an amount, a card or a day. */
  wordsAndMore: 6.5,
  /** An amount, a card; or a day, a state alone. */
  amountOrCard: 7,
  dayOrState: 7.5,
  /** Anywhere in a customer's own text. */
  partOfCustomer: 7.8,
  /** Anywhere in any text. */
  part: 8,
  /** It belongs to a customer who fits. */
  ofCustomer: 9,
  aboutIt: 9.5,
} as const

export interface Found {
  kind: SearchKind
  rowid: number
  rank: number
  /** Unix seconds. */
  at: number
  /** How the text was read when it was found. */
  reading: Reading
}

export interface Finds {
  /** Keeps the best reason to have found a row. */
  add(found: Found): void
  /** There may be more than was looked at. */
  stop(): void
  /** How many fit better than that. */
  better(rank: number): number
  all(): Found[]
  stopped(): boolean
}

export function finds(): Finds {
  const best = new Map<string, Found>()
  let stopped = false
  return {
    add(found) {
      const name = `${found.kind} ${found.rowid}`
      const known = best.get(name)
      if (known === undefined || found.rank < known.rank) best.set(name, found)
    },
    stop: () => void (stopped = true),
    better: (rank) => [...best.values()].filter((found) => found.rank < rank).length,
    all: () => [...best.values()],
    stopped: () => stopped,
  }
}

/** One way to search, with what it is to look for. */
export interface Search {
  cache: Database
  reading: Reading
  /** Later readings of the same text weigh a little less. */
  place: number
  /** So many of each kind are enough. */
  limit: number
  finds: Finds
}

/** So many candidates are looked at, then looking stops. */
const lookedAtMost = 1500

interface Candidate {
  rowid: number
  at: number
  /** Whether the conditions hold that are no part of the walk. */
  fits: 0 | 1
  amount: number | null
  currency: string | null
}

/** Adds what fits of a walk (rowid, at, fits, amount, currency; newest first) until there is enough. */
export function addWalk(
  { cache, reading, place, limit, finds: found }: Search,
  kind: SearchKind,
  rank: number,
  sql: string,
  parameters: Parameters,
): number[] {
  const rowids: number[] = []
  let looked = 0
  for (const row of prepared<[Parameters], Candidate>(cache, sql).iterate(parameters)) {
    looked += 1
    if (looked > lookedAtMost || rowids.length > limit) {
      found.stop()
      break
    }
    if (row.fits !== 1 || !fitsAmount(row, reading.amounts)) continue
    rowids.push(row.rowid)
    found.add({ kind, rowid: row.rowid, rank: rank + place / 10, at: row.at, reading })
  }
  return rowids
}

export function fitsAmount(
  { amount, currency }: { amount: number | null; currency: string | null },
  amounts: readonly TypedAmount[],
): boolean {
  if (amounts.length === 0) return true
  if (amount === null || currency === null) return false
  const milli = thousandths(amount, currency)
  return amounts.some(
    (typed) => typed.milli === milli && (typed.currencies === null || typed.currencies.includes(currency)),
  )
}

/** How well a row fits that was found by every part of the reading, its words anywhere in its text. */
export function rankOf({ words, amounts, last4, brand, created }: Reading): number {
  const isNarrow = amounts.length > 0 || last4 !== null
  if (amounts.length > 0 && last4 !== null) return ranks.cardAndAmount
  if (words.length > 0)
    return isNarrow || created !== null || brand !== null ? ranks.wordsAndMore : ranks.part
  return isNarrow ? ranks.amountOrCard : ranks.dayOrState
}
