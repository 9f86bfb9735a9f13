// Keeps rotating, encrypted copies of the journal; it must never drop an old copy before a new one was read back and found whole.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { checkVersion } from './migrate.ts'
import { journalMigrations } from './migrations/index.ts'
import { connect, faultOf, journalFile } from './open-connection.ts'
import { flushFile, makePrivateFile, makePrivateFolder, putInPlace, removeDatabase } from './open-files.ts'
import { refusal, refusalOf } from './open-problem.ts'
import type { StoreRefusal } from './open-problem.ts'

export type Backup = {
  path: string
  /** When it was made, Unix milliseconds. */
  at: number
}

const NEWEST_KEPT = 24
const DAYS_KEPT = 7

const NAME = /^journal-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z\.db$/

/**
 * Copies the journal to `<folder>/backups/journal-<utc>.db` under the journal's own key, reads the copy back, then drops
 * what rotation no longer keeps: of the newest 24, and the last of each of the last 7 days that have one, nothing; nor this copy, nor
 * one that holds more than it, whatever the clock says.
 * `now`: Unix milliseconds. Must not be called inside a transaction. Takes a few milliseconds for a thousand orders.
 * `store_corrupt` is the journal itself, never its copy.
 */
export function backUpJournal(
  database: Database,
  folder: string,
  now: number = Date.now(),
): { ok: true; backup: Backup } | StoreRefusal {
  const path = join(
    backupFolder(folder),
    `journal-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}.db`,
  )
  const temporary = `${path}.new`
  try {
    makePrivateFolder(backupFolder(folder))
    removeLeftovers(folder)
    makePrivateFile(temporary)
    // Not database.backup(): its destination has no key, and SQLite refuses to copy pages into a file of another cipher.
    // VACUUM INTO writes under the key of the database it reads, in one read transaction.
    database.prepare('VACUUM INTO ?').run(temporary)
    const fault = faultOfCopy(database, temporary)
    if (fault !== null) {
      removeDatabase(temporary)
      return refusal('store_unwritable', `The copy of the journal could not be read back: ${fault}.`)
    }
    flushFile(temporary)
    putInPlace(temporary, path)
    rotate(database, folder, path)
    return { ok: true, backup: { path, at: now } }
  } catch (error) {
    try {
      removeDatabase(temporary)
    } catch {
      // The folder can't be written at all, which is what the refusal says.
    }
    // Not the copy's own path, which is another each time: the same refusal has the same words.
    const refused = refusalOf(error, backupFolder(folder))
    return refused.problem === 'store_corrupt' ? refusalOf(error, database.name) : refused
  }
}

/** The backups of a desk by their names, newest first. */
export function listBackups(folder: string): Backup[] {
  if (!existsSync(backupFolder(folder))) return []
  return readdirSync(backupFolder(folder))
    .flatMap((name) => {
      const [, date, hours, minutes, seconds, thousandths] = NAME.exec(name) ?? []
      const at = Date.parse(`${date}T${hours}:${minutes}:${seconds}.${thousandths}Z`)
      return Number.isNaN(at) ? [] : [{ path: join(backupFolder(folder), name), at }]
    })
    .toSorted((one, other) => other.at - one.at)
}

interface FoundBackups {
  /** The one that holds the most of those that can be read, of equals the newest by name; `null` when there is none. */
  best: Backup | null
  /**
   * Why one with a newer name than that can't be read at present, in words: it is held by another program, or may not be read. What is in
   * it nobody knows. `null` when there is none.
   */
  unread: string | null
}

/** With `beyond`, of those alone that hold more than that. */
export function findBackups(folder: string, key: Buffer, beyond?: Progress): FoundBackups {
  const unread: { at: number; detail: string }[] = []
  const readable = (
    { path, at }: Backup,
    read: typeof progressOf | typeof wholeProgress,
  ): Progress | null => {
    const found = fromBackup(path, key, read)
    if (found !== null && 'unread' in found) unread.push({ at, detail: found.unread })
    return found === null || 'unread' in found ? null : found
  }
  // Looked at first and checked in that order: reading every page of every backup would hold up each start.
  const best =
    listBackups(folder)
      .map((backup) => ({ backup, progress: readable(backup, progressOf) }))
      .filter((one): one is { backup: Backup; progress: Progress } => one.progress !== null)
      .filter(({ progress }) => beyond === undefined || isAhead(progress, beyond))
      .toSorted(
        (one, other) =>
          Number(isAhead(other.progress, one.progress)) - Number(isAhead(one.progress, other.progress)),
      )
      .find(({ backup }) => readable(backup, wholeProgress) !== null)?.backup ?? null
  const newer = unread.find(({ at }) => best === null || at > best.at)
  return { best, unread: newer?.detail ?? null }
}

/** How far the journal in a backup has come; `null`: the backup can't be used (damaged, other key, newer version), or not at present. */
export function progressOfBackup(path: string, key: Buffer): Progress | null {
  const found = fromBackup(path, key, wholeProgress)
  return found === null || 'unread' in found ? null : found
}

const wholeProgress = (database: Database): Progress | null =>
  faultOf(database) === null ? progressOf(database) : null

/** `null` when this is no journal that can be read with this key; `unread`: why that can't be told at present. */
function fromBackup(
  path: string,
  key: Buffer,
  read: (database: Database) => Progress | null,
): Progress | { unread: string } | null {
  let database: Database | undefined
  try {
    database = connect(path, key, journalFile.ciphers[0], { readonly: true })
    const kind = database.pragma('application_id', { simple: true })
    if (kind !== journalFile.applicationId || !checkVersion(database, journalMigrations).ok) return null
    return read(database)
  } catch (error) {
    const { problem, detail } = refusalOf(error, path)
    return problem === 'store_corrupt' ? null : { unread: detail }
  } finally {
    database?.close()
  }
}

/**
 * How far a journal has come: rows of the logs, the orders and the audit are only ever added, so the longer one is the later one,
 * whatever the clock said.
 */
export type Progress = { logged: number; placed: number; audited: number }

export function progressOf(journal: Database, schema: 'main' | 'copy' = 'main'): Progress {
  // A backup of before a table may be read without being brought up to date.
  const exists = journal.prepare<[string]>(`SELECT 1 FROM ${schema}.sqlite_schema WHERE name = ?`)
  const highest = (table: 'orders' | 'order_log' | 'changes' | 'change_log' | 'audit'): number =>
    exists.get(table) === undefined
      ? 0
      : (journal
          .prepare<[], number>(`SELECT coalesce(max(rowid), 0) FROM ${schema}.${table}`)
          .pluck()
          .get() ?? 0)
  return {
    logged: highest('order_log') + highest('change_log'),
    placed: highest('orders') + highest('changes'),
    audited: highest('audit'),
  }
}

export function isAhead(one: Progress, other: Progress): boolean {
  if (one.logged !== other.logged) return one.logged > other.logged
  if (one.placed !== other.placed) return one.placed > other.placed
  return one.audited > other.audited
}

function backupFolder(folder: string): string {
  return join(folder, 'backups')
}

function faultOfCopy(database: Database, copy: string): string | null {
  if (isPlain(copy)) return 'it is not encrypted'
  try {
    return withCopy(database, copy, () =>
      database.pragma('copy.application_id', { simple: true }) === journalFile.applicationId
        ? faultOf(database, 'copy')
        : 'it is not a journal',
    )
  } catch (error) {
    refusalOf(error, copy)
    return `SQLite says ${(error as { code: string }).code}`
  }
}

/** Reads a copy through the journal's own connection, which lends it its key. */
function withCopy<Value>(database: Database, copy: string, read: () => Value): Value {
  database.prepare('ATTACH ? AS copy').run(copy)
  try {
    return read()
  } finally {
    database.exec('DETACH copy')
  }
}

/** Whether the file begins as an unencrypted database does; the cipher begins with random salt. */
export function isPlain(path: string): boolean {
  return readFileSync(path).subarray(0, 15).toString('latin1') === 'SQLite format 3'
}

function removeLeftovers(folder: string): void {
  for (const name of readdirSync(backupFolder(folder)))
    if (name.includes('.db.new')) rmSync(join(backupFolder(folder), name), { force: true })
}

/** `made`: the copy just made, whole. Names tell what the clock said, which may have been set back: they alone condemn nothing. */
function rotate(journal: Database, folder: string, made: string): void {
  const newestFirst = listBackups(folder)
  const lastOfDay = new Map<string, Backup>()
  for (const backup of newestFirst) {
    const day = new Date(backup.at).toISOString().slice(0, 10)
    if (!lastOfDay.has(day) && lastOfDay.size < DAYS_KEPT) lastOfDay.set(day, backup)
  }
  const kept = new Set([...newestFirst.slice(0, NEWEST_KEPT), ...lastOfDay.values()])
  const progress = progressOf(journal)
  for (const backup of newestFirst)
    if (!kept.has(backup) && backup.path !== made && !holdsMore(journal, backup.path, progress))
      rmSync(backup.path, { force: true })
}

function holdsMore(journal: Database, path: string, progress: Progress): boolean {
  try {
    return withCopy(journal, path, () => isAhead(progressOf(journal, 'copy'), progress))
  } catch (error) {
    // Damaged, it can restore nothing; what can't be read at present may.
    return refusalOf(error, path).problem !== 'store_corrupt'
  }
}
