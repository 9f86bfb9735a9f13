// Where the object of an event is shown: its payment or subscription where it has one, else every event of it. Pure; what an event says is
// taken for unknown until it was looked at.
import type { EventDetail } from '../../../contract/events.ts'
import { eventsPlace, paymentsPlace, subscriptionsPlace } from '../../state/places.ts'
import { formatEventQuery, emptyQuery } from './event-query.ts'

export interface ObjectPlace {
  kind: 'payment' | 'subscription' | 'events'
  place: string
}

/** Null where the event names no object. */
export function placeOfObject(
  deskId: string,
  { event, json }: Pick<EventDetail, 'event' | 'json'>,
): ObjectPlace | null {
  if (event.objectId === null) return null
  if (event.objectType === 'subscription')
    return { kind: 'subscription', place: subscriptionsPlace(deskId, event.objectId) }
  const paymentId = event.objectType === 'payment_intent' ? event.objectId : paymentOf(json)
  if (paymentId !== null) return { kind: 'payment', place: paymentsPlace(deskId, paymentId) }
  return { kind: 'events', place: eventsOfObject(deskId, event.objectId) }
}

export function eventsOfObject(deskId: string, objectId: string): string {
  return eventsPlace(deskId, null, formatEventQuery({ ...emptyQuery, objectId }))
}

/** The PaymentIntent that a charge, a refund or a dispute belongs to. */
function paymentOf(json: string): string | null {
  try {
    const id = at(at(at(JSON.parse(json), 'data'), 'object'), 'payment_intent')
    return typeof id === 'string' && id.startsWith('pi_') ? id : null
  } catch {
    // Not JSON after all: then there is nowhere to go.
    return null
  }
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}
