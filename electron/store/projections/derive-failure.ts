// A row for each payment that failed at least once, derived from its PaymentIntent, charges, invoice, hosted pages and payment method
// as their rows stand now, and from when the log says that its customer was asked. It must give the same for the same rows, whichever of
// them changed last, and ask next to nothing of a payment that never failed.
import type { Database } from 'better-sqlite3'
import { triesOf, type Try } from './failed-tries.ts'
import { bodyOf } from '../body.ts'
import type { StripeEvent } from '../events/read-event.ts'
import { cameIn, endOf, saidIn, wayBack, type IntentRow, type InvoiceRow } from './failure-end.ts'
import type { ObjectTable, Row } from './kind.ts'
import { chargeShape, paymentIntentShape, type PaymentIntentShape } from './shapes.ts'

export interface FailureDerivations {
  /** A row was written. `parsed`: the object as its kind's shape read it. */
  touched(table: ObjectTable, id: string, columns: Row, parsed: unknown): void
  /** Takes note of an event that asks a customer, wherever its object stands by now. */
  remember(event: Pick<StripeEvent, 'type' | 'objectId'>): void
  /** @returns ids of the payments whose failure came out different. `odd`: told of one that can't be derived, which stays as it is. */
  derive(odd: (id: string, thrown: unknown) => void): string[]
  forget(): void
}

type Failure = Record<string, string | number | null>

const columns = [
  'currency',
  'amount',
  'first_failed_at',
  'last_failed_at',
  'failed_attempts',
  'state',
  'lost_why',
  'settled_at',
  'how',
  'next_attempt_at',
  'awaits_customer',
  'asked_at',
  'under_way',
  'decline_code',
  'network_decline_code',
  'network_advice_code',
  'advice_code',
  'outcome_type',
  'outcome_reason',
  'risk_level',
  'brand',
  'funding',
  'country',
  'card_age_months',
  'customer_id',
  'order_reference',
  'invoice_id',
  'subscription_id',
] as const

export function failureDerivations(database: Database): FailureDerivations {
  const concerns = database
    .prepare<[{ id: string }], number>(
      `SELECT EXISTS (SELECT 1 FROM failures WHERE payment_intent_id = @id)
         OR EXISTS (SELECT 1 FROM charges WHERE payment_intent_id = @id AND status = 'failed')`,
    )
    .pluck()
  const find = database.prepare<[string], IntentRow>(
    'SELECT rowid, currency, amount, amount_received, stripe_status, customer_id, body FROM payment_intents WHERE id = ?',
  )
  const chargesOf = database
    .prepare<[string], Buffer>('SELECT body FROM charges WHERE payment_intent_id = ?')
    .pluck()
  // An invoice's payment is an object of its own since 2025-03-31; before, the invoice named it.
  const invoiceOf = database.prepare<[{ id: string }], InvoiceRow>(
    `SELECT p.invoice_id, i.status, i.amount_paid, i.next_payment_attempt, i.subscription_id, i.body
       FROM invoice_payments AS p LEFT JOIN invoices AS i ON i.id = p.invoice_id
       WHERE p.payment_intent_id = @id AND p.invoice_id IS NOT NULL
     UNION ALL SELECT id, status, amount_paid, next_payment_attempt, subscription_id, body FROM invoices WHERE payment_intent_id = @id
     ORDER BY 1 LIMIT 1`,
  )
  // Stripe makes no event of an invoice's payment: until its list is read, the PaymentIntent says whose it is.
  const invoiceNamed = database.prepare<[{ reference: string; customer: string | null }], InvoiceRow>(
    `SELECT id AS invoice_id, status, amount_paid, next_payment_attempt, subscription_id, body FROM invoices
     WHERE id = @reference AND customer_id IS @customer`,
  )
  const paymentsOf = database.prepare<[string], { known: number; atStripe: number | null }>(
    `SELECT count(*) AS known, sum(status = 'paid' AND coalesce(payment_intent_id, charge_id) IS NOT NULL) AS atStripe
     FROM invoice_payments WHERE invoice_id = ?`,
  )
  const hosted = database
    .prepare<[{ id: string; invoice: string | null }], number>(
      `SELECT EXISTS (SELECT 1 FROM checkout_sessions WHERE payment_intent_id = @id AND status = 'complete')
         OR EXISTS (SELECT 1 FROM checkout_sessions WHERE invoice_id = @invoice AND status = 'complete')`,
    )
    .pluck()
  const askedAt = database
    .prepare<[string], number | null>(
      `SELECT max(created) FROM events INDEXED BY events_by_object WHERE object_id = ? AND type = '${asks}'`,
    )
    .pluck()
  const addedAt = database
    .prepare<[string], number>('SELECT created FROM payment_methods WHERE id = ? AND created > 0')
    .pluck()
  const known = database.prepare<[string], Failure>(
    `SELECT rowid, ${columns.join(', ')} FROM failures WHERE payment_intent_id = ?`,
  )
  const remove = database.prepare('DELETE FROM failures WHERE payment_intent_id = ?')
  const write = database.prepare(
    `INSERT INTO failures (rowid, payment_intent_id, ${columns.join(', ')})
     VALUES (@rowid, @payment_intent_id, ${columns.map((column) => `@${column}`).join(', ')})
     ON CONFLICT (rowid) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  )
  const ofInvoice = database
    .prepare<[{ id: string }], string>(
      `SELECT f.payment_intent_id FROM invoice_payments AS p CROSS JOIN failures AS f ON f.payment_intent_id = p.payment_intent_id
         WHERE p.invoice_id = @id
       UNION SELECT f.payment_intent_id FROM invoices AS i CROSS JOIN failures AS f ON f.payment_intent_id = i.payment_intent_id
         WHERE i.id = @id
       UNION SELECT payment_intent_id FROM failures WHERE order_reference = @id`,
    )
    .pluck()
  const ofMethod = database
    .prepare<[string], string>(
      `SELECT DISTINCT payment_intent_id FROM charges INDEXED BY charges_failed_by_method
       WHERE payment_method_id = ? AND status = 'failed' AND payment_intent_id IS NOT NULL`,
    )
    .pluck()

  /** Payments to look at, and those of them that surely failed. */
  const payments = new Map<string, boolean>()
  const invoices = new Set<string>()

  function look(payment: unknown, failed = false): void {
    if (typeof payment === 'string') payments.set(payment, failed || payments.get(payment) === true)
  }

  function deriveOne(id: string): boolean {
    const before = known.get(id)
    const next = failureOf(id)
    if (next === null) return remove.run(id).changes > 0
    if (before && ['rowid', ...columns].every((column) => before[column] === next[column])) return false
    write.run({ ...next, payment_intent_id: id })
    return true
  }

  function failureOf(id: string): Failure | null {
    const row = find.get(id)
    if (!row) return null
    const intent = paymentIntentShape.parse(bodyOf(row.body))
    const tries = triesOf(
      intent,
      chargesOf.all(id).map((body) => chargeShape.parse(bodyOf(body))),
    )
    const failed = tries.filter((each) => !each.succeeded)
    const [first, last] = [failed[0], failed.at(-1)]
    if (first === undefined || last === undefined) return null
    const reference = invoiceNamedBy(intent)
    const invoice =
      invoiceOf.get({ id }) ??
      (reference === null ? undefined : invoiceNamed.get({ reference, customer: row.customer_id })) ??
      null
    const ended = endOf(row, intent.canceled_at ?? null, invoice)
    // Of a payment that was only authorised, a try succeeded, too.
    const paid = (row.stripe_status === 'succeeded' && tries.find((each) => each.succeeded)) || null
    const isOpen = ended.state === 'open'
    const awaits = isOpen && awaitsCustomer.has(row.stripe_status)
    return {
      rowid: row.rowid,
      currency: row.currency,
      amount: ended.state === 'recovered' ? cameIn(row, invoice) : row.amount,
      first_failed_at: first.at,
      last_failed_at: last.at,
      failed_attempts: failed.length,
      ...ended,
      ...(ended.state === 'recovered' && {
        // Where its charge is not known, as with a key that may not read charges, the invoice may tell.
        settled_at: paid?.at ?? saidIn(invoice)?.status_transitions?.paid_at ?? null,
        how: isPaidOutside(row, invoice)
          ? 'outside_stripe'
          : wayBack(last, paid, hosted.get({ id, invoice: invoice?.invoice_id ?? null }) === 1),
      }),
      next_attempt_at: isOpen && invoice?.status === 'open' ? invoice.next_payment_attempt : null,
      awaits_customer: Number(awaits),
      asked_at: awaits ? askedAt.get(id)! : null,
      under_way: Number(isOpen && underWay.has(row.stripe_status)),
      decline_code: last.declineCode,
      network_decline_code: last.networkDeclineCode,
      network_advice_code: last.networkAdviceCode,
      advice_code: last.adviceCode,
      outcome_type: last.outcomeType,
      outcome_reason: last.outcomeReason,
      risk_level: last.riskLevel,
      brand: last.method?.brand ?? null,
      funding: last.method?.funding ?? null,
      country: last.method?.country ?? null,
      card_age_months: cardAgeOf(last),
      customer_id: row.customer_id,
      order_reference: reference,
      invoice_id: invoice?.invoice_id ?? null,
      subscription_id: invoice?.subscription_id ?? null,
    }
  }

  /** Only a charge finds its way back when its method becomes known (`ofMethod`): a try without one goes by what it says itself. */
  function cardAgeOf({ chargeId, paymentMethodId, methodAt, at }: Try): number | null {
    const isCharged = chargeId !== null && paymentMethodId !== null
    return monthsBetween(methodAt ?? (isCharged ? addedAt.get(paymentMethodId) : undefined), at)
  }

  /**
   * The invoice was marked as paid, and no payment at Stripe paid it. Since basil it does not say so itself: then its payments do,
   * where they are known, once this one was canceled.
   */
  function isPaidOutside({ stripe_status: status }: IntentRow, invoice: InvoiceRow | null): boolean {
    if (status === 'succeeded' || invoice === null) return false
    const isSaid = saidIn(invoice)?.paid_out_of_band ?? null
    if (isSaid !== null || status !== 'canceled') return isSaid === true
    const { known, atStripe } = paymentsOf.get(invoice.invoice_id)!
    return known > 0 && atStripe === 0
  }

  const dependents: Partial<Record<ObjectTable, (id: string, columns: Row, parsed: unknown) => void>> = {
    payment_intents: (id, _, parsed) => look(id, hasError(parsed)),
    charges: (_, { payment_intent_id: payment, status }) => look(payment, status === 'failed'),
    invoices: (id) => void invoices.add(id),
    invoice_payments(_, { payment_intent_id: payment, invoice_id: invoice }) {
      look(payment)
      // Another payment of the invoice tells how this one came back.
      if (typeof invoice === 'string') invoices.add(invoice)
    },
    checkout_sessions(_, { payment_intent_id: payment, invoice_id: invoice }) {
      look(payment)
      if (typeof invoice === 'string') invoices.add(invoice)
    },
    payment_methods(id) {
      for (const payment of ofMethod.all(id)) look(payment, true)
    },
  }

  return {
    touched: (table, id, row, parsed) => dependents[table]?.(id, row, parsed),
    remember({ type, objectId }) {
      if (type === asks) look(objectId)
    },
    derive(odd) {
      for (const id of invoices) for (const payment of ofInvoice.all({ id })) look(payment, true)
      const different = [...payments].flatMap(([id, failed]) => {
        try {
          return (failed || concerns.get({ id }) === 1) && deriveOne(id) ? [id] : []
        } catch (thrown) {
          odd(id, thrown)
          return []
        }
      })
      this.forget()
      return different
    },
    forget() {
      payments.clear()
      invoices.clear()
    },
  }
}

/** Stripe's statuses of a payment whose customer has to confirm it. The second: its name before 2019-02-11. */
export const awaitsCustomer: ReadonlySet<string> = new Set(['requires_action', 'requires_source_action'])

/** The event with which a customer is asked to confirm. */
const asks = 'payment_intent.requires_action'

/** Of one of which a try is under way, or its money is set aside to be captured. */
export const underWay: ReadonlySet<string> = new Set(['processing', 'requires_capture'])

/** Stripe writes the invoice there; a business may write what it likes. Source: recorded exchanges of 2025-10-29.clover. */
function invoiceNamedBy({ payment_details: details }: PaymentIntentShape): string | null {
  const reference = details?.order_reference ?? null
  return reference?.startsWith('in_') === true ? reference : null
}

/** Whole calendar months (UTC) since the method was added; null where that is not known, or was later. */
function monthsBetween(added: number | undefined, at: number): number | null {
  if (added === undefined || added > at) return null
  const [from, to] = [new Date(added * 1000), new Date(at * 1000)]
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth()
  const isShort = new Date(from).setUTCMonth(from.getUTCMonth() + months) > to.getTime()
  return months - Number(isShort && months > 0)
}

function hasError(intent: unknown): boolean {
  const error = (intent as { last_payment_error?: unknown }).last_payment_error
  return error !== null && error !== undefined
}
