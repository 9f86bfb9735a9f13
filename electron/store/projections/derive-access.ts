// The stretches of time in which a subscription gave access or did not, derived from the facts that events told and from the rows as
// they stand. It must give the same for the same facts and rows, whichever of them came last.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { KnownInvoice, KnownSubscription } from '../../../src/domain/access-statements.ts'
import { stretchesOf, type AccessStretch } from '../../../src/domain/access.ts'
import { bodyOf } from '../body.ts'
import { accessFacts } from './access-facts.ts'
import type { StripeEvent } from '../events/read-event.ts'
import type { ObjectTable, Row } from './kind.ts'
import { seconds } from './shapes.ts'

export interface AccessDerivations {
  /** Takes note of what an event says of access. */
  remember(event: StripeEvent): void
  /** A row was written. */
  touched(table: ObjectTable, id: string, columns: Row): void
  /** Payments whose failure came out different: what their invoices' tries tell may have changed. */
  failuresChanged(paymentIntentIds: readonly string[]): void
  /** @returns ids of the subscriptions whose stretches came out different. */
  derive(): string[]
  forget(): void
}

interface SubscriptionRow {
  customer_id: string | null
  status: string
  pause_behavior: string | null
  pause_resumes_at: number | null
  created: number
  trial_end: number | null
  cancel_at: number | null
  cancel_at_period_end: number
  current_period_start: number | null
  current_period_end: number | null
  ended_at: number | null
  canceled_at: number | null
  as_of: number
  products: string
  body: Buffer
}

interface InvoiceRow {
  id: string
  created: number
  paidAt: number | null
  firstFailedAt: number | null
  collection_method: string | null
  due_date: number | null
  /** Of one that is void or uncollectible. */
  overBody: Buffer | null
}

const overShape = z.looseObject({
  status_transitions: z
    .looseObject({ voided_at: seconds.nullish(), marked_uncollectible_at: seconds.nullish() })
    .nullish(),
})

const pausedShape = z.looseObject({
  status_details: z
    .looseObject({ paused: z.looseObject({ transitioned_at: seconds.nullish() }).nullish() })
    .nullish(),
})

const columns = [
  'subscription_id', 'product_id', 'from_at', 'customer_id', 'to_at', 'state', 'failed_at', 'collection_paused', 'resumes_at',
  'trial_end', 'ends_at', 'event_id', 'assumed',
] as const // prettier-ignore

export type StretchRow = Record<(typeof columns)[number], string | number | null>
export const stretchColumns = columns.join(', ')

export function accessDerivations(database: Database): AccessDerivations {
  const facts = accessFacts(database)
  const find = database.prepare<[string], SubscriptionRow>(
    `SELECT s.customer_id, s.status, s.pause_behavior, s.pause_resumes_at, s.created, s.trial_end, s.cancel_at,
       s.cancel_at_period_end, s.current_period_start, s.current_period_end, s.ended_at, s.canceled_at, s.as_of, s.body,
       (SELECT json_group_array(DISTINCT coalesce(i.product_id, i.price_id)) FROM subscription_items AS i
        WHERE i.subscription = s.rowid AND coalesce(i.product_id, i.price_id) IS NOT NULL) AS products
     FROM subscriptions AS s WHERE s.id = ?`,
  )
  const invoicesOf = database.prepare<[string], InvoiceRow>(
    `SELECT i.id, i.created, iif(i.status = 'paid', i.paid_at, NULL) AS paidAt, i.collection_method, i.due_date,
       iif(i.status IN ('void', 'uncollectible'), i.body, NULL) AS overBody,
       (SELECT min(f.first_failed_at) FROM failures AS f INDEXED BY failures_by_invoice WHERE f.invoice_id = i.id) AS firstFailedAt
     FROM invoices AS i INDEXED BY invoices_by_subscription WHERE i.subscription_id = ? AND i.status <> 'draft'`,
  )
  const ofPayment = database
    .prepare<[string], string | null>('SELECT subscription_id FROM failures WHERE payment_intent_id = ?')
    .pluck()
  const known = database.prepare<[string], StretchRow>(
    `SELECT ${stretchColumns} FROM access_stretches WHERE subscription_id = ? ORDER BY product_id, from_at`,
  )
  const remove = database.prepare('DELETE FROM access_stretches WHERE subscription_id = ?')
  const write = database.prepare(
    `INSERT INTO access_stretches (${stretchColumns}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
  )
  const touched = new Set<string>()

  function deriveOne(id: string): boolean {
    const row = find.get(id)
    const rows = stretchesOf(id, {
      known: row === undefined ? null : toKnown(row),
      facts: facts.of(id),
      invoices: invoicesOf.all(id).map(toInvoice),
    })
      .map(toRow)
      .toSorted(inOrder)
    const before = known.all(id)
    if (before.length === rows.length && rows.every((next, index) => isSame(next, before[index]!)))
      return false
    if (before.length > 0) remove.run(id)
    for (const next of rows) write.run(next)
    return true
  }

  return {
    remember(event) {
      const subscription = facts.note(event)?.subscriptionId ?? null
      if (subscription !== null) touched.add(subscription)
    },
    touched(table, id, written) {
      if (table === 'subscriptions') touched.add(id)
      const subscription = table === 'invoices' ? written['subscription_id'] : null
      if (typeof subscription === 'string') touched.add(subscription)
    },
    failuresChanged(paymentIntentIds) {
      for (const id of paymentIntentIds) {
        const subscription = ofPayment.get(id)
        if (typeof subscription === 'string') touched.add(subscription)
      }
    },
    derive() {
      const changed = [...touched].filter(deriveOne)
      touched.clear()
      return changed
    },
    forget: () => touched.clear(),
  }
}

function toKnown(row: SubscriptionRow): KnownSubscription {
  const isPaused = row.status === 'paused'
  const body = isPaused ? pausedShape.safeParse(bodyOf(row.body)).data : undefined
  return {
    customerId: row.customer_id,
    status: row.status,
    products: JSON.parse(row.products) as string[],
    pauseBehavior: row.pause_behavior,
    pauseResumesAt: row.pause_resumes_at,
    created: row.created,
    trialEnd: row.trial_end,
    endsAt: row.cancel_at ?? (row.cancel_at_period_end === 1 ? row.current_period_end : null),
    endedAt: row.ended_at ?? (row.status === 'canceled' ? row.canceled_at : null),
    pausedAt: body?.status_details?.paused?.transitioned_at ?? null,
    currentPeriodStart: row.current_period_start,
    // While tables are made again it is negative (precedence.ts).
    asOf: Math.floor((row.as_of < 0 ? -1 - row.as_of : row.as_of) / 1000),
  }
}

function toInvoice(row: InvoiceRow): KnownInvoice {
  const { id, created, paidAt, firstFailedAt, overBody } = row
  const body = overBody === null ? undefined : overShape.safeParse(bodyOf(overBody)).data
  const { voided_at: voidedAt, marked_uncollectible_at: givenUpAt } = body?.status_transitions ?? {}
  return {
    id,
    created,
    paidAt,
    firstFailedAt,
    isOver: overBody !== null,
    // It may have been given up first, and voided then.
    overAt: givenUpAt ?? voidedAt ?? null,
    isAutomatic: row.collection_method !== 'send_invoice',
    dueDate: row.due_date,
  }
}

function toRow(stretch: AccessStretch): StretchRow {
  return {
    subscription_id: stretch.subscriptionId,
    product_id: stretch.productId,
    from_at: stretch.from,
    customer_id: stretch.customerId,
    to_at: stretch.to,
    state: stretch.state,
    failed_at: stretch.failedAt,
    collection_paused: Number(stretch.collectionPaused),
    resumes_at: stretch.resumesAt,
    trial_end: stretch.trialEnd,
    ends_at: stretch.endsAt,
    event_id: stretch.eventId,
    assumed: Number(stretch.assumed),
  }
}

export function toStretch(row: StretchRow): AccessStretch {
  return {
    subscriptionId: String(row.subscription_id),
    customerId: String(row.customer_id),
    productId: String(row.product_id),
    from: Number(row.from_at),
    to: row.to_at as number | null,
    state: row.state as AccessStretch['state'],
    failedAt: row.failed_at as number | null,
    collectionPaused: row.collection_paused === 1,
    resumesAt: row.resumes_at as number | null,
    trialEnd: row.trial_end as number | null,
    endsAt: row.ends_at as number | null,
    eventId: row.event_id as string | null,
    assumed: row.assumed === 1,
  }
}

const inOrder = (a: StretchRow, b: StretchRow): number =>
  a.product_id === b.product_id
    ? Number(a.from_at) - Number(b.from_at)
    : String(a.product_id) < String(b.product_id)
      ? -1
      : 1

const isSame = (a: StretchRow, b: StretchRow): boolean => columns.every((name) => a[name] === b[name])
