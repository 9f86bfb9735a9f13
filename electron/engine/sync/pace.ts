// Spreads the starts of requests evenly, so that a reading of the whole history uses nearly all of the rate limit and never
// meets it. It must never let more of them start in any one second than the limit, however late its timers are.

/** How much requests may drift apart or together on their way: what started within a second may arrive within less. In milliseconds. */
const driftMs = 30
/** After the thread was busy, starts that were missed in this long are made up for, in milliseconds. */
const makeUpMs = 250
/** Nothing starts for this long after Stripe asked to slow down, in milliseconds. */
const holdMs = 500
/** Then the rate rises again by this share of the whole, once in so many milliseconds. */
const rise = { share: 0.05, everyMs: 2000 } as const

export interface Pace {
  /** Resolves when a request may start, `urgent` ones first: true, or false when the signal is aborted before that. */
  turn(signal: AbortSignal, urgent?: boolean): Promise<boolean>
  /** Stripe answered 429: fewer requests from now on, for a while. */
  slowDown(): void
  /** Whether requests wait for their turn: more readers would not read more. */
  isFull(): boolean
  /** Requests a second that may start at present. */
  perSecond(): number
}

interface Waiting {
  start(): void
}

/** @param perSecond the limit. `now`: milliseconds of a clock that never jumps. */
export function openPace(perSecond: number, now: () => number = () => performance.now()): Pace {
  const windowMs = 1000 + driftMs
  /** The latest starts, oldest first; never more than the limit. */
  const starts: number[] = []
  const waiting: Waiting[] = []
  let cap = Math.max(1, Math.floor(perSecond))
  let next = 0
  let raisedAt = 0
  let timer: NodeJS.Timeout | undefined

  function raise(at: number): void {
    const whole = Math.max(1, Math.floor(perSecond))
    if (cap >= whole || at - raisedAt < rise.everyMs) return
    cap = Math.min(whole, cap + Math.max(1, Math.floor(whole * rise.share)))
    raisedAt = at
  }

  /** When the next request may start. */
  function nextStart(at: number): number {
    while (starts[0] !== undefined && starts[0] <= at - windowMs) starts.shift()
    const blocking = starts.length >= cap ? starts[starts.length - cap] : undefined
    return Math.max(next, blocking === undefined ? 0 : blocking + windowMs)
  }

  function pump(): void {
    timer = undefined
    for (;;) {
      const first = waiting[0]
      if (!first) return
      const at = now()
      raise(at)
      const due = nextStart(at)
      if (due > at) {
        timer = setTimeout(pump, Math.ceil(due - at))
        return
      }
      waiting.shift()
      starts.push(at)
      next = Math.max(next, at - makeUpMs) + windowMs / cap
      first.start()
    }
  }

  return {
    turn(signal, urgent = false) {
      return new Promise((resolve) => {
        if (signal.aborted) return resolve(false)
        const mine: Waiting = {
          start() {
            signal.removeEventListener('abort', giveUp)
            resolve(true)
          },
        }
        function giveUp(): void {
          const place = waiting.indexOf(mine)
          if (place !== -1) waiting.splice(place, 1)
          resolve(false)
        }
        signal.addEventListener('abort', giveUp, { once: true })
        // Only what was late is made up for, not the time in which nothing was asked.
        if (waiting.length === 0) next = Math.max(next, now())
        if (urgent) waiting.unshift(mine)
        else waiting.push(mine)
        if (timer === undefined) pump()
      })
    },
    slowDown() {
      const at = now()
      // Requests that were under way together are refused together: that counts once.
      if (next > at + holdMs / 2) return
      cap = Math.max(1, Math.floor(cap * 0.8))
      next = at + holdMs
      raisedAt = next
    },
    isFull: () => waiting.length > 0,
    perSecond: () => cap,
  }
}
