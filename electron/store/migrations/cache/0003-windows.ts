// How completely each of Stripe's lists was read, and for which stretches of time its events are known.
import type { Migration } from '../migration.ts'

const up = /* sql */ `
-- One row per list (listKinds of electron/engine/sync/lists.ts). Times are Unix seconds by Stripe's clock.
CREATE TABLE lists_read (
  kind TEXT NOT NULL PRIMARY KEY,
  -- Everything created or changed before this was in the cache when the last whole reading ended; null: never read whole.
  whole_at INTEGER,
  -- When the reading under way began; null when none is.
  begun_at INTEGER,
  -- Of the reading under way, or else of the last one: how many objects it stored, and when the oldest was created.
  objects INTEGER NOT NULL DEFAULT 0,
  oldest INTEGER,
  -- Why Stripe does not let this key read it, in words; null when it does.
  unreadable TEXT
) STRICT, WITHOUT ROWID;

-- For a list: the times of creation from 0 to where its reading began, without gap or overlap.
-- For 'events': the stretches whose events are all in the cache; what lies between them is missing.
CREATE TABLE windows (
  -- Never used again: an answer that comes after its window was given up must not be taken for another's.
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  -- Inclusive and exclusive.
  created_from INTEGER NOT NULL,
  created_to INTEGER NOT NULL CHECK (created_to > created_from),
  state TEXT NOT NULL CHECK (state IN ('due', 'covered')),
  -- Of a due window, which is read newest first: the last id stored; null when none was.
  cursor TEXT,
  UNIQUE (kind, created_from)
) STRICT;

-- Facts of the former way of reading, which knew no windows: the lists are read once more.
DELETE FROM sync_state WHERE name IN ('history', 'followed');
`

export const cacheOfWindows: Migration = { number: 3, name: 'windows', up }
