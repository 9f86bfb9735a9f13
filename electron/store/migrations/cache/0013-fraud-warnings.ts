// Warnings of fraud that the bank of a card gave (Radar's early fraud warnings), so that those of a payment are found however many there are.
import type { Migration } from '../migration.ts'

const up = /* sql */ `
-- Filled from the events that are kept (electron/store/projections/fraud-warnings.ts). Times are Unix seconds.
CREATE TABLE fraud_warnings (
  id TEXT NOT NULL PRIMARY KEY,
  charge_id TEXT NOT NULL,
  payment_intent_id TEXT,
  fraud_type TEXT NOT NULL,
  actionable INTEGER NOT NULL CHECK (actionable IN (0, 1)),
  created INTEGER NOT NULL,
  -- The event that told it: whether it tells of a change, and when.
  changed INTEGER NOT NULL CHECK (changed IN (0, 1)),
  told_at INTEGER NOT NULL,
  event_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX fraud_warnings_by_charge ON fraud_warnings (charge_id);
CREATE INDEX fraud_warnings_by_payment ON fraud_warnings (payment_intent_id) WHERE payment_intent_id IS NOT NULL;
`

export const cacheOfFraudWarnings: Migration = { number: 13, name: 'fraud-warnings', up }
