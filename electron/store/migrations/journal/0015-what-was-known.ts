// What was known of a failed payment when something was written about it: a case that was closed opens again for a try that was not known
// then, whenever that failed.
import type { Migration } from '../migration.ts'

const up = /* sql */ `
-- When its last try had failed, as far as was known, Unix seconds; 0: of none was known. Null in entries of before.
ALTER TABLE case_entries ADD COLUMN last_failed_at INTEGER;
`

export const journalOfWhatWasKnown: Migration = { number: 15, name: 'what-was-known', up }
