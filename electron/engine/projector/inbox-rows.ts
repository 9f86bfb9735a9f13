// Goes through the inbox, row by row. It must never pass over a row, whatever its number: a damaged inbox is begun anew, and where
// the clock was set back meanwhile, its numbers may be below those that were taken in.
import type { SyncFact } from '../../store/sync/sync-state.ts'
import type { InboxPort, InboxRow } from './ports.ts'

export interface InboxRows {
  /** Takes the next row, inside a transaction; false when there is none. */
  step(): boolean
  beforeCommit(): void
  /** @returns the number up to which rows may be forgotten since the last commit; null when that is the same. */
  committed(): number | null
  rolledBack(): void
  /** The number up to which everything is in the cache. */
  seq(): number
}

export interface InboxRowsPorts {
  inbox: InboxPort
  /** The last number that was taken in, kept in the cache. */
  watermark: SyncFact<number>
  /** `again`: it may have been taken in before, and is no further delivery. */
  take: (row: InboxRow, again: boolean) => void
}

const rowsAtOnce = 64

export function inboxRowsOf({ inbox, watermark, take }: InboxRowsPorts): InboxRows {
  // Everything that is in the inbox at the start is gone through: taking a row in twice does no harm, and its number alone
  // can't tell whether it was taken in. What the writer had no time to forget is little.
  let seq = watermark.read() ?? 0
  let takenBefore = seq
  let [takenUpTo, committedUpTo] = [0, 0]
  let rows: InboxRow[] = []

  function nextRows(): readonly InboxRow[] {
    if (takenUpTo === 0) return inbox.after(0, rowsAtOnce)
    const found = inbox.after(takenUpTo - 1, rowsAtOnce)
    // Rows are forgotten oldest first, so as long as the last one is there, those below it were taken in.
    if (found.length === 0) return inbox.after(0, rowsAtOnce)
    return found[0]?.seq === takenUpTo ? found.slice(1) : found
  }

  return {
    step() {
      if (rows.length === 0) rows = [...nextRows()]
      const row = rows.shift()
      if (row === undefined) {
        // Whatever comes from now on is new.
        takenBefore = 0
        return false
      }
      take(row, row.seq <= takenBefore)
      takenUpTo = row.seq
      return true
    },
    beforeCommit() {
      if (takenUpTo !== committedUpTo) watermark.write(takenUpTo)
    },
    committed() {
      if (takenUpTo === committedUpTo) return null
      committedUpTo = takenUpTo
      seq = takenUpTo
      return seq
    },
    rolledBack() {
      takenUpTo = committedUpTo
      rows = []
    },
    seq: () => seq,
  }
}
