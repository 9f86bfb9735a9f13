// Remembers which stretches of time of which list are in the cache. It must never call a stretch covered before its rows
// are stored: the caller makes both changes in one transaction.
import type { Database } from 'better-sqlite3'

/** A stretch of time in Unix seconds by Stripe's clock: `from` is inside, `to` is not. */
export interface Span {
  from: number
  to: number
}

export interface DueWindow extends Span {
  number: number
  kind: string
  /** The last id stored of this window, which is read newest first; null when none was. */
  cursor: string | null
}

export interface ListRead {
  kind: string
  wholeAt: number | null
  /** Null too while only news of a list that was read whole is due. What is due from here on is news. */
  begunAt: number | null
  /** Where what was read or is due ends; null where there is neither. */
  reached: number | null
  /** Stored by the reading under way, or else by the last one. */
  objects: number
  /** When the oldest object found so far was created. */
  oldest: number | null
  unreadable: string | null
}

/** What a page brought: how many objects, and when the oldest of them was created. */
export interface Found {
  objects: number
  oldest: number | null
}

/** All but the reading functions write, and want to run in the transaction that stores the rows they speak of. */
export interface Windows {
  lists(): ListRead[]
  /** Of the lists that can be read, newest first. */
  due(): DueWindow[]
  /** Oldest first; what touches is one span. */
  covered(kind: string): Span[]
  /** A new reading of a list, of all that was created within `span`. What the reading before found stays true until this one ends. */
  begin(kind: string, span: Span): void
  /**
   * News: what was created from `since` on is due, up to `at`, whether the reading before is whole yet or not. It is not counted:
   * part of it was.
   */
  extend(kind: string, since: number, at: number): void
  /** Stripe does not let this key read the list; `why` in words. */
  refuse(kind: string, why: string): void
  /**
   * The part of a due window from `downTo` on was stored; returns the older rest, due after `cursor`. Null when the window
   * was given up meanwhile, as in `finish`: then nothing is noted.
   */
  advance(window: DueWindow, downTo: number, cursor: string, found: Found): DueWindow | null
  /**
   * All that was left of a due window was stored; ends the reading when it was the last.
   * @returns when that reading began, where it was the end of another reading of a list that had been begun before; else null.
   */
  finish(window: DueWindow, found: Found): number | null
  /** Cuts a due window in two at a time inside of it; returns the newer part, which keeps the cursor. */
  split(window: DueWindow, at: number): DueWindow
  /** The cursor is no good any more (its object was deleted): what is left is read from its newest second. */
  forgetCursor(window: DueWindow): DueWindow
  /** A stretch that is wholly in the cache, whatever was known of it before. */
  cover(kind: string, span: Span): void
}

const lists = /* sql */ `SELECT kind, whole_at AS wholeAt, begun_at AS begunAt, objects, oldest, unreadable,
  (SELECT max(created_to) FROM windows WHERE windows.kind = lists_read.kind) AS reached FROM lists_read`

const begun = /* sql */ `INSERT INTO lists_read (kind, begun_at) VALUES (@kind, @begunAt)
  ON CONFLICT (kind) DO UPDATE SET begun_at = excluded.begun_at, objects = 0, oldest = NULL, unreadable = NULL, again = 1`

const refused = /* sql */ `INSERT INTO lists_read (kind, unreadable) VALUES (@kind, @why)
  ON CONFLICT (kind) DO UPDATE SET unreadable = excluded.unreadable, begun_at = NULL`

const counted = /* sql */ `UPDATE lists_read
  SET objects = objects + @objects, oldest = min(coalesce(oldest, @oldest), coalesce(@oldest, oldest))
  WHERE kind = @kind AND begun_at > @from`

const extended = /* sql */ `UPDATE lists_read SET begun_at = min(begun_at, @since) WHERE kind = @kind`

/** The windows tell how far it reached, news included; a reading of no time at all has none. */
const ended = /* sql */ `UPDATE lists_read
  SET whole_at = coalesce((SELECT max(created_to) FROM windows WHERE kind = @kind), begun_at), begun_at = NULL
  WHERE kind = @kind`

const due = /* sql */ `SELECT number, kind, created_from AS "from", created_to AS "to", cursor
  FROM windows JOIN lists_read USING (kind)
  WHERE state = 'due' AND unreadable IS NULL ORDER BY created_to DESC, number`

const coveredOf = /* sql */ `SELECT number, created_from AS "from", created_to AS "to" FROM windows
  WHERE kind = @kind AND state = 'covered' AND created_to >= @from AND created_from <= @to ORDER BY created_from`

const insert = /* sql */ `INSERT INTO windows (kind, created_from, created_to, state) VALUES (@kind, @from, @to, @state)`

const ever: Span = { from: 0, to: Number.MAX_SAFE_INTEGER }

export function windowsOf(cache: Database): Windows {
  const selectLists = cache.prepare<[], ListRead>(lists)
  const beginList = cache.prepare<{ kind: string; begunAt: number }>(begun)
  const refuseList = cache.prepare<{ kind: string; why: string }>(refused)
  const count = cache.prepare<{ kind: string; from: number } & Found>(counted)
  const extendList = cache.prepare<{ kind: string; since: number }>(extended)
  const endList = cache.prepare<{ kind: string }>(ended)
  const selectDue = cache.prepare<[], DueWindow>(due)
  const selectReading = cache.prepare<[string], { begunAt: number }>(
    'SELECT begun_at AS begunAt FROM lists_read WHERE kind = ? AND begun_at IS NOT NULL AND again = 1',
  )
  const anyDue = cache.prepare<[string]>(`SELECT 1 FROM windows WHERE kind = ? AND state = 'due' LIMIT 1`)
  const selectCovered = cache.prepare<{ kind: string } & Span, Span & { number: number }>(coveredOf)
  const insertWindow = cache.prepare<{ kind: string; state: 'due' | 'covered' } & Span>(insert)
  const update = cache.prepare<DueWindow>(
    'UPDATE windows SET created_from = @from, created_to = @to, cursor = @cursor WHERE number = @number',
  )
  const endOf = cache.prepare<[number], number>('SELECT created_to FROM windows WHERE number = ?').pluck()
  const remove = cache.prepare<[number]>('DELETE FROM windows WHERE number = ?')
  const removeFrom = cache.prepare<{ kind: string; since: number }>(
    'DELETE FROM windows WHERE kind = @kind AND created_from >= @since',
  )
  const cutAt = cache.prepare<{ kind: string; since: number }>(
    'UPDATE windows SET created_to = @since WHERE kind = @kind AND created_to > @since',
  )

  function insertDue(kind: string, { from, to }: Span): void {
    if (to > from) insertWindow.run({ kind, from, to, state: 'due' })
  }

  /** One row for what touches: a list that was read to its end is a single row, however many pages it took. */
  function cover(kind: string, { from, to }: Span): void {
    if (to <= from) return
    const touching = selectCovered.all({ kind, from, to })
    for (const { number } of touching) remove.run(number)
    insertWindow.run({
      kind,
      state: 'covered',
      from: Math.min(from, ...touching.map((window) => window.from)),
      to: Math.max(to, ...touching.map((window) => window.to)),
    })
  }

  function endIfWhole(kind: string): number | null {
    if (anyDue.get(kind) !== undefined) return null
    const again = selectReading.get(kind)
    endList.run({ kind })
    return again?.begunAt ?? null
  }

  return {
    lists: () => selectLists.all(),
    due: () => selectDue.all(),
    covered: (kind) => selectCovered.all({ kind, ...ever }).map(({ from, to }) => ({ from, to })),
    begin(kind, span) {
      removeFrom.run({ kind, since: 0 })
      beginList.run({ kind, begunAt: span.to })
      insertDue(kind, span)
      endIfWhole(kind)
    },
    extend(kind, since, at) {
      removeFrom.run({ kind, since })
      cutAt.run({ kind, since })
      insertDue(kind, { from: since, to: at })
      extendList.run({ kind, since })
      endIfWhole(kind)
    },
    refuse(kind, why) {
      removeFrom.run({ kind, since: 0 })
      refuseList.run({ kind, why })
    },
    advance(window, downTo, cursor, found) {
      const to = endOf.get(window.number)
      if (to === undefined) return null
      // News may have cut it meanwhile, and are a window of their own.
      const rest = { ...window, to: Math.min(downTo, to), cursor }
      update.run(rest)
      cover(window.kind, { from: rest.to, to })
      count.run({ kind: window.kind, from: window.from, ...found })
      return rest
    },
    finish(window, found) {
      const to = endOf.get(window.number)
      if (to === undefined) return null
      remove.run(window.number)
      cover(window.kind, { from: window.from, to })
      count.run({ kind: window.kind, from: window.from, ...found })
      return endIfWhole(window.kind)
    },
    split(window, at) {
      const newer = { ...window, from: at }
      update.run(newer)
      insertDue(window.kind, { from: window.from, to: at })
      return newer
    },
    forgetCursor(window) {
      const anew = { ...window, cursor: null }
      update.run(anew)
      return anew
    },
    cover,
  }
}
