// Mounts its children one after another, each in a frame of its own, so that a screen of many plots never holds up a frame. What stands
// already is never taken away again.
import { Children, useEffect, useState, type ReactNode } from 'react'

export function InTurn({ children }: { children: ReactNode }) {
  const parts = Children.toArray(children)
  const [mounted, setMounted] = useState(1)
  const count = parts.length
  useEffect(() => {
    if (mounted >= count) return
    const frame = requestAnimationFrame(() => setMounted((before) => before + 1))
    return () => cancelAnimationFrame(frame)
  }, [mounted, count])
  return parts.slice(0, mounted)
}
