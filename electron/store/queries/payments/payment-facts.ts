// What the cache knows of a payment that decides whether it can be refunded, and which payment is meant by another id. It must never give
// half of a payment, nor choose between several.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { KnownDispute } from '../../../../src/domain/disputed-refund.ts'
import { bodyOf } from '../../body.ts'
import { idOf, reference } from '../../projections/shapes.ts'
import { disputesOf } from '../disputes/movements.ts'
import { prepared } from '../prepared.ts'

/** Amounts in minor units. */
export interface CachedPayment {
  currency: string
  customerLabel: string | null
  /** The latest; null when nothing was ever tried. */
  charge: {
    paid: boolean
    captured: boolean
    amountCaptured: number
    amountRefunded: number
    disputed: boolean
    methodType: string | null
  } | null
  refunds: { amount: number; status: string }[]
  disputes: KnownDispute[]
  /** Where it went on to a connected account, and whether the platform kept a fee; null where it did not. */
  transfer: { destination: string; hasFee: boolean } | null
}

const transferShape = z.looseObject({
  transfer_data: z.looseObject({ destination: reference }).nullish(),
  application_fee_amount: z.int().nullish(),
})

/** Of a destination charge, or one made on behalf of a connected account; both objects as Stripe told them. */
export function transferOf(intent: unknown, charge: unknown): CachedPayment['transfer'] {
  const told = transferShape.safeParse(intent).data
  const destination = idOf(told?.transfer_data?.destination)
  if (destination === null) return null
  const fee =
    transferShape.safeParse(charge).data?.application_fee_amount ?? told?.application_fee_amount ?? 0
  return { destination, hasFee: fee > 0 }
}

interface IntentRecord {
  currency: string
  latest_charge_id: string | null
  method_type: string | null
  customer_name: string | null
  customer_email: string | null
  body: Buffer
}
interface ChargeRecord {
  paid: number
  captured: number
  amount_captured: number
  amount_refunded: number
  disputed: number
  body: Buffer
}

const intentSql = `
  SELECT p.body, p.currency, p.latest_charge_id, p.method_type, c.name AS customer_name, c.email AS customer_email
  FROM payment_intents AS p LEFT JOIN customers AS c ON c.id = p.customer_id WHERE p.id = ?`

/** Null when it, its charge, or a dispute that its charge speaks of is not in the cache. */
export function cachedPayment(cache: Database, paymentIntentId: string): CachedPayment | null {
  const intent = prepared<[string], IntentRecord>(cache, intentSql).get(paymentIntentId)
  if (!intent) return null
  const charge = prepared<[string | null], ChargeRecord>(
    cache,
    'SELECT paid, captured, amount_captured, amount_refunded, disputed, body FROM charges WHERE id = ?',
  ).get(intent.latest_charge_id)
  if (!charge && intent.latest_charge_id !== null) return null
  const disputes = disputesOf(cache, paymentIntentId)
  if (charge?.disputed === 1 && disputes.length === 0) return null
  return {
    currency: intent.currency,
    customerLabel: intent.customer_name ?? intent.customer_email,
    charge: charge
      ? {
          paid: charge.paid === 1,
          captured: charge.captured === 1,
          amountCaptured: charge.amount_captured,
          amountRefunded: charge.amount_refunded,
          disputed: charge.disputed === 1,
          methodType: intent.method_type,
        }
      : null,
    refunds: prepared<[string], CachedPayment['refunds'][number]>(
      cache,
      'SELECT amount, status FROM refunds WHERE payment_intent_id = ?',
    ).all(paymentIntentId),
    disputes,
    transfer: transferOf(bodyOf(intent.body), charge ? bodyOf(charge.body) : null),
  }
}

/** Undefined when the charge is not in the cache; null when it belongs to no payment. */
export function paymentOfCharge(cache: Database, chargeId: string): string | null | undefined {
  return prepared<[string], string | null>(cache, 'SELECT payment_intent_id FROM charges WHERE id = ?')
    .pluck()
    .get(chargeId)
}

/** The ids of the invoices with this number, in any case; two at most. */
export function invoicesNumbered(cache: Database, number: string): string[] {
  return prepared<[string], string>(cache, 'SELECT id FROM invoices WHERE number = ? COLLATE NOCASE LIMIT 2')
    .pluck()
    .all(number)
}
