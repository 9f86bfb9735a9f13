// The audit of a desk, chained entry to entry, and who placed an order. The triggers hold against our own bugs; whoever drops them
// is found out by the chain.
import type { Migration } from '../migration.ts'

// Orders of before have no operator: their digest and payload stay what they were (engine/journal/order-digest.ts).
const up = /* sql */ `
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  -- Unix milliseconds.
  at INTEGER NOT NULL,
  operator TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT,
  text TEXT NOT NULL,
  -- Canonical JSON.
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  -- The hash of the entry before, 64 zeros for the first; SHA-256 of everything else in the entry, lowercase hex.
  previous TEXT NOT NULL CHECK (length(previous) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
-- The rowid behind it is seq: a walk of one kind comes in order.
CREATE INDEX audit_by_kind ON audit (kind);

CREATE TRIGGER audit_follows_on BEFORE INSERT ON audit
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit)
  OR NEW.previous IS NOT coalesce(
    (SELECT hash FROM audit ORDER BY seq DESC LIMIT 1),
    '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN
  SELECT RAISE(ABORT, 'an audit entry follows the one before');
END;

CREATE TRIGGER audit_is_never_rewritten BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TRIGGER audit_is_never_cut BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END;

ALTER TABLE orders ADD COLUMN operator TEXT;

CREATE TRIGGER orders_keep_who_placed_them BEFORE UPDATE OF operator ON orders
WHEN NEW.operator IS NOT OLD.operator
BEGIN
  SELECT RAISE(ABORT, 'what an order says never changes');
END;
`

export const journalOfAudit: Migration = { number: 2, name: 'audit', up }
