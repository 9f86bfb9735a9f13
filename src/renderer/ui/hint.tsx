// A tooltip that shows a control's name, and its keys, on hover and focus. It must never be the only place of a fact.
import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { Kbd } from './kbd.tsx'

export const HintProvider = Tooltip.Provider

export function Hint({
  text,
  keysShown,
  children,
}: {
  text: string
  keysShown?: string
  children: ReactElement
}) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="z-50">
          <Tooltip.Popup className="popup-motion flex max-w-72 items-center gap-2 rounded-md bg-raised px-2 py-1 text-sm text-ink shadow-pop">
            {text}
            {keysShown !== undefined && <Kbd keys={keysShown} />}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
