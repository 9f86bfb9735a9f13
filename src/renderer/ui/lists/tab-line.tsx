// The choices above a list, and at their end what is said of the chosen one: in one line, so that the rows stay where they are. Where
// there is no room for all of it, Tab brings what is said into sight.
import type { ReactNode } from 'react'
import { Sideways } from '../sideways.tsx'

export function TabLine({ says, children }: { says: string | null; children: ReactNode }) {
  return (
    <Sideways line="justify-between gap-x-4">
      {children}
      {says !== null && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it may be scrolled out of sight
        <p tabIndex={0} className="figures rounded px-4 whitespace-nowrap text-ink-2">
          {says}
        </p>
      )}
    </Sideways>
  )
}
