// Reads a desk's inbox beside its writer, for whoever moves the rows on; it must never write, nor hold a read open.
import { openFile } from '../open.ts'
import { inboxFile } from '../open-connection.ts'
import type { StoreRefusal } from '../open-problem.ts'
import { inboxMigrations } from './inbox.ts'

export interface InboxRow {
  seq: number
  /** Unix milliseconds. */
  receivedAt: number
  /** The JSON of the event, byte for byte as it was signed. */
  body: Buffer
}

export interface InboxReader {
  ok: true
  /** At most `limit` rows with a number above `seq`, oldest first. Throws SqliteError. */
  after(seq: number, limit: number): InboxRow[]
  /** The newest `limit` rows, newest first. Throws SqliteError. */
  newest(limit: number): InboxRow[]
  close(): void
}

const AFTER = /* sql */ `
  SELECT seq, received_at AS receivedAt, body FROM inbox WHERE seq > ? ORDER BY seq LIMIT ?`
const NEWEST = 'SELECT seq, received_at AS receivedAt, body FROM inbox ORDER BY seq DESC LIMIT ?'

/** Opens `<folder>/inbox.db` read-only, once its writer has opened it. `fileKey`: 32 raw bytes. */
export function readInbox(folder: string, fileKey: Buffer): InboxReader | StoreRefusal {
  const opened = openFile(folder, fileKey, inboxFile, inboxMigrations, { readonly: true })
  if (!opened.ok) return opened
  const { database } = opened
  const after = database.prepare<[number, number], InboxRow>(AFTER)
  const newest = database.prepare<[number], InboxRow>(NEWEST)
  return {
    ok: true,
    // .all() and not .iterate(): an open cursor would keep the writer from reusing its WAL.
    after: (seq, limit) => after.all(seq, limit),
    newest: (limit) => newest.all(limit),
    close: () => {
      database.close()
    },
  }
}
