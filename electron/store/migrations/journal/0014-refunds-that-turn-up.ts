// An order that was taken for ended without effect is done after all where Stripe shows its refund: it was sent by another copy of
// this journal, or came through after it had been looked for.
import type { Migration } from '../migration.ts'

// The ways of 0001-orders.ts, and two more.
const up = /* sql */ `
DROP TRIGGER orders_walk_allowed_ways;
CREATE TRIGGER orders_walk_allowed_ways BEFORE UPDATE OF state ON orders
WHEN (OLD.state || ' -> ' || NEW.state) NOT IN (
  'held -> withdrawn', 'held -> sending', 'held -> refused',
  'sending -> done', 'sending -> refused', 'sending -> unknown',
  'unknown -> done', 'unknown -> refused', 'unknown -> sending',
  'done -> done',
  'refused -> done', 'withdrawn -> done'
)
BEGIN
  SELECT RAISE(ABORT, 'an order can not go from this state to that one');
END;
`

export const journalOfRefundsThatTurnUp: Migration = { number: 14, name: 'refunds-that-turn-up', up }
