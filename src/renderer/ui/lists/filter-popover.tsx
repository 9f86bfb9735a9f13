// A filter as a button that says what is chosen, and opens the panel that changes it.
import type { LucideIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from '../button.tsx'
import { Popover } from '../popover.tsx'

export function FilterPopover({
  label,
  icon,
  chosen,
  children,
}: {
  /** What can be filtered by: "Created". */
  label: string
  icon: LucideIcon
  /** What is chosen, in words; null when nothing is. */
  chosen: string | null
  children: (close: () => void) => ReactNode
}) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look={chosen === null ? 'secondary' : 'chosen'} icon={icon}>
          <span className="unseen">Filter by </span>
          {chosen ?? label}
        </Button>
      }
    >
      {children(() => setOpen(false))}
    </Popover>
  )
}
