// Only one engine may work on a home: two would send each other's orders. The lock is SQLite's own on a small file, so
// that the system releases it whatever way the process ends.
import { mkdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { failure, type Failure } from '../../../src/contract/index.ts'

/** Held on to for as long as the thread lives: a connection that nobody can reach any more is closed, and lets go of the lock. */
const held = new Set<Database.Database>()

export type HomeLock = { ok: true; release(): void } | { ok: false; error: Failure }

/** The file holds nothing: one that is damaged is emptied. In place, so that whoever took it meanwhile still holds it. */
function lock(path: string): Database.Database {
  try {
    return exclusively(path)
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_NOTADB') throw error
    truncateSync(path)
    return exclusively(path)
  }
}

function exclusively(path: string): Database.Database {
  const database = new Database(path, { timeout: 1000 })
  try {
    database.pragma('journal_mode = DELETE')
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

export function takeHome(home: string): HomeLock {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    const database = lock(join(home, 'in-use.lock'))
    held.add(database)
    return {
      ok: true,
      release() {
        held.delete(database)
        database.close()
      },
    }
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (code.startsWith('SQLITE_BUSY')) {
      return failure(
        'store_unwritable',
        `Another Bursar is already working in ${home}. Close it, then start this one again; nothing was changed.`,
      )
    }
    const words = error instanceof Error ? error.message : String(error)
    return failure(
      'store_unwritable',
      `Bursar can't write to ${home} (${words}). Free some space or mend the permissions, then start again.`,
    )
  }
}
