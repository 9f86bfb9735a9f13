// The log keeps each event once, small, and byte for byte; events of every age can be read.
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { eventBodies } from '../../../../electron/store/events/bodies.ts'
import { eventLogOf } from '../../../../electron/store/events/log.ts'
import { readEvent } from '../../../../electron/store/events/read-event.ts'
import { aCache, aCharge, anEvent } from '../projections/tables.support.ts'

describe('bodies', () => {
  const bodyOf = (index: number): string =>
    JSON.stringify(
      anEvent('charge.succeeded', aCharge({ id: `ch_${index}`, description: `Order ${index}, café ☕` })),
    )

  test('come out as they went in, on another connection state too', () => {
    const cache = aCache()
    const bodies = eventBodies(cache)
    const packed = Array.from({ length: 5 }, (_, index) => bodies.pack('charge.succeeded', bodyOf(index)))
    const later = eventBodies(cache)
    expect(packed.map((one) => later.unpack(one))).toEqual(packed.map((one) => bodies.unpack(one)))
    expect(JSON.parse(later.unpack(packed[3]!))).toMatchObject({
      data: { object: { description: 'Order 3, café ☕' } },
    })
  })

  test('share a dictionary within a type, which makes them much smaller than alone', () => {
    const bodies = eventBodies(aCache())
    bodies.pack('charge.succeeded', bodyOf(0))
    const { body, dictionary } = bodies.pack('charge.succeeded', bodyOf(1))
    expect(dictionary).not.toBeNull()
    expect(body.length).toBeLessThan(deflateRawSync(bodyOf(1)).length / 2)
    expect(bodies.pack('charge.failed', bodyOf(1)).dictionary).not.toBe(dictionary)
  })

  test('that are short need none', () => {
    expect(eventBodies(aCache()).pack('ping', '{}').dictionary).toBeNull()
  })

  test('packed with a dictionary that was rolled back are never written', () => {
    const cache = aCache()
    const bodies = eventBodies(cache)
    const undone = cache.transaction(() => {
      bodies.pack('charge.succeeded', bodyOf(0))
      throw new Error('disk full')
    })
    expect(undone).toThrow('disk full')
    bodies.forget()
    const packed = bodies.pack('charge.succeeded', bodyOf(1))
    expect(eventBodies(cache).unpack(packed)).toBe(bodies.unpack(packed))
    expect(cache.prepare('SELECT count(*) FROM dictionaries').pluck().get()).toBe(1)
  })
})

describe('the log', () => {
  const outcome = { state: 'applied', attempts: 1, nextAttemptAt: null, problem: null } as const

  test('keeps where an event was first found, and counts deliveries', () => {
    const cache = aCache()
    const log = eventLogOf(cache)
    const body = anEvent('charge.succeeded', aCharge(), 10, {
      request: { id: 'req_7', idempotency_key: 'key-7' },
    })
    const event = readEvent(body)!
    log.add(event, JSON.stringify(body), { source: 'catch_up', receivedAt: 5 }, outcome)
    log.delivered(event.id)
    log.delivered(event.id)
    expect(cache.prepare('SELECT * FROM events').get()).toMatchObject({
      id: event.id,
      source: 'catch_up',
      deliveries: 2,
      object_id: 'ch_1',
      object_type: 'charge',
      request_id: 'req_7',
      idempotency_key: 'key-7',
      api_version: '2026-10-28.endive',
    })
    expect(log.find(event.id)?.json()).toBe(JSON.stringify(body))
  })

  test('finds what waits by an index, and only what is due', () => {
    const cache = aCache()
    const log = eventLogOf(cache)
    for (const nextAttemptAt of [300, 100, 200]) {
      const body = anEvent('x', { id: 'y' })
      log.add(
        readEvent(body)!,
        JSON.stringify(body),
        { source: 'webhook', receivedAt: 1 },
        { ...outcome, state: 'waiting', nextAttemptAt },
      )
    }
    expect(log.waiting(200, 10).map(({ rowid }) => rowid)).toEqual([2, 3])
    expect(log.nextAttemptAt()).toBe(100)
    const plan = cache
      .prepare<[], { detail: string }>(
        `EXPLAIN QUERY PLAN SELECT rowid FROM events WHERE state = 'waiting' AND next_attempt_at <= 5 ORDER BY next_attempt_at LIMIT 1`,
      )
      .all()
    expect(plan.map(({ detail }) => detail)).toEqual([
      'SEARCH events USING COVERING INDEX events_waiting (next_attempt_at<?)',
    ])
  })
})

describe('an event', () => {
  test('of 2017 names its request by an id alone', () => {
    expect(readEvent(anEvent('charge.succeeded', aCharge(), 10, { request: 'req_old' }))).toMatchObject({
      requestId: 'req_old',
      idempotencyKey: null,
    })
  })

  test('of API v2 is dated in words and holds no object', () => {
    const event = readEvent({
      id: 'evt_2',
      type: 'v1.billing.meter.no_meter_found',
      created: '2024-09-26T17:46:22.134Z',
      related_object: { id: 'x' },
    })
    expect(event).toMatchObject({ created: 1727372782, object: null, objectId: null })
  })

  test.each([[{}], [null], ['x'], [{ id: 'evt_1' }], [{ id: '', type: 'x', created: 1 }]])(
    'is not %j',
    (body) => {
      expect(readEvent(body)).toBeNull()
    },
  )
})
