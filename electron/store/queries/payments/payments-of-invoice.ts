// The payments of an invoice and how each stands at Stripe, in every shape that API versions gave them.
import type { Database } from 'better-sqlite3'
import { prepared } from '../prepared.ts'

/** Since basil the payments of an invoice are objects of their own; before, it named one. Of both a failure knows its invoice. */
const sql = `SELECT id, stripe_status AS status FROM payment_intents WHERE id IN (
  SELECT payment_intent_id FROM invoice_payments WHERE invoice_id = @invoice
  UNION SELECT payment_intent_id FROM invoices WHERE id = @invoice
  UNION SELECT payment_intent_id FROM failures INDEXED BY failures_by_invoice WHERE invoice_id = @invoice)`

/** `status`: Stripe's. */
export const invoicePayments = (cache: Database, invoice: string): { id: string; status: string }[] =>
  prepared<[{ invoice: string }], { id: string; status: string }>(cache, sql).all({ invoice })
