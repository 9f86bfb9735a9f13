// Does something for a key at most so often, however often it is asked for. It must never forget the last that was asked.
import type { QueryKey } from '@tanstack/react-query'

const quietMilliseconds = 1000

/** Runs `act` for a key at once, then at most once per quiet period, the last request always honoured. */
export function createThrottle(act: (key: QueryKey) => void, quiet = quietMilliseconds) {
  const waiting = new Map<string, { again: boolean; timer: ReturnType<typeof setTimeout> }>()
  const run = (key: QueryKey): void => {
    const name = JSON.stringify(key)
    const entry = waiting.get(name)
    if (entry) {
      entry.again = true
      return
    }
    act(key)
    const timer = setTimeout(() => {
      const ended = waiting.get(name)
      waiting.delete(name)
      if (ended?.again) run(key)
    }, quiet)
    waiting.set(name, { again: false, timer })
  }
  return {
    run,
    stop: () => {
      for (const { timer } of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}
