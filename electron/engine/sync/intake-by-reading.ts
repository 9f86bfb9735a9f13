// The intake of a desk without a projector: objects go straight into the tables, and what events are about is read again
// from Stripe, so that order, duplicates and ties of events do not matter. An event counts as known only after that.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import type Stripe from 'stripe'
import { success } from '../../../src/contract/index.ts'
import { eventLog, eventShape, type EventShape } from '../../store/projections/events.ts'
import type { Projections } from '../../store/projections/payments.ts'
import type { OddObjects } from '../../store/projections/tolerant.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { ReadPayment } from '../payments/read-payment.ts'
import type { Intake } from './intake.ts'
import type { ListKind } from './lists.ts'

/** A transaction lasts about this long, so that the thread can answer in between. In milliseconds. */
const sliceMs = 10

export interface IntakeByReadingPorts {
  gateway: Gateway
  cache: Database
  projections: Projections
  odd: OddObjects
  readPayment: ReadPayment
  now: () => number
  /** Each event seen for the first time, oldest first. */
  seen: (event: EventShape) => void
  noteRefunds: (refunds: readonly Stripe.Refund[]) => void
}

export function intakeByReading(ports: IntakeByReadingPorts): Intake {
  const { gateway, cache, projections, odd, readPayment, now } = ports
  const log = eventLog(cache)
  const known = cache.prepare<[string]>('SELECT 1 FROM events WHERE id = ?')
  const project: Partial<Record<ListKind, (object: unknown, asOf: number) => void>> = {
    payment_intents: (object, asOf) => projections.paymentIntent(object, asOf),
    refunds: (object, asOf) => projections.refund(object, asOf),
    disputes: (object, asOf) => projections.dispute(object, asOf),
    customers: (object, asOf) => projections.customer(object, asOf),
  }

  function understood(events: readonly unknown[]): EventShape[] {
    return events.flatMap((object) => {
      const event = eventShape.safeParse(JSON.parse(JSON.stringify(object)))
      if (event.success) return [event.data]
      odd.note(object, event.error)
      return []
    })
  }

  return {
    kinds: Object.keys(project) as ListKind[],
    knows: (eventId) => known.get(eventId) !== undefined,
    async objects(kind, objects, asOf, andThen) {
      const projectOne = project[kind]
      if (!projectOne) throw new TypeError(`no table is made of ${kind}`)
      let next = 0
      const slice = cache.transaction(() => {
        const until = performance.now() + sliceMs
        while (next < objects.length && performance.now() < until) projectOne(objects[next++], asOf)
        if (next === objects.length) andThen()
      })
      for (;;) {
        slice()
        if (next === objects.length) break
        await nextTurn()
      }
      if (kind === 'refunds') ports.noteRefunds(objects as Stripe.Refund[])
      return true
    },
    async events(objects, { source }, andThen) {
      const events = understood(objects)
      for (const id of new Set(events.map(paymentOf).filter((id) => id !== null))) {
        const read = await readPayment(id)
        if (read.ok) ports.noteRefunds(read.value.refunds)
        else if (read.error.code !== 'not_found') return read
      }
      // A customer is read again too: an event of the same second as an earlier reading may be older or newer than that.
      for (const id of new Set(events.map(customerOf).filter((id) => id !== null))) {
        const read = await gateway.read((stripe) => stripe.customers.retrieve(id))
        if (read.ok) cache.transaction(() => projections.customer(read.value, read.asOf))()
        else if (read.error.code !== 'not_found' && read.error.code !== 'key_permission') return read
      }
      // Only now do the events count as seen: a crash before this reads the same payments once more.
      cache.transaction(() => {
        for (const event of events) log(event, source, now())
        andThen()
      })()
      for (const event of events) ports.seen(event)
      return success(undefined)
    },
  }
}

/** The PaymentIntent that an event is about; null for events about none. */
function paymentOf(event: EventShape): string | null {
  const { object } = event.data
  if (object.object === 'payment_intent') return object.id ?? null
  const reference = object['payment_intent']
  return typeof reference === 'string' ? reference : null
}

function customerOf(event: EventShape): string | null {
  const { object } = event.data
  return object.object === 'customer' ? (object.id ?? null) : null
}
