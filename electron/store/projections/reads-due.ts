// Remembers which objects must be read again from Stripe because what was said of them can't be put in order. It must never
// forget one before something was said of it that is surely later.
import type { Database } from 'better-sqlite3'
import { settles, type Statement } from './precedence.ts'

export interface DueRead {
  /** The table. */
  kind: string
  id: string
  /** Stripe's word for it. */
  objectType: string
  /** Milliseconds by Stripe's clock. */
  asOf: number
}

export interface DueReads {
  mark(read: DueRead, at: number): void
  /** Nothing about the object is unsure any more. */
  settle(kind: string, id: string): void
  /** Forgets the object if this statement is surely later than what could not be told apart. */
  settledBy(kind: string, id: string, next: Statement): void
  /**
   * Those to be read by `now` (our clock, milliseconds), longest due first; those that are further ahead than anything waits, too:
   * they were noted while the clock was ahead.
   */
  due(now: number, limit: number): (DueRead & { attempts: number })[]
  /** When the next one is due, our clock in milliseconds; null when none is. */
  nextAt(): number | null
  /** It could not be read; again at `nextAttemptAt`. */
  postpone(read: DueRead, nextAttemptAt: number, problem: string): void
  count(): number
}

/** Nothing waits longer than an hour for its next attempt; in milliseconds, with room for what is noted meanwhile. */
export const longestWaitMs = 2 * 3_600_000

export function dueReads(database: Database): DueReads {
  const mark = database.prepare(
    `INSERT INTO reads_due (kind, id, object_type, as_of, next_attempt_at) VALUES (@kind, @id, @objectType, @asOf, @at)
     ON CONFLICT (kind, id) DO UPDATE SET as_of = max(as_of, excluded.as_of), attempts = 0, problem = NULL,
       next_attempt_at = excluded.next_attempt_at`,
  )
  const settle = database.prepare('DELETE FROM reads_due WHERE kind = ? AND id = ?')
  const asOf = database
    .prepare<[string, string], number>('SELECT as_of FROM reads_due WHERE kind = ? AND id = ?')
    .pluck()
  const due = database.prepare<[number, number, number], DueRead & { attempts: number }>(
    `SELECT kind, id, object_type AS objectType, as_of AS asOf, attempts FROM reads_due
     WHERE next_attempt_at <= ? OR next_attempt_at > ? ORDER BY next_attempt_at LIMIT ?`,
  )
  const nextAt = database.prepare<[], number | null>('SELECT min(next_attempt_at) FROM reads_due').pluck()
  const count = database.prepare<[], number>('SELECT count(*) FROM reads_due').pluck()
  const postpone = database.prepare(
    `UPDATE reads_due SET attempts = attempts + 1, next_attempt_at = @nextAttemptAt, problem = @problem
     WHERE kind = @kind AND id = @id`,
  )
  return {
    mark: (read, at) => void mark.run({ ...read, at }),
    settle: (kind, id) => void settle.run(kind, id),
    settledBy(kind, id, next) {
      const unsure = asOf.get(kind, id)
      if (unsure !== undefined && settles(unsure, next)) settle.run(kind, id)
    },
    // Asked after every turn, and nearly always there is none: to see that takes an eighth of the time.
    due: (now, limit) => (nextAt.get() === null ? [] : due.all(now, now + longestWaitMs, limit)),
    nextAt: () => nextAt.get() ?? null,
    postpone: ({ kind, id }, nextAttemptAt, problem) =>
      void postpone.run({ kind, id, nextAttemptAt, problem }),
    count: () => count.get() ?? 0,
  }
}
