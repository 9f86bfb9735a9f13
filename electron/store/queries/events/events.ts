// The questions about events: the list, newest first, and everything that is known of one.
import type { Database } from 'better-sqlite3'
import type { z } from 'zod'
import type { EventDetail, eventPageSchema, EventRow } from '../../../../src/contract/events.ts'
import { failure, success, type Result } from '../../../../src/contract/index.ts'
import { objectChanges, stateBefore } from '../../../../src/domain/object-changes.ts'
import { eventBodies } from '../../events/bodies.ts'
import type { EventSource, EventState } from '../../events/log.ts'
import { saidBy } from '../../projections/apply-event.ts'
import { rankOf } from '../../projections/precedence.ts'
import { writeCursor, strangeCursor } from '../cursor.ts'
import { prepared } from '../prepared.ts'
import { eventOrder, eventPage, type EventListRequest } from './event-page.ts'
import type { Parameters } from '../payments/payment-filter.ts'

interface EventRecord {
  rowid: number
  id: string
  type: string
  object_id: string | null
  object_type: string | null
  created: number
  received_at: number
  source: EventSource
  deliveries: number
  state: EventState
  api_version: string | null
}

const columns = `e.rowid, e.id, e.type, e.object_id, e.object_type, e.created, e.received_at, e.source, e.deliveries,
  e.state, e.api_version`

/** The SQL of one page, for the question itself and for the tests of its query plan; null for a cursor of another list. */
export function eventListSql(
  cache: Database,
  request: EventListRequest,
): { sql: string; parameters: Parameters } | null {
  const page = eventPage(cache, request)
  if (!page) return null
  return {
    sql: `SELECT ${columns} FROM (${page.sql}) AS page CROSS JOIN events AS e ON e.rowid = page.r`,
    parameters: page.parameters,
  }
}

/** Newest first by Stripe's clock; within a second, the last that came. */
export function listEvents(
  cache: Database,
  request: EventListRequest,
): Result<z.output<typeof eventPageSchema>> {
  const query = eventListSql(cache, request)
  if (!query) return strangeCursor()
  // A join is free to give the rows in another order than its first table.
  const records = prepared<[Parameters], EventRecord>(cache, query.sql)
    .all(query.parameters)
    .sort((a, b) => b.created - a.created || b.rowid - a.rowid)
  const shown = records.slice(0, request.limit)
  const last = shown.at(-1)
  return success({
    rows: shown.map(toEventRow),
    next: records.length > request.limit && last ? writeCursor(eventOrder, last.created, last.rowid) : null,
  })
}

type WholeRecord = EventRecord & {
  request_id: string | null
  idempotency_key: string | null
  attempts: number
  next_attempt_at: number | null
  problem: string | null
  dictionary: number | null
  body: Buffer
}

/** `not_found` when the cache does not have it. */
export function eventDetail(cache: Database, request: { id: string }): Result<EventDetail> {
  const record = prepared<[string], WholeRecord>(cache, 'SELECT * FROM events WHERE id = ?').get(request.id)
  if (!record)
    return failure('not_found', 'This event is not in the cache. It may belong to another desk, or be older.')
  const bodies = bodiesOf(cache)
  const json = bodies.unpack(record)
  const { previous, isSure } = previousOf(cache, record)
  const isComparable = previous !== null && previous.api_version === record.api_version
  return success({
    event: toEventRow(record),
    json,
    changes: isComparable
      ? objectChanges(dataOf(bodies.unpack(previous)).object, dataOf(json).object)
      : changesTold(json),
    previousEventId: previous?.id ?? null,
    isPreviousComparable: previous === null || isComparable,
    isPreviousSure: isSure,
    requestId: record.request_id,
    idempotencyKey: record.idempotency_key,
    attempts: record.attempts,
    problem: record.problem,
    nextAttemptAt: record.next_attempt_at,
  })
}

/** By the event itself. */
function changesTold(json: string): EventDetail['changes'] {
  const { object, previous_attributes: previous } = dataOf(json)
  return previous === undefined ? [] : objectChanges(stateBefore(object, previous), object)
}

type NearRecord = Pick<
  WholeRecord,
  'rowid' | 'id' | 'type' | 'created' | 'api_version' | 'dictionary' | 'body'
>

/** The others of an event's second, and those of the second before in which the object had any. */
export const nearEventsSql = `SELECT rowid, id, type, created, api_version, dictionary, body FROM events INDEXED BY events_by_object
  WHERE object_id = @object_id AND rowid <> @rowid AND created <= @created AND created >= coalesce(
    (SELECT max(created) FROM events INDEXED BY events_by_object WHERE object_id = @object_id AND created < @created),
    @created)`

/**
 * The event before of the same object. Of those of one second nothing is known but that creation comes first and deletion last: the
 * others are told in the order in which they came, which is not sure.
 */
function previousOf(cache: Database, event: WholeRecord): { previous: NearRecord | null; isSure: boolean } {
  const { object_id, created, rowid } = event
  if (object_id === null) return { previous: null, isSure: true }
  const near = prepared<[Parameters], NearRecord>(cache, nearEventsSql).all({ object_id, created, rowid })
  const tiedWith = (other: Place): NearRecord[] => near.filter((one) => inTime(one, other) === 0)
  const [previous = null] = near
    .filter((one) => inTimeAsCame(one, event) < 0)
    .toSorted((one, other) => inTimeAsCame(other, one))
  return {
    previous,
    isSure: tiedWith(event).length === 0 && (previous === null || tiedWith(previous).length === 1),
  }
}

type Place = Pick<EventRecord, 'rowid' | 'type' | 'created'>

/** Below zero where the one surely was before the other, 0 where that is not known. */
function inTime(one: Place, other: Place): number {
  return one.created - other.created || rankOf(saidBy(one.type)) - rankOf(saidBy(other.type))
}

function inTimeAsCame(one: Place, other: Place): number {
  return inTime(one, other) || one.rowid - other.rowid
}

const bodiesByCache = new WeakMap<Database, ReturnType<typeof eventBodies>>()

/** The dictionaries that were read stay in memory while the file is open. */
export function bodiesOf(cache: Database): ReturnType<typeof eventBodies> {
  const bodies = bodiesByCache.get(cache) ?? eventBodies(cache)
  bodiesByCache.set(cache, bodies)
  return bodies
}

function dataOf(json: string): { object?: unknown; previous_attributes?: unknown } {
  return (JSON.parse(json) as { data?: object | null } | null)?.data ?? {}
}

function toEventRow(record: EventRecord): EventRow {
  return {
    id: record.id,
    type: record.type,
    objectId: record.object_id,
    objectType: record.object_type,
    created: record.created,
    receivedAt: record.received_at,
    source: record.source,
    deliveries: record.deliveries,
    state: record.state,
    apiVersion: record.api_version,
  }
}
