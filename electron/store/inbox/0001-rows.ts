// The one table of the inbox: deliveries as they came, in order of arrival, until they are in the event log.
import type { Migration } from '../migrations/migration.ts'

// Nothing but what the answer needs: every index would be written, encrypted and flushed before a 2xx. That an event was
// delivered before is found when a row moves into the event log. `received_at` is ours, in Unix milliseconds.
//
// Rows are deleted, and whoever remembers how far it has read must never see a number twice. AUTOINCREMENT would see to
// that with one more page in every commit; so numbers are reserved in large blocks instead, when the file is opened.
const up = /* sql */ `
CREATE TABLE inbox (
  seq INTEGER PRIMARY KEY,
  received_at INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE inbox_numbers (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  reserved_up_to INTEGER NOT NULL
) STRICT;
`

export const inboxOfRows: Migration = { number: 1, name: 'rows', up }
