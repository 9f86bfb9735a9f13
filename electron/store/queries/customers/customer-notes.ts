// The notes about customers, from the journal, each with what became of it.
import type { Database } from 'better-sqlite3'
import type { CustomerNote } from '../../../../src/contract/index.ts'
import { prepared } from '../prepared.ts'

interface NoteRow {
  id: string
  customer_id: string
  at: number
  operator: string
  text: string
  payment_intent_id: string | null
  struck_at: number | null
  struck_by: string | null
}

const noteColumns = `SELECT n.id, n.customer_id, n.at, n.operator, n.text, n.payment_intent_id, s.at AS struck_at, s.operator AS struck_by
  FROM customer_notes AS n LEFT JOIN struck_notes AS s ON s.note_id = n.id`

/** Newest first, at most `limit`. */
export function notesAbout(journal: Database, customerId: string, limit: number): CustomerNote[] {
  return prepared<[string, number], NoteRow>(
    journal,
    `${noteColumns} WHERE n.customer_id = ? ORDER BY n.at DESC, n.rowid DESC LIMIT ?`,
  )
    .all(customerId, limit)
    .map(toNote)
}

export function findNote(journal: Database, id: string): CustomerNote | null {
  const row = prepared<[string], NoteRow>(journal, `${noteColumns} WHERE n.id = ?`).get(id)
  return row === undefined ? null : toNote(row)
}

function toNote(row: NoteRow): CustomerNote {
  return {
    id: row.id,
    customerId: row.customer_id,
    at: row.at,
    operator: row.operator,
    text: row.text,
    paymentIntentId: row.payment_intent_id,
    struck: row.struck_at === null ? null : { at: row.struck_at, operator: row.struck_by ?? '' },
  }
}
