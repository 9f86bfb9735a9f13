// When the projector does what nobody waits for: once nothing came in for a while, and at the latest some minutes after something
// did. It must never begin between two pages of a reading that goes well.

/** Nothing was stored for so long; milliseconds. A reading of Stripe's lists stores several pages a second. */
const quietMs = 5000
/** On a desk to which something comes all the time; milliseconds. */
const latestMs = 600_000

export interface SpareTimePorts {
  /** `step`: does a little inside the transaction of the turn; false when nothing is left to do. */
  work: { step(): boolean; forget(): void }
  /** Our clock, milliseconds. */
  now: () => number
}

export interface SpareTime {
  /** Does a little inside the transaction of the turn; false when it is not the time for it, or nothing is left to do. */
  step(): boolean
  /** After each commit. */
  committed(): void
  rolledBack(): void
  /** When it should be tried, by our clock in milliseconds; null: when something came in. */
  nextAt(): number | null
}

export function spareTimeOf({ work, now }: SpareTimePorts): SpareTime {
  /** When the first of what was not looked at since came in. As the desk is opened: what an earlier start left undone. */
  let since: number | null = now()
  let lastAt = since
  /** In the turn that is under way. */
  let worked = false

  function nextAt(): number | null {
    return since === null ? null : Math.min(lastAt + quietMs, since + latestMs)
  }

  return {
    nextAt,
    step() {
      const at = nextAt()
      if (at === null || now() < at) return false
      if (!work.step()) {
        since = null
        return false
      }
      worked = true
      return true
    },
    committed() {
      if (worked) {
        worked = false
        return
      }
      lastAt = now()
      since ??= lastAt
    },
    rolledBack() {
      // Where it can't be done now (a full disk), everything else shall have its room first.
      if (worked) since = null
      worked = false
      work.forget()
    },
  }
}
