// Opens a desk's store whatever happened to its files; it must never delete a journal, nor begin a new one where there was one.
import { copyFileSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { dayAndTime } from '../../src/domain/day-words.ts'
import { findBackups, listBackups, progressOf } from './backup.ts'
import { isVouchedFor, takeVoucher } from './closed-well.ts'
import { cacheFile, journalFile } from './open-connection.ts'
import type { StoreFile } from './open-connection.ts'
import { flushFile, putInPlace, removeDatabase, withSideFiles, writeDurably } from './open-files.ts'
import { hasKeyCheck } from './open-key-check.ts'
import { pathOf, refusal, refusalOf } from './open-problem.ts'
import type { StoreRefusal } from './open-problem.ts'
import { openCache, openJournal } from './open.ts'

export type DeskStore = {
  ok: true
  cache: Database
  journal: Database
  /** Set when there was no journal, nor a trace of one: right for a new desk alone. */
  journalBegun: boolean
  /** What the operator must be told, in sentences; empty when nothing happened. */
  notices: string[]
  /** What they must be told of this opening alone, in a sentence; null when that is nothing. */
  passing: string | null
  /** Set when the cache was begun anew: everything must be read again from Stripe. */
  cacheRebuilt: boolean
  /**
   * Set when the journal came from a backup, now or earlier, and `journalTakenUp` was not called since: when that was made (Unix
   * milliseconds; 0 where nobody knows, as of a copy that was put back). Later orders are known to Stripe alone.
   */
  journalRestoredFrom: number | null
}

/** A cache of more bytes than this takes long to be read from end to end: a quarter of a minute for a million events. */
const bigCache = 64 * 1024 * 1024

/** Whether the cache of a desk takes long to be opened, since it has to be read from end to end. */
export const isReadWhole = (folder: string, thoroughUpTo = bigCache): boolean =>
  isBig(folder, thoroughUpTo) && !isVouchedFor(folder)

function isBig(folder: string, thoroughUpTo: number): boolean {
  const path = join(folder, cacheFile.name)
  return existsSync(path) && statSync(path).size > thoroughUpTo
}

export type RecoverOptions = {
  /** Unix milliseconds. */
  now?: number
  /**
   * A cache of more bytes than this gets the quick check, which reads every page but does not compare indexes with tables; and none where
   * it was closed in order.
   */
  thoroughUpTo?: number
}

/**
 * Opens both files of a desk for writing, checked. `key`: 32 raw bytes.
 * A damaged cache is moved aside and begun anew. A damaged, lost or outdated journal is moved aside and restored from its
 * best backup; without one the answer is `store_corrupt` and the file stays where it is. Everything else that is wrong
 * (newer version, wrong key, full disk, read-only folder) is returned as it is, and nothing is changed.
 */
export function openDeskStore(
  folder: string,
  key: Buffer,
  { now = Date.now(), thoroughUpTo = bigCache }: RecoverOptions = {},
): DeskStore | StoreRefusal {
  // The journal comes first: a cache on the disk is then a proof that there was a journal.
  const journal = attempt(join(folder, journalFile.name), () => journalOf(folder, key, now))
  if (!journal.ok) return journal
  const cache = attempt(join(folder, cacheFile.name), () => cacheOf(folder, key, now, thoroughUpTo))
  if (!cache.ok) {
    journal.database.close()
    return cache
  }
  return {
    ok: true,
    cache: cache.database,
    journal: journal.database,
    journalBegun: journal.begun ?? false,
    notices: [journal.notice, cache.notice].filter((notice) => notice !== null),
    passing: journal.passing ?? null,
    cacheRebuilt: cache.rebuilt,
    journalRestoredFrom: journal.restoredFrom,
  }
}

type OpenedJournal = {
  ok: true
  database: Database
  begun?: true
  notice: string | null
  passing?: string | null
  restoredFrom: number | null
}
type OpenedCache = { ok: true; database: Database; notice: string | null; rebuilt: boolean }

function journalOf(folder: string, key: Buffer, now: number): OpenedJournal | StoreRefusal {
  const path = join(folder, journalFile.name)
  if (!existsSync(path)) {
    const traces = [...withSideFiles(path), join(folder, cacheFile.name), restoredMark(folder)]
    const hadOne = traces.some(existsSync) || hasKeyCheck(folder) || listBackups(folder).length > 0
    if (hadOne) return restoreJournal(folder, key, now, `${path} is missing.`)
    const fresh = openJournal(folder, key)
    return fresh.ok ? { ...fresh, begun: true, notice: null, restoredFrom: null } : fresh
  }
  const opened = openJournal(folder, key, { check: 'integrity_check' })
  if (!opened.ok)
    return opened.problem === 'store_corrupt' ? restoreJournal(folder, key, now, opened.detail) : opened
  const { best, unread } = findBackups(folder, key, progressOf(opened.database))
  if (best !== null) {
    opened.database.close()
    return restoreJournal(folder, key, now, `${path} is older than its own backup.`)
  }
  const restoredFrom = notTakenUp(folder)
  return {
    ...opened,
    notice: restoredFrom === null ? null : wasRestored(restoredFrom),
    passing: unread === null ? null : notCompared(unread),
    restoredFrom,
  }
}

function restoreJournal(
  folder: string,
  key: Buffer,
  now: number,
  cause: string,
): OpenedJournal | StoreRefusal {
  const path = join(folder, journalFile.name)
  const { best: backup, unread } = findBackups(folder, key)
  if (unread !== null)
    return refusal(
      'store_unwritable',
      `${cause} A backup of it that may be the newest can't be read at present: ${unread} Nothing was restored from an older one, and nothing was changed. Make it readable and open the desk again; or move it away, to have the journal restored from the next one.`,
    )
  if (backup === null) {
    // What is put back then is of a time that nobody here knows.
    writeDurably(restoredMark(folder), '0')
    return refusal(
      'store_corrupt',
      `${cause} There is no backup of it that can be read, so Bursar does not know which orders were sent and begins no new journal by itself. ` +
        `Put a copy of journal.db back into ${folder}, without a journal.db-wal of another time beside it, or move that folder away to begin anew.`,
    )
  }
  const temporary = `${path}.new`
  removeDatabase(temporary)
  copyFileSync(backup.path, temporary)
  flushFile(temporary)
  // Before it is there, so that however this ends it is never taken for a journal that knows everything; and before the old one goes, as
  // from then on nothing more has to be written.
  writeDurably(restoredMark(folder), String(backup.at))
  const aside = moveAside(folder, journalFile, now)
  putInPlace(temporary, path)
  const opened = openJournal(folder, key, { check: 'integrity_check' })
  if (!opened.ok) return opened
  const kept = aside === null ? '' : ` The old file was kept as ${aside}.`
  return {
    ...opened,
    notice: `${cause} ${wasRestored(backup.at)}${kept}`,
    restoredFrom: backup.at,
  }
}

const notCompared = (unread: string): string =>
  `The journal could not be compared with one of its backups, which can't be read at present. ${unread} While that is so, no damage could be mended from it.`

const restoredMark = (folder: string): string => join(folder, 'journal-restored')

const wasRestored = (at: number): string =>
  `${
    at === 0
      ? 'The journal could not be read before, and may be a copy of an earlier time that was put back.'
      : `The journal was restored from its backup of ${dayAndTime(at)}.`
  } Of orders placed after that, what came of them is read from Stripe; bulk runs that had not ended were stopped; notes, cases, rules, views, the policy and the audit are as they were then.`

/** Of which backup the journal is, whose orders were not taken up yet, 0 where nobody knows; null where there is nothing of it. */
function notTakenUp(folder: string): number | null {
  if (!existsSync(restoredMark(folder))) return null
  const at = Number(readFileSync(restoredMark(folder), 'utf8'))
  return new Date(at).getTime() === at ? at : 0
}

/** What a journal from a backup left open is written down as not known: from now on it is a journal like any other. */
export function journalTakenUp(folder: string): void {
  rmSync(restoredMark(folder), { force: true })
}

function cacheOf(folder: string, key: Buffer, now: number, thoroughUpTo: number): OpenedCache | StoreRefusal {
  const big = isBig(folder, thoroughUpTo)
  const isAsClosed = takeVoucher(folder)
  const check = big ? 'quick_check' : 'integrity_check'
  const opened = openCache(folder, key, big && isAsClosed ? {} : { check })
  if (opened.ok) return { ...opened, notice: null, rebuilt: false }
  if (opened.problem !== 'store_corrupt') return opened
  for (const name of readdirSync(folder))
    if (name.startsWith('cache-corrupt-')) rmSync(join(folder, name), { force: true })
  const aside = moveAside(folder, cacheFile, now)
  const fresh = openCache(folder, key)
  if (!fresh.ok) return fresh
  return {
    ...fresh,
    notice:
      `The cache was damaged and begun anew: what it held is read again from Stripe, and nothing of yours is lost. Events of more than 30 days ago Stripe does not tell again.` +
      (aside === null ? '' : ` The damaged file was kept as ${aside}.`),
    rebuilt: true,
  }
}

/** Renames the file and what SQLite kept beside it to `<noun>-corrupt-<utc>.db`; the new name, null when there was no file. */
function moveAside(folder: string, file: StoreFile, now: number): string | null {
  const from = withSideFiles(join(folder, file.name))
  const to = withSideFiles(unusedPath(folder, `${file.noun}-corrupt-${stamp(now)}`))
  const there = existsSync(from[0])
  for (const [index, path] of from.entries()) {
    const target = to[index]
    if (target !== undefined && existsSync(path)) renameSync(path, target)
  }
  return there ? basename(to[0]) : null
}

/** Two mishaps in one millisecond keep both files. */
function unusedPath(folder: string, name: string): string {
  for (let count = 1; ; count++) {
    const path = join(folder, count === 1 ? `${name}.db` : `${name}-${count}.db`)
    if (!withSideFiles(path).some((file) => existsSync(file))) return path
  }
}

function attempt<Value>(path: string, act: () => Value | StoreRefusal): Value | StoreRefusal {
  try {
    return act()
  } catch (error) {
    return refusalOf(error, pathOf(error) ?? path)
  }
}

const stamp = (at: number): string => new Date(at).toISOString().replaceAll(/[:.]/g, '-')
