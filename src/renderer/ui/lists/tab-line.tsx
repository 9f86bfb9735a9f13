// The choices above a list, and at their end what is said of the chosen one. It stands beneath them where there is no room: keys don't come
// to it, so that it must never be scrolled out of sight.
import type { ReactNode } from 'react'

export function TabLine({ says, children }: { says: string | null; children: ReactNode }) {
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-4">
      {children}
      {says !== null && <p className="figures ml-auto px-4 text-ink-2">{says}</p>}
    </div>
  )
}
