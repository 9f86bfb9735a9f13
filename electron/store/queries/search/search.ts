// Answers the one question over everything: reads what was typed, looks in every kind, and puts first what was most likely meant.
// Every walk is bounded: it must never go through all rows to find a few.
import type { Database } from 'better-sqlite3'
import {
  success,
  type Result,
  type SearchKind,
  type SearchReply,
  type SearchRequest,
} from '../../../../src/contract/index.ts'
import { wordsOf } from '../../../../src/domain/fold.ts'
import { phoneDigits } from '../../../../src/domain/phone.ts'
import { metadataOf } from '../../../../src/domain/search-metadata.ts'
import { readSearch, spokenReading, type Reading } from '../../../../src/domain/search-words.ts'
import { findCustomers } from './search-customers.ts'
import { finds, ranks, type Found, type Search } from './search-found.ts'
import { hitsOf } from './search-hits.ts'
import { findById, findByNumber, findEvents } from './search-ids.ts'
import { findObjects } from './search-objects.ts'
import { findPayments } from './search-payments.ts'

/** `now`: milliseconds; what "yesterday" is counted from. */
export function searchAll(
  cache: Database,
  { text, kinds = [], limit }: Pick<SearchRequest, 'text' | 'kinds' | 'limit'>,
  now: number,
): Result<SearchReply> {
  const readings = readingsOf(text, now)
  const all = finds()
  const whose: Whose = new Map()
  for (const [place, reading] of readings.entries())
    if (look({ cache, reading, place, limit, finds: all }, kinds, place === readings.length - 1, whose)) break
  const found = all.all()
  const chosen = choose(found, limit)
  return success({
    hits: hitsOf(cache, chosen),
    understood: understoodOf(readings, chosen),
    complete: !all.stopped() && found.length === chosen.length,
  })
}

/** Last is what was typed as it stands; before it, as it is kept where that is otherwise. */
function readingsOf(text: string, now: number): Reading[] {
  const readings = readSearch(text, now)
  const literal = readings.at(-1)
  const words = readings.some(({ created }) => created !== null) ? [] : wordsAsKept(text)
  return literal === undefined || words.length === 0
    ? readings
    : [...readings.slice(0, -1), { ...literal, words }, literal]
}

/** Of a telephone number only the digits are kept, and of metadata only the values. */
function wordsAsKept(text: string): string[] {
  const phone = phoneDigits(text)
  if (phone !== null) return [phone]
  // "ada: lovelace" is no key with its value.
  const metadata = /^\S+[:=]\S/.test(text.trim()) ? metadataOf(text) : null
  return metadata === null ? [] : wordsOf(metadata.value)
}

/** Who fits the words, by the words: the same ones may be left over from several readings. */
type Whose = Map<string, number[]>

/** @returns whether exactly what was typed was found, so that other readings mean nothing. */
function look(search: Search, asked: readonly SearchKind[], isLiteral: boolean, whose: Whose): boolean {
  const { kinds } = search.reading
  const wanted = (kind: SearchKind): boolean =>
    (asked.length === 0 || asked.includes(kind)) && (kinds === null || kinds.includes(kind))
  if (isLiteral) {
    if (findById(search, wanted)) return true
    if (wanted('invoice')) findByNumber(search)
  }
  const customers = whoFits(search, wanted('customer'), whose)
  if (isLiteral && search.place > 0 && search.finds.better(ranks.part) > search.limit) {
    // What holds the words somewhere would come after all that fits them as they were read.
    search.finds.stop()
    return false
  }
  if (wanted('payment')) findPayments(search)
  findObjects(search, wanted, customers)
  if (wanted('event')) findEvents(search)
  return false
}

/** Whoever fits is looked for even when customers are not wanted: what is theirs may be. */
function whoFits(search: Search, isWanted: boolean, whose: Whose): number[] {
  const { words, created, amounts, last4 } = search.reading
  // Beside an amount or a card nobody is found for themselves: then to have asked once is enough.
  const isForTheirs = words.length > 0 && created === null && (amounts.length > 0 || last4 !== null)
  const name = words.join(' ')
  const known = isForTheirs ? whose.get(name) : undefined
  if (known !== undefined) return known
  const silent: Search = { ...search, finds: { ...search.finds, add: () => undefined } }
  const found = findCustomers(isWanted ? search : silent)
  if (isForTheirs) whose.set(name, found)
  return found
}

/** The best, with a few of each kind among them: hundreds of payments must not hide the one refund. */
function choose(found: readonly Found[], limit: number): Found[] {
  const sorted = found.toSorted(
    (a, b) => a.rank - b.rank || b.at - a.at || order(a.kind) - order(b.kind) || b.rowid - a.rowid,
  )
  if (sorted.length <= limit) return sorted
  const ofKind = Map.groupBy(sorted, ({ kind }) => kind)
  const few = Math.max(1, Math.min(3, Math.floor(limit / (2 * ofKind.size))))
  const kept = new Set([...ofKind.values()].flatMap((these) => these.slice(0, few)).slice(0, limit))
  for (const one of sorted) if (kept.size < limit) kept.add(one)
  return sorted.filter((one) => kept.has(one))
}

const kindOrder: readonly SearchKind[] = ['customer', 'payment', 'refund', 'dispute', 'invoice', 'subscription', 'card', 'event'] // prettier-ignore
const order = (kind: SearchKind): number => kindOrder.indexOf(kind)

/** How the best hit was read; where nothing was found, how it was read first. */
function understoodOf(readings: readonly Reading[], chosen: readonly Found[]): string[] {
  const reading = chosen[0]?.reading ?? readings[0]
  return reading === undefined ? [] : spokenReading(reading)
}
