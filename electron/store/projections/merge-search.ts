// Merges the segments that the search tables are made of, which keeps a search in a long history quick: every transaction leaves a segment, SQLite
// merges them only in part as it writes, and what is looked for is looked for in each. It must never change what is found.
import type { Database, Statement } from 'better-sqlite3'

export interface SearchMerge {
  /** Merges a little inside the caller's transaction, what has come apart most first; false when no table is worth it. */
  step(): boolean
  /** What was under way may have been rolled back, or can't go on: the next step looks anew. */
  forget(): void
}

const searchTables = ['payment_search', 'event_search', 'customer_search', 'object_search'] as const

/** Once so much of a table lies beside its largest segment, all of it is written anew: fourteen times while a history doubles. */
const apartShare = 1 / 20
/** Pages of a table that are too few to be noticed. */
const littleApart = 100
/** Some milliseconds of work. */
const pagesAtOnce = 64

export function searchMerge(database: Database): SearchMerge {
  const totalChanges = database.prepare<[], number>('SELECT total_changes()').pluck()
  // Prepared when they are needed: hardly ever.
  const merge = (table: string): Statement =>
    database.prepare(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`)
  /** Tables to be merged, the current one first; null: not looked at yet. */
  let apart: { table: string; merge: Statement; begun: boolean }[] | null = null

  function isApart(table: string): boolean {
    // A row for each page of a segment that begins a term: https://www.sqlite.org/fts5.html#the_idx_table
    const segments = database
      .prepare<[], number>(`SELECT count(*) FROM ${table}_idx GROUP BY segid`)
      .pluck()
      .all()
    const all = segments.reduce((sum, pages) => sum + pages, 0)
    const beside = all - Math.max(0, ...segments)
    return beside > Math.max(littleApart, all * apartShare)
  }

  return {
    step() {
      apart ??= searchTables.filter(isApart).map((table) => ({ table, merge: merge(table), begun: false }))
      const [current] = apart
      if (current === undefined) {
        apart = null
        return false
      }
      const before = totalChanges.get() ?? 0
      // A negative number begins to merge all segments into one, a positive one goes on; a call with nothing to do changes one row.
      current.merge.run(current.begun ? pagesAtOnce : -pagesAtOnce)
      current.begun = true
      if ((totalChanges.get() ?? 0) - before < 2) apart.shift()
      return true
    },
    forget: () => void (apart = null),
  }
}
