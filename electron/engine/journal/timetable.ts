// When the orders of a desk are taken up again: at the end of their hold, or to look an unknown outcome up. It must never lose an
// order because of a throw, and never begin anything after it was stopped.

/** Waiting before an unknown outcome is looked up again, in milliseconds, and in the end. */
const lookUpAgainMs = [5000, 15_000, 60_000, 300_000]
const atLastMs = 900_000
/** The same for an order whose way could not be written down. */
const takeUpAgainMs = 5000

export interface Timetable {
  /** In the place of what was planned for this order. In milliseconds. */
  later(orderId: string, afterMs: number, work: () => Promise<unknown>): void
  /** An outcome that stays unknown is looked up again and again, ever more seldom. */
  lookUpAgain(orderId: string, tries: number, work: () => Promise<unknown>): void
  /** It could not be written down how far an order came, on a full disk perhaps: recorded, and taken up again soon. */
  takeUpAfter(orderId: string, error: unknown): void
  isPlanned(orderId: string): boolean
  forget(orderId: string): void
  stop(): void
}

export interface TimetablePorts {
  /** Takes an order up where the journal says it stands. */
  takeUp: (orderId: string) => Promise<unknown>
  /** Something was thrown where nobody waits for an answer. */
  onBug: (error: unknown) => void
}

export function openTimetable({ takeUp, onBug }: TimetablePorts): Timetable {
  const timers = new Map<string, NodeJS.Timeout>()
  let stopped = false

  function forget(orderId: string): void {
    clearTimeout(timers.get(orderId))
    timers.delete(orderId)
  }

  function later(orderId: string, afterMs: number, work: () => Promise<unknown>): void {
    forget(orderId)
    if (stopped) return
    const perform = async (): Promise<void> => {
      try {
        await work()
      } catch (error) {
        takeUpAfter(orderId, error)
      }
    }
    timers.set(
      orderId,
      setTimeout(() => void perform(), Math.max(0, afterMs)),
    )
  }

  function takeUpAfter(orderId: string, error: unknown): void {
    onBug(error)
    later(orderId, takeUpAgainMs, () => takeUp(orderId))
  }

  return {
    later,
    lookUpAgain: (orderId, tries, work) => later(orderId, lookUpAgainMs[tries] ?? atLastMs, work),
    takeUpAfter,
    isPlanned: (orderId) => timers.has(orderId),
    forget,
    stop() {
      stopped = true
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
