// What the operators did about failed payments, and how they judge decline codes: both kept for good, encrypted and backed up with the
// journal. The last entry holds; what was before is never changed.
import type { Migration } from '../migration.ts'

// All times are Unix milliseconds.
const up = /* sql */ `
CREATE TABLE case_entries (
  number INTEGER PRIMARY KEY,
  -- One form may write about many payments under the same id.
  id TEXT NOT NULL,
  payment_intent_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('assigned', 'noted', 'snoozed', 'closed', 'reopened', 'written_off')),
  text TEXT CHECK (text <> ''),
  assignee TEXT,
  until INTEGER,
  operator TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (id, payment_intent_id)
) STRICT;
CREATE INDEX case_entries_by_payment ON case_entries (payment_intent_id);

CREATE TABLE decline_rules (
  number INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  -- One of FailureGroup; null: as usual. The last row of a code holds.
  to_do TEXT,
  operator TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX decline_rules_by_code ON decline_rules (code);

CREATE TRIGGER case_entries_are_never_rewritten BEFORE UPDATE ON case_entries
BEGIN
  SELECT RAISE(ABORT, 'what was written about a failed payment stays so');
END;

CREATE TRIGGER case_entries_are_never_cut BEFORE DELETE ON case_entries
BEGIN
  SELECT RAISE(ABORT, 'what was written about a failed payment is never deleted');
END;

CREATE TRIGGER decline_rules_are_never_rewritten BEFORE UPDATE ON decline_rules
BEGIN
  SELECT RAISE(ABORT, 'a rule is replaced by a newer one, never rewritten');
END;

CREATE TRIGGER decline_rules_are_never_cut BEFORE DELETE ON decline_rules
BEGIN
  SELECT RAISE(ABORT, 'a rule is replaced by a newer one, never deleted');
END;
`

export const journalOfCases: Migration = { number: 8, name: 'cases', up }
