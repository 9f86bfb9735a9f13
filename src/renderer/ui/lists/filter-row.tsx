// The filters above a list, in one line however narrow the list is, so that it keeps its place when the inspector opens beside it.
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../button.tsx'
import { OneLine } from '../one-line.tsx'

export function FilterRow({
  label,
  onClear,
  children,
}: {
  label: string
  /** Null while nothing is left out, and where one filter is all there is. */
  onClear: (() => void) | null
  children: ReactNode
}) {
  return (
    <OneLine role="search" label={label} height={30} className="mb-1.5" line="gap-x-2 px-4">
      {children}
      {onClear && (
        <Button
          look="ghost"
          icon={X}
          onClick={(event) => {
            // The button goes with the filters.
            event.currentTarget.closest('[role="search"]')?.querySelector('input')?.focus()
            onClear()
          }}
        >
          Clear all
        </Button>
      )}
    </OneLine>
  )
}
