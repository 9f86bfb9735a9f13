// Filters of a list that the operator gave a name. No record of what was done: a view is renamed and deleted as the operator likes.
import type { Migration } from '../migration.ts'

// All times are Unix milliseconds.
const up = /* sql */ `
CREATE TABLE saved_views (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  search TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

export const journalOfSavedViews: Migration = { number: 11, name: 'saved-views', up }
