// What people did when a refund could not bring the money: notes of this machine, each kept for good.
import type { Migration } from '../migration.ts'

const up = /* sql */ `
CREATE TABLE refund_notes (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  refund_id TEXT NOT NULL,
  -- Unix milliseconds.
  at INTEGER NOT NULL,
  operator TEXT NOT NULL,
  -- otherWays of src/contract/refund-life.ts
  how TEXT NOT NULL,
  reference TEXT NOT NULL
) STRICT;
CREATE INDEX refund_notes_by_refund ON refund_notes (refund_id);

CREATE TRIGGER refund_notes_are_never_rewritten BEFORE UPDATE ON refund_notes
BEGIN
  SELECT RAISE(ABORT, 'a note is followed by another, never rewritten');
END;

CREATE TRIGGER refund_notes_are_never_cut BEFORE DELETE ON refund_notes
BEGIN
  SELECT RAISE(ABORT, 'a note is followed by another, never rewritten');
END;
`

export const journalOfRefundNotes: Migration = { number: 5, name: 'refund-notes', up }
