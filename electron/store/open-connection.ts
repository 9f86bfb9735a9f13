// Opens one encrypted SQLite file and sets what must hold on every connection; it must never hand out a connection that is less durable.
import Database from 'better-sqlite3'

/** How a file of the store differs from the others. */
export type StoreFile = {
  readonly name: 'cache.db' | 'journal.db' | 'inbox.db'
  readonly noun: 'cache' | 'journal' | 'inbox'
  /** Marks the file's kind in its header, so that one can't be taken for the other. */
  readonly applicationId: number
  /** KiB of pages held in memory. */
  readonly memory: number
  /** Bytes of a page of a new file: a commit encrypts and writes each page that it touches whole. */
  readonly pageSize: number
  /** New files have the first; one that was made with a later one keeps it (docs/decisions/0002-encryption-at-rest.md). */
  readonly ciphers: readonly [Cipher, ...Cipher[]]
}

/** Schemes of SQLite3 Multiple Ciphers that authenticate each page. */
export type Cipher = 'aegis' | 'chacha20'

export const cacheFile: StoreFile = {
  name: 'cache.db',
  noun: 'cache',
  applicationId: 0x42754361,
  memory: 65_536,
  pageSize: 16_384,
  ciphers: ['aegis', 'chacha20'],
}

export const journalFile: StoreFile = {
  name: 'journal.db',
  noun: 'journal',
  applicationId: 0x42754a6f,
  memory: 2048,
  // Small commits, one after the other, and hardly ever read through.
  pageSize: 4096,
  ciphers: ['chacha20'],
}

export const inboxFile: StoreFile = {
  name: 'inbox.db',
  noun: 'inbox',
  applicationId: 0x4275496e,
  memory: 4096,
  pageSize: 16_384,
  ciphers: ['aegis', 'chacha20'],
}

const KEY_BYTES = 32

/**
 * Reads SQLite itself into this thread. To be called before the thread starts others: its look at the machine's C library waits for an
 * answer of every thread below, however busy.
 */
export function readSqlite(): void {
  new Database(':memory:').close()
}

/**
 * A keyed connection that has read nothing yet: a wrong key or cipher shows at the first statement as SQLITE_NOTADB.
 * `key` is 32 raw bytes, so that no key derivation runs at each open. Throws SqliteError.
 */
export function connect(
  path: string,
  key: Buffer,
  cipher: Cipher,
  options: { readonly?: boolean } = {},
): Database.Database {
  if (key.length !== KEY_BYTES) throw new Error(`A store key has ${KEY_BYTES} bytes, not ${key.length}.`)
  const database = new Database(path, {
    readonly: options.readonly === true,
    fileMustExist: true,
    timeout: 5000,
  })
  try {
    database.pragma(`cipher = '${cipher}'`)
    // Not database.key(): that takes the bytes for a passphrase.
    database.pragma(`key = "x'${key.toString('hex')}'"`)
    // Nothing decrypted may reach a temporary file.
    database.pragma('temp_store = MEMORY')
  } catch (error) {
    database.close()
    throw error
  }
  return database
}

/** Settings of every connection, writing or not. */
export function settle(database: Database.Database, file: StoreFile): void {
  database.pragma(`cache_size = -${file.memory}`)
  database.pragma('foreign_keys = ON')
  database.pragma('trusted_schema = OFF')
  database.pragma('cell_size_check = ON')
  // So that INSERT OR REPLACE fires the triggers that refuse a deletion.
  database.pragma('recursive_triggers = ON')
}

/** Settings of the writing connection, checked before and after its first write: WAL would fall back to NORMAL unasked. */
export function settleWriter(database: Database.Database, file: StoreFile): void {
  settle(database, file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('wal_autocheckpoint = 4000')
  if (process.platform === 'darwin') {
    database.pragma('fullfsync = ON')
    database.pragma('checkpoint_fullfsync = ON')
  }
  assertDurable(database)
  // Changes nothing, but is committed like any order: a full disk or a read-only file shows here and not at the first order.
  database.pragma(`application_id = ${file.applicationId}`)
  assertDurable(database)
}

/** Throws unless a commit on this connection survives power loss, and its foreign keys are enforced. */
export function assertDurable(database: Database.Database): void {
  const expected: Record<string, unknown> = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1 }
  if (process.platform === 'darwin') expected['fullfsync'] = 1
  for (const [setting, value] of Object.entries(expected)) {
    const actual = database.pragma(setting, { simple: true })
    if (actual !== value)
      throw new Error(`${database.name}: ${setting} is ${String(actual)}, it must be ${String(value)}.`)
  }
}

/** How thoroughly to check: both read every page, the quick one does not compare indexes with their tables. */
export type IntegrityCheck = 'integrity_check' | 'quick_check'

/** What SQLite's own check finds wrong with the database (or one attached to it), in one line; null when it is whole. */
export function faultOf(
  database: Database.Database,
  schema = 'main',
  check: IntegrityCheck = 'integrity_check',
): string | null {
  const said = String(database.pragma(`${schema}.${check}(1)`, { simple: true }))
  return said === 'ok' ? null : said.replaceAll(/\s+/g, ' ')
}
