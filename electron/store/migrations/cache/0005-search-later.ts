// Events become searchable at the end of the transaction that logs them, all at once: a search table writes to the disk at every
// savepoint, and each event is taken in inside one.
import type { Migration } from '../migration.ts'

const up = /* sql */ `
DROP TRIGGER event_searched;
INSERT INTO sync_state (name, value) SELECT 'events_searchable_up_to', coalesce(max(rowid), 0) FROM events
  WHERE true ON CONFLICT (name) DO UPDATE SET value = excluded.value;
`

export const cacheOfSearchLater: Migration = { number: 5, name: 'search-later', up }
