// What follows from the events that every integration of Stripe must handle: one row each, once. It must never depend on anything
// but the event itself, so that it is the same whenever and however often the event comes.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { StripeEvent } from '../../store/events/read-event.ts'
import type { Tables } from '../../store/projections/tables.ts'

/** docs.stripe.com/billing/subscriptions/webhooks */
export const mustBeHandled = [
  'invoice.payment_succeeded',
  'invoice.payment_failed',
  'customer.subscription.updated',
  'customer.subscription.deleted',
] as const
type MustBeHandled = (typeof mustBeHandled)[number]

export type Effect =
  /** The customer paid: what the subscription gives is theirs. */
  | { kind: 'access_on'; customer: string | null; subscription: string | null; invoice: string | null }
  /** The customer is to be told; `nextAttemptAt` in Unix seconds, null when Stripe will not try again. */
  | {
      kind: 'payment_failed'
      customer: string | null
      subscription: string | null
      invoice: string | null
      attempts: number
      nextAttemptAt: number | null
    }
  /** `fields`: what is different about the subscription. */
  | {
      kind: 'plan_changed'
      customer: string | null
      subscription: string | null
      status: string | null
      fields: string[]
    }
  /** The subscription has ended. */
  | { kind: 'access_off'; customer: string | null; subscription: string | null }

export interface Handled {
  eventId: string
  /** Unix seconds by Stripe's clock. */
  created: number
  effect: Effect
}

const reference = z
  .union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
  .nullish()
  .catch(null)

const invoiceFacts = z.object({
  id: reference,
  customer: reference,
  subscription: reference,
  parent: z
    .object({ subscription_details: z.object({ subscription: reference }).nullish().catch(null) })
    .nullish()
    .catch(null),
  attempt_count: z.int().catch(0),
  next_payment_attempt: z.int().nullish().catch(null),
})

const subscriptionFacts = z.object({
  id: reference,
  customer: reference,
  status: z.string().nullish().catch(null),
})

const handlers: Record<MustBeHandled, (event: StripeEvent) => Effect> = {
  'invoice.payment_succeeded': (event) => ({ kind: 'access_on', ...ofInvoice(event).parties }),
  'invoice.payment_failed'(event) {
    const { parties, facts } = ofInvoice(event)
    return {
      kind: 'payment_failed',
      ...parties,
      attempts: facts.attempt_count,
      nextAttemptAt: facts.next_payment_attempt ?? null,
    }
  },
  'customer.subscription.updated'(event) {
    const { parties, status } = ofSubscription(event)
    return { kind: 'plan_changed', ...parties, status, fields: Object.keys(event.previous ?? {}).toSorted() }
  },
  'customer.subscription.deleted': (event) => ({ kind: 'access_off', ...ofSubscription(event).parties }),
}

function ofInvoice({ object }: StripeEvent): {
  parties: { customer: string | null; subscription: string | null; invoice: string | null }
  facts: z.infer<typeof invoiceFacts>
} {
  const facts = invoiceFacts.parse(object ?? {})
  return {
    parties: {
      customer: facts.customer ?? null,
      subscription: facts.parent?.subscription_details?.subscription ?? facts.subscription ?? null,
      invoice: facts.id ?? null,
    },
    facts,
  }
}

function ofSubscription({ object }: StripeEvent): {
  parties: { customer: string | null; subscription: string | null }
  status: string | null
} {
  const facts = subscriptionFacts.parse(object ?? {})
  return {
    parties: { customer: facts.customer ?? null, subscription: facts.id ?? null },
    status: facts.status ?? null,
  }
}

export interface EventHandlers {
  /** Inside the transaction that applies the event. @returns the effect when it is the first time. `now`: our clock, milliseconds. */
  handle(event: StripeEvent, now: number): Handled | null
}

export function eventHandlers(cache: Database, tables: Pick<Tables, 'remember'>): EventHandlers {
  const insert = cache.prepare(
    'INSERT OR IGNORE INTO handled (event_id, kind, at, detail) VALUES (@eventId, @kind, @at, @detail)',
  )
  return {
    handle(event, now) {
      tables.remember(event)
      if (!isMustBeHandled(event.type)) return null
      const effect = handlers[event.type](event)
      const { kind, ...detail } = effect
      const { changes } = insert.run({ eventId: event.id, kind, at: now, detail: JSON.stringify(detail) })
      return changes > 0 ? { eventId: event.id, created: event.created, effect } : null
    },
  }
}

function isMustBeHandled(type: string): type is MustBeHandled {
  return (mustBeHandled as readonly string[]).includes(type)
}
