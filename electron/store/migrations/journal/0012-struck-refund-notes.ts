// Which notes that a refund was paid another way were struck out: kept beside the notes, which are never changed.
import type { Migration } from '../migration.ts'

const up = /* sql */ `
CREATE TABLE struck_refund_notes (
  rowid INTEGER PRIMARY KEY,
  note_id TEXT NOT NULL UNIQUE REFERENCES refund_notes (id),
  -- Unix milliseconds.
  at INTEGER NOT NULL,
  operator TEXT NOT NULL
) STRICT;

CREATE TRIGGER struck_refund_notes_are_never_rewritten BEFORE UPDATE ON struck_refund_notes
BEGIN
  SELECT RAISE(ABORT, 'what was struck out stays so');
END;

CREATE TRIGGER struck_refund_notes_are_never_cut BEFORE DELETE ON struck_refund_notes
BEGIN
  SELECT RAISE(ABORT, 'what was struck out stays so');
END;
`

export const journalOfStruckRefundNotes: Migration = { number: 12, name: 'struck-refund-notes', up }
