// Where the focus goes when a dialog or a panel closes: to what had it before. It is looked up while the dialog is first drawn: a field in
// it that asks for the focus itself has taken it by the time the dialog would look.
import { useEffect, useLayoutEffect, useRef, useState } from 'react'

/** For `finalFocus` of a dialog. What has gone meanwhile is left to the dialog. */
export function useFocusBefore(): () => HTMLElement | true {
  const [before] = useState(() => document.activeElement)
  return () =>
    before instanceof HTMLElement && before !== document.body && before.isConnected ? before : true
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
