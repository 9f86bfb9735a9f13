// One clock for everything that shows passing time: components share a timer per pace, and it rests when nobody looks.
import { useSyncExternalStore } from 'react'

function createClock(paceMilliseconds: number) {
  const listeners = new Set<() => void>()
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  return {
    subscribe(listener: () => void) {
      listeners.add(listener)
      now = Date.now()
      timer ??= setInterval(() => {
        now = Date.now()
        for (const each of listeners) each()
      }, paceMilliseconds)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    read: () => now,
  }
}

const clocks = { slow: createClock(20_000), second: createClock(1000), smooth: createClock(100) }

/** Unix milliseconds, renewed every 20 s (`slow`), every second, or ten times a second (`smooth`). */
export function useNow(pace: keyof typeof clocks): number {
  const { subscribe, read } = clocks[pace]
  return useSyncExternalStore(subscribe, read)
}
