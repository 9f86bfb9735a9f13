// Spreads the starts of requests evenly, so that a reading of the whole history uses nearly all of its budget and never meets a limit.
// It must never let more of them start than the budget allows, however late its timers are: what a busy thread missed is made up for, but
// no more than a moment of it.
import type { Budget } from '../gateway/budget.ts'

/** Starts that were missed in this long are made up for, in milliseconds: no second sees more than a quarter above the budget. */
const makeUpMs = 200
/** Nothing starts for this long after Stripe asked to slow down, in milliseconds. */
const holdMs = 500
/** Then the rate rises again by this share of the whole, once in so many milliseconds. */
const rise = { share: 0.05, everyMs: 2000 } as const

export interface Pace {
  /** Resolves when a request may start, `urgent` ones first: true, or false when the signal is aborted before that. */
  turn(signal: AbortSignal, urgent?: boolean): Promise<boolean>
  /** Whether one whose turn it is may go to this endpoint, too; then it counts as gone there. */
  mayAsk(endpoint: string): boolean
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

/** `now`: milliseconds of a clock that never jumps. */
export function openPace(budget: Budget, now: () => number = () => performance.now()): Pace {
  const waiting: Waiting[] = []
  let rate = budget.perSecond
  /** When the next start is due; a late one brings the next no further than it may be made up for. */
  let next = 0
  const nextAt = new Map<string, number>()
  let raisedAt = 0
  let timer: NodeJS.Timeout | undefined

  const after = (due: number, at: number, perSecond: number): number =>
    Math.max(due, at - makeUpMs) + 1000 / perSecond

  function raise(at: number): void {
    if (rate >= budget.perSecond || at - raisedAt < rise.everyMs) return
    rate = Math.min(budget.perSecond, rate + budget.perSecond * rise.share)
    raisedAt = at
  }

  function pump(): void {
    timer = undefined
    for (;;) {
      const first = waiting[0]
      if (!first) return
      const at = now()
      raise(at)
      if (next > at) {
        timer = setTimeout(pump, Math.ceil(next - at))
        return
      }
      waiting.shift()
      next = after(next, at, rate)
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
        if (urgent) waiting.unshift(mine)
        else waiting.push(mine)
        if (timer === undefined) pump()
      })
    },
    mayAsk(endpoint) {
      const [due, at] = [nextAt.get(endpoint) ?? 0, now()]
      if (due > at) return false
      nextAt.set(endpoint, after(due, at, budget.perEndpoint))
      return true
    },
    slowDown() {
      const at = now()
      // Requests that were under way together are refused together: that counts once.
      if (next > at + holdMs / 2) return
      rate = Math.max(1, rate * 0.8)
      next = at + holdMs
      raisedAt = next
    },
    isFull: () => waiting.length > 0,
    perSecond: () => rate,
  }
}
