// The invoices of a subscription with what became of their payments. It must never show a page on which nothing can be paid any more.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { SubscriptionInvoice } from '../../../../src/contract/index.ts'
import { bodyOf } from '../../body.ts'
import { prepared } from '../prepared.ts'

/** More of one subscription's are not shown. */
const mostShown = 24

interface InvoiceRecord {
  id: string
  number: string | null
  status: string
  billing_reason: string | null
  currency: string
  total: number
  amount_due: number
  amount_paid: number
  amount_remaining: number
  attempt_count: number
  next_payment_attempt: number | null
  due_date: number | null
  paid_at: number | null
  created: number
  payment: string | null
  payment_status: string | null
  body: Buffer
}

export const subscriptionInvoicesSql = /* sql */ `
  SELECT found.*, p.stripe_status AS payment_status FROM (
    SELECT i.rowid AS r, i.id, i.number, i.status, i.billing_reason, i.currency, i.total, i.amount_due, i.amount_paid,
      i.amount_remaining, i.attempt_count, i.next_payment_attempt, i.due_date, i.paid_at, i.created, i.body,
      -- Since basil an invoice tells its payments as objects of their own.
      coalesce(i.payment_intent_id, (SELECT p.payment_intent_id FROM invoice_payments AS p WHERE p.invoice_id = i.id
        ORDER BY p.is_default DESC, p.created DESC LIMIT 1),
        (SELECT f.payment_intent_id FROM failures AS f INDEXED BY failures_by_reference WHERE f.order_reference = i.id LIMIT 1)) AS payment
    FROM invoices AS i INDEXED BY invoices_by_subscription WHERE i.subscription_id = ? AND i.deleted = 0
    ORDER BY i.created DESC, i.rowid DESC LIMIT ${mostShown + 1}) AS found
  LEFT JOIN payment_intents AS p ON p.id = found.payment ORDER BY found.created DESC, found.r DESC`

const hostedPage = z.looseObject({ hosted_invoice_url: z.url({ protocol: /^https$/ }) })

/** The link of an invoice from its body; null for one that can't be paid. */
export function hostedUrlOf(status: string, body: Buffer): string | null {
  if (status !== 'open') return null
  return hostedPage.safeParse(bodyOf(body)).data?.hosted_invoice_url ?? null
}

/** Newest first. */
export function subscriptionInvoices(
  cache: Database,
  subscriptionId: string,
): { invoices: SubscriptionInvoice[]; more: boolean } {
  const records = prepared<[string], InvoiceRecord>(cache, subscriptionInvoicesSql).all(subscriptionId)
  return { invoices: records.slice(0, mostShown).map(toInvoice), more: records.length > mostShown }
}

function toInvoice(record: InvoiceRecord): SubscriptionInvoice {
  return {
    id: record.id,
    number: record.number,
    status: record.status,
    billingReason: record.billing_reason,
    currency: record.currency,
    total: record.total,
    amountDue: record.amount_due,
    amountPaid: record.amount_paid,
    amountRemaining: record.amount_remaining,
    attempts: record.attempt_count,
    nextAttemptAt: record.status === 'open' ? record.next_payment_attempt : null,
    dueDate: record.due_date,
    paidAt: record.paid_at,
    created: record.created,
    paymentIntentId: record.payment,
    paymentStatus: record.payment_status,
    hostedUrl: hostedUrlOf(record.status, record.body),
  }
}
