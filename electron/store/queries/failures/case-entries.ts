// What operators wrote about a failed payment, from the journal.
import type { Database } from 'better-sqlite3'
import type { CaseEntry } from '../../../../src/contract/index.ts'
import { prepared } from '../prepared.ts'

const columns =
  'SELECT id, payment_intent_id AS paymentIntentId, kind, text, assignee, until, operator, at FROM case_entries'

/** Oldest first. */
export function caseEntriesOf(journal: Database, paymentIntentId: string): CaseEntry[] {
  return prepared<[string], CaseEntry>(journal, `${columns} WHERE payment_intent_id = ? ORDER BY number`).all(
    paymentIntentId,
  )
}

/** @param id of the form: it may have been about many payments. */
export function caseEntry(journal: Database, id: string, paymentIntentId: string): CaseEntry | null {
  return (
    prepared<[string, string], CaseEntry>(journal, `${columns} WHERE id = ? AND payment_intent_id = ?`).get(
      id,
      paymentIntentId,
    ) ?? null
  )
}
