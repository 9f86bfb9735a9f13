// Opens the two encrypted files of a desk, making and migrating them as needed; it must never replace a file that is there.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { checkVersion, makeWhole, migrate } from './migrate.ts'
import { cacheSchema } from './migrations/cache-schema.ts'
import { cacheMigrations, journalMigrations } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'
import { cacheFile, connect, faultOf, journalFile, settle, settleWriter } from './open-connection.ts'
import type { Cipher, IntegrityCheck, StoreFile } from './open-connection.ts'
import {
  flushFile,
  makePrivateFile,
  makePrivateFolder,
  putInPlace,
  removeDatabase,
  removeSideFiles,
} from './open-files.ts'
import { readKeyCheck, writeKeyCheck } from './open-key-check.ts'
import { pathOf, refusal, refusalOf } from './open-problem.ts'
import type { StoreRefusal } from './open-problem.ts'

export type { StoreProblem, StoreRefusal } from './open-problem.ts'

export type Opened = { ok: true; database: Database } | StoreRefusal

export type OpenOptions = {
  /** For the reader: nothing is written, made or migrated; works beside the writer. */
  readonly?: boolean
  /** SQLite's check, run before anything is written; what it finds is `store_corrupt`. */
  check?: IntegrityCheck
}

/**
 * Opens `<folder>/cache.db`, the part of a desk that can be read again from Stripe. `key`: 32 raw bytes.
 * A missing file is made (not when read-only); a damaged one is left as it is: recover.ts decides.
 */
export function openCache(folder: string, key: Buffer, options: OpenOptions = {}): Opened {
  return openFile(folder, key, cacheFile, cacheMigrations, options, cacheSchema)
}

/**
 * Opens `<folder>/journal.db`, the orders of a desk. `key`: 32 raw bytes.
 * A missing file is made (not when read-only): only recover.ts knows whether one should have been there.
 */
export function openJournal(folder: string, key: Buffer, options: OpenOptions = {}): Opened {
  return openFile(folder, key, journalFile, journalMigrations, options)
}

/** Everything one opening needs to know. */
type Opening = {
  folder: string
  path: string
  key: Buffer
  file: StoreFile
  migrations: readonly Migration[]
  options: OpenOptions
  schema: string | undefined
}

/** One file of a desk, by its kind and its migrations: what openCache, openJournal and the inbox have in common. */
export function openFile(
  folder: string,
  key: Buffer,
  file: StoreFile,
  migrations: readonly Migration[],
  options: OpenOptions,
  /** What the migrations together make of nothing, where that is written down: a new file is made by it. */
  schema?: string,
): Opened {
  const path = join(folder, file.name)
  const opening: Opening = { folder, path, key, file, migrations, options, schema }
  try {
    if (options.readonly === true) return openReader(opening)
    makePrivateFolder(folder)
    if (!existsSync(path)) {
      // Two files of one desk must not end up under two keys: the one that was here first decides.
      if (readKeyCheck(folder, key) === 'wrong') return wrongKey(path)
      create(opening)
    }
    return openWriter(opening)
  } catch (error) {
    return refusalOf(error, pathOf(error) ?? path)
  }
}

/** Made whole under another name, so that a file called journal.db was never half a journal. */
function create({ path, key, file, migrations, schema }: Opening): void {
  const temporary = `${path}.new`
  removeDatabase(temporary)
  makePrivateFile(temporary)
  const database = connect(temporary, key, file.ciphers[0])
  try {
    // Must come before the first page is written; the file keeps it.
    database.pragma(`page_size = ${file.pageSize}`)
    settle(database, file)
    // Nothing of it counts before it is whole: every page is written once, and flushed then.
    database.pragma('journal_mode = OFF')
    database.pragma('synchronous = OFF')
    database.pragma(`application_id = ${file.applicationId}`)
    database
      .transaction(() =>
        schema === undefined ? migrate(database, migrations) : makeWhole(database, schema, migrations),
      )
      .immediate()
    database.close()
    flushFile(temporary)
    removeSideFiles(path)
    putInPlace(temporary, path)
  } catch (error) {
    database.close()
    removeDatabase(temporary)
    throw error
  }
}

function openWriter(opening: Opening): Opened {
  const { folder, path, key, file, migrations } = opening
  const keyed = openKeyed(opening)
  if (!keyed.ok) return keyed
  const { database } = keyed
  try {
    settleWriter(database, file)
    const migrated = migrate(database, migrations)
    if (!migrated.ok) {
      database.close()
      return refusal(migrated.problem, newerDetail(path, migrated.detail))
    }
    if (readKeyCheck(folder, key) !== 'right') writeKeyCheck(folder, key)
    return { ok: true, database }
  } catch (error) {
    database.close()
    throw error
  }
}

function openReader(opening: Opening): Opened {
  const { path, file } = opening
  const keyed = openKeyed(opening)
  if (!keyed.ok) return keyed
  const { database } = keyed
  if (keyed.missing > 0) {
    database.close()
    return refusal(
      'store_unwritable',
      `${path} still has an older schema; it is brought up to date when the desk is opened.`,
    )
  }
  settle(database, file)
  database.pragma('query_only = ON')
  return { ok: true, database }
}

type Keyed = { ok: true; database: Database; missing: number }

/** A connection whose key, kind, version and (where asked) integrity have been checked by reading alone. */
function openKeyed(opening: Opening): Keyed | StoreRefusal {
  const { folder, path, key, file } = opening
  const [cipher, ...former] = file.ciphers
  const opened = openWith(cipher, opening)
  // SQLite says "not a database" for another cipher, for a wrong key and for a damaged first page.
  if (opened.ok || opened.problem !== 'store_corrupt') return opened
  if (readKeyCheck(folder, key) === 'wrong') return wrongKey(path)
  for (const each of former) {
    const openedSo = openWith(each, opening)
    if (openedSo.ok || openedSo.problem !== 'store_corrupt') return openedSo
  }
  return opened
}

function openWith(cipher: Cipher, opening: Opening): Keyed | StoreRefusal {
  const { path, key, options } = opening
  const database = connect(path, key, cipher, { readonly: options.readonly === true })
  try {
    const inspected = inspect(database, opening)
    if (!inspected.ok) {
      database.close()
      return inspected
    }
    return { ok: true, database, missing: inspected.missing }
  } catch (error) {
    database.close()
    return refusalOf(error, path)
  }
}

function inspect(
  database: Database,
  { path, file, migrations, options }: Opening,
): { ok: true; missing: number } | StoreRefusal {
  // Finds an emptied file too, which SQLite takes for a new database; ours are never empty (see create).
  if (database.pragma('application_id', { simple: true }) !== file.applicationId)
    return refusal('store_corrupt', `${path} is not a ${file.noun} of Bursar.`)
  const version = checkVersion(database, migrations)
  if (!version.ok) return refusal(version.problem, newerDetail(path, version.detail))
  const fault = options.check === undefined ? null : faultOf(database, 'main', options.check)
  if (fault !== null) return refusal('store_corrupt', `${path} is damaged: ${fault}.`)
  return version
}

function wrongKey(path: string): StoreRefusal {
  return refusal(
    'store_locked_key',
    `${path} is locked with another key than the one this computer keeps for it.`,
  )
}

function newerDetail(path: string, detail: string): string {
  return `${path} was written by another version of Bursar (${detail}). Nothing was changed; open it with that version.`
}
