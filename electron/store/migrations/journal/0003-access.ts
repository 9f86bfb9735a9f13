// Who may do what: the policies of a desk, one after the other, the wrong passphrases since the last right one, and what the
// demo, which has no keychain item, keeps here instead.
import type { Migration } from '../migration.ts'

const up = /* sql */ `
CREATE TABLE policies (
  -- From 1; the last one holds.
  version INTEGER PRIMARY KEY,
  -- Unix milliseconds.
  at INTEGER NOT NULL,
  policy TEXT NOT NULL CHECK (json_valid(policy))
) STRICT;

CREATE TRIGGER policies_are_never_rewritten BEFORE UPDATE ON policies
BEGIN
  SELECT RAISE(ABORT, 'a policy is followed by another, never rewritten');
END;

CREATE TRIGGER policies_are_never_cut BEFORE DELETE ON policies
BEGIN
  SELECT RAISE(ABORT, 'a policy is followed by another, never rewritten');
END;

CREATE TABLE passphrase_attempts (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  wrong INTEGER NOT NULL CHECK (wrong >= 0),
  -- Unix milliseconds.
  last_at INTEGER NOT NULL
) STRICT;
INSERT INTO passphrase_attempts VALUES (1, 0, 0);

CREATE TABLE access_settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;
`

export const journalOfAccess: Migration = { number: 3, name: 'access', up }
