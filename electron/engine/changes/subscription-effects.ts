// What became of a change of a subscription: whether an answer shows it, what it billed at once, and whether an event under the order's
// own key tells of it. Reads only.
import { z } from 'zod'
import { success, type ChangeOrder, type ExpectedMoney, type Result } from '../../../src/contract/index.ts'
import { changeKeyOf } from '../journal/change-digest.ts'
import type { Effect } from './kind.ts'
import { byStripe, type StripeReader } from './reader.ts'

/** What a subscription has to say for itself, in whatever answer it comes. */
const shape = z.looseObject({
  id: z.string(),
  object: z.literal('subscription'),
  status: z.string(),
  cancel_at_period_end: z.boolean().nullish(),
  cancellation_details: z.looseObject({ comment: z.string().nullish() }).nullish(),
  cancel_at: z.int().nullish(),
  /** Where it was asked for as a whole. */
  latest_invoice: z
    .looseObject({
      id: z.string(),
      status: z.string().nullish(),
      created: z.int(),
      billing_reason: z.string().nullish(),
      currency: z.string(),
      total: z.int(),
      amount_due: z.int(),
      amount_remaining: z.int(),
      hosted_invoice_url: z.string().nullish(),
    })
    .nullish()
    .catch(null),
  pause_collection: z.looseObject({ behavior: z.string(), resumes_at: z.int().nullish() }).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
})
export type SubscriptionFacts = z.infer<typeof shape>

/** Null where it is another object. */
export function subscriptionFacts(object: unknown, id: string): SubscriptionFacts | null {
  const facts = shape.safeParse(object).data
  return facts?.id === id ? facts : null
}

type Reckoned = Pick<ExpectedMoney, 'today'> & Partial<Pick<ExpectedMoney, 'prorationDate'>>

/** What a change bills at once, if it bills anything. */
export interface Billing {
  /** Stripe's word for why such an invoice is made: an invoice that was made for another reason is an older or a later one. */
  reason: keyof typeof saidToBe
  /** What it was expected to come to, where anything was, and when that was reckoned. */
  expected: Reckoned
  /** When the order was sent, by Stripe's clock, milliseconds, where it was looked up afterwards: another such invoice may have been made since. */
  sentAt?: number
}

/** A change that begins a new period, as the end of a trial or of a standstill, is billed as a period, as is every renewal. */
const saidToBe = {
  subscription_create: ['subscription_create'],
  subscription_update: ['subscription_update', 'subscription_cycle'],
} as const satisfies Record<string, readonly string[]>

/**
 * What a change has left behind: an invoice that waits for the customer, or has another total than was expected. Where none was expected,
 * an invoice of a period may be that of a renewal meanwhile.
 */
export function billedEffect(
  { id, status, latest_invoice: invoice }: SubscriptionFacts,
  { reason, expected, sentAt }: Billing,
): Effect {
  const { today, prorationDate = 0 } = expected
  if (invoice === null || invoice === undefined) return { id, result: null }
  const reasons: readonly string[] = today === null ? [reason] : saidToBe[reason]
  const isItsOwn =
    reasons.some((said) => said === invoice.billing_reason) &&
    invoice.created >= prorationDate &&
    (sentAt === undefined || Math.abs(invoice.created * 1000 - sentAt) <= billedWithinMs)
  if (!isItsOwn) return { id, result: null }
  const isOwed = invoice.status === 'open' && invoice.amount_remaining > 0 && waitsForMoney.has(status)
  const page = typeof invoice.hosted_invoice_url === 'string' ? { url: invoice.hosted_invoice_url } : {}
  return {
    id,
    result: {
      invoiced: {
        invoiceId: invoice.id,
        status: invoice.status ?? null,
        currency: invoice.currency,
        total: invoice.total,
        amountDue: invoice.amount_due,
        differs: invoice.total !== today?.total || invoice.amount_due !== today.amountDue,
      },
      ...(isOwed ? { awaits: 'customer' as const, ...page } : {}),
    },
  }
}

/** The same of an order that is known to have changed it, looked up afterwards. */
export async function billedSince(
  stripe: StripeReader,
  id: string,
  expected: Reckoned,
  order: ChangeOrder,
): Promise<Result<Effect | null>> {
  const read = await stripe.peek((sdk) => sdk.subscriptions.retrieve(id, { expand: ['latest_invoice'] }))
  if (!read.ok) return read
  const { value, asOf } = read.value
  stripe.take(value, asOf)
  const facts = subscriptionFacts(value, id)
  const sentAt = byStripe(sentOrPlaced(order), stripe.now(), asOf)
  return success(
    facts === null ? null : billedEffect(facts, { reason: 'subscription_update', expected, sentAt }),
  )
}

/** A call may take its time, and our clock may have been put right since. */
const billedWithinMs = 600_000

/** Of one that may have been sent before its journal was restored `sentAt` is 0: no more is known than when it was placed. */
const sentOrPlaced = ({ sentAt, placedAt }: ChangeOrder): number => sentAt || placedAt

/** Whether a call under the order's own key has changed the subscription, by Stripe's events; null where the key may not read them. */
export async function changedBy(
  stripe: StripeReader,
  order: ChangeOrder,
  types: readonly string[],
): Promise<Result<boolean | null>> {
  const events = await stripe.eventsOf(changeKeyOf(order.kind, order.id), types, sentOrPlaced(order))
  if (events.ok) return success(events.value.length > 0)
  return events.error.code === 'key_permission' ? success(null) : events
}

const waitsForMoney: ReadonlySet<string> = new Set(['incomplete', 'past_due', 'paused', 'unpaid'])
