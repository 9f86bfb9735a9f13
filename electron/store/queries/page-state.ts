// How a hosted page stands, as far as the cache knows: a Checkout Session's, or that of an invoice or payment which waits for its
// customer. It must never call a page open whose time is over, nor one on which the money came already.
import type { Database } from 'better-sqlite3'
import { failure, success, type PageState, type Result } from '../../../src/contract/index.ts'
import { awaitsCustomer, underWay } from '../projections/derive-failure.ts'
import { invoicePayments } from './payments/payments-of-invoice.ts'
import { prepared } from './prepared.ts'

interface SessionRecord {
  status: string | null
  payment_status: string | null
  payment_intent_id: string | null
  expires_at: number | null
}

interface PaymentRecord {
  stripe_status: string
  status: string
  /** When it was so, by Stripe's clock, milliseconds. */
  asOf: number
}

const sql = 'SELECT status, payment_status, payment_intent_id, expires_at FROM checkout_sessions WHERE id = ?'

/** `id`: of a Checkout Session, an invoice or a PaymentIntent. `now`: milliseconds. */
export function pageState(cache: Database, id: string, now: number): Result<PageState> {
  const session = prepared<[string], SessionRecord>(cache, sql).get(id)
  if (session === undefined) {
    const waiting = ofInvoice(cache, id) ?? ofPayment(cache, id)
    return waiting === null ? failure('not_found', 'This page is not in the cache yet.') : success(waiting)
  }
  return success(ofSession(cache, id, session, now))
}

// In doubt its time is negative (projections/precedence.ts).
const paymentSql = `SELECT stripe_status, status, iif(as_of < 0, -1 - as_of, as_of) AS asOf FROM payment_intents WHERE id = ?`
const throughSql = `SELECT max(created) * 1000 FROM events INDEXED BY events_by_object
  WHERE object_id = ? AND type = 'checkout.session.completed'`

/** That its customer is through says nothing of the money: a debit may fail days later, and Stripe says so of the payment alone. */
function ofSession(cache: Database, id: string, session: SessionRecord, now: number): PageState {
  const { status, payment_status: told, payment_intent_id: paymentIntentId, expires_at: expiresAt } = session
  const payment = prepared<[string | null], PaymentRecord>(cache, paymentSql).get(paymentIntentId)
  const paid = told === 'paid' || payment?.stripe_status === 'succeeded'
  if (status === 'complete') {
    const throughAt = prepared<[string], number | null>(cache, throughSql).pluck().get(id) ?? 0
    // What is known of the payment from before its customer was through is of an earlier try.
    const isNews = payment !== undefined && payment.asOf > throughAt
    const isLost = !paid && isNews && (payment.status === 'failed' || payment.status === 'canceled')
    return { state: isLost ? 'failed' : 'complete', paid, paymentIntentId }
  }
  const isOver = expiresAt !== null && expiresAt * 1000 <= now
  return { state: status === 'open' && !isOver ? 'open' : 'expired', paid, paymentIntentId }
}

/** An invoice is asked for while it is open, unless a payment of it is on its way. */
function ofInvoice(cache: Database, id: string): PageState | null {
  const status = prepared<[string], string | null>(cache, 'SELECT status FROM invoices WHERE id = ?')
    .pluck()
    .get(id)
  if (status === undefined) return null
  const paid = status === 'paid'
  const payments = invoicePayments(cache, id)
  const payment = payments.find((each) => (paid ? each.status === 'succeeded' : underWay.has(each.status)))
  const isThrough = paid || (status === 'open' && payment !== undefined)
  return {
    state: isThrough ? 'complete' : status === 'open' ? 'open' : 'expired',
    paid,
    paymentIntentId: payment?.id ?? null,
  }
}

function ofPayment(cache: Database, id: string): PageState | null {
  const status = prepared<[string], string>(cache, 'SELECT stripe_status FROM payment_intents WHERE id = ?')
    .pluck()
    .get(id)
  if (status === undefined) return null
  const paid = status === 'succeeded'
  const state = paid || underWay.has(status) ? 'complete' : awaitsCustomer.has(status) ? 'open' : 'expired'
  return { state, paid, paymentIntentId: id }
}
