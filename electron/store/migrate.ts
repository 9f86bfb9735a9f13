// Brings a database to the schema this build knows, one transaction a step; it must never touch a database from another version.
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Migration } from './migrations/migration.ts'

export type Migrated = { ok: true; applied: number } | { ok: false; problem: 'store_newer'; detail: string }

const APPLIED = /* sql */ `CREATE TABLE IF NOT EXISTS applied_migrations (
  number INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  applied_at INTEGER NOT NULL
) STRICT`

type AppliedRow = { number: number; name: string; checksum: string }

/** SHA-256 of the migration's SQL, lowercase hex. */
export function migrationChecksum(migration: Migration): string {
  return createHash('sha256').update(migration.up).digest('hex')
}

/**
 * Reads only: whether this build may use the database, and how many migrations it lacks.
 * `store_newer` when a newer build, or one whose migrations differ from ours, wrote it.
 */
export function checkVersion(
  database: Database,
  migrations: readonly Migration[],
): { ok: true; missing: number } | { ok: false; problem: 'store_newer'; detail: string } {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version > migrations.length)
    return newer(`its schema is number ${version}, this version of Bursar knows up to ${migrations.length}`)
  const rows = appliedRows(database)
  if (rows.length !== version)
    return newer(`its schema is number ${version}, but ${rows.length} steps are on record`)
  for (const row of rows) {
    const ours = migrations[row.number - 1]
    if (ours === undefined || migrationChecksum(ours) !== row.checksum)
      return newer(
        `step ${row.number} (${row.name}) of its schema is not the one this version of Bursar knows`,
      )
  }
  return { ok: true, missing: migrations.length - version }
}

/**
 * Applies what is missing, each step in one IMMEDIATE transaction with its `user_version` and its row in
 * applied_migrations: after a crash a step is there whole or not at all. A step that fails throws, and the database
 * stands at the step before.
 */
export function migrate(
  database: Database,
  migrations: readonly Migration[],
  /** Unix milliseconds. */
  now: number = Date.now(),
): Migrated {
  assertNumbered(migrations)
  const found = checkVersion(database, migrations)
  if (!found.ok) return found
  let applied = 0
  for (const migration of migrations.slice(migrations.length - found.missing)) {
    const step = database
      .transaction(() => {
        // Asked again inside the lock: another process may have come first.
        const checked = checkVersion(database, migrations)
        if (!checked.ok) return checked
        if (migrations.length - checked.missing >= migration.number) return { ok: true, applied: 0 } as const
        database.exec(APPLIED)
        database.exec(migration.up)
        record(database, migration, now)
        return { ok: true, applied: 1 } as const
      })
      .immediate()
    if (!step.ok) return step
    applied += step.applied
  }
  return { ok: true, applied }
}

/**
 * Makes a new database by `schema`, which is what all migrations make of nothing, and records them as applied: altered step by step, each
 * table would take the time of several. To be called in a transaction.
 */
export function makeWhole(
  database: Database,
  schema: string,
  migrations: readonly Migration[],
  /** Unix milliseconds. */
  now: number = Date.now(),
): void {
  database.exec(APPLIED)
  database.exec(schema)
  for (const migration of migrations) record(database, migration, now)
}

function record(database: Database, migration: Migration, now: number): void {
  database
    .prepare('INSERT INTO applied_migrations (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)')
    .run(migration.number, migration.name, migrationChecksum(migration), now)
  database.pragma(`user_version = ${migration.number}`)
}

function appliedRows(database: Database): AppliedRow[] {
  const exists = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'applied_migrations'`).get()
  if (exists === undefined) return []
  return database
    .prepare<[], AppliedRow>('SELECT number, name, checksum FROM applied_migrations ORDER BY number')
    .all()
}

function assertNumbered(migrations: readonly Migration[]): void {
  for (const [index, migration] of migrations.entries())
    if (migration.number !== index + 1)
      throw new Error(`Migration "${migration.name}" is number ${migration.number} in place ${index + 1}.`)
}

function newer(detail: string): { ok: false; problem: 'store_newer'; detail: string } {
  return { ok: false, problem: 'store_newer', detail }
}
