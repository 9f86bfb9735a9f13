// Warnings of fraud that the bank of a card gave (Radar's early fraud warnings). It must never take one for another payment's, and never
// miss one: what is refunded goes by it.
import type { Database } from 'better-sqlite3'
import type { PaymentDetail } from '../../../../src/contract/index.ts'
import { prepared } from '../prepared.ts'

type Warning = PaymentDetail['warnings'][number]

/** Also for the tests of its query plan. */
export const warningsSql = `SELECT id, fraud_type AS fraudType, actionable, created FROM fraud_warnings
  WHERE charge_id IN (SELECT value FROM json_each(@ids)) OR payment_intent_id IN (SELECT value FROM json_each(@ids))
  ORDER BY created DESC, id DESC`

/** Of these charges and payments, newest first, as far as events tell. */
export function fraudWarningsOf(cache: Database, ids: ReadonlySet<string>): Warning[] {
  return prepared<[{ ids: string }], Omit<Warning, 'actionable'> & { actionable: number }>(cache, warningsSql)
    .all({ ids: JSON.stringify([...ids]) })
    .map(({ actionable, ...warning }) => ({ ...warning, actionable: actionable === 1 }))
}

/** Of a payment and all of its charges; the charges may not be known here yet. */
export function fraudWarningsOn(cache: Database, paymentIntentId: string): Warning[] {
  const ids = prepared<[string], string>(cache, 'SELECT id FROM charges WHERE payment_intent_id = ?')
  return fraudWarningsOf(cache, new Set([paymentIntentId, ...ids.pluck().all(paymentIntentId)]))
}
