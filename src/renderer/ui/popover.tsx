// A small panel that belongs to the button that opens it.
import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { keepFocus } from './focus-trap.ts'

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
            ref={holdFocus}
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

const holdFocus = (panel: HTMLDivElement | null): (() => void) | undefined =>
  panel === null ? undefined : keepFocus(panel)
