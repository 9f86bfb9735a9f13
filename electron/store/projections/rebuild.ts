// Makes all tables again: rows that were read from Stripe from the bodies they have, everything else from the event log, newest
// first, so that what is shown is right again soon and older events make nothing unsure. It goes on where it stopped and must never take a row away meanwhile.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { EventLog, LoggedEvent } from '../events/log.ts'
import { syncFact } from '../sync/sync-state.ts'
import type { Kind } from './kind.ts'
import { kinds, projectionVersion } from './kinds.ts'
import { said } from './precedence.ts'
import type { Tables } from './tables.ts'

const pointShape = z.object({
  /** The form of the rows that are made; 0 where it was not kept. */
  version: z.int().default(0),
  /** Index of the kind whose rows are gone through; past the last one it is the log's turn. */
  kind: z.int().nonnegative(),
  /** The last rowid dealt with. */
  at: z.int(),
  /** Of the log: the last event's `created`. */
  created: z.int(),
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
})
type Point = z.infer<typeof pointShape>

export interface Rebuild {
  /** Whether one is needed or under way. */
  pending(): boolean
  /** Begins one, from the start; to be called inside a transaction. */
  begin(): void
  /** Does the next few rows inside the caller's transaction; false when nothing is left to do. */
  step(): boolean
  /** Rows and events dealt with, of all; null when none is under way. */
  progress(): { done: number; total: number } | null
}

export interface RebuildPorts {
  database: Database
  tables: Tables
  log: EventLog
  /** Applies an event that was applied before, and records what became of it. */
  retell: (event: LoggedEvent) => void
}

const rowsAtOnce = 20

export function rebuildOf({ database, tables, log, retell }: RebuildPorts): Rebuild {
  const point = syncFact(database, 'rebuild', pointShape)
  const version = syncFact(database, 'projection_version', z.int())
  // Prepared when they are needed: hardly ever.
  const nextRows = (kind: Kind, after: number): { rowid: number; id: string; said: number }[] =>
    database
      .prepare<[number, number], { rowid: number; id: string; said: number }>(
        `SELECT rowid, id, said FROM ${kind.table} WHERE rowid > ? ORDER BY rowid LIMIT ?`,
      )
      .all(after, rowsAtOnce)
  const countOf = (table: string): number =>
    database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0

  /** Anything that the log says takes their place (precedence.ts: isDoubted). */
  function doubt(kind: Kind, rowids: readonly number[]): void {
    if (rowids.length === 0) return
    database
      .prepare(
        `UPDATE ${kind.table} SET as_of = -1 - as_of
         WHERE as_of >= 0 AND rowid IN (SELECT value FROM json_each(?))`,
      )
      .run(JSON.stringify(rowids))
  }

  function rowsStep(now: Point): Point {
    const kind = kinds[now.kind]!
    const rows = nextRows(kind, now.at)
    for (const row of rows) if (row.said === said.read) again(kind, row.id)
    doubt(
      kind,
      rows.filter((row) => row.said !== said.read).map((row) => row.rowid),
    )
    const last = rows.at(-1)
    const done = now.done + rows.length
    if (last !== undefined) return { ...now, at: last.rowid, done }
    return { ...now, kind: now.kind + 1, at: 0, created: Number.MAX_SAFE_INTEGER, done }
  }

  function begin(): void {
    const total = ['events', ...kinds.map(({ table }) => table)].reduce(
      (sum, table) => sum + countOf(table),
      0,
    )
    if (total > 0) point.write({ version: projectionVersion, kind: 0, at: 0, created: 0, done: 0, total })
    else end()
  }

  function end(): void {
    database.prepare(`DELETE FROM sync_state WHERE name = 'rebuild'`).run()
    version.write(projectionVersion)
  }

  /** A body that is not understood any more keeps the row that was made of it. */
  function again(kind: Kind, id: string): void {
    try {
      tables.again(kind, id)
    } catch (thrown) {
      if (!(thrown instanceof z.ZodError)) throw thrown
    }
  }

  return {
    pending: () => point.read() !== null || version.read() !== projectionVersion,
    begin,
    step() {
      const now = point.read()
      if (now === null) return false
      // Rows that an earlier version of the app made before it was interrupted have the form of then.
      if (now.version !== projectionVersion) {
        begin()
        return true
      }
      if (now.kind < kinds.length) {
        point.write(rowsStep(now))
        return true
      }
      const events = log.before({ created: now.created, rowid: now.at }, rowsAtOnce)
      // What waits is tried by itself, in its time.
      for (const event of events) if (event.state !== 'waiting') retell(event)
      const last = events.at(-1)
      if (last === undefined) {
        end()
        return true
      }
      point.write({ ...now, at: last.rowid, created: last.created, done: now.done + events.length })
      return true
    },
    progress() {
      const now = point.read()
      return now === null ? null : { done: now.done, total: Math.max(now.done, now.total) }
    },
  }
}
