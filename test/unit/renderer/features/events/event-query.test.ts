import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  eventListRequestSchema,
  eventSources,
  eventStates,
  type EventRow,
} from '../../../../../src/contract/events.ts'
import {
  emptyQuery,
  formatEventQuery,
  isNarrowed,
  parseEventQuery,
  readType,
  toFilter,
  type EventQuery,
} from '../../../../../src/renderer/features/events/event-query.ts'
import { placeOfObject } from '../../../../../src/renderer/features/events/object-place.ts'

const queries: fc.Arbitrary<EventQuery> = fc.record({
  state: fc.constantFrom('' as const, ...eventStates),
  source: fc.constantFrom('' as const, ...eventSources),
  types: fc.uniqueArray(
    fc.constantFrom('invoice.*', 'charge.refunded', 'v2.core.account[requirements].updated'),
  ),
  when: fc.constantFrom(null, '7d' as const, { from: '2026-11-01', to: '' }),
  objectId: fc.constantFrom('', 'pi_1', 'ch_3Q'),
  text: fc.string({ maxLength: 60, unit: 'grapheme' }),
})

describe('the filters of events in the address', () => {
  it('come back exactly as they were written', () => {
    fc.assert(
      fc.property(queries, (query) => {
        expect(parseEventQuery(formatEventQuery(query))).toEqual(query)
      }),
    )
  })

  it('make a filter that the contract accepts, whatever the address says', () => {
    fc.assert(
      fc.property(fc.oneof(queries.map(formatEventQuery), fc.string(), fc.webQueryParameters()), (search) => {
        const filter = toFilter(parseEventQuery(search), new Date(2026, 10, 23, 12))
        expect(eventListRequestSchema.safeParse({ deskId: 'demo', filter }).success).toBe(true)
      }),
    )
  })

  it('ignore what is no filter', () => {
    expect(parseEventQuery('state=lost&source=email&type=Not a type,invoice.*,,invoice.*&when=ever')).toEqual(
      {
        ...emptyQuery,
        types: ['invoice.*'],
      },
    )
  })

  it('are never more, nor longer, than the contract takes', () => {
    const types = Array.from({ length: 30 }, (_, index) => `a.b${index}`)
    expect(parseEventQuery(`type=${types.join(',')}`).types).toHaveLength(20)
    expect(parseEventQuery(`type=${'a'.repeat(101)}&object=${'x'.repeat(300)}`)).toEqual({
      ...emptyQuery,
      objectId: 'x'.repeat(255),
    })
  })

  it('narrow nothing when they are empty', () => {
    expect(isNarrowed(emptyQuery)).toBe(false)
    expect(isNarrowed({ ...emptyQuery, objectId: 'pi_1' })).toBe(true)
  })

  it('take a type or a group, and nothing else', () => {
    expect(readType(' Charge.Refunded ')).toBe('charge.refunded')
    expect(readType('invoice.*')).toBe('invoice.*')
    expect(readType('v2.core.account[configuration.merchant].updated')).toBe(
      'v2.core.account[configuration.merchant].updated',
    )
    expect(readType('*')).toBeNull()
    expect(readType('account[')).toBeNull()
    expect(readType('charge..refunded')).toBeNull()
  })
})

describe('the object of an event', () => {
  const event = (objectType: string | null, objectId: string | null): EventRow =>
    ({ objectType, objectId }) as EventRow
  const json = (object: unknown): string => JSON.stringify({ data: { object } })

  const placeOf = (objectType: string, objectId: string, object: unknown) =>
    placeOfObject('demo', { event: event(objectType, objectId), json: json(object) })?.place

  it('is shown in its own room, where it has one', () => {
    expect(placeOf('payment_intent', 'pi_1', { customer: 'cus_1' })).toBe('/desks/demo/payments/pi_1')
    expect(placeOf('refund', 're_1', { payment_intent: 'pi_2' })).toBe('/desks/demo/refunds/re_1')
    expect(placeOf('dispute', 'du_1', { payment_intent: 'pi_2' })).toBe('/desks/demo/disputes/du_1')
    expect(placeOf('subscription', 'sub_1', { customer: 'cus_1' })).toBe('/desks/demo/subscriptions/sub_1')
    expect(placeOf('customer', 'cus_1', {})).toBe('/desks/demo/customers/cus_1')
  })

  it('is shown with its payment, or else with its customer, where it has no room', () => {
    expect(placeOf('charge', 'ch_1', { payment_intent: 'pi_2', customer: 'cus_1' })).toBe(
      '/desks/demo/payments/pi_2',
    )
    expect(placeOf('payment_method', 'pm_1', { customer: 'cus_1' })).toBe('/desks/demo/customers/cus_1')
  })

  it('is shown by its events, where neither is named', () => {
    for (const payload of [
      json({ payment_intent: null }),
      json({ payment_intent: { id: 'pi_2' }, customer: { id: 'cus_1' } }),
      '{',
      'null',
    ]) {
      expect(placeOfObject('demo', { event: event('charge', 'ch_1'), json: payload })).toEqual({
        kind: 'events',
        place: '/desks/demo/events?object=ch_1',
      })
    }
  })

  it('is nowhere, where the event names none', () => {
    expect(placeOfObject('demo', { event: event(null, null), json: json({}) })).toBeNull()
  })
})
