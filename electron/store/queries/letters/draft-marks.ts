// What operators did with letters, by the failed try that each told of: from the journal, whose rows are never changed, so that only new
// ones are read.
import type { Database } from 'better-sqlite3'
import { prepared } from '../prepared.ts'

export interface DraftMark {
  as: 'sent' | 'dismissed'
  operator: string
  /** Milliseconds. */
  at: number
}

interface MarkRow extends DraftMark {
  number: number
  eventId: string
}

const kept = new WeakMap<Database, { read: number; marks: Map<string, DraftMark> }>()

/** By event; the last mark of each. */
export function draftMarks(journal: Database): ReadonlyMap<string, DraftMark> {
  const known = kept.get(journal) ?? { read: 0, marks: new Map<string, DraftMark>() }
  kept.set(journal, known)
  const rows = prepared<[number], MarkRow>(
    journal,
    `SELECT number, event_id AS eventId, marked_as AS "as", operator, at FROM draft_marks WHERE number > ? ORDER BY number`,
  ).all(known.read)
  for (const { number, eventId, ...mark } of rows) {
    known.marks.set(eventId, mark)
    known.read = number
  }
  return known.marks
}
