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
  /** The records selected, newest first, beginning after (or, upwards, before) the record with this id. */
  walk(selection: Selection<T>, from?: { after: string } | { before: string }): Iterable<T>
  all(): readonly T[]
  /** The record at this place, counted from the oldest. */
  nth(place: number): T | undefined
  size(): number
}

/** `indexed` fields must not change once a record is stored. */
export function createCollection<T extends Identified>(
  indexed: readonly (keyof T & string)[] = [],
): Collection<T> {
  const records = new Map<string, T>()
  const places = new Map<string, number>()
  const ordered: string[] = []
  const indexes = new Map<string, Map<string, string[]>>(indexed.map((field) => [field, new Map()]))

  const isBefore = (left: T, right: T) =>
    left.created - right.created || (places.get(left.id) ?? 0) - (places.get(right.id) ?? 0)

  /** How many of the ids belong to records older than the given one, or created before the second. */
  const countBefore = (ids: readonly string[], isOlder: (record: T) => boolean) => {
    let low = 0
    let high = ids.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const record = records.get(ids[middle] ?? '')
      if (record !== undefined && isOlder(record)) low = middle + 1
      else high = middle
    }
    return low
  }

  const insert = (ids: string[], record: T) => {
    const newest = records.get(ids.at(-1) ?? '')
    if (newest === undefined || newest.created <= record.created) ids.push(record.id)
    else
      ids.splice(
        countBefore(ids, (other) => other.created <= record.created),
        0,
        record.id,
      )
  }

  function* walk(selection: Selection<T>, from?: { after: string } | { before: string }): Generator<T> {
    const ids =
      selection.where === undefined
        ? ordered
        : (indexes.get(selection.where[0])?.get(selection.where[1]) ?? [])
    const { gt, gte, lt, lte } = selection.created ?? {}
    const first = Math.max(
      gt === undefined ? 0 : countBefore(ids, (record) => record.created <= gt),
      gte === undefined ? 0 : countBefore(ids, (record) => record.created < gte),
    )
    const end = Math.min(
      lt === undefined ? ids.length : countBefore(ids, (record) => record.created < lt),
      lte === undefined ? ids.length : countBefore(ids, (record) => record.created <= lte),
    )
    const at = (index: number) => {
      const record = records.get(ids[index] ?? '')
      return record !== undefined && (selection.matching?.(record) ?? true) ? record : undefined
    }
    if (from !== undefined && 'before' in from) {
      const cursor = records.get(from.before)
      const start = cursor === undefined ? 0 : countBefore(ids, (record) => isBefore(record, cursor) <= 0)
      for (let index = Math.max(first, start); index < end; index += 1) {
        const record = at(index)
        if (record !== undefined) yield record
      }
      return
    }
    const cursor = from === undefined ? undefined : records.get(from.after)
    const start = cursor === undefined ? end : countBefore(ids, (record) => isBefore(record, cursor) < 0)
    for (let index = Math.min(end, start) - 1; index >= first; index -= 1) {
      const record = at(index)
      if (record !== undefined) yield record
    }
  }

  return {
    get: (id) => records.get(id),
    put: (record) => {
      const isNew = !records.has(record.id)
      records.set(record.id, record)
      if (!isNew) return record
      places.set(record.id, places.size)
      insert(ordered, record)
      for (const [field, index] of indexes) {
        const value = record[field as keyof T]
        if (typeof value !== 'string') continue
        const ids = index.get(value)
        if (ids === undefined) index.set(value, [record.id])
        else insert(ids, record)
      }
      return record
    },
    walk,
    all: () => ordered.flatMap((id) => records.get(id) ?? []),
    nth: (place) => records.get(ordered[place] ?? ''),
    size: () => records.size,
  }
}
