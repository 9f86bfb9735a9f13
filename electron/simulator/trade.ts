// Keeps customers buying while the clock runs, now and then, as seed and moment decide. Off unless told. It must never sell
// what the state file could not hold, nor make up for hours in which the machine slept.
import type { Book } from './book.ts'
import type { Clock } from './clock.ts'
import { randomFrom } from './random.ts'
import { buySomething } from './seed/purchase.ts'

/** A purchase as the state file keeps it: the rest follows from the seed. */
export interface Purchase {
  readonly at: number
  readonly purchase: true
}

export interface Trade {
  /** From now on somebody buys about this often; null: nobody does. */
  set(everySeconds: number | null): void
  /** A purchase of the state file, once more; the clock stands at its second. */
  replay(purchase: Purchase): void
}

/** How far behind the clock a purchase may be made: the clock may leap, as it does when the machine wakes. */
const LATEST_SECONDS = 3600

interface TradeParts {
  readonly book: Book
  readonly clock: Clock
  readonly seed: string
  /** Called before each purchase. When it throws, the shop closes. */
  readonly onPurchase: (purchase: Purchase) => void
}

export function createTrade({ book, clock, seed, onPurchase }: TradeParts): Trade {
  let running: object | null = null
  const chanceAt = (at: number) => randomFrom(`${seed}/purchase/${at}`)

  const scheduleNext = (after: number, everySeconds: number) => {
    const gap = randomFrom(`${seed}/trade/${after}`).integer(
      Math.ceil((everySeconds * 2) / 3),
      Math.floor((everySeconds * 4) / 3),
    )
    const at = after + Math.max(1, gap)
    const shop = running
    // After everything else of its second, so that it stands at the same place when it is replayed.
    clock.scheduleLast(at, () => {
      if (running !== shop) return
      const earliest = clock.latestSeconds() - LATEST_SECONDS
      if (at < earliest) return scheduleNext(earliest, everySeconds)
      try {
        onPurchase({ at, purchase: true })
      } catch {
        running = null
        return
      }
      buySomething(book, chanceAt(at))
      scheduleNext(at, everySeconds)
    })
  }

  return {
    set: (everySeconds) => {
      running = everySeconds === null ? null : {}
      if (everySeconds !== null) scheduleNext(clock.nowSeconds(), everySeconds)
    },
    replay: ({ at }) => buySomething(book, chanceAt(at)),
  }
}
