// Lists of events give exactly what a naive reading of the log would, for any filter; the detail tells an event whole.
import type { Database } from 'better-sqlite3'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventLogOf, type EventSource, type EventState } from '../../../../../electron/store/events/log.ts'
import { readEvent } from '../../../../../electron/store/events/read-event.ts'
import { openCache } from '../../../../../electron/store/open.ts'
import {
  eventDetail,
  eventListSql,
  listEvents,
  nearEventsSql,
} from '../../../../../electron/store/queries/events/events.ts'
import {
  eventDetailSchema,
  eventListRequestSchema,
  eventPageSchema,
  type EventRow,
} from '../../../../../src/contract/events.ts'

type Filter = ReturnType<typeof eventListRequestSchema.parse>['filter']

let home: string
let cache: Database
/** Newest first, as the list must be. */
let all: (EventRow & { rowid: number })[]

const types = [
  'charge.succeeded',
  'charge.failed',
  'charge.dispute.created',
  'invoice.paid',
  'payment_intent.created',
  'customer.updated',
]
const sources: EventSource[] = ['webhook', 'webhook', 'webhook', 'catch_up', 'backfill']
const states: EventState[] = ['applied', 'applied', 'applied', 'waiting', 'failed', 'kept']

/** The same numbers on every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * sides)
  }
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'bursar-events-'))
  const opened = openCache(join(home, 'desk'), Buffer.alloc(32, 5))
  if (!opened.ok) throw new Error(opened.detail)
  cache = opened.database
  const log = eventLogOf(cache)
  const roll = dice(7)
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789'
  const name = (length: number): string =>
    Array.from({ length }, () => letters[roll(letters.length)]).join('')
  const objects = Array.from({ length: 60 }, () => `${['pi', 'ch', 'in', 'sub_sched'][roll(4)]}_1N${name(8)}`)
  cache.transaction(() => {
    for (let index = 0; index < 3000; index += 1) {
      const event = {
        id: `evt_1N${name(10)}`,
        type: types[roll(types.length)]!,
        created: 1_700_000_000 + roll(2000),
        api_version: '2026-10-28.endive',
        request: { id: `req_${index}`, idempotency_key: index % 3 === 0 ? `key-${index}` : null },
        data: {
          object: {
            ...(index % 9 > 0 && { id: objects[roll(objects.length)] }),
            object: 'charge',
            amount: roll(5),
            index,
          },
        },
      }
      const state = states[roll(states.length)]!
      log.add(
        readEvent(event)!,
        JSON.stringify(event),
        { source: sources[roll(sources.length)]!, receivedAt: index },
        {
          state,
          attempts: 1 + roll(4),
          nextAttemptAt: state === 'waiting' ? 99 : null,
          problem: state === 'applied' ? null : 'Why not.',
        },
      )
    }
    log.index()
  })()
  all = cache
    .prepare<[], EventRow & { rowid: number }>(
      `SELECT rowid, id, type, object_id AS objectId, object_type AS objectType, created, received_at AS receivedAt, source,
         deliveries, state, api_version AS apiVersion FROM events`,
    )
    .all()
    .sort((a, b) => b.created - a.created || b.rowid - a.rowid)
})

afterAll(() => {
  cache.close()
  rmSync(home, { recursive: true, force: true })
})

const request = (filter: Filter, limit = 200, after?: string) =>
  eventListRequestSchema.parse({ deskId: 'demo', filter, limit, ...(after && { after }) })

function collect(filter: Filter, limit: number): string[] {
  const ids: string[] = []
  let after: string | undefined
  for (;;) {
    const answer = listEvents(cache, request(filter, limit, after))
    if (!answer.ok) throw new Error(answer.error.message)
    eventPageSchema.parse(answer.value)
    ids.push(...answer.value.rows.map(({ id }) => id))
    if (answer.value.next === null) return ids
    expect(answer.value.rows).toHaveLength(limit)
    after = answer.value.next
  }
}

function naive(filter: Filter): string[] {
  const part = (filter.text ?? '').trim().toLowerCase()
  const has = (text: string | null): boolean => text?.toLowerCase().includes(part) === true
  return all
    .filter(
      (row) =>
        (filter.types === undefined ||
          filter.types.length === 0 ||
          filter.types.some((type) =>
            type.endsWith('.*') ? row.type.startsWith(type.slice(0, -1)) : type === row.type,
          )) &&
        (filter.source === undefined || row.source === filter.source) &&
        (filter.state === undefined || row.state === filter.state) &&
        (filter.createdFrom === undefined || row.created >= filter.createdFrom) &&
        (filter.createdBefore === undefined || row.created < filter.createdBefore) &&
        (filter.objectId === undefined || row.objectId === filter.objectId) &&
        (part === '' || has(row.type) || (part.length > 2 && (has(row.id) || has(row.objectId)))),
    )
    .map(({ id }) => id)
}

const filters = (): fc.Arbitrary<Filter> => {
  const some = fc.constantFrom(...all)
  const part = fc
    .tuple(some, fc.nat(12), fc.integer({ min: 2, max: 9 }))
    .chain(([row, from, length]) =>
      fc
        .constantFrom(row.id, row.objectId ?? row.id, row.type)
        .map((text) => text.slice(from, from + length)),
    )
  return fc
    .record(
      {
        types: fc.uniqueArray(
          fc.constantFrom(...types, 'charge.*', 'invoice.*', 'charge.dispute.*', 'none.*', 'none'),
          { maxLength: 3 },
        ),
        source: fc.constantFrom('webhook' as const, 'catch_up' as const, 'backfill' as const),
        state: fc.constantFrom('applied' as const, 'waiting' as const, 'failed' as const, 'kept' as const),
        createdFrom: some.map(({ created }) => created),
        createdBefore: some.map(({ created }) => created),
        objectId: some.map(({ objectId, id }) => objectId ?? id),
        text: fc.oneof(
          part,
          part.map((text) => ` ${text.toUpperCase()} `),
          fc.constantFrom('evt_', 'pi_1N', 'sched', '%', '_', '___', '"', 'evt'),
        ),
      },
      { requiredKeys: [] },
    )
    .map((filter) => filter as Filter)
}

describe('a list', () => {
  test('equals the naive one, paged, for any filter', () => {
    fc.assert(
      fc.property(filters(), fc.integer({ min: 40, max: 200 }), (filter, limit) => {
        expect(collect(filter, limit)).toEqual(naive(filter))
      }),
      { numRuns: 400 },
    )
  })

  test('whatever is typed is answered', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(listEvents(cache, request({ text }, 5)).ok).toBe(true)
        expect(listEvents(cache, request({ types: [text], objectId: text }, 5)).ok).toBe(true)
      }),
    )
  })

  test('a cursor of another list is refused', () => {
    const after = Buffer.from(JSON.stringify(['created_desc', '1', 1])).toString('base64url')
    expect(listEvents(cache, request({}, 5, after))).toMatchObject({ error: { code: 'cursor_invalid' } })
  })

  const planned: [string, Filter, string][] = [
    ['everything', {}, 'events_by_created'],
    ['a stretch of time', { createdFrom: 1, createdBefore: 2_000_000_000 }, 'events_by_created'],
    ['one type', { types: ['invoice.paid'] }, 'events_by_type'],
    ['a group of types', { types: ['charge.*'] }, 'events_by_type'],
    ['a type by part of its name', { text: 'dispute' }, 'events_by_type'],
    ['a source', { source: 'catch_up' }, 'events_by_source'],
    ['a source and a type', { source: 'catch_up', types: ['invoice.paid'] }, 'events_by_type'],
    ['failed ones', { state: 'failed' }, 'events_failed'],
    ['waiting ones', { state: 'waiting' }, 'events_waiting_by_created'],
    ['kept ones', { state: 'kept' }, 'events_kept'],
    ['applied ones', { state: 'applied' }, 'events_by_created'],
    ['an object', { objectId: 'pi_1' }, 'events_by_object'],
  ]
  test.each(planned)('of %s walks an index, and sorts nothing', (_, filter, index) => {
    const first = listEvents(cache, request({}, 1))
    const next = first.ok ? first.value.next! : ''
    for (const after of [undefined, next]) {
      const query = eventListSql(cache, request(filter, 100, after))!
      const plan = cache
        .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${query.sql}`)
        .all(query.parameters)
        .map(({ detail }) => detail)
        .join('\n')
      expect(plan).toContain(`INDEX ${index}`)
      expect(plan).not.toMatch(/TEMP B-TREE/)
    }
  })
})

describe('the detail', () => {
  /** Nothing was said of an object in the second of its creation before that. */
  const rank = ({ type }: EventRow): number => Number(!type.endsWith('.created'))
  const tied =
    (one: EventRow) =>
    (other: EventRow): boolean =>
      one.objectId === other.objectId && one.created === other.created && rank(one) === rank(other)
  const inOrder = (): typeof all =>
    all.toSorted((a, b) => b.created - a.created || rank(b) - rank(a) || b.rowid - a.rowid)

  test('tells every event as it came, and what changed since the one before of its object', () => {
    const ordered = inOrder()
    for (const row of all.slice(0, 300)) {
      const answer = eventDetail(cache, { id: row.id })
      if (!answer.ok) throw new Error(answer.error.message)
      const detail = eventDetailSchema.parse(answer.value)
      const body = JSON.parse(detail.json) as { id: string; data: { object: Record<string, unknown> } }
      expect(body.id).toBe(row.id)
      expect(detail.event).toEqual(eventDetailSchema.shape.event.parse(row))
      const previous =
        row.objectId === null
          ? undefined
          : ordered.slice(ordered.indexOf(row) + 1).find(({ objectId }) => objectId === row.objectId)
      expect(detail.previousEventId).toBe(previous?.id ?? null)
      const isOneOfMany = (one: EventRow): boolean =>
        one.objectId !== null && all.filter(tied(one)).length > 1
      expect(detail.isPreviousSure).toBe(!isOneOfMany(row) && !(previous && isOneOfMany(previous)))
      // Every event of these tells another index.
      expect(detail.changes.some(({ path }) => path === 'index')).toBe(previous !== undefined)
    }
  })

  test('knows that creation came first, whatever came in first, and of the others of one second that it does not know', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bursar-second-'))
    const opened = openCache(join(folder, 'desk'), Buffer.alloc(32, 6))
    if (!opened.ok) throw new Error(opened.detail)
    const log = eventLogOf(opened.database)
    const came: [id: string, type: string, created: number, status: string][] = [
      ['evt_paid', 'payment_intent.succeeded', 100, 'succeeded'],
      ['evt_made', 'payment_intent.created', 100, 'requires_payment_method'],
      ['evt_later', 'payment_intent.amount_capturable_updated', 200, 'requires_capture'],
      ['evt_latest', 'payment_intent.canceled', 200, 'canceled'],
      ['evt_last', 'payment_intent.requires_action', 300, 'canceled'],
    ]
    for (const [id, type, created, status] of came) {
      const event = { id, type, created, data: { object: { id: 'pi_1', object: 'payment_intent', status } } }
      log.add(
        readEvent(event)!,
        JSON.stringify(event),
        { source: 'webhook', receivedAt: 1 },
        { state: 'applied', attempts: 1, nextAttemptAt: null, problem: null },
      )
    }
    const detail = (id: string) => {
      const answer = eventDetail(opened.database, { id })
      if (!answer.ok) throw new Error(answer.error.message)
      const { previousEventId, isPreviousSure, changes } = answer.value
      return [previousEventId, isPreviousSure, changes.find(({ path }) => path === 'status')?.before]
    }
    expect(detail('evt_made')).toEqual([null, true, undefined])
    expect(detail('evt_paid')).toEqual(['evt_made', true, '"requires_payment_method"'])
    expect(detail('evt_later')).toEqual(['evt_paid', false, '"succeeded"'])
    expect(detail('evt_latest')).toEqual(['evt_later', false, '"requires_capture"'])
    expect(detail('evt_last')).toEqual(['evt_latest', false, undefined])
    opened.database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('says by the event itself what changed where none before it is known, or one of another API version', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bursar-versions-'))
    const opened = openCache(join(folder, 'desk'), Buffer.alloc(32, 6))
    if (!opened.ok) throw new Error(opened.detail)
    const log = eventLogOf(opened.database)
    const add = (id: string, created: number, api_version: string, object: object, previous?: object) => {
      const data = { object: { id: 'sub_1', object: 'subscription', ...object } }
      const event = {
        id,
        type: 'customer.subscription.updated',
        created,
        api_version,
        data: previous ? { ...data, previous_attributes: previous } : data,
      }
      log.add(
        readEvent(event)!,
        JSON.stringify(event),
        { source: 'webhook', receivedAt: 1 },
        { state: 'applied', attempts: 1, nextAttemptAt: null, problem: null },
      )
    }
    const items = (quantity: number) => ({ data: [{ id: 'si_1', quantity }] })
    add('evt_first', 1, '2019-12-03', { status: 'active', items: items(2) }, { items: items(1) })
    add('evt_newer', 2, '2026-10-28.endive', { status: 'past_due', shape: 'new' }, { status: 'active' })
    add('evt_silent', 3, '2019-12-03', { status: 'past_due', items: items(2) })
    add('evt_last', 4, '2019-12-03', { status: 'past_due', items: items(3) }, { items: items(1) })
    const detail = (id: string) => {
      const answer = eventDetail(opened.database, { id })
      if (!answer.ok) throw new Error(answer.error.message)
      const { previousEventId, isPreviousComparable, changes } = answer.value
      return [previousEventId, isPreviousComparable, changes]
    }
    const quantity = (before: string, after: string) => ({ path: 'items.data[si_1].quantity', before, after })
    expect(detail('evt_first')).toEqual([null, true, [quantity('1', '2')]])
    expect(detail('evt_newer')).toEqual([
      'evt_first',
      false,
      [{ path: 'status', before: '"active"', after: '"past_due"' }],
    ])
    expect(detail('evt_silent')).toEqual(['evt_newer', false, []])
    expect(detail('evt_last')).toEqual(['evt_silent', true, [quantity('2', '3')]])
    opened.database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('of an event that is not there is not found', () => {
    expect(eventDetail(cache, { id: 'evt_none' })).toMatchObject({ error: { code: 'not_found' } })
  })

  test('finds the event before by steps in an index', () => {
    const plan = cache
      .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${nearEventsSql}`)
      .all({ object_id: 'pi_1', created: 1, rowid: 1 })
      .map(({ detail }) => detail)
    expect(plan).toEqual([
      'SEARCH events USING INDEX events_by_object (object_id=? AND created>? AND created<?)',
      'SCALAR SUBQUERY 1',
      'SEARCH events USING COVERING INDEX events_by_object (object_id=? AND created<?)',
    ])
  })
})
