// Counts wrong passphrases and makes the next one wait, over restarts too. It must never let a wait be cut short by a clock that
// was moved while Bursar runs, and never give a try away uncounted.
import type { Database } from 'better-sqlite3'
import type { Clocks } from './lease.ts'

export interface Attempts {
  /** Unix milliseconds when the next may be tried; null: now. */
  tryAgainAt(): number | null
  /** How many were wrong since the last right one. */
  wrong(): number
  /** Counts one as wrong before it is looked at, so that ending Bursar meanwhile gives none away. On disk when this returns. */
  begin(): void
  /** The one that was begun was right. */
  wasRight(): void
}

/** So many may be wrong before the first wait. */
export const freeAttempts = 5
const firstWaitMs = 30_000
const longestWaitMs = 15 * 60_000

/** Milliseconds to wait after so many wrong ones. */
export const waitAfter = (wrong: number): number =>
  wrong < freeAttempts ? 0 : Math.min(firstWaitMs * 2 ** Math.min(wrong - freeAttempts, 20), longestWaitMs)

export function openAttempts(database: Database, { wall, monotonic }: Clocks): Attempts {
  const write = database.prepare<[number, number]>('UPDATE passphrase_attempts SET wrong = ?, last_at = ?')
  const kept = database
    .prepare<[], { wrong: number; last_at: number }>('SELECT wrong, last_at FROM passphrase_attempts')
    .get()
  let wrong = kept?.wrong ?? 0
  let lastAt = kept?.last_at ?? 0
  /** When the wait is over by the clock that can't be moved: what was left of it when Bursar started. */
  let freeAt = monotonic() + leftByWall()

  /** Earlier than the last attempt: the clock was moved back, and nobody knows how long ago that was. */
  function leftByWall(): number {
    const wait = waitAfter(wrong)
    const passed = wall() - lastAt
    return passed < 0 ? wait : Math.max(0, wait - passed)
  }

  function countFromNow(): void {
    lastAt = wall()
    freeAt = monotonic() + waitAfter(wrong)
  }

  function keep(count: number): void {
    write.run(count, wall())
    wrong = count
    countFromNow()
  }

  return {
    tryAgainAt() {
      if (waitAfter(wrong) === 0) return null
      // A clock that stays behind must not make it last for ever.
      if (wall() < lastAt) countFromNow()
      const left = Math.max(leftByWall(), freeAt - monotonic())
      return left <= 0 ? null : Math.ceil(wall() + left)
    },
    wrong: () => wrong,
    begin: () => keep(wrong + 1),
    wasRight: () => keep(0),
  }
}
