// Empty caches in memory for runs that tell thousands of histories: to open one and prepare its statements takes as long as to tell a short
// history, so each is opened once and used again. It must never hold anything of the history before.
import Database, { type Statement } from 'better-sqlite3'
import { migrate } from '../../electron/store/migrate.ts'
import { cacheMigrations } from '../../electron/store/migrations/index.ts'

export interface EmptyCache {
  cache: Database.Database
  /** Whoever had the cache open has closed it: the next one is given the statements that this one prepared. */
  reopened(): void
  /** Everything that was written is rolled back, and the next history takes it. */
  giveBack(): void
}

const free: EmptyCache[] = []

/** What is written is in one transaction, so that those of whoever uses it are savepoints within. */
export function takeCache(): EmptyCache {
  const taken = free.pop() ?? newCache()
  taken.reopened()
  taken.cache.exec('BEGIN')
  return taken
}

let template: Buffer | undefined

function newCache(): EmptyCache {
  const cache = new Database((template ??= migrated()))
  const prepare = cache.prepare.bind(cache)
  const prepared = new Map<string, { statements: Statement[]; given: number }>()
  cache.prepare = ((sql: string) => {
    let of = prepared.get(sql)
    if (!of) prepared.set(sql, (of = { statements: [], given: 0 }))
    const statement = (of.statements[of.given] ??= prepare(sql))
    of.given += 1
    // As if it were new: how rows are told is said after it was prepared.
    return statement.reader ? statement.pluck(false).raw(false) : statement
  }) as typeof cache.prepare
  const empty: EmptyCache = {
    cache,
    reopened() {
      for (const of of prepared.values()) of.given = 0
    },
    giveBack() {
      cache.exec('ROLLBACK')
      free.push(empty)
    },
  }
  return empty
}

function migrated(): Buffer {
  const database = new Database(':memory:')
  migrate(database, cacheMigrations, 0)
  const bytes = database.serialize()
  database.close()
  return bytes
}
