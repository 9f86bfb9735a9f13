// Objects that were not understood, whole, so that a version that understands them takes them in (projections/odd-objects.ts). Before, only
// their ids were kept.
import type { Migration } from '../migration.ts'

const up = /* sql */ `
CREATE TABLE odd_objects (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  why TEXT NOT NULL,
  -- Stripe's clock, milliseconds.
  as_of INTEGER NOT NULL,
  -- NULL where only the id is known.
  body BLOB
);
INSERT OR IGNORE INTO odd_objects (id, why, as_of)
  SELECT each.key, each.value, 0 FROM sync_state, json_each(sync_state.value) AS each WHERE sync_state.name = 'odd_objects';
DELETE FROM sync_state WHERE name = 'odd_objects';
`

export const cacheOfOddObjects: Migration = { number: 19, name: 'odd-objects', up }
