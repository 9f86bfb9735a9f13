// Bulk runs: what was ordered with each, its rows, and which order stands for which row. The triggers hold even against our own
// bugs: a row can never be given a second order unless the one before was provably never sent.
import type { Migration } from '../migration.ts'

// All times are Unix milliseconds. Amounts are integers in the minor unit.
//
// The allowed ways of a run (a writer that changes another column must leave `state` out of its SET):
//   held -> running | paused | stopped        paused -> running | stopped | finished
//   running -> paused | stopped | finished
const up = /* sql */ `
CREATE TABLE runs (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  desk_id TEXT NOT NULL,
  name TEXT NOT NULL,
  note TEXT,
  retry_of TEXT,
  operator TEXT NOT NULL,
  canary INTEGER NOT NULL CHECK (canary > 0),
  after_canary TEXT NOT NULL CHECK (after_canary IN ('ask', 'go_on')),
  rows INTEGER NOT NULL CHECK (rows > 0),
  -- By passphrase and typed totals, as live desks ask for it.
  approved INTEGER NOT NULL CHECK (approved IN (0, 1)),
  -- SHA-256 of all that was ordered, rows included, lowercase hex.
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  placed_at INTEGER NOT NULL,
  send_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('held', 'running', 'paused', 'stopped', 'finished')),
  -- pauseReasons of src/contract/runs.ts
  paused_because TEXT CHECK ((paused_because IS NOT NULL) = (state = 'paused')),
  problem TEXT CHECK (problem IS NULL OR json_valid(problem)),
  ended_at INTEGER CHECK ((ended_at IS NOT NULL) = (state IN ('stopped', 'finished'))),
  -- The first rows are through and were looked at, or did not have to be.
  canary_over INTEGER NOT NULL DEFAULT 0 CHECK (canary_over IN (0, 1))
) STRICT;
CREATE INDEX runs_by_state ON runs (state);

CREATE TABLE run_rows (
  run_id TEXT NOT NULL REFERENCES runs (id),
  line INTEGER NOT NULL CHECK (line > 0),
  -- Of its first order, should one be placed.
  first_order_id TEXT NOT NULL UNIQUE,
  payment TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  reason TEXT,
  customer_label TEXT,
  PRIMARY KEY (run_id, line),
  UNIQUE (run_id, payment)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_rows_by_payment ON run_rows (payment);

-- The last attempt of a row is what counts for it. One without an order was turned away before there was one: then it says why.
CREATE TABLE run_orders (
  rowid INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL,
  line INTEGER NOT NULL,
  attempt INTEGER NOT NULL CHECK (attempt > 0),
  order_id TEXT UNIQUE REFERENCES orders (id),
  at INTEGER NOT NULL,
  problem TEXT CHECK (problem IS NULL OR json_valid(problem)),
  CHECK ((order_id IS NULL) = (problem IS NOT NULL)),
  UNIQUE (run_id, line, attempt),
  FOREIGN KEY (run_id, line) REFERENCES run_rows (run_id, line)
) STRICT;

CREATE TRIGGER runs_are_kept BEFORE DELETE ON runs
BEGIN
  SELECT RAISE(ABORT, 'runs are never deleted');
END;

CREATE TRIGGER runs_say_what_they_said
BEFORE UPDATE OF rowid, id, desk_id, name, note, retry_of, operator, canary, after_canary, rows, approved, digest, placed_at, send_at ON runs
BEGIN
  SELECT RAISE(ABORT, 'what a run says never changes');
END;

CREATE TRIGGER runs_walk_allowed_ways BEFORE UPDATE OF state ON runs
WHEN (OLD.state || ' -> ' || NEW.state) NOT IN (
  'held -> running', 'held -> paused', 'held -> stopped',
  'running -> paused', 'running -> stopped', 'running -> finished',
  'paused -> running', 'paused -> stopped', 'paused -> finished'
)
BEGIN
  SELECT RAISE(ABORT, 'a run can not go from this state to that one');
END;

CREATE TRIGGER runs_do_not_go_back_before_the_first_rows BEFORE UPDATE OF canary_over ON runs
WHEN NEW.canary_over < OLD.canary_over
BEGIN
  SELECT RAISE(ABORT, 'the first rows of a run are first only once');
END;

CREATE TRIGGER run_rows_are_never_rewritten BEFORE UPDATE ON run_rows
BEGIN
  SELECT RAISE(ABORT, 'what a run says never changes');
END;

CREATE TRIGGER run_rows_are_kept BEFORE DELETE ON run_rows
BEGIN
  SELECT RAISE(ABORT, 'rows of a run are never deleted');
END;

CREATE TRIGGER run_rows_come_with_their_run BEFORE INSERT ON run_rows
WHEN (SELECT state FROM runs WHERE id = NEW.run_id) IS NOT 'held'
BEGIN
  SELECT RAISE(ABORT, 'a run never gets rows after it was ordered');
END;

CREATE TRIGGER run_orders_are_never_rewritten BEFORE UPDATE ON run_orders
BEGIN
  SELECT RAISE(ABORT, 'which order stands for a row is never rewritten');
END;

CREATE TRIGGER run_orders_are_kept BEFORE DELETE ON run_orders
BEGIN
  SELECT RAISE(ABORT, 'which order stands for a row is never rewritten');
END;

CREATE TRIGGER run_orders_follow_one_never_sent BEFORE INSERT ON run_orders
WHEN NEW.attempt <> 1 + (SELECT count(*) FROM run_orders WHERE run_id = NEW.run_id AND line = NEW.line)
  OR EXISTS (
    SELECT 1 FROM run_orders AS earlier LEFT JOIN orders AS o ON o.id = earlier.order_id
    WHERE earlier.run_id = NEW.run_id AND earlier.line = NEW.line
      AND NOT (o.id IS NOT NULL AND o.state IN ('withdrawn', 'refused') AND o.sent_at IS NULL)
  )
BEGIN
  SELECT RAISE(ABORT, 'a row is ordered again only if its order was never sent');
END;

CREATE TRIGGER run_orders_are_those_of_the_row BEFORE INSERT ON run_orders
WHEN NEW.order_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM run_rows AS r JOIN orders AS o
    ON o.object_id = r.payment AND o.amount = r.amount AND o.currency = r.currency AND o.reason IS r.reason
  WHERE r.run_id = NEW.run_id AND r.line = NEW.line AND o.id = NEW.order_id
)
BEGIN
  SELECT RAISE(ABORT, 'the order of a row orders what the row says');
END;
`

export const journalOfRuns: Migration = { number: 6, name: 'runs', up }
