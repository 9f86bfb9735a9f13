// What the check of a run's row knew as given back of its payment already: a row is sent only while nobody gave back more.
import type { Migration } from '../migration.ts'

// Minor units; null in rows of before. Like everything that a row says, it never changes (0006-runs.ts).
const up = /* sql */ `
ALTER TABLE run_rows ADD COLUMN refunded INTEGER CHECK (refunded >= 0);
`

export const journalOfWhatRowsKnew: Migration = { number: 13, name: 'what-rows-knew', up }
