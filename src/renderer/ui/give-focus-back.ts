// Where the focus goes when a dialog or a panel closes, or a control goes with what it did: to what had it before, else to the title of the
// screen. What had it is looked up while a dialog is first drawn: a field in it that asks for the focus itself has taken it by the time the
// dialog would look.
import { useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Where Tab goes on from the top of what is shown (screen-title.tsx). */
const titleOfScreen = (): HTMLElement | null => document.querySelector('main h1[tabindex]')

/** For `finalFocus` of a dialog. */
export function useFocusBefore(): () => HTMLElement | true {
  const [before] = useState(() => document.activeElement)
  return () => {
    if (!(before instanceof HTMLElement) || before === document.body) return true
    return before.isConnected ? before : (titleOfScreen() ?? true)
  }
}

/** For a panel that is no dialog: a focus that went with it goes back; one that was elsewhere stays. */
export function useFocusBack(open: boolean): void {
  const before = useRef<Element | null>(null)
  // Before the panel takes it.
  useLayoutEffect(() => {
    if (open) before.current = document.activeElement
  }, [open])
  // Only now: what a panel covers is inert until then.
  useEffect(() => {
    if (!open && document.activeElement === document.body && before.current instanceof HTMLElement)
      before.current.focus()
  }, [open])
}

/** Fields that are disabled while something works lose the focus: they get it back when that is over, unless it is on something by then. */
export function useFocusAfter(busy: boolean): void {
  const had = useRef<Element | null>(null)
  // Before the browser takes it.
  useLayoutEffect(() => {
    if (busy) had.current = document.activeElement
  }, [busy])
  useEffect(() => {
    const [before, at] = [had.current, document.activeElement]
    if (busy || !(before instanceof HTMLElement) || !before.isConnected) return
    had.current = null
    // On nothing, or on the dialog itself.
    if (at === null || (at !== before && at.contains(before))) before.focus()
  }, [busy])
}

/**
 * As the ref of a part of a screen whose controls may go with what they did, such as the button that puts a notice away. It takes no focus
 * that is somewhere.
 */
export function keepFocusOnScreen(part: HTMLElement | null): (() => void) | undefined {
  if (part === null) return undefined
  let had: Element | null = null
  const note = ({ target }: FocusEvent): void => {
    had = target instanceof Element ? target : null
  }
  const observer = new MutationObserver(() => {
    if (had === null || had.isConnected) return
    had = null
    if (document.activeElement === document.body) titleOfScreen()?.focus({ preventScroll: true })
  })
  part.addEventListener('focusin', note)
  observer.observe(part, { childList: true, subtree: true })
  return () => {
    part.removeEventListener('focusin', note)
    observer.disconnect()
  }
}
