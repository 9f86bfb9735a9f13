// Reads one payment whole from Stripe (intent, charge, customer, method, refunds, disputes) and puts it into the tables.
// What it returns is what Stripe said, not what the cache held before.
import type Stripe from 'stripe'
import { success, type Result } from '../../../src/contract/index.ts'
import { expanding } from '../gateway/expanding.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { Projector } from '../projector/projector.ts'

/** With its charge, customer and payment method, as far as the key may read them. */
export function retrieveIntent(stripe: Stripe, id: string): Promise<Stripe.PaymentIntent> {
  return expanding(stripe, ['latest_charge', 'customer', 'payment_method'], (expand) =>
    stripe.paymentIntents.retrieve(id, { expand }),
  )
}

export interface PaymentRead {
  intent: Stripe.PaymentIntent
  /** The latest charge; null when none was ever tried. */
  charge: Stripe.Charge | null
  /** All of them, newest first. */
  refunds: Stripe.Refund[]
  disputes: Stripe.Dispute[]
  /** Stripe's clock when the last of it was answered, milliseconds. */
  asOf: number
}

export type ReadPayment = (paymentIntentId: string) => Promise<Result<PaymentRead>>

/** Failures are those of the gateway; nothing is written unless everything was read. */
export function paymentReader(gateway: Gateway, projector: Pick<Projector, 'takeNow'>): ReadPayment {
  return async (paymentIntentId) => {
    const [intent, refunds, disputes] = await Promise.all([
      gateway.read((stripe) => retrieveIntent(stripe, paymentIntentId)),
      readAll(gateway, (stripe, after) =>
        stripe.refunds.list({ payment_intent: paymentIntentId, limit: 100, ...after }),
      ),
      readAll(gateway, (stripe, after) =>
        stripe.disputes.list({ payment_intent: paymentIntentId, limit: 100, ...after }),
      ),
    ])
    if (!intent.ok) return { ok: false, error: intent.error }
    if (!refunds.ok) return { ok: false, error: refunds.error }
    // A restricted key without disputes still works; the intent's charge says whether one is open.
    if (!disputes.ok && disputes.error.code !== 'key_permission') return { ok: false, error: disputes.error }
    const charge = typeof intent.value.latest_charge === 'object' ? intent.value.latest_charge : null
    const read: PaymentRead = {
      intent: intent.value,
      charge,
      refunds: refunds.value,
      disputes: disputes.ok ? disputes.value : [],
      asOf: Math.max(intent.asOf, refunds.asOf, disputes.ok ? disputes.asOf : 0),
    }
    projector.takeNow([
      { object: read.intent, asOf: intent.asOf },
      ...read.refunds.map((refund) => ({ object: refund, asOf: refunds.asOf })),
      ...read.disputes.map((dispute) => ({
        object: dispute,
        asOf: disputes.ok ? disputes.asOf : intent.asOf,
      })),
    ])
    return success(read)
  }
}

export interface Page<Item> {
  data: Item[]
  has_more: boolean
}

/** Every page of a list; `asOf` of the last. */
export async function readAll<Item extends { id: string }>(
  gateway: Gateway,
  ask: (stripe: Stripe, after: { starting_after?: string }) => Promise<Page<Item>>,
): Promise<(Result<Item[]> & { ok: false }) | { ok: true; value: Item[]; asOf: number }> {
  const items: Item[] = []
  for (;;) {
    const last = items.at(-1)
    const page = await gateway.read((stripe) => ask(stripe, last ? { starting_after: last.id } : {}))
    if (!page.ok) return { ok: false, error: page.error }
    items.push(...page.value.data)
    if (!page.value.has_more || page.value.data.length === 0)
      return { ok: true, value: items, asOf: page.asOf }
  }
}
