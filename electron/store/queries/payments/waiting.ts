// What a payment waits for and since when, and the page of Stripe's on which its customer can finish it. It must never offer a page that
// is known to be over, nor one of another payment.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { PaymentWaiting } from '../../../../src/contract/index.ts'
import { awaitedStep } from '../../../../src/domain/waiting.ts'
import { bodyOf } from '../../body.ts'
import { presentStatus } from '../../projections/payment-columns.ts'
import { prepared } from '../prepared.ts'

export interface WaitingFacts {
  id: string
  /** Unix seconds. */
  created: number
  stripeStatus: string
  methodType: string | null
  metadata: Readonly<Record<string, string>>
}

type Page = NonNullable<PaymentWaiting['page']>
type PageRow = { id: string; body: Buffer; expires_at: number | null }

/** `now`: milliseconds. Null where it does not wait for the customer. */
export function waitingOf(
  cache: Database,
  journal: Database,
  facts: WaitingFacts,
  now: number,
): PaymentWaiting | null {
  const status = presentStatus(facts.stripeStatus)
  const event = Object.hasOwn(began, status) ? began[status] : undefined
  if (event === undefined) return null
  const page = sessionPage(cache, journal, facts, now) ?? invoicePage(cache, facts.id)
  const step = awaitedStep(status, facts.methodType, page !== null)
  if (step === null) return null
  const since = prepared<[string, string], number>(cache, beganSql).pluck().get(facts.id, event)
  return { step, since: since ?? facts.created, sinceIsKnown: since !== undefined, page }
}

/** The event with which a payment came to wait, by its status. */
const began: Readonly<Record<string, string>> = {
  requires_action: 'payment_intent.requires_action',
  requires_payment_method: 'payment_intent.payment_failed',
}
export const beganSql = `SELECT created FROM events INDEXED BY events_by_object
  WHERE object_id = ? AND type = ? ORDER BY created DESC LIMIT 1`

export const sessionsSql = `SELECT id, body, expires_at FROM checkout_sessions
  WHERE status = 'open' AND (payment_intent_id = @payment OR id = @session)`

const sessionBody = z.looseObject({ url: z.url({ protocol: /^https$/ }) })

/**
 * Stripe tells which payment a page has made only once it is through; of a page of ours its payment carries the order, and the
 * journal knows what the order made.
 */
function sessionPage(
  cache: Database,
  journal: Database,
  { id, metadata }: WaitingFacts,
  now: number,
): Page | null {
  const session = prepared<[string], string>(
    journal,
    "SELECT result_id FROM changes WHERE id = ? AND kind = 'payment_session' AND result_id IS NOT NULL",
  )
    .pluck()
    .get(metadata['bursar_order'] ?? '')
  const rows = prepared<[{ payment: string; session: string }], PageRow>(cache, sessionsSql).all({
    payment: id,
    session: session ?? '',
  })
  for (const row of rows) {
    if (row.expires_at !== null && row.expires_at * 1000 <= now) continue
    const body = sessionBody.safeParse(bodyOf(row.body))
    if (body.success)
      return {
        kind: 'checkout_session',
        id: row.id,
        url: body.data.url,
        expiresAt: row.expires_at === null ? null : row.expires_at * 1000,
      }
  }
  return null
}

export const invoicesSql = `SELECT i.id, i.body, NULL AS expires_at FROM invoice_payments AS p JOIN invoices AS i ON i.id = p.invoice_id
    WHERE p.payment_intent_id = @payment AND p.status = 'open' AND i.status = 'open'
  UNION ALL SELECT id, body, NULL FROM invoices WHERE payment_intent_id = @payment AND status = 'open'`

const invoiceBody = z.looseObject({ hosted_invoice_url: z.url({ protocol: /^https$/ }) })

function invoicePage(cache: Database, payment: string): Page | null {
  for (const row of prepared<[{ payment: string }], PageRow>(cache, invoicesSql).all({ payment })) {
    const body = invoiceBody.safeParse(bodyOf(row.body))
    if (body.success)
      return { kind: 'invoice', id: row.id, url: body.data.hosted_invoice_url, expiresAt: null }
  }
  return null
}
