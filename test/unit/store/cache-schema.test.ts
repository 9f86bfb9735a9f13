// A new cache is made by one schema, an older one step by step: they must not differ in anything.
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrate } from '../../../electron/store/migrate.ts'
import { cacheMigrations } from '../../../electron/store/migrations/index.ts'
import { openCache } from '../../../electron/store/open.ts'
import { aFolder, aKey, opened } from './open.support.ts'

/** Everything a database holds but the times of its migrations and what a search table numbers by lot. */
function contentOf(database: Database.Database) {
  const schema = database
    .prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name')
    .all()
  const names = database
    .prepare<[], string>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow') ORDER BY name`,
    )
    .pluck()
    .all()
    .filter((name) => name !== 'sqlite_schema' && name !== 'applied_migrations')
  return {
    version: database.pragma('user_version', { simple: true }),
    applied: database.prepare('SELECT number, name, checksum FROM applied_migrations').all(),
    schema,
    rows: names.map((name) => [name, database.prepare(`SELECT * FROM ${name}`).all()]),
  }
}

test('a new cache is what all migrations make of nothing; where it is not, run `node scripts/cache-schema.ts`', () => {
  const stepByStep = opened({ ok: true, database: new Database(':memory:') } as { ok: true })
  migrate(stepByStep, cacheMigrations)
  const made = opened(openCache(aFolder(), aKey()))
  expect(contentOf(made)).toEqual(contentOf(stepByStep))
})
