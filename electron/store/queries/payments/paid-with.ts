// Which payment an invoice was paid with, as far as the cache knows. It must never choose between several.
import type { Database } from 'better-sqlite3'
import { failure, success, type Result } from '../../../../src/contract/index.ts'
import { prepared } from '../prepared.ts'

// Since the API of 2025-03-31 payments of invoices are objects of their own; before, the invoice named its payment.
const sql = `
  SELECT payment_intent_id FROM invoice_payments
  WHERE invoice_id = @invoice AND status = 'paid' AND payment_intent_id IS NOT NULL
  UNION SELECT payment_intent_id FROM invoices WHERE id = @invoice AND payment_intent_id IS NOT NULL`

/** The id of the payment; `id` itself where it is no invoice. */
export function paymentOf(cache: Database, id: string): Result<string> {
  if (!id.startsWith('in_')) return success(id)
  const [payment, ...others] = prepared<[{ invoice: string }], string>(cache, sql)
    .pluck()
    .all({ invoice: id })
  if (payment === undefined)
    return failure(
      'not_found',
      'No payment of this invoice is known here: it may be unpaid, or paid outside Stripe. Look the payment up and refund that.',
    )
  return others.length === 0
    ? success(payment)
    : failure(
        'not_refundable',
        `This invoice was paid with several payments (${[payment, ...others].join(', ')}). Choose the one to refund.`,
      )
}
