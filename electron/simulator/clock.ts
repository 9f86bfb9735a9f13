// The simulated clock: real time plus an offset, or standing still. What is due fires in order and at its own second, never later than the next request.

const LONGEST_TIMER_MS = 2 ** 31 - 1

export interface Clock {
  /** Seconds since the epoch. While something due is performed this is the second it was due. */
  nowSeconds(): number
  /** Moves forward and performs everything that became due on the way. */
  advance(seconds: number): void
  /** Stands still at this second until it is advanced or resumed. */
  freeze(atSeconds: number): void
  /** Runs again from where it stands. */
  resume(): void
  schedule(atSeconds: number, perform: () => void): void
  /** As `schedule`, but after everything else that is due at that second. */
  scheduleLast(atSeconds: number, perform: () => void): void
  /** Where the clock stands, even while something that was due earlier is performed. */
  latestSeconds(): number
  /** Performs what is due by now. */
  settle(): void
  close(): void
}

interface Due {
  atSeconds: number
  isLast: boolean
  perform: () => void
}

/** A clock that reads `startSeconds` now. */
export function createClock(startSeconds: number): Clock {
  let offset = startSeconds - realSeconds()
  let frozenAt: number | null = null
  let performing: number | null = null
  let timer: NodeJS.Timeout | null = null
  let closed = false
  const due: Due[] = []

  const reading = () => frozenAt ?? realSeconds() + offset

  const rewind = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const first = due[0]
    if (first === undefined || closed || (frozenAt !== null && first.atSeconds > frozenAt)) return
    const waitMs = Math.max(0, (first.atSeconds - reading()) * 1000)
    timer = setTimeout(settle, Math.min(waitMs, LONGEST_TIMER_MS))
    timer.unref()
  }

  const settle = () => {
    if (performing !== null) return
    for (let first = due[0]; first !== undefined && first.atSeconds <= reading(); first = due[0]) {
      due.shift()
      performing = first.atSeconds
      try {
        first.perform()
      } finally {
        performing = null
      }
    }
    rewind()
  }

  const insert = (entry: Due) => {
    const isBefore = (other: Due) =>
      other.atSeconds < entry.atSeconds ||
      (other.atSeconds === entry.atSeconds && (entry.isLast || !other.isLast))
    let place = due.length
    for (; place > 0; place -= 1) {
      const before = due[place - 1]
      if (before === undefined || isBefore(before)) break
    }
    due.splice(place, 0, entry)
    if (place === 0 && performing === null) rewind()
  }

  return {
    nowSeconds: () => performing ?? reading(),
    advance: (seconds) => {
      if (frozenAt === null) offset += seconds
      else frozenAt += seconds
      settle()
    },
    freeze: (atSeconds) => {
      frozenAt = atSeconds
      settle()
    },
    resume: () => {
      if (frozenAt !== null) offset = frozenAt - realSeconds()
      frozenAt = null
      settle()
    },
    schedule: (atSeconds, perform) => insert({ atSeconds, isLast: false, perform }),
    scheduleLast: (atSeconds, perform) => insert({ atSeconds, isLast: true, perform }),
    latestSeconds: reading,
    settle,
    close: () => {
      closed = true
      if (timer !== null) clearTimeout(timer)
      due.length = 0
    },
  }
}

const realSeconds = () => Math.floor(Date.now() / 1000)
