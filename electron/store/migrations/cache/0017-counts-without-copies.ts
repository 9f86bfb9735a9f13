// The counts of payments as before, in a table whose counts may be null as far as SQLite knows. Where they may not, each row that is
// counted costs a copy of every page it touches: what it is counted by might be refused, and would have to be taken back.
import type { Migration } from '../migration.ts'
import { counted } from './0004-questions.ts'

const up = /* sql */ `
DROP TRIGGER payment_counted;
DROP TRIGGER payment_counted_anew;
DROP TRIGGER payment_uncounted;
ALTER TABLE payment_counts RENAME TO payment_counts_before;
-- How many payments were created in each stretch of time. Kept by triggers, so that no way of writing a payment can forget it.
CREATE TABLE payment_counts (
  -- Seconds; countWidths.
  width INTEGER NOT NULL,
  -- When the stretch begins, Unix seconds.
  slot INTEGER NOT NULL,
  status TEXT NOT NULL,
  currency TEXT NOT NULL,
  -- Never null: a row begins with one payment.
  count INTEGER,
  PRIMARY KEY (width, slot, status, currency)
) STRICT, WITHOUT ROWID;
INSERT INTO payment_counts SELECT width, slot, status, currency, count FROM payment_counts_before;
DROP TABLE payment_counts_before;
CREATE TRIGGER payment_counted AFTER INSERT ON payment_intents BEGIN ${counted('new', 1)}
END;
CREATE TRIGGER payment_counted_anew AFTER UPDATE OF status, currency, created ON payment_intents
WHEN old.status IS NOT new.status OR old.currency IS NOT new.currency OR old.created IS NOT new.created
BEGIN ${counted('old', -1)} ${counted('new', 1)}
END;
CREATE TRIGGER payment_uncounted AFTER DELETE ON payment_intents BEGIN ${counted('old', -1)}
END;
`

export const cacheOfCountsWithoutCopies: Migration = { number: 17, name: 'counts-without-copies', up }
