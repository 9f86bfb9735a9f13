// By which rules access is judged at this desk, and what was done with letters to customers whose payment failed: both kept for good.
// The last row holds; what was before is never changed.
import type { Migration } from '../migration.ts'

// All times are Unix milliseconds.
const up = /* sql */ `
CREATE TABLE access_policies (
  number INTEGER PRIMARY KEY,
  grace_days INTEGER NOT NULL CHECK (grace_days BETWEEN 0 AND 90),
  on_while_collection_paused INTEGER NOT NULL CHECK (on_while_collection_paused IN (0, 1)),
  operator TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE draft_marks (
  number INTEGER PRIMARY KEY,
  invoice_id TEXT NOT NULL,
  -- Of the failed try that the letter told of.
  event_id TEXT NOT NULL,
  marked_as TEXT NOT NULL CHECK (marked_as IN ('sent', 'dismissed')),
  operator TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_marks_by_event ON draft_marks (event_id);

CREATE TRIGGER access_policies_are_never_rewritten BEFORE UPDATE ON access_policies
BEGIN
  SELECT RAISE(ABORT, 'a policy is replaced by a newer one, never rewritten');
END;

CREATE TRIGGER access_policies_are_never_cut BEFORE DELETE ON access_policies
BEGIN
  SELECT RAISE(ABORT, 'a policy is replaced by a newer one, never deleted');
END;

CREATE TRIGGER draft_marks_are_never_rewritten BEFORE UPDATE ON draft_marks
BEGIN
  SELECT RAISE(ABORT, 'what was noted about a letter stays so');
END;

CREATE TRIGGER draft_marks_are_never_cut BEFORE DELETE ON draft_marks
BEGIN
  SELECT RAISE(ABORT, 'what was noted about a letter is never deleted');
END;
`

export const journalOfAccessPolicy: Migration = { number: 10, name: 'access-policy', up }
