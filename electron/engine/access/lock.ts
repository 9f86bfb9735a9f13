// The lock of one live desk: opens it for the length of a lease, looks at the lease while it runs, and writes each opening and
// closing down. It must never stay open when it could not be written down that it was opened.
import type { Database } from 'better-sqlite3'
import { deskLocked, deskUnlocked } from '../audit/access-notes.ts'
import type { Audit, AuditNote } from '../audit/audit.ts'
import { openLease, type Clocks, type LockReason } from './lease.ts'

export interface Lock {
  isOpen(): boolean
  /** Unix milliseconds; null while it is locked. */
  until(): number | null
  /** While it is open, nothing happens: a lease never grows. */
  open(by: 'passphrase' | 'touch_id', minutes: number): void
  lock(why: LockReason): void
  /** Grows with every locking, of a locked desk too: an unlocking that began before one is void. */
  lockings(): number
  /** Whether somebody looks at the window. */
  watched(watched: boolean): void
}

export interface LockPorts extends Clocks {
  database: Database
  audit: Audit
  record: (note: AuditNote) => void
  opened: () => void
  locked: (why: LockReason) => void
}

/** With no window in sight for this long, milliseconds. */
export const awayMs = 15 * 60_000
const lookEveryMs = 1000

export function openLock(ports: LockPorts): Lock {
  const { wall, monotonic, database } = ports
  const lease = openLease(ports)
  let awaySince: { wall: number; monotonic: number } | null = null
  let looking: NodeJS.Timeout | undefined
  let lockings = 0

  function look(): void {
    const ended = lease.check() ?? (isAway() && lease.end() ? 'away' : null)
    if (ended !== null) afterLocking(ended)
  }

  function isAway(): boolean {
    if (awaySince === null) return false
    return Math.max(wall() - awaySince.wall, monotonic() - awaySince.monotonic) >= awayMs
  }

  function afterLocking(why: LockReason): void {
    lockings += 1
    clearInterval(looking)
    const tell = (): void => {
      ports.record(deskLocked(why))
      ports.locked(why)
    }
    // What is told of a transaction waits until it is committed.
    if (database.inTransaction) queueMicrotask(tell)
    else tell()
  }

  return {
    isOpen() {
      look()
      return lease.until() !== null
    },
    until: () => lease.until(),
    open(by, minutes) {
      look()
      if (lease.until() !== null) return
      lease.begin(minutes)
      try {
        ports.audit.append(deskUnlocked(by, lease.until() ?? wall()))
      } catch (error) {
        lease.end()
        throw error
      }
      looking = setInterval(look, lookEveryMs)
      looking.unref()
      ports.opened()
    },
    lock(why) {
      lockings += 1
      look()
      if (lease.end()) afterLocking(why)
    },
    lockings: () => lockings,
    watched(watched) {
      if (watched) awaySince = null
      else awaySince ??= { wall: wall(), monotonic: monotonic() }
    },
  }
}
