// Reads a desk's inbox beside its writer, for whoever moves the rows on; it must never write, nor hold a read open.
import { statSync } from 'node:fs'
import { join } from 'node:path'
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
  /** At most `limit` rows with a number above `seq`, oldest first. Throws what SQLite or the file system throws. */
  after(seq: number, limit: number): InboxRow[]
  /** The newest `limit` rows, newest first. Throws as `after` does. */
  newest(limit: number): InboxRow[]
  close(): void
}

const AFTER = /* sql */ `
  SELECT seq, received_at AS receivedAt, body FROM inbox WHERE seq > ? ORDER BY seq LIMIT ?`
const NEWEST = 'SELECT seq, received_at AS receivedAt, body FROM inbox ORDER BY seq DESC LIMIT ?'

/**
 * Opens `<folder>/inbox.db` read-only, once its writer has opened it. `fileKey`: 32 raw bytes.
 * Where the writer begins the file anew, the new one is read from then on.
 */
export function readInbox(folder: string, fileKey: Buffer): InboxReader | StoreRefusal {
  const path = join(folder, inboxFile.name)
  const opened = openReading(path, folder, fileKey)
  if (!opened.ok) return opened
  let reading: Reading = opened

  function current(): Reading {
    const file = fileAt(path)
    if (file === undefined || file === reading.file) return reading
    const next = openReading(path, folder, fileKey)
    if (!next.ok) throw new Error(next.detail)
    reading.close()
    reading = next
    return next
  }

  return {
    ok: true,
    after: (seq, limit) => current().after(seq, limit),
    newest: (limit) => current().newest(limit),
    close: () => reading.close(),
  }
}

interface Reading extends InboxReader {
  /** Which file this is, whatever its name has become. */
  file: bigint | undefined
}

function openReading(path: string, folder: string, fileKey: Buffer): Reading | StoreRefusal {
  // Asked for first: if the file is replaced meanwhile, the next look finds out.
  const file = fileAt(path)
  const opened = openFile(folder, fileKey, inboxFile, inboxMigrations, { readonly: true })
  if (!opened.ok) return opened
  const { database } = opened
  const after = database.prepare<[number, number], InboxRow>(AFTER)
  const newest = database.prepare<[number], InboxRow>(NEWEST)
  return {
    ok: true,
    file,
    // .all() and not .iterate(): an open cursor would keep the writer from reusing its WAL.
    after: (seq, limit) => after.all(seq, limit),
    newest: (limit) => newest.all(limit),
    close: () => {
      database.close()
    },
  }
}

/** undefined while there is none. */
function fileAt(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino
}
