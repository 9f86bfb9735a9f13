// Where the object of an event is shown: in its own room where it has one, else with the payment it belongs to, or its customer; else every
// event of it. Pure; what an event says is taken for unknown until it was looked at.
import type { EventDetail } from '../../../contract/events.ts'
import {
  customersPlace,
  disputesPlace,
  eventsPlace,
  paymentsPlace,
  refundsPlace,
  subscriptionsPlace,
} from '../../state/places.ts'
import { formatEventQuery, emptyQuery } from './event-query.ts'

export type Room = 'payment' | 'refund' | 'dispute' | 'subscription' | 'customer'

export interface ObjectPlace {
  kind: Room | 'events'
  place: string
}

const placeIn: Record<Room, (deskId: string, id: string) => string> = {
  payment: paymentsPlace,
  refund: refundsPlace,
  dispute: disputesPlace,
  subscription: subscriptionsPlace,
  customer: customersPlace,
}

const roomOf: Readonly<Record<string, Room>> = {
  payment_intent: 'payment',
  refund: 'refund',
  dispute: 'dispute',
  subscription: 'subscription',
  customer: 'customer',
}

/** Null where the event names no object. */
export function placeOfObject(
  deskId: string,
  { event: { objectId, objectType }, json }: Pick<EventDetail, 'event' | 'json'>,
): ObjectPlace | null {
  if (objectId === null) return null
  const room = objectType !== null && Object.hasOwn(roomOf, objectType) ? roomOf[objectType] : undefined
  const [kind, id] = room ? [room, objectId] : (ownerOf(json) ?? ['events', objectId])
  const place = kind === 'events' ? eventsOfObject(deskId, id) : placeIn[kind](deskId, id)
  return { kind, place }
}

export function eventsOfObject(deskId: string, objectId: string): string {
  return eventsPlace(deskId, null, formatEventQuery({ ...emptyQuery, objectId }))
}

/** Of a charge or a Checkout session its PaymentIntent; of a payment method or an invoice its customer. Null where it is none's. */
function ownerOf(json: string): ['payment' | 'customer', string] | null {
  try {
    const object = at(at(JSON.parse(json), 'data'), 'object')
    const [payment, customer] = [at(object, 'payment_intent'), at(object, 'customer')]
    if (typeof payment === 'string' && payment.startsWith('pi_')) return ['payment', payment]
    return typeof customer === 'string' && customer.startsWith('cus_') ? ['customer', customer] : null
  } catch {
    // Not JSON after all: then there is nowhere to go.
    return null
  }
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}
