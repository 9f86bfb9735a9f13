// The lease of an unlocked live desk: how long orders are accepted before somebody must say again who they are. Pure, with two
// clocks. It must never grow longer: it ends by whichever clock is first, and when the two disagree or nobody looked at them.

/** Why a desk is locked again. */
export type LockReason =
  | 'expired'
  | 'clock_moved'
  | 'sleep'
  | 'screen_locked'
  | 'away'
  | 'switched'
  | 'closed'
  | 'key'
  | 'key_replaced'
  | 'policy_changed'

export interface Clocks {
  /** Unix milliseconds, as the machine's clock has them: it may be moved. */
  wall: () => number
  /** Milliseconds since some moment; never goes back. */
  monotonic: () => number
}

export interface Lease {
  /** Begins it; while it runs, it stays as it is. */
  begin(minutes: number): void
  /** Unix milliseconds; null while there is none. */
  until(): number | null
  /** Looks at both clocks; answers why it has just ended, null when it has not. To be called every second or so. */
  check(): 'expired' | 'clock_moved' | 'sleep' | null
  /** Whether it ran. */
  end(): boolean
}

/** As far as the two clocks may drift apart in one lease: a clock that is set right bit by bit stays far below. Milliseconds. */
export const driftMs = 2000
/** Nobody looked for this long: the machine slept, by clocks that go on in sleep. Milliseconds. */
export const unwatchedMs = 30_000

export function openLease({ wall, monotonic }: Clocks): Lease {
  let running: { wall: number; monotonic: number; lasts: number; looked: number } | null = null

  function whyEnded(): ReturnType<Lease['check']> {
    if (running === null) return null
    const elapsed = monotonic() - running.monotonic
    const elapsedByWall = wall() - running.wall
    if (elapsed >= running.lasts) return 'expired'
    if (Math.abs(elapsedByWall - elapsed) > driftMs) return 'clock_moved'
    if (elapsedByWall >= running.lasts) return 'expired'
    if (elapsed - running.looked > unwatchedMs) return 'sleep'
    running.looked = elapsed
    return null
  }

  return {
    begin(minutes) {
      running ??= { wall: wall(), monotonic: monotonic(), lasts: minutes * 60_000, looked: 0 }
    },
    until: () => running && running.wall + running.lasts,
    check() {
      const why = whyEnded()
      if (why !== null) running = null
      return why
    },
    end() {
      const ran = running !== null
      running = null
      return ran
    },
  }
}
