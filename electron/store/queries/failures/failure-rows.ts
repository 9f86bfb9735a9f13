// Failures as the lists show them: with whose they are, what that customer paid so far, and what they paid with. A few hundred at once.
import type { Database } from 'better-sqlite3'
import type { FailureRow, Method } from '../../../../src/contract/index.ts'
import { bodyOf } from '../../body.ts'
import { chargeShape, methodFacts } from '../../projections/shapes.ts'
import { caseNow, groupOf, standingNow, type FailureRecord, type Judging } from './failure-records.ts'
import { prepared } from '../prepared.ts'

const listed = '(SELECT value FROM json_each(?))'

/** In the order given. */
export function failureRows(
  cache: Database,
  records: readonly FailureRecord[],
  judging: Judging,
): FailureRow[] {
  const given = (ids: (string | null)[]): string =>
    JSON.stringify([...new Set(ids.filter((id) => id !== null))])
  const customerIds = given(records.map((record) => record.customer_id))
  const customers = byId(
    prepared<[string], { id: string; name: string | null; email: string | null }>(
      cache,
      `SELECT id, name, email FROM customers WHERE id IN ${listed}`,
    ).all(customerIds),
  )
  const invoices = byId(
    prepared<[string], { id: string; number: string | null }>(
      cache,
      `SELECT id, number FROM invoices WHERE id IN ${listed}`,
    ).all(given(records.map((record) => record.invoice_id))),
  )
  const paid = paidBy(cache, customerIds)
  const methods = methodsOf(cache, records)
  const allInvoicesKnown = areInvoicesKnown(cache)
  return records.map((record) => {
    const customer = customers.get(record.customer_id ?? '')
    const { group, why } = groupOf(record, judging)
    const standing = standingNow(record, judging)
    const itsInvoice = record.invoice_id ?? record.order_reference
    return {
      paymentIntentId: record.payment_intent_id,
      invoiceId: record.invoice_id,
      invoiceNumber: invoices.get(record.invoice_id ?? '')?.number ?? null,
      subscriptionId: record.subscription_id,
      customerId: record.customer_id,
      customerName: customer?.name ?? null,
      customerEmail: customer?.email ?? null,
      customerPaid: paid.get(`${record.customer_id} ${record.currency}`) ?? 0,
      amount: record.amount,
      currency: record.currency,
      firstFailedAt: record.first_failed_at,
      lastFailedAt: record.last_failed_at,
      failedAttempts: record.failed_attempts,
      ...standing,
      underWay: record.under_way === 1,
      how: record.how as FailureRow['how'],
      group,
      why,
      declineCode: record.decline_code,
      networkDeclineCode: record.network_decline_code,
      networkAdviceCode: record.network_advice_code,
      adviceCode: record.advice_code,
      outcomeType: record.outcome_type,
      outcomeReason: record.outcome_reason,
      riskLevel: record.risk_level,
      method: methods.get(record.payment_intent_id) ?? null,
      funding: record.funding,
      nextAttemptAt: record.next_attempt_at,
      // Of what is over, or has no invoice, nothing is planned.
      nextAttemptKnown:
        standing.state !== 'trying' || (itsInvoice === null ? allInvoicesKnown : invoices.has(itsInvoice)),
      case: caseNow(record, judging),
    }
  })
}

const byId = <Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row]))

/** Each that this account has, and whose payments are its: not with a key that may not read them, nor before they were read. */
function areInvoicesKnown(cache: Database): boolean {
  const read = prepared<[], number>(
    cache,
    `SELECT count(*) FROM lists_read
     WHERE kind IN ('invoices', 'invoice_payments') AND whole_at IS NOT NULL AND unreadable IS NULL`,
  )
  return read.pluck().get() === 2
}

/** What came in less what was refunded, by customer and currency. */
function paidBy(cache: Database, customerIds: string): Map<string, number> {
  const sums = prepared<[string], { customer: string; currency: string; paid: number }>(
    cache,
    `SELECT customer_id AS customer, currency, sum(amount_received - amount_refunded) AS paid
     FROM payment_intents WHERE customer_id IN ${listed} AND amount_received > 0 GROUP BY 1, 2`,
  ).all(customerIds)
  return new Map(sums.map(({ customer, currency, paid }) => [`${customer} ${currency}`, paid]))
}

/** Of the last failed try. Until another is made, the payment's latest charge is that one, and its row tells of it. */
function methodsOf(cache: Database, records: readonly FailureRecord[]): Map<string, Method> {
  const { latest = [], earlier = [] } = Object.groupBy(records, ({ state, under_way: moves }) =>
    state === 'recovered' || moves === 1 ? 'earlier' : 'latest',
  )
  const idsOf = (these: readonly FailureRecord[]): string =>
    JSON.stringify(these.map((each) => each.payment_intent_id))
  const found = prepared<[string], Method & { id: string; type: string | null }>(
    cache,
    `SELECT id, method_type AS type, method_brand AS brand, method_last4 AS last4, method_wallet AS wallet,
       method_exp_month AS expMonth, method_exp_year AS expYear, method_country AS country
     FROM payment_intents WHERE id IN ${listed}`,
  )
    .all(idsOf(latest))
    .flatMap(({ id, ...method }) => (method.type === null ? [] : [[id, method] as const]))
  const charged = prepared<[string], { id: string; body: Buffer }>(
    cache,
    `SELECT payment_intent_id AS id, body FROM charges
     WHERE payment_intent_id IN ${listed} AND status = 'failed' ORDER BY created, charges.id`,
  )
    .all(idsOf(earlier))
    .flatMap(({ id, body }) => {
      const method = methodIn(chargeShape.safeParse(bodyOf(body)).data)
      return method === null ? [] : [[id, method] as const]
    })
  return new Map([...found, ...charged])
}

function methodIn(charge: { payment_method_details?: unknown; source?: unknown } | undefined): Method | null {
  return toMethod(methodFacts(charge?.payment_method_details) ?? methodFacts(charge?.source))
}

export function toMethod(facts: ReturnType<typeof methodFacts>): Method | null {
  if (facts === null) return null
  const { type, brand, last4, wallet, expMonth, expYear, country } = facts
  return { type, brand, last4, wallet, expMonth, expYear, country }
}
