// Modal dialogs: focus is kept inside and given back, Escape closes, the rest of the window is inert.
import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useCallback, useRef, type ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { classes } from './classes.ts'
import { keepFocus } from './focus-trap.ts'
import { useFocusBefore } from './give-focus-back.ts'

const widths = { narrow: 'max-w-[480px]', wide: 'max-w-[620px]', widest: 'max-w-[960px]' } as const

/** Whether a dialog is open in which something may have been typed. */
export const firmDialogIsOpen = (): boolean => document.querySelector('[data-firm]') !== null

export function Dialog({
  title,
  onClose,
  children,
  size = 'narrow',
  busy = false,
  firm = false,
}: {
  title: string
  onClose: () => void
  children: ReactNode
  size?: keyof typeof widths
  /** While true, nothing but the content's own buttons closes it. */
  busy?: boolean
  /** Neither a click beside it nor an address from outside closes it: what was typed is kept, and a second click that misses a shrunken dialog does nothing. */
  firm?: boolean
}) {
  // Focus begins on the dialog itself, unless the content asks for it: Close is not what anybody came for.
  const popup = useRef<HTMLDivElement>(null)
  const hold = useCallback((element: HTMLDivElement) => {
    popup.current = element
    return keepFocus(element)
  }, [])
  const before = useFocusBefore()
  return (
    <Base.Root
      open
      disablePointerDismissal={firm}
      onOpenChange={(open) => {
        if (!open && !busy) onClose()
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="overlay-shade z-30" />
        <Base.Popup
          ref={hold}
          initialFocus={popup}
          finalFocus={before}
          data-firm={firm || undefined}
          className={classes(
            'popup-motion fixed top-[max(24px,8vh)] left-1/2 z-40 flex max-h-[min(84vh,calc(100vh-48px))] w-[calc(100vw-32px)] -translate-x-1/2 flex-col rounded-xl bg-raised shadow-pop outline-none',
            widths[size],
          )}
        >
          <header className="flex items-center justify-between gap-3 py-3 pr-3 pl-5">
            <Base.Title className="min-w-0 text-lg font-semibold">{title}</Base.Title>
            <IconButton icon={X} label="Close" keysShown="escape" onClick={onClose} disabled={busy} />
          </header>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
