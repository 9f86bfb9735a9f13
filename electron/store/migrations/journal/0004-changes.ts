// Orders that are not refunds, and the log of what became of them. The triggers hold even against our own bugs.
import type { Migration } from '../migration.ts'

// All times are Unix milliseconds. The ways through a life are those of refunds (0001-orders.ts), and a writer that changes
// another column must leave `state` out of its SET here too.
const up = /* sql */ `
CREATE TABLE changes (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  desk_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('held', 'withdrawn', 'sending', 'done', 'refused', 'unknown')),
  -- The Stripe object that is changed; for a hosted page whom it is for, or 'new'.
  object_id TEXT NOT NULL,
  -- No two orders that may still have an effect share this: the object, or what would be made twice.
  blocks TEXT NOT NULL,
  -- Canonical JSON: what was asked; exactly what will be sent.
  request TEXT NOT NULL CHECK (json_valid(request)),
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  -- What is replaced, as it was when this was ordered.
  base TEXT,
  words TEXT NOT NULL,
  subject TEXT,
  note TEXT,
  operator TEXT NOT NULL,
  -- SHA-256 of all that was ordered, lowercase hex.
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  idempotency_key TEXT NOT NULL UNIQUE,
  placed_at INTEGER NOT NULL,
  send_at INTEGER NOT NULL,
  sent_at INTEGER,
  last_attempt_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  settled_at INTEGER,
  result_id TEXT,
  result TEXT CHECK (result IS NULL OR json_valid(result)),
  problem TEXT CHECK (problem IS NULL OR json_valid(problem)),
  event_id TEXT,
  request_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(request_ids))
) STRICT;

CREATE UNIQUE INDEX one_open_change ON changes (blocks) WHERE state IN ('held', 'sending', 'unknown');
CREATE INDEX changes_by_object ON changes (object_id);
CREATE INDEX changes_by_state ON changes (state);

CREATE TABLE change_log (
  rowid INTEGER PRIMARY KEY,
  change_id TEXT NOT NULL REFERENCES changes (id),
  at INTEGER NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  detail TEXT
) STRICT;
CREATE INDEX change_log_by_change ON change_log (change_id);

CREATE TRIGGER changes_are_kept BEFORE DELETE ON changes
BEGIN
  SELECT RAISE(ABORT, 'orders are never deleted');
END;

CREATE TRIGGER changes_say_what_they_said
BEFORE UPDATE OF rowid, id, desk_id, kind, object_id, blocks, request, payload, base, words, note, operator, digest,
  idempotency_key, placed_at ON changes
WHEN NEW.rowid IS NOT OLD.rowid
  OR NEW.id IS NOT OLD.id
  OR NEW.desk_id IS NOT OLD.desk_id
  OR NEW.kind IS NOT OLD.kind
  OR NEW.object_id IS NOT OLD.object_id
  OR NEW.blocks IS NOT OLD.blocks
  OR NEW.request IS NOT OLD.request
  OR NEW.payload IS NOT OLD.payload
  OR NEW.base IS NOT OLD.base
  OR NEW.words IS NOT OLD.words
  OR NEW.note IS NOT OLD.note
  OR NEW.operator IS NOT OLD.operator
  OR NEW.digest IS NOT OLD.digest
  OR NEW.idempotency_key IS NOT OLD.idempotency_key
  OR NEW.placed_at IS NOT OLD.placed_at
BEGIN
  SELECT RAISE(ABORT, 'what an order says never changes');
END;

CREATE TRIGGER changes_walk_allowed_ways BEFORE UPDATE OF state ON changes
WHEN (OLD.state || ' -> ' || NEW.state) NOT IN (
  'held -> withdrawn', 'held -> sending', 'held -> refused',
  'sending -> done', 'sending -> refused', 'sending -> unknown',
  'unknown -> done', 'unknown -> refused', 'unknown -> sending'
)
BEGIN
  SELECT RAISE(ABORT, 'an order can not go from this state to that one');
END;

CREATE TRIGGER change_log_is_never_rewritten BEFORE UPDATE ON change_log
BEGIN
  SELECT RAISE(ABORT, 'the order log is append-only');
END;

CREATE TRIGGER change_log_is_never_cut BEFORE DELETE ON change_log
BEGIN
  SELECT RAISE(ABORT, 'the order log is append-only');
END;
`

export const journalOfChanges: Migration = { number: 4, name: 'changes', up }
