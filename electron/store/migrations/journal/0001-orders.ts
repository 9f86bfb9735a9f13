// The first tables of the journal: orders and the log of what became of them. The triggers hold even against our own bugs.
import type { Migration } from '../migration.ts'

// All times are Unix milliseconds. Amounts are integers in the minor unit.
//
// The allowed ways through an order's life (a writer that changes another column must leave `state` out of its SET):
//   held -> withdrawn | sending | refused      sending -> done | refused | unknown
//   unknown -> done | refused | sending        done -> done (its refund may yet fail or be confirmed)
// That sending -> sending is refused is on purpose: of two senders of one order, the second one stops here.
const up = /* sql */ `
CREATE TABLE orders (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  desk_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('held', 'withdrawn', 'sending', 'done', 'refused', 'unknown')),
  -- The Stripe object the order changes; for a refund its payment_intent.
  object_id TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  reason TEXT,
  note TEXT,
  customer_label TEXT,
  -- Canonical JSON of exactly what will be sent, and its SHA-256 in lowercase hex.
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  idempotency_key TEXT NOT NULL UNIQUE,
  placed_at INTEGER NOT NULL,
  send_at INTEGER NOT NULL,
  sent_at INTEGER,
  last_attempt_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  settled_at INTEGER,
  refund_id TEXT,
  refund_status TEXT,
  refund_status_reason TEXT,
  problem TEXT CHECK (problem IS NULL OR json_valid(problem)),
  event_id TEXT,
  request_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(request_ids))
) STRICT;

-- Money moves once: an object has at most one order that may still have an effect.
CREATE UNIQUE INDEX one_open_order ON orders (object_id) WHERE state IN ('held', 'sending', 'unknown');
CREATE INDEX orders_by_object ON orders (object_id, placed_at);
CREATE INDEX orders_by_state ON orders (state, placed_at);
CREATE INDEX orders_by_placed ON orders (placed_at);

CREATE TABLE order_log (
  rowid INTEGER PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  at INTEGER NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  detail TEXT
) STRICT;
CREATE INDEX order_log_by_order ON order_log (order_id);

CREATE TRIGGER orders_are_kept BEFORE DELETE ON orders
BEGIN
  SELECT RAISE(ABORT, 'orders are never deleted');
END;

CREATE TRIGGER orders_say_what_they_said
BEFORE UPDATE OF rowid, id, desk_id, kind, object_id, amount, currency, payload, digest, idempotency_key, placed_at ON orders
WHEN NEW.rowid IS NOT OLD.rowid
  OR NEW.id IS NOT OLD.id
  OR NEW.desk_id IS NOT OLD.desk_id
  OR NEW.kind IS NOT OLD.kind
  OR NEW.object_id IS NOT OLD.object_id
  OR NEW.amount IS NOT OLD.amount
  OR NEW.currency IS NOT OLD.currency
  OR NEW.payload IS NOT OLD.payload
  OR NEW.digest IS NOT OLD.digest
  OR NEW.idempotency_key IS NOT OLD.idempotency_key
  OR NEW.placed_at IS NOT OLD.placed_at
BEGIN
  SELECT RAISE(ABORT, 'what an order says never changes');
END;

CREATE TRIGGER orders_walk_allowed_ways BEFORE UPDATE OF state ON orders
WHEN (OLD.state || ' -> ' || NEW.state) NOT IN (
  'held -> withdrawn', 'held -> sending', 'held -> refused',
  'sending -> done', 'sending -> refused', 'sending -> unknown',
  'unknown -> done', 'unknown -> refused', 'unknown -> sending',
  'done -> done'
)
BEGIN
  SELECT RAISE(ABORT, 'an order can not go from this state to that one');
END;

CREATE TRIGGER order_log_is_never_rewritten BEFORE UPDATE ON order_log
BEGIN
  SELECT RAISE(ABORT, 'the order log is append-only');
END;

CREATE TRIGGER order_log_is_never_cut BEFORE DELETE ON order_log
BEGIN
  SELECT RAISE(ABORT, 'the order log is append-only');
END;
`

export const journalOfOrders: Migration = { number: 1, name: 'orders', up }
