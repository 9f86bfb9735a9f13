// What was told as a notification, so that it is told once, over restarts too.
import type { Migration } from '../migration.ts'

const up = /* sql */ `
CREATE TABLE told_notices (
  -- The kind, and what it is about: a refund, a dispute, a silence.
  cause TEXT PRIMARY KEY,
  -- Unix milliseconds.
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

export const journalOfNotices: Migration = { number: 9, name: 'notices', up }
