// The tries of one payment, and whether it may be tried again: what the rules of retrying (src/domain/retry-rules.ts) want to know.
import type { Database } from 'better-sqlite3'
import type { RetryFacts } from '../../../../src/domain/retry-rules.ts'
import { bodyOf } from '../../body.ts'
import { underWay } from '../../projections/derive-failure.ts'
import { triesOf, type Try } from '../../projections/failed-tries.ts'
import { chargeShape, paymentIntentShape } from '../../projections/shapes.ts'
import { factsOf, failureColumns, standingNow, type FailureRecord, type Judging } from './failure-records.ts'
import { prepared } from '../prepared.ts'

export interface Tried {
  record: FailureRecord
  /** Finished tries, oldest first. */
  tries: Try[]
  /** Stripe's status of the PaymentIntent, and when it was made (Unix seconds). */
  stripeStatus: string
  created: number
  /** What was to be paid, minor units; of what was recovered the record has what came in. */
  amount: number
  metadata: Record<string, string>
  invoiceStatus: string | null
}

/** Null for a payment that never failed, or is not in the cache. */
export function triedPayment(cache: Database, paymentIntentId: string): Tried | null {
  const found = prepared<
    [string],
    FailureRecord & {
      body: Buffer
      stripe_status: string
      created: number
      asked: number
      invoice_status: string | null
    }
  >(
    cache,
    `SELECT ${failureColumns}, p.body, p.stripe_status, p.created, p.amount AS asked, i.status AS invoice_status
     FROM failures AS f JOIN payment_intents AS p ON p.rowid = f.rowid LEFT JOIN invoices AS i ON i.id = f.invoice_id
     WHERE f.payment_intent_id = ?`,
  ).get(paymentIntentId)
  if (!found) return null
  const {
    body,
    stripe_status: stripeStatus,
    created,
    asked: amount,
    invoice_status: invoiceStatus,
    ...record
  } = found
  const intent = paymentIntentShape.parse(bodyOf(body))
  const charges = prepared<[string], { body: Buffer }>(
    cache,
    'SELECT body FROM charges WHERE payment_intent_id = ?',
  )
    .all(paymentIntentId)
    .map((charge) => chargeShape.parse(bodyOf(charge.body)))
  return {
    record,
    tries: triesOf(intent, charges),
    stripeStatus,
    created,
    amount,
    metadata: intent.metadata ?? {},
    invoiceStatus,
  }
}

export function retryFacts(
  { record, tries, stripeStatus, invoiceStatus }: Tried,
  judging: Judging,
): RetryFacts {
  const { state, lostWhy } = standingNow(record, judging)
  const last = tries.findLast((each) => !each.succeeded) ?? null
  return {
    ...factsOf(record),
    invoiceStatus,
    state,
    lostWhy,
    isUnderWay: underWay.has(stripeStatus),
    lastFailedAt: record.last_failed_at,
    triesAt: tries.filter((each) => last === null || isSameCard(each, last)).map(({ at }) => at),
  }
}

/** By the card itself where it is known; what can't be told apart counts. */
function isSameCard(one: Try, other: Try): boolean {
  const [first, second] = [one.method?.fingerprint ?? null, other.method?.fingerprint ?? null]
  if (first !== null && second !== null) return first === second
  return (
    one.paymentMethodId === null ||
    other.paymentMethodId === null ||
    one.paymentMethodId === other.paymentMethodId
  )
}
