// Objects that somebody else found, by their ids: whether they are kept here, and how a search shows them. It must never show one that
// does not fit the amount that was asked for.
import type { Database } from 'better-sqlite3'
import type { SearchHit, SearchKind } from '../../../../src/contract/index.ts'
import type { Reading } from '../../../../src/domain/search-words.ts'
import { prepared } from '../prepared.ts'
import { fitsAmount } from './search-found.ts'
import { hitsOf } from './search-hits.ts'
import { searchTables } from './search-ids.ts'

export interface Named {
  kind: SearchKind
  id: string
  /** How the text was read when it was found. */
  reading: Reading
}

const tableOf = new Map(searchTables)

export function isKept(cache: Database, { kind, id }: Pick<Named, 'kind' | 'id'>): boolean {
  return rowidOf(cache, kind, id) !== undefined
}

/** In the order given; what is not kept is left out, and of one that is named twice the second. */
export function hitsOfNamed(cache: Database, named: readonly Named[]): SearchHit[] {
  const distinct = new Map(named.toReversed().map((one) => [`${one.kind} ${one.id}`, one]))
  return [...distinct.values()].toReversed().flatMap(({ kind, id, reading }) => {
    const rowid = rowidOf(cache, kind, id)
    if (rowid === undefined) return []
    const hits = hitsOf(cache, [{ kind, rowid, rank: 0, at: 0, reading }])
    return hits.filter((hit) => kind === 'customer' || fitsAmount(hit, reading.amounts))
  })
}

function rowidOf(cache: Database, kind: SearchKind, id: string): number | undefined {
  const sql = `SELECT rowid FROM ${tableOf.get(kind)} WHERE id = ?`
  return prepared<[string], { rowid: number }>(cache, sql).get(id)?.rowid
}
