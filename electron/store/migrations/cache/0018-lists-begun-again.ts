// Whether a list was begun to be read before: only then can there be rows that a whole reading of it does not tell of, and only then are
// all of its rows looked at when one ends (projections/unlisted.ts).
import type { Migration } from '../migration.ts'

const up = /* sql */ `
ALTER TABLE lists_read ADD COLUMN again INTEGER NOT NULL DEFAULT 0;
-- Of those that are here nobody knows any more.
UPDATE lists_read SET again = 1;
`

export const cacheOfListsBegunAgain: Migration = { number: 18, name: 'lists-begun-again', up }
