// Mounts parts of a screen one after another, each in a frame of its own, so that a screen of many plots and tables never holds up a frame. What
// stands already is never taken away again.
import { Children, useEffect, useState, type ReactNode } from 'react'

export function InTurn({ children }: { children: ReactNode }) {
  const parts = Children.toArray(children)
  return parts.slice(0, useTurns(parts.length))
}

/** How many of so many parts stand by now: `each` more in every frame. */
export function useTurns(count: number, each = 1): number {
  const [mounted, setMounted] = useState(each)
  useEffect(() => {
    if (mounted >= count) return
    const frame = requestAnimationFrame(() => setMounted((before) => before + each))
    return () => cancelAnimationFrame(frame)
  }, [mounted, count, each])
  return mounted
}
