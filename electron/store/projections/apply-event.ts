// Tells the tables what an event says. It must never drop an event: what no table is made of is kept, and the log keeps its body.
import { z } from 'zod'
import type { StripeEvent } from '../events/read-event.ts'
import { kindOfObject } from './kinds.ts'
import { said, type Said } from './precedence.ts'
import { idOf, reference } from './shapes.ts'
import type { Tables } from './tables.ts'

/** applied: the tables know. kept: no table is made of it, with the reason where that is a surprise. */
export type Applied = { state: 'applied' } | { state: 'kept'; problem: string | null }

/** The object of these is gone at Stripe. A deleted subscription is not among them: it has ended, and can still be read. */
const deletions = new Set([
  'customer.deleted',
  'customer.source.deleted',
  'invoice.deleted',
  'plan.deleted',
  'price.deleted',
  'product.deleted',
])

/** Nothing can have been said of the object before these. */
const creations = new Set([
  'charge.dispute.created',
  'customer.created',
  'customer.source.created',
  'customer.subscription.created',
  'invoice.created',
  'payment_intent.created',
  'payout.created',
  'plan.created',
  'price.created',
  'product.created',
  'refund.created',
  'subscription_schedule.created',
])

/** `retold`: it was applied before, and the tables are made again. @throws what is a fault of ours or of the database. */
export function applyEvent(tables: Tables, event: StripeEvent, retold = false): Applied {
  const { object, objectType, objectId, type } = event
  if (object === null || objectType === null || objectId === null || kindOfObject(objectType) === undefined)
    return { state: 'kept', problem: null }
  const how = saidBy(type)
  const charge = retold ? null : chargeChangedBy(event)
  if (charge !== null) tables.outdated('charge', charge, event.created * 1000)
  try {
    tables.tell(object, { asOf: event.created * 1000, said: how, retold })
  } catch (thrown) {
    if (!(thrown instanceof z.ZodError)) throw thrown
    // That it is gone is understood whatever it looked like.
    if (how !== said.deleted) {
      if (!retold) tables.outdated(objectType, objectId, event.created * 1000)
      return { state: 'kept', problem: whyNot(objectType, thrown) }
    }
  }
  if (how === said.deleted) tables.bury(objectType, objectId)
  return { state: 'applied' }
}

/** How an event of this type says what it says of its object. */
export function saidBy(type: string): Said {
  if (deletions.has(type)) return said.deleted
  return creations.has(type) ? said.created : said.event
}

/**
 * The charge that something else changed. Stripe makes no event of it (docs.stripe.com/api/events/types) when it is disputed, nor when a
 * refund succeeds or fails later than it was made.
 */
function chargeChangedBy({ type, object, objectType, previous }: StripeEvent): string | null {
  const isChanged =
    type === 'charge.dispute.created' ||
    // An inquiry has become a dispute.
    type === 'charge.dispute.funds_withdrawn' ||
    (objectType === 'refund' && saidBy(type) === said.event && (previous === null || 'status' in previous))
  return isChanged ? idOf(reference.safeParse(object?.['charge']).data) : null
}

function whyNot(objectType: string, error: z.ZodError): string {
  const [issue] = error.issues
  return `This ${objectType} has another shape than is known: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
}
