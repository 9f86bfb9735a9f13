// The log of events: each once, as it came (less what may not be kept), with what became of it. A body is never changed or removed.
import type { Database } from 'better-sqlite3'
import type { eventSources, eventStates } from '../../../src/contract/events.ts'
import { z } from 'zod'
import { longestWaitMs } from '../projections/reads-due.ts'
import { syncFact } from '../sync/sync-state.ts'
import { eventBodies, type EventBodies } from './bodies.ts'
import type { StripeEvent } from './read-event.ts'

export type EventSource = (typeof eventSources)[number]
export type EventState = (typeof eventStates)[number]

/** What became of an event at its last attempt. */
export interface Outcome {
  state: EventState
  attempts: number
  /** Our clock in milliseconds; only while waiting. */
  nextAttemptAt: number | null
  /** Why it is not applied, in words. */
  problem: string | null
}

export interface LoggedEvent {
  rowid: number
  id: string
  /** Seconds by Stripe's clock. */
  created: number
  state: EventState
  attempts: number
  /** Our clock in milliseconds; only while waiting. */
  nextAttemptAt: number | null
  /** Its body. Throws where it can't be unpacked: a fault of this one event. */
  json: () => string
}

export interface EventLog {
  has(id: string): boolean
  /** Counts a further delivery to the listener of an event that is there. */
  delivered(id: string): void
  /** `receivedAt`: our clock in milliseconds. */
  add(
    event: StripeEvent,
    json: string,
    from: { source: EventSource; receivedAt: number },
    outcome: Outcome,
  ): void
  /** Makes findable by parts of their ids what was added since; belongs at the end of the transaction that added it. */
  index(): void
  settle(rowid: number, outcome: Outcome): void
  find(id: string): LoggedEvent | null
  /** Waiting ones whose time has come by `now` (our clock, milliseconds), or was noted while the clock was ahead. */
  waiting(now: number, limit: number): LoggedEvent[]
  nextAttemptAt(): number | null
  /** Those before a place in the order of Stripe's clock, newest first. */
  before(place: { created: number; rowid: number }, limit: number): LoggedEvent[]
  counts(): { waiting: number; failed: number }
  bodies: EventBodies
}

interface EventRecord {
  rowid: number
  id: string
  created: number
  state: EventState
  attempts: number
  nextAttemptAt: number | null
  dictionary: number | null
  body: Buffer
}

const columns = 'rowid, id, created, state, attempts, next_attempt_at AS nextAttemptAt, dictionary, body'

export function eventLogOf(database: Database): EventLog {
  const bodies = eventBodies(database)
  const has = database.prepare<[string]>('SELECT 1 FROM events WHERE id = ?').pluck()
  const delivered = database.prepare('UPDATE events SET deliveries = deliveries + 1 WHERE id = ?')
  const insert = database.prepare(
    `INSERT INTO events (id, type, created, object_id, object_type, idempotency_key, request_id, api_version, received_at,
       source, deliveries, state, attempts, next_attempt_at, problem, dictionary, body)
     VALUES (@id, @type, @created, @objectId, @objectType, @idempotencyKey, @requestId, @apiVersion, @receivedAt,
       @source, @deliveries, @state, @attempts, @nextAttemptAt, @problem, @dictionary, @body)`,
  )
  const settle = database.prepare(
    `UPDATE events SET state = @state, attempts = @attempts, next_attempt_at = @nextAttemptAt, problem = @problem
     WHERE rowid = @rowid`,
  )
  const find = database.prepare<[string], EventRecord>(`SELECT ${columns} FROM events WHERE id = ?`)
  const waiting = database.prepare<[number, number, number], EventRecord>(
    `SELECT ${columns} FROM events WHERE state = 'waiting' AND (next_attempt_at <= ? OR next_attempt_at > ?) ORDER BY next_attempt_at LIMIT ?`,
  )
  const nextAttemptAt = database
    .prepare<[], number | null>(`SELECT min(next_attempt_at) FROM events WHERE state = 'waiting'`)
    .pluck()
  const before = database.prepare<[number, number, number], EventRecord>(
    `SELECT ${columns} FROM events WHERE (created, rowid) < (?, ?) ORDER BY created DESC, rowid DESC LIMIT ?`,
  )
  const count = database.prepare<[], { waiting: number; failed: number }>(
    `SELECT (SELECT count(*) FROM events WHERE state = 'waiting') AS waiting,
       (SELECT count(*) FROM events WHERE state = 'failed') AS failed`,
  )

  const searchableUpTo = syncFact(database, 'events_searchable_up_to', z.int())
  const newest = database.prepare<[], number | null>('SELECT max(rowid) FROM events').pluck()
  const makeSearchable = database.prepare<[number]>(
    `INSERT INTO event_search (rowid, ids)
     SELECT rowid, id || ' ' || coalesce(object_id, '') FROM events WHERE rowid > ? ORDER BY rowid`,
  )

  function logged({ dictionary, body, ...event }: EventRecord): LoggedEvent {
    return { ...event, json: () => bodies.unpack({ dictionary, body }) }
  }

  return {
    bodies,
    has: (id) => has.get(id) !== undefined,
    delivered: (id) => void delivered.run(id),
    add(event, json, { source, receivedAt }, outcome) {
      const { id, type, created, objectId, objectType, idempotencyKey, requestId, apiVersion } = event
      insert.run({
        id,
        type,
        created,
        objectId,
        objectType,
        idempotencyKey,
        requestId,
        apiVersion,
        receivedAt,
        source,
        deliveries: Number(source === 'webhook'),
        ...outcome,
        ...bodies.pack(type, json),
      })
    },
    index() {
      const [from, to] = [searchableUpTo.read() ?? 0, newest.get() ?? 0]
      if (to <= from) return
      makeSearchable.run(from)
      searchableUpTo.write(to)
    },
    settle: (rowid, outcome) => void settle.run({ rowid, ...outcome }),
    find(id) {
      const record = find.get(id)
      return record ? logged(record) : null
    },
    // Asked at every turn, and nearly always there is none: to see that takes an eighth of the time.
    waiting: (now, limit) =>
      nextAttemptAt.get() === null ? [] : waiting.all(now, now + longestWaitMs, limit).map(logged),
    nextAttemptAt: () => nextAttemptAt.get() ?? null,
    before: ({ created, rowid }, limit) => before.all(created, rowid, limit).map(logged),
    counts: () => count.get() ?? { waiting: 0, failed: 0 },
  }
}
