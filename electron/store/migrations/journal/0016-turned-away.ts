// An order that Stripe was too busy to take, every time that it was tried, is withdrawn where it may not be tried again: nothing of it was
// done, and nobody refused it. Then it has no moment at which it was sent.
import type { Migration } from '../migration.ts'

// The ways of 0014-refunds-that-turn-up.ts and of 0004-changes.ts, and one more of each.
const up = /* sql */ `
DROP TRIGGER orders_walk_allowed_ways;
CREATE TRIGGER orders_walk_allowed_ways BEFORE UPDATE OF state ON orders
WHEN (OLD.state || ' -> ' || NEW.state) NOT IN (
  'held -> withdrawn', 'held -> sending', 'held -> refused',
  'sending -> done', 'sending -> refused', 'sending -> unknown', 'sending -> withdrawn',
  'unknown -> done', 'unknown -> refused', 'unknown -> sending',
  'done -> done',
  'refused -> done', 'withdrawn -> done'
)
BEGIN
  SELECT RAISE(ABORT, 'an order can not go from this state to that one');
END;

DROP TRIGGER changes_walk_allowed_ways;
CREATE TRIGGER changes_walk_allowed_ways BEFORE UPDATE OF state ON changes
WHEN (OLD.state || ' -> ' || NEW.state) NOT IN (
  'held -> withdrawn', 'held -> sending', 'held -> refused',
  'sending -> done', 'sending -> refused', 'sending -> unknown', 'sending -> withdrawn',
  'unknown -> done', 'unknown -> refused', 'unknown -> sending'
)
BEGIN
  SELECT RAISE(ABORT, 'an order can not go from this state to that one');
END;
`

export const journalOfTurnedAway: Migration = { number: 16, name: 'turned-away', up }
