// A desk's inbox, as its one writer holds it; it must never report a row as stored before the commit that holds it.
import { existsSync, renameSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { openFile } from '../open.ts'
import type { Opened } from '../open.ts'
import { inboxFile } from '../open-connection.ts'
import { withSideFiles } from '../open-files.ts'
import { refusalOf } from '../open-problem.ts'
import type { StoreRefusal } from '../open-problem.ts'
import type { Migration } from '../migrations/migration.ts'
import { inboxOfRows } from './0001-rows.ts'

export const inboxMigrations: readonly Migration[] = [inboxOfRows]

export interface Delivery {
  /** Unix milliseconds. */
  receivedAt: number
  /** JSON, as it was signed. */
  body: Uint8Array
}

export interface Inbox {
  /**
   * Adds the deliveries in one durable transaction and returns the number of the last one.
   * Throws SqliteError; then none of them is in the inbox.
   */
  append(deliveries: readonly Delivery[]): number
  /** Writes what is there already, durably: throws SqliteError where nothing can be written. */
  tryToWrite(): void
  /** Deletes at most `count` of the oldest rows up to and including `upTo`; false when none is left to delete. */
  forget(upTo: number, count: number): boolean
  /** The number of the newest row that waits, null when the inbox is empty. */
  newest(): number | null
  /** Moves what was committed from the WAL into the file: costs as much as the commits did, so it is for quiet moments. */
  checkpoint(): void
  close(): void
}

export type OpenedInbox =
  | {
      ok: true
      inbox: Inbox
      /** Set when the file was damaged and begun anew: under which name it was kept. What it held must be read from Stripe. */
      damagedFile: string | null
    }
  | StoreRefusal

const INSERT = 'INSERT INTO inbox (seq, received_at, body) VALUES (?, ?, ?)'
const FORGET = /* sql */ `
  DELETE FROM inbox WHERE seq <= min(@upTo, (SELECT min(seq) FROM inbox) + @count - 1)`
const NEWEST = 'SELECT max(seq) AS seq FROM inbox'
const RESERVED = 'SELECT reserved_up_to AS upTo FROM inbox_numbers'
const RESERVE = /* sql */ `
  INSERT INTO inbox_numbers (one, reserved_up_to) VALUES (1, @upTo)
  ON CONFLICT (one) DO UPDATE SET reserved_up_to = @upTo`

/** Numbers reserved at once: one small write for so many rows. Beyond 2^53 after a thousand million openings. */
const BLOCK = 1_000_000

/**
 * Pages of WAL after which a commit checkpoints by itself: 312 MiB, some 60,000 events in one burst. Encrypted, a checkpoint
 * costs as much processor time as the commits it moves, so it is left to quiet moments while it can be.
 */
const WAL_PAGES = 20_000
/** To so many bytes the WAL's file is cut after a longer burst; what it keeps is written over, which is quicker than growing. */
const WAL_KEPT = 128 * 1024 * 1024

/** Above this many bytes the file is opened without reading all of it: the listener must not wait for a check of minutes. */
const CHECKED_UP_TO = 64 * 1024 * 1024

/**
 * Opens `<folder>/inbox.db` for writing, making it when it is missing. `key`: 32 raw bytes. The desk's other files are
 * opened first (recover.ts judges by what stands beside a journal). A damaged file is moved aside and begun anew.
 */
export function openInbox(folder: string, key: Buffer, now: number = Date.now()): OpenedInbox {
  const path = join(folder, inboxFile.name)
  try {
    const opened = openChecked(folder, key, path)
    if (opened.ok) return { ok: true, inbox: inboxOver(opened.database, path, now), damagedFile: null }
    if (opened.problem !== 'store_corrupt') return opened
    const damagedFile = moveAside(folder, now)
    const fresh = openFile(folder, key, inboxFile, inboxMigrations, {})
    return fresh.ok ? { ok: true, inbox: inboxOver(fresh.database, path, now), damagedFile } : fresh
  } catch (error) {
    return refusalOf(error, path)
  }
}

/** The last number given out in each file that this thread wrote, by its path. */
const givenOut = new Map<string, number>()

function openChecked(folder: string, key: Buffer, path: string): Opened {
  const isSmall = existsSync(path) && statSync(path).size <= CHECKED_UP_TO
  return openFile(folder, key, inboxFile, inboxMigrations, isSmall ? { check: 'integrity_check' } : {})
}

function inboxOver(database: Database, path: string, now: number): Inbox {
  database.pragma(`wal_autocheckpoint = ${WAL_PAGES}`)
  database.pragma(`journal_size_limit = ${WAL_KEPT}`)
  const insert = database.prepare(INSERT)
  const remove = database.prepare(FORGET)
  const newest = database.prepare<[], { seq: number | null }>(NEWEST)
  const reserved = database.prepare<[], { upTo: number }>(RESERVED)
  const reserve = database.prepare(RESERVE)
  // A file begun anew goes on above every number its predecessor can have given out. Where the clock was set back, above those of
  // this thread at least: it may still be asked to forget up to one of them.
  let last = reserved.get()?.upTo ?? Math.max(now * 1000, givenOut.get(path) ?? 0)
  let upTo = last

  const append = database.transaction((deliveries: readonly Delivery[]): number => {
    if (last + deliveries.length > upTo) {
      upTo = last + deliveries.length + BLOCK
      reserve.run({ upTo })
    }
    for (const { receivedAt, body } of deliveries) insert.run(++last, receivedAt, body)
    return last
  })

  return {
    append(deliveries) {
      try {
        const number = append.immediate(deliveries)
        givenOut.set(path, number)
        return number
      } catch (error) {
        // Nothing says whether the reservation is on the disk: the next one is made again. The numbers are left out.
        upTo = last
        throw error
      }
    },
    tryToWrite: () => void reserve.run({ upTo }),
    forget: (upTo, count) => remove.run({ upTo, count }).changes > 0,
    newest: () => newest.get()?.seq ?? null,
    checkpoint: () => {
      database.pragma('wal_checkpoint(PASSIVE)')
    },
    close: () => {
      database.close()
    },
  }
}

/** Keeps a damaged inbox for whoever wants to look into it; returns its new name. */
function moveAside(folder: string, now: number): string {
  const name = `inbox-corrupt-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}.db`
  const to = withSideFiles(join(folder, name))
  for (const [index, from] of withSideFiles(join(folder, inboxFile.name)).entries()) {
    const target = to[index]
    if (target !== undefined && existsSync(from)) renameSync(from, target)
  }
  return basename(to[0])
}
