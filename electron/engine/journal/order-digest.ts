// An order as the journal keeps it: what exactly will be sent, its digest, its idempotency key. Pure but for the hash.
// What is journalled is what is sent: nothing may be added to or left out of the payload later.
import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../src/domain/canonical-json.ts'
import type { RefundReason } from '../../../src/contract/index.ts'

/** Exactly the parameters of POST /v1/refunds (docs.stripe.com/api/refunds/create). */
export interface RefundPayload {
  payment_intent: string
  amount: number
  reason?: RefundReason
  metadata: { bursar_order: string; bursar_digest: string; bursar_operator?: string; bursar_note?: string }
}

export interface RefundIntent {
  orderId: string
  deskId: string
  paymentIntentId: string
  /** Minor units. */
  amount: number
  currency: string
  reason: RefundReason | null
  note: string | null
  /** Who placed it; null for orders of before operators were kept, whose digest and payload must stay what they were. */
  operator: string | null
}

/**
 * SHA-256 (hex) of everything that makes this order this order. Two orders with one id and different digests are a
 * conflict; a row whose digest does not match its contents was altered and is never sent.
 */
export function digestOf(intent: RefundIntent): string {
  const { orderId, deskId, paymentIntentId, amount, currency, reason, note, operator } = intent
  const order = { kind: 'refund', orderId, deskId, paymentIntentId, amount, currency, reason, note }
  const digested = operator === null ? order : { ...order, operator }
  return createHash('sha256').update(canonicalJson(digested)).digest('hex')
}

export function refundPayload(intent: RefundIntent): RefundPayload {
  return {
    payment_intent: intent.paymentIntentId,
    amount: intent.amount,
    ...(intent.reason === null ? {} : { reason: intent.reason }),
    metadata: {
      bursar_order: intent.orderId,
      bursar_digest: digestOf(intent).slice(0, 16),
      ...(intent.operator === null ? {} : { bursar_operator: intent.operator }),
      ...(intent.note === null || intent.note === '' ? {} : { bursar_note: intent.note }),
    },
  }
}

/** One order, one key, for ever: derived from the order's id, so that no path can invent a second one. */
export function idempotencyKeyOf(orderId: string): string {
  return `bursar-refund-${orderId}`
}
