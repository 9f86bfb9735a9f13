// Payments that wait for their customer without a try that failed, beside the worklist of those that failed. They are no failures: no
// figure counts them, and none of them may stand in both lists.
import type { Database } from 'better-sqlite3'
import { success, type ParsedRequestOf, type ReplyOf, type Result } from '../../../../src/contract/index.ts'
import { bodyOf } from '../../body.ts'
import { paymentIntentShape } from '../../projections/shapes.ts'
import { exactly, orTooLarge } from '../exact.ts'
import { prepared } from '../prepared.ts'
import { waitingOf } from '../payments/waiting.ts'

/** Younger ones are being confirmed at this moment, seconds. Our judgement. */
export const underWay = 10 * 60
/** Older ones were left by their customers: Stripe never ends them by itself. Seconds; as long as a failure is tried. Our judgement. */
export const leftAfter = 30 * 86_400

interface WaitingRecord {
  id: string
  amount: number
  currency: string
  created: number
  stripe_status: string
  method_type: string | null
  body: Buffer
  customer_id: string | null
  name: string | null
  email: string | null
}

const waits = /* sql */ `p.status = 'requires_action' AND p.created >= @from AND p.created <= @to
  AND NOT EXISTS (SELECT 1 FROM failures AS f WHERE f.rowid = p.rowid)`

/** The SQL, for the question itself and for the tests of its query plan. */
export const waitingSql = {
  sums: /* sql */ `SELECT p.currency, sum(p.amount) AS amount, count(*) AS count
    FROM payment_intents AS p INDEXED BY payment_intents_by_status WHERE ${waits} GROUP BY 1 ORDER BY 3 DESC, 1`,
  rows: /* sql */ `SELECT p.id, p.amount, p.currency, p.created, p.stripe_status, p.method_type, p.body, p.customer_id, c.name, c.email
    FROM payment_intents AS p INDEXED BY payment_intents_by_status LEFT JOIN customers AS c ON c.id = p.customer_id
    WHERE ${waits} ORDER BY p.created DESC, p.rowid DESC LIMIT @limit`,
}

/** `now`: milliseconds. */
export function listWaiting(
  cache: Database,
  journal: Database,
  { limit }: Pick<ParsedRequestOf<'failures.waiting'>, 'limit'>,
  now: number,
): Result<ReplyOf<'failures.waiting'>> {
  const stretch = { from: Math.ceil(now / 1000 - leftAfter), to: Math.floor(now / 1000 - underWay) }
  const sums = prepared<[object], { currency: string; amount: bigint; count: bigint }>(cache, waitingSql.sums)
    .safeIntegers()
    .all(stretch)
  const records = prepared<[object], WaitingRecord>(cache, waitingSql.rows).all({ ...stretch, limit })
  return orTooLarge(() =>
    success({
      rows: records.flatMap((record) => {
        const waiting = waitingOf(
          cache,
          journal,
          {
            id: record.id,
            created: record.created,
            stripeStatus: record.stripe_status,
            methodType: record.method_type,
            metadata: paymentIntentShape.parse(bodyOf(record.body)).metadata ?? {},
          },
          now,
        )
        return waiting === null
          ? []
          : [
              {
                paymentIntentId: record.id,
                amount: record.amount,
                currency: record.currency,
                customerId: record.customer_id,
                customerName: record.name,
                customerEmail: record.email,
                waiting,
              },
            ]
      }),
      sums: sums.map(({ currency, amount, count }) => ({
        currency,
        amount: exactly(amount),
        count: exactly(count),
      })),
    }),
  )
}
