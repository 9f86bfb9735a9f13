// One kind of record of one book: by id, newest first, and by a few indexed fields. Knows nothing of Stripe's rules.
import type { CreatedRange } from './parameters.ts'
import type { Identified } from './records.ts'

export interface Selection<T> {
  /** An indexed field and the value it must have. */
  where?: readonly [field: string, value: string]
  created?: CreatedRange
  matching?: (record: T) => boolean
}

export interface Collection<T extends Identified> {
  get(id: string): T | undefined
  /** Adds the record, or replaces the one with its id. */
  put(record: T): T
  /** Takes the record out, as if it had never been there. */
  remove(id: string): void
  /** The records selected, newest first, beginning after (or, upwards, before) the record with this id. */
  walk(selection: Selection<T>, from?: { after: string } | { before: string }): Iterable<T>
  all(): readonly T[]
  /** The record at this place, counted from the oldest. */
  nth(place: number): T | undefined
  size(): number
}

/** A record's place among all others: the record may be replaced, the place stays. */
interface Entry<T> {
  record: T
  /** Counted as they came, for those of one second. */
  readonly place: number
}

/** Oldest first once it is read; a past that is written afterwards comes in any order. */
interface Row<T> {
  readonly entries: Entry<T>[]
  isSorted: boolean
}

/** What belongs to another record, to be listed like a collection of its own. */
export function collectionFrom<T extends Identified>(records: readonly T[]): Collection<T> {
  const collection = createCollection<T>()
  for (const record of records) collection.put(record)
  return collection
}

/** `indexed` fields and `created` must not change once a record is stored. */
export function createCollection<T extends Identified>(
  indexed: readonly (keyof T & string)[] = [],
): Collection<T> {
  const entries = new Map<string, Entry<T>>()
  let placed = 0
  const ordered: Row<T> = { entries: [], isSorted: true }
  const indexes = new Map<string, Map<string, Row<T>>>(indexed.map((field) => [field, new Map()]))

  const isBefore = (left: Entry<T>, right: Entry<T>) =>
    left.record.created - right.record.created || left.place - right.place

  /** How many of the entries are older than the given one, or created before the second. */
  const countBefore = (among: readonly Entry<T>[], isOlder: (entry: Entry<T>) => boolean) => {
    let low = 0
    let high = among.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const entry = among[middle]
      if (entry !== undefined && isOlder(entry)) low = middle + 1
      else high = middle
    }
    return low
  }

  const append = (row: Row<T>, entry: Entry<T>) => {
    const newest = row.entries.at(-1)
    if (newest !== undefined && newest.record.created > entry.record.created) row.isSorted = false
    row.entries.push(entry)
  }

  const sorted = (row: Row<T>): readonly Entry<T>[] => {
    if (!row.isSorted) row.entries.sort(isBefore)
    row.isSorted = true
    return row.entries
  }

  function* walk(selection: Selection<T>, from?: { after: string } | { before: string }): Generator<T> {
    const row =
      selection.where === undefined ? ordered : indexes.get(selection.where[0])?.get(selection.where[1])
    const among = row === undefined ? [] : sorted(row)
    const { gt, gte, lt, lte } = selection.created ?? {}
    const first = Math.max(
      gt === undefined ? 0 : countBefore(among, ({ record }) => record.created <= gt),
      gte === undefined ? 0 : countBefore(among, ({ record }) => record.created < gte),
    )
    const end = Math.min(
      lt === undefined ? among.length : countBefore(among, ({ record }) => record.created < lt),
      lte === undefined ? among.length : countBefore(among, ({ record }) => record.created <= lte),
    )
    const at = (index: number) => {
      const record = among[index]?.record
      return record !== undefined && (selection.matching?.(record) ?? true) ? record : undefined
    }
    if (from !== undefined && 'before' in from) {
      const cursor = entries.get(from.before)
      const start = cursor === undefined ? 0 : countBefore(among, (entry) => isBefore(entry, cursor) <= 0)
      for (let index = Math.max(first, start); index < end; index += 1) {
        const record = at(index)
        if (record !== undefined) yield record
      }
      return
    }
    const cursor = from === undefined ? undefined : entries.get(from.after)
    const start = cursor === undefined ? end : countBefore(among, (entry) => isBefore(entry, cursor) < 0)
    for (let index = Math.min(end, start) - 1; index >= first; index -= 1) {
      const record = at(index)
      if (record !== undefined) yield record
    }
  }

  return {
    get: (id) => entries.get(id)?.record,
    put: (record) => {
      const known = entries.get(record.id)
      if (known !== undefined) {
        known.record = record
        return record
      }
      const entry = { record, place: placed }
      placed += 1
      entries.set(record.id, entry)
      append(ordered, entry)
      for (const [field, index] of indexes) {
        const value = record[field as keyof T]
        if (typeof value !== 'string') continue
        const row = index.get(value)
        if (row === undefined) index.set(value, { entries: [entry], isSorted: true })
        else append(row, entry)
      }
      return record
    },
    remove: (id) => {
      const entry = entries.get(id)
      if (entry === undefined) return
      entries.delete(id)
      for (const row of [ordered, ...[...indexes.values()].flatMap((index) => [...index.values()])]) {
        const place = row.entries.indexOf(entry)
        if (place !== -1) row.entries.splice(place, 1)
      }
    },
    walk,
    all: () => sorted(ordered).map(({ record }) => record),
    nth: (place) => sorted(ordered)[place]?.record,
    size: () => entries.size,
  }
}
