// Chooses how one page of events is found, newest first, so that any filter reads hundreds of rows and not a million. It must
// never change what is found.
import type { Database } from 'better-sqlite3'
import type { z } from 'zod'
import type { eventListRequestSchema } from '../../../../src/contract/events.ts'
import { readCursor } from '../cursor.ts'
import type { Parameters } from '../payments/payment-filter.ts'
import { prepared } from '../prepared.ts'

export type EventListRequest = Pick<z.output<typeof eventListRequestSchema>, 'filter' | 'after' | 'limit'>

/** So few are read and sorted sooner than everything is walked to find them. */
const few = 1000
/** More walks than this are no quicker merged than one over everything. */
const mostWalks = 24

export const eventOrder = 'event_desc'

/** Gives `r` (row id) and `v` (created) of each row; null for a cursor of another order. */
export function eventPage(
  cache: Database,
  { filter, after, limit }: EventListRequest,
): { sql: string; parameters: Parameters } | null {
  const parameters: Parameters = { limit: limit + 1 }
  const rest: string[] = []
  if (after !== undefined) {
    const cursor = readCursor(eventOrder, after)
    if (!cursor) return null
    rest.push('(e.created, e.rowid) < (@afterValue, @afterRowid)')
    Object.assign(parameters, { afterValue: cursor.value, afterRowid: cursor.rowid })
  }
  if (filter.createdFrom !== undefined) {
    rest.push('e.created >= @createdFrom')
    parameters['createdFrom'] = filter.createdFrom
  }
  if (filter.createdBefore !== undefined) {
    rest.push('e.created < @createdBefore')
    parameters['createdBefore'] = filter.createdBefore
  }
  if (filter.source !== undefined) {
    rest.push('e.source = @source')
    parameters['source'] = filter.source
  }
  // Literal, and one of four: SQLite uses a partial index only for a condition that is written out.
  if (filter.state !== undefined) rest.push(`e.state = '${filter.state}'`)
  if (filter.objectId !== undefined) {
    rest.push('e.object_id = @objectId')
    parameters['objectId'] = filter.objectId
  }
  const chosen = filter.types === undefined || filter.types.length === 0 ? null : typesOf(cache, filter.types)
  // oxlint-disable-next-line no-control-regex -- a NUL would end the query inside SQLite
  const part = filter.text?.replaceAll(/[\u0000-\u001f]+/g, ' ').trim() ?? ''
  const ways =
    part === ''
      ? chosen === null || filter.objectId !== undefined
        ? [walkAll(filter, typeIs(chosen, parameters))]
        : walkTypes(chosen, filter, parameters)
      : search(cache, part, chosen, filter, parameters)
  return {
    sql: `${ways
      .map(
        ({ index, conditions }) =>
          `SELECT e.rowid AS r, e.created AS v FROM events AS e ${index}
           WHERE ${[...conditions, ...rest].join(' AND ') || '1'}`,
      )
      .join(' UNION ALL ')} ORDER BY v DESC, r DESC LIMIT @limit`,
    parameters,
  }
}

interface Way {
  index: string
  conditions: string[]
}
type Filter = EventListRequest['filter']

const indexOfState = {
  applied: null,
  waiting: 'events_waiting_by_created',
  failed: 'events_failed',
  kept: 'events_kept',
} as const

/** Everything in order of time, or as much of it as an index narrows it to. */
function walkAll({ objectId, state, source }: Filter, conditions: string[]): Way {
  const index =
    objectId === undefined
      ? ((state && indexOfState[state]) ?? (source === undefined ? 'events_by_created' : 'events_by_source'))
      : 'events_by_object'
  return { index: `INDEXED BY ${index}`, conditions }
}

/** One walk for each type, to be merged. Of none: nothing. */
function walkTypes(types: readonly string[], filter: Filter, parameters: Parameters): Way[] {
  if (types.length === 0) return [{ index: '', conditions: ['0'] }]
  // Of those that wait or failed there are few.
  if (types.length > mostWalks || filter.state === 'failed' || filter.state === 'waiting')
    return [walkAll(filter, typeIs(types, parameters))]
  return types.map((type, number) => {
    parameters[`type${number}`] = type
    return { index: 'INDEXED BY events_by_type', conditions: [`e.type = @type${number}`] }
  })
}

function typeIs(types: readonly string[] | null, parameters: Parameters, name = 'types'): string[] {
  if (types === null) return []
  parameters[name] = JSON.stringify(types)
  return [`e.type IN (SELECT value FROM json_each(@${name}))`]
}

/** Part of a type, of an event's id or of an object's id; letters of either case. */
function search(
  cache: Database,
  part: string,
  chosen: readonly string[] | null,
  filter: Filter,
  parameters: Parameters,
): Way[] {
  const types = (chosen ?? allTypes(cache)).filter((type) => type.includes(part.toLowerCase()))
  const trigrams = trigramsOf(part)
  // Two letters of an id say nothing.
  if (trigrams.length === 0) return walkTypes(types, filter, parameters)
  const inIds = `(e.id LIKE @part ESCAPE '\\' OR e.object_id LIKE @part ESCAPE '\\')`
  parameters['part'] = `%${part.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const found = prepared<[string], number>(
    cache,
    `SELECT rowid FROM event_search WHERE event_search MATCH ? ORDER BY rowid DESC LIMIT ${few + 1}`,
  )
    .pluck()
    .all(trigrams.map((trigram) => `"${trigram.replaceAll('"', '""')}"`).join(' AND '))
  const ofTypes = typeIs(types, parameters, 'matching')
  const narrowed = typeIs(chosen, parameters)
  if (found.length > few) return [walkAll(filter, [`(${[...ofTypes, inIds].join(' OR ')})`, ...narrowed])]
  if (found.length === 0) return walkTypes(types, filter, parameters)
  parameters['found'] = JSON.stringify(found)
  const byId: Way = {
    index: 'NOT INDEXED',
    conditions: [
      'e.rowid IN (SELECT value FROM json_each(@found))',
      inIds,
      // Those are found by their type already.
      ...ofTypes.map((condition) => `NOT ${condition}`),
      ...narrowed,
    ],
  }
  return types.length === 0 ? [byId] : [...walkTypes(types, filter, parameters), byId]
}

/** What stands behind the first underscore narrows more than the prefix that all ids of a kind share. */
function trigramsOf(part: string): string[] {
  const behind = part.slice(part.indexOf('_') + 1)
  // Its end tells an id from others. Each letter is in one trigram, if it can be: more would only take longer, and what is found
  // is looked at again.
  const letters = Array.from(Array.from(behind).length >= 3 ? behind : part).slice(-8)
  const last = letters.length - 3
  return letters
    .keys()
    .filter((start) => start === last || (start < last && start % 3 === 0))
    .map((start) => letters.slice(start, start + 3).join(''))
    .toArray()
}

/** Names and groups (`invoice.*`) as the types that occur. */
function typesOf(cache: Database, asked: readonly string[]): string[] {
  if (!asked.some((type) => type.endsWith('.*'))) return [...new Set(asked)]
  return allTypes(cache).filter((type) =>
    asked.some((word) => (word.endsWith('.*') ? type.startsWith(word.slice(0, -1)) : type === word)),
  )
}

/** One step in the index for each type, not one for each event. */
function allTypes(cache: Database): string[] {
  return prepared<[], string>(
    cache,
    `WITH RECURSIVE known (type) AS (
         SELECT min(type) FROM events
         UNION ALL SELECT (SELECT min(type) FROM events WHERE type > known.type) FROM known WHERE known.type IS NOT NULL
       ) SELECT type FROM known WHERE type IS NOT NULL`,
  )
    .pluck()
    .all()
}
