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
