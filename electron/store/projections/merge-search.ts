// Merges the segments that the search tables are made of, which keeps a search in a long history quick: every transaction leaves a segment, SQLite
// merges them only in part as it writes, and what is looked for is looked for in each. It must never change what is found.
import type { Database, Statement } from 'better-sqlite3'

export interface SearchMerge {
  /** Merges a little inside the caller's transaction, one table after the other; false when none is worth it. */
  step(): boolean
  /** What was under way may have been rolled back, or can't go on: the next step looks anew. */
  forget(): void
}

const searchTables = ['payment_search', 'event_search', 'customer_search', 'object_search'] as const

/** Once so much of a table lies beside its largest segment, all of it is written anew: four times while a history doubles. */
const apartShare = 1 / 6
/** Once so many lie beside it, they are merged among themselves. */
const smallOnes = 4
/** Pages of a table that are too few to be noticed. */
const littleApart = 100
/** Some milliseconds of work. */
const pagesAtOnce = 64

interface Merging {
  merge: Statement
  /** All of it into one segment; else those of about one size. */
  whole: boolean
  begun: boolean
}

export function searchMerge(database: Database): SearchMerge {
  const totalChanges = database.prepare<[], number>('SELECT total_changes()').pluck()
  /** The current one first; null: not looked at yet. */
  let apart: Merging[] | null = null

  function mergingOf(table: string): Merging | null {
    // A row for each page of a segment that begins a term: https://www.sqlite.org/fts5.html#the_idx_table
    const segments = database
      .prepare<[], number>(`SELECT count(*) FROM ${table}_idx GROUP BY segid`)
      .pluck()
      .all()
    const all = segments.reduce((sum, pages) => sum + pages, 0)
    const beside = all - Math.max(0, ...segments)
    const whole = beside > all * apartShare
    if (beside <= littleApart || !(whole || segments.length > smallOnes)) return null
    // So few of about one size are merged; kept in the table itself. Prepared when it is needed: hardly ever.
    database.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('usermerge', 2)`)
    return {
      whole,
      begun: false,
      merge: database.prepare(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`),
    }
  }

  return {
    step() {
      apart ??= searchTables.flatMap((table) => mergingOf(table) ?? [])
      const [current] = apart
      if (current === undefined) {
        apart = null
        return false
      }
      const before = totalChanges.get() ?? 0
      // A negative number begins to merge all segments into one, a positive one goes on. One row is changed where there is nothing to do.
      current.merge.run(current.whole && !current.begun ? -pagesAtOnce : pagesAtOnce)
      current.begun = true
      if ((totalChanges.get() ?? 0) - before < 2) apart.shift()
      return true
    },
    forget: () => void (apart = null),
  }
}
