// What of a payment can still be given back, as far as the cache knows.
import type { Database } from 'better-sqlite3'
import { judgeDisputes } from '../../../../src/domain/disputed-refund.ts'
import { amountRefundable } from '../../../../src/domain/refundable.ts'
import { disputesOf } from '../disputes/movements.ts'
import { prepared } from '../prepared.ts'

interface ChargeRecord {
  paid: number
  captured: number
  amount_captured: number
  amount_refunded: number
  currency: string
  disputed: number
}

/** What is known of it. Amounts in minor units. */
export interface Refundable {
  currency: string
  amountCaptured: number
  /** Refunded, or on its way back. */
  amountRefunded: number
  /** What a dispute leaves of the rest; where one stops every refund, all of the rest. */
  refundable: number
  /** Why nothing of the rest can be refunded: a dispute, in words. Null where none stands in the way. */
  stop: string | null
}

/** Of the payment's latest charge; null when the payment, or the charge that it names, is not in the cache. */
export function refundableOf(cache: Database, paymentIntentId: string): Refundable | null {
  const intent = prepared<[string], { currency: string; latest_charge_id: string | null }>(
    cache,
    'SELECT currency, latest_charge_id FROM payment_intents WHERE id = ?',
  ).get(paymentIntentId)
  if (!intent) return null
  const charge = prepared<[string | null], ChargeRecord>(
    cache,
    'SELECT paid, captured, amount_captured, amount_refunded, currency, disputed FROM charges WHERE id = ?',
  ).get(intent.latest_charge_id)
  // A payment can come to be known a moment before its charge: then nothing can be said yet.
  if (!charge)
    return intent.latest_charge_id === null
      ? { currency: intent.currency, amountCaptured: 0, amountRefunded: 0, refundable: 0, stop: null }
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
  const amountCaptured = facts.captured ? facts.amountCaptured : 0
  const left = amountRefundable(facts, refunds)
  const judged = judgeDisputes(
    { disputed: charge.disputed === 1, currency: intent.currency, left },
    disputesOf(cache, paymentIntentId),
  )
  return {
    currency: intent.currency,
    amountCaptured,
    amountRefunded: amountCaptured - left,
    refundable: judged.left,
    stop: left > 0 && judged.verdict === 'stop' ? judged.text : null,
  }
}
