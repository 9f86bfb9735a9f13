// What of a payment can still be given back, as far as the cache knows.
import type { Database } from 'better-sqlite3'
import { amountRefundable } from '../../../../src/domain/refundable.ts'
import { prepared } from '../prepared.ts'

interface ChargeRecord {
  paid: number
  captured: number
  amount_captured: number
  amount_refunded: number
  currency: string
}

/** Minor units, of the payment's latest charge; null when the payment, or the charge that it names, is not in the cache. */
export function refundableOf(
  cache: Database,
  paymentIntentId: string,
): { currency: string; amountCaptured: number; refundable: number } | null {
  const intent = prepared<[string], { currency: string; latest_charge_id: string | null }>(
    cache,
    'SELECT currency, latest_charge_id FROM payment_intents WHERE id = ?',
  ).get(paymentIntentId)
  if (!intent) return null
  const charge = prepared<[string | null], ChargeRecord>(
    cache,
    'SELECT paid, captured, amount_captured, amount_refunded, currency FROM charges WHERE id = ?',
  ).get(intent.latest_charge_id)
  // A payment can come to be known a moment before its charge: then nothing can be said yet.
  if (!charge)
    return intent.latest_charge_id === null
      ? { currency: intent.currency, amountCaptured: 0, refundable: 0 }
      : null
  const refunds = prepared<[string], { amount: number; status: string }>(
    cache,
    'SELECT amount, status FROM refunds WHERE payment_intent_id = ?',
  ).all(paymentIntentId)
  const facts = {
    paid: charge.paid === 1,
    captured: charge.captured === 1,
    amountCaptured: charge.amount_captured,
    amountRefunded: charge.amount_refunded,
    currency: charge.currency,
  }
  return {
    currency: intent.currency,
    amountCaptured: facts.captured ? facts.amountCaptured : 0,
    refundable: amountRefundable(facts, refunds),
  }
}
