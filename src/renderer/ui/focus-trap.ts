// Keeps the focus inside a panel that lies over the rest. Giving it back is for whoever closes the panel: they know where to.
import { useEffect, useRef } from 'react'

const reachable =
  'a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex="0"]'

/** While `held`, the panel of the returned ref takes the focus, and Tab goes round inside it. */
export function useFocusTrap(held: boolean) {
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = panel.current
    if (!held || !element) return
    if (!element.contains(document.activeElement)) element.focus({ preventScroll: true })
    const onKey = (event: KeyboardEvent): void => {
      // A dialog or popup opened from the panel keeps its own focus.
      if (event.key !== 'Tab' || !element.contains(document.activeElement)) return
      const stops = [...element.querySelectorAll<HTMLElement>(reachable)].filter((each) => each.tabIndex >= 0)
      const [first, last] = [stops[0], stops.at(-1)]
      const at = document.activeElement
      const to = event.shiftKey ? (at === first || at === element ? last : null) : at === last ? first : null
      if (!to) return
      event.preventDefault()
      to.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [held])
  useEffect(() => {
    // What had the focus may be gone with what the panel showed before.
    if (held && document.activeElement === document.body) panel.current?.focus({ preventScroll: true })
  })
  return panel
}

/**
 * Gives the focus to a dialog, or to a panel like one, where it went with a part of what that showed, such as the button that asked again.
 * Returns what ends that.
 */
export function keepFocus(dialog: HTMLElement): () => void {
  const observer = new MutationObserver(() => {
    const isUnderAnother = dialog.closest('[aria-hidden="true"]') !== null
    if (document.activeElement === document.body && !isUnderAnother) dialog.focus({ preventScroll: true })
  })
  observer.observe(dialog, { childList: true, subtree: true })
  return () => observer.disconnect()
}
