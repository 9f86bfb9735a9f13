// A small panel that belongs to the button that opens it.
import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'

export function Popover({
  trigger,
  label,
  open,
  onOpenChange,
  side = 'bottom',
  children,
}: {
  trigger: ReactElement
  label: string
  open: boolean
  onOpenChange: (open: boolean) => void
  side?: 'bottom' | 'top'
  children: ReactNode
}) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} align="start" className="z-30">
          <Base.Popup
            aria-label={label}
            className="popup-motion rounded-lg bg-raised p-3 shadow-pop outline-none"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
