// What events say of access, a row each, written in the event's own transaction. A row depends on its event alone: it is the same
// however often and whenever that comes.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { AccessFact } from '../../../src/domain/access-facts.ts'
import type { StripeEvent } from '../events/read-event.ts'

const reference = z
  .union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
  .nullish()
  .catch(null)
const seconds = z.int().nullish().catch(null)
const word = z.string().nullish().catch(null)

const itemShape = z.looseObject({
  current_period_end: seconds,
  price: z.looseObject({ id: word, product: reference }).nullish().catch(null),
  plan: z.looseObject({ id: word, product: reference }).nullish().catch(null),
})

const subscriptionShape = z.looseObject({
  id: z.string(),
  object: z.literal('subscription'),
  customer: reference,
  status: z.string(),
  latest_invoice: reference,
  trial_end: seconds,
  cancel_at: seconds,
  cancel_at_period_end: z.boolean().nullish().catch(null),
  current_period_end: seconds,
  pause_collection: z.looseObject({ behavior: word, resumes_at: seconds }).nullish().catch(null),
  items: z
    .looseObject({ data: z.array(itemShape) })
    .nullish()
    .catch(null),
  plan: itemShape.shape.plan,
})

const invoiceShape = z.looseObject({
  id: z.string(),
  object: z.literal('invoice'),
  customer: reference,
  subscription: reference,
  parent: z
    .looseObject({ subscription_details: z.looseObject({ subscription: reference }).nullish().catch(null) })
    .nullish()
    .catch(null),
  created: seconds,
  date: seconds,
  attempt_count: seconds,
  next_payment_attempt: seconds,
})

type InvoiceKind = Exclude<AccessFact['kind'], 'subscription'>

const invoiceKinds: Readonly<Record<string, InvoiceKind>> = {
  'invoice.payment_succeeded': 'paid',
  'invoice.payment_failed': 'failed',
  'invoice.voided': 'over',
  'invoice.marked_uncollectible': 'over',
}

/** null for an event that says nothing of access. */
function accessFactOf(event: StripeEvent): AccessFact | null {
  const kind = invoiceKinds[event.type]
  if (kind !== undefined) return ofInvoice(event, kind)
  return event.type.startsWith('customer.subscription.') ? ofSubscription(event) : null
}

function ofInvoice({ id, type, created, object }: StripeEvent, kind: InvoiceKind): AccessFact | null {
  const invoice = invoiceShape.safeParse(object).data
  if (invoice === undefined) return null
  return {
    ...nothing,
    eventId: id,
    type,
    kind,
    at: created,
    customerId: invoice.customer ?? null,
    subscriptionId: invoice.parent?.subscription_details?.subscription ?? invoice.subscription ?? null,
    invoiceId: invoice.id,
    invoiceCreated: invoice.created ?? invoice.date ?? null,
    attempts: invoice.attempt_count ?? null,
    nextAttemptAt: invoice.next_payment_attempt ?? null,
  }
}

function ofSubscription({ id, type, created, object, previous }: StripeEvent): AccessFact | null {
  const subscription = subscriptionShape.safeParse(object).data
  if (subscription === undefined) return null
  const { trial_end: trialEnd, pause_collection: pause } = subscription
  const before = previous?.['status']
  return {
    ...nothing,
    eventId: id,
    type,
    kind: 'subscription',
    at: created,
    customerId: subscription.customer ?? null,
    subscriptionId: subscription.id,
    invoiceId: subscription.latest_invoice ?? null,
    status: subscription.status,
    statusBefore: typeof before === 'string' ? before : null,
    products: productsOf(subscription),
    pauseBehavior: pause?.behavior ?? null,
    pauseResumesAt: pause?.resumes_at ?? null,
    trialEnd: trialEnd ?? null,
    endsAt:
      subscription.cancel_at ?? (subscription.cancel_at_period_end === true ? endOf(subscription) : null),
  }
}

const nothing = {
  status: null,
  statusBefore: null,
  products: null,
  pauseBehavior: null,
  pauseResumesAt: null,
  trialEnd: null,
  endsAt: null,
  invoiceCreated: null,
  attempts: null,
  nextAttemptAt: null,
}

type Subscription = z.infer<typeof subscriptionShape>

/** In alphabetical order, each once. The price's id stands in for a product that is not told. */
export function productsOf({ items, plan }: Pick<Subscription, 'items' | 'plan'>): string[] {
  const found = items?.data !== undefined && items.data.length > 0 ? items.data : [{ price: null, plan }]
  const ids = found.flatMap((item) => {
    const price = item.price ?? item.plan
    return price?.product ?? price?.id ?? []
  })
  return [...new Set(ids)].toSorted()
}

/** Since basil each item has its own; the first that ends. */
function endOf({ items, current_period_end: end }: Subscription): number | null {
  const ends = (items?.data ?? []).flatMap((item) => item.current_period_end ?? [])
  return end ?? (ends.length === 0 ? null : Math.min(...ends))
}

const columns = [
  'event_id', 'type', 'kind', 'at', 'customer_id', 'subscription_id', 'invoice_id', 'status', 'status_before', 'products',
  'pause_behavior', 'pause_resumes_at', 'trial_end', 'ends_at', 'invoice_created', 'attempts', 'next_attempt_at',
] as const // prettier-ignore

export type FactRow = Record<(typeof columns)[number], string | number | null>

export interface AccessFacts {
  /** @returns what the event says; null where it says nothing of access. */
  note(event: StripeEvent): AccessFact | null
  /** All facts of a subscription. */
  of(subscriptionId: string): AccessFact[]
}

/** Columns of access_facts, as `toFact` reads them. */
export const factColumns = columns.join(', ')

export function accessFacts(database: Database): AccessFacts {
  // Told again by a version that reads more of it, a fact is replaced.
  const write = database.prepare(
    `INSERT OR REPLACE INTO access_facts (${factColumns}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
  )
  const find = database.prepare<[string], FactRow>(
    `SELECT ${factColumns} FROM access_facts WHERE subscription_id = ?`,
  )
  return {
    note(event) {
      const fact = accessFactOf(event)
      if (fact !== null) write.run(toRow(fact))
      return fact
    },
    of: (subscriptionId) => find.all(subscriptionId).map(toFact),
  }
}

function toRow(fact: AccessFact): FactRow {
  return {
    event_id: fact.eventId,
    type: fact.type,
    kind: fact.kind,
    at: fact.at,
    customer_id: fact.customerId,
    subscription_id: fact.subscriptionId,
    invoice_id: fact.invoiceId,
    status: fact.status,
    status_before: fact.statusBefore,
    products: fact.products === null ? null : JSON.stringify(fact.products),
    pause_behavior: fact.pauseBehavior,
    pause_resumes_at: fact.pauseResumesAt,
    trial_end: fact.trialEnd,
    ends_at: fact.endsAt,
    invoice_created: fact.invoiceCreated,
    attempts: fact.attempts,
    next_attempt_at: fact.nextAttemptAt,
  }
}

export function toFact(row: FactRow): AccessFact {
  const { event_id: eventId, type, kind, at } = row
  return {
    eventId: String(eventId),
    type: String(type),
    kind: kind as AccessFact['kind'],
    at: Number(at),
    customerId: row.customer_id as string | null,
    subscriptionId: row.subscription_id as string | null,
    invoiceId: row.invoice_id as string | null,
    status: row.status as string | null,
    statusBefore: row.status_before as string | null,
    products: row.products === null ? null : (JSON.parse(String(row.products)) as string[]),
    pauseBehavior: row.pause_behavior as string | null,
    pauseResumesAt: row.pause_resumes_at as number | null,
    trialEnd: row.trial_end as number | null,
    endsAt: row.ends_at as number | null,
    invoiceCreated: row.invoice_created as number | null,
    attempts: row.attempts as number | null,
    nextAttemptAt: row.next_attempt_at as number | null,
  }
}
