// What the operators noted about customers, and which of it was struck out: both kept for good, encrypted and backed up with the journal.
import type { Migration } from '../migration.ts'

// All times are Unix milliseconds.
const up = /* sql */ `
CREATE TABLE customer_notes (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customer_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  operator TEXT NOT NULL,
  text TEXT NOT NULL CHECK (text <> ''),
  payment_intent_id TEXT
) STRICT;
CREATE INDEX customer_notes_by_customer ON customer_notes (customer_id, at);

CREATE TABLE struck_notes (
  rowid INTEGER PRIMARY KEY,
  note_id TEXT NOT NULL UNIQUE REFERENCES customer_notes (id),
  at INTEGER NOT NULL,
  operator TEXT NOT NULL
) STRICT;

CREATE TRIGGER customer_notes_are_never_rewritten BEFORE UPDATE ON customer_notes
BEGIN
  SELECT RAISE(ABORT, 'a note is struck out, never rewritten');
END;

CREATE TRIGGER customer_notes_are_never_cut BEFORE DELETE ON customer_notes
BEGIN
  SELECT RAISE(ABORT, 'a note is struck out, never deleted');
END;

CREATE TRIGGER struck_notes_are_never_rewritten BEFORE UPDATE ON struck_notes
BEGIN
  SELECT RAISE(ABORT, 'what was struck out stays so');
END;

CREATE TRIGGER struck_notes_are_never_cut BEFORE DELETE ON struck_notes
BEGIN
  SELECT RAISE(ABORT, 'what was struck out stays so');
END;

-- A detached method is nobody's at Stripe: whose it was, only the order knows.
CREATE INDEX changes_by_base ON changes (base) WHERE kind = 'detach_method';
`

export const journalOfCustomerNotes: Migration = { number: 7, name: 'customer-notes', up }
