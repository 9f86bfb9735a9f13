// The notes on refunds that were paid another way, from the journal.
import type { Database } from 'better-sqlite3'
import type { OtherWay, RefundNote } from '../../../../src/contract/index.ts'
import { prepared } from '../prepared.ts'

interface NoteRow {
  id: string
  refund_id: string
  at: number
  operator: string
  how: OtherWay
  reference: string
  struck_at: number | null
  struck_by: string | null
}

export const notesSql = `SELECT n.id, n.refund_id, n.at, n.operator, n.how, n.reference, struck.at AS struck_at, struck.operator AS struck_by
  FROM refund_notes AS n LEFT JOIN struck_refund_notes AS struck ON struck.note_id = n.id
  WHERE n.refund_id IN (SELECT value FROM json_each(?)) ORDER BY n.rowid`

/** Oldest first, those that were struck out among them. */
export function notesOn(journal: Database, refundIds: readonly string[]): RefundNote[] {
  return prepared<[string], NoteRow>(journal, notesSql)
    .all(JSON.stringify(refundIds))
    .map(({ refund_id: refundId, struck_at: at, struck_by: operator, ...note }) => ({
      ...note,
      refundId,
      struck: at === null ? null : { at, operator: operator ?? '' },
    }))
}

/** By refund, the note that holds; of one that has none, nothing. */
export function notesHolding(journal: Database, refundIds: readonly string[]): Map<string, RefundNote> {
  const holding = notesOn(journal, refundIds).filter(({ struck }) => struck === null)
  return new Map(holding.map((note) => [note.refundId, note]))
}

/** Of refund `r`: what later refunds of its payment gave back, or may yet. Once that is enough, its money has found its way. */
export const givenLater = `coalesce((SELECT sum(later.amount) FROM refunds AS later
  WHERE later.payment_intent_id = r.payment_intent_id AND later.status IN ('succeeded', 'pending', 'requires_action')
    AND (later.created, later.rowid) > (r.created, r.rowid)), 0)`

const gaveNothing = `SELECT id, amount FROM refunds WHERE payment_intent_id = ? AND status IN ('failed', 'canceled')`

/**
 * Minor units of each refund of the payment that failed or was canceled, and was paid another way, as was noted after `since` (Unix
 * milliseconds).
 */
export function paidOtherWay(
  cache: Database,
  journal: Database,
  paymentIntentId: string,
  since = -Infinity,
): number[] {
  const refunds = prepared<[string], { id: string; amount: number }>(cache, gaveNothing).all(paymentIntentId)
  if (refunds.length === 0) return []
  const noted = notesHolding(
    journal,
    refunds.map(({ id }) => id),
  )
  return refunds.filter(({ id }) => (noted.get(id)?.at ?? -Infinity) > since).map(({ amount }) => amount)
}
