// The notes on refunds that were paid another way, from the journal.
import type { Database } from 'better-sqlite3'
import type { OtherWay, RefundNote } from '../../../src/contract/index.ts'
import { prepared } from './prepared.ts'

interface NoteRow {
  id: string
  refund_id: string
  at: number
  operator: string
  how: OtherWay
  reference: string
}

export const notesSql = `SELECT id, refund_id, at, operator, how, reference FROM refund_notes
  WHERE refund_id IN (SELECT value FROM json_each(?)) ORDER BY rowid`

/** Oldest first. */
export function notesOn(journal: Database, refundIds: readonly string[]): RefundNote[] {
  return prepared<[string], NoteRow>(journal, notesSql)
    .all(JSON.stringify(refundIds))
    .map(({ refund_id: refundId, ...note }) => ({ ...note, refundId }))
}

/** Of refund `r`: what later refunds of its payment gave back, or may yet. Once that is enough, its money has found its way. */
export const givenLater = `coalesce((SELECT sum(later.amount) FROM refunds AS later
  WHERE later.payment_intent_id = r.payment_intent_id AND later.status IN ('succeeded', 'pending', 'requires_action')
    AND (later.created, later.rowid) > (r.created, r.rowid)), 0)`

const gaveNothing = `SELECT id, amount FROM refunds WHERE payment_intent_id = ? AND status IN ('failed', 'canceled')`

/** Minor units of each refund of the payment that failed or was canceled, and was paid another way. */
export function paidOtherWay(cache: Database, journal: Database, paymentIntentId: string): number[] {
  const refunds = prepared<[string], { id: string; amount: number }>(cache, gaveNothing).all(paymentIntentId)
  if (refunds.length === 0) return []
  const noted = new Set(
    notesOn(
      journal,
      refunds.map(({ id }) => id),
    ).map(({ refundId }) => refundId),
  )
  return refunds.filter(({ id }) => noted.has(id)).map(({ amount }) => amount)
}
