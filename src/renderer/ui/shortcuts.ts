// Keyboard shortcuts for the whole window: single keys, chords ("mod+k") and sequences ("g p"). It must never take a key
// from somebody who is typing, nor act behind an open dialog unless told to.
import { useEffect, useRef } from 'react'

const sequenceMilliseconds = 900

/** Inputs into which nothing is typed, and the strokes that they take themselves. */
const ownStrokes: Readonly<Record<string, RegExp>> = {
  radio: /^(up|down|left|right|space)$/,
  checkbox: /^space$/,
}

/** Whether the stroke belongs to what has the focus. */
function isTaken(target: EventTarget | null, stroke: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return ownStrokes[target.type]?.test(stroke) ?? true
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)
}

/**
 * What has `data-keys="pass"` is a dialog by its role alone (a panel because the window is narrow, a passing message): the
 * screen's own keys go on. What has `data-keys="hold"` stands in for one that is on its way.
 */
function dialogIsOpen(): boolean {
  const dialogs = ':is([role="dialog"], [role="alertdialog"]):not([data-keys="pass"])'
  return document.querySelector(`${dialogs}, [data-keys="hold"]`) !== null
}

/** The keys whose character says nothing of shift. */
const shiftable = /^([a-z]|up|down)$/

/** The name of a stroke: "k", "?", "escape", "mod+enter", "mod+shift+l", "shift+x", "shift+down". Elsewhere shift is part of the character. */
export function strokeOf(
  event: Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey'>,
): string {
  const key = event.key === ' ' ? 'space' : event.key.replace(/^Arrow/, '').toLowerCase()
  if (event.metaKey || event.ctrlKey) return event.shiftKey ? `mod+shift+${key}` : `mod+${key}`
  if (event.altKey) return `alt+${key}`
  return event.shiftKey && shiftable.test(key) ? `shift+${key}` : key
}

interface Options {
  /** Also while typing (for chords such as mod+k). */
  whileTyping?: boolean
  /** Also while a dialog is open. */
  overDialogs?: boolean
  /** Also again and again while the key is held down. */
  repeating?: boolean
}

export type Bindings = Readonly<Record<string, () => void | false>>

/** Calls the handler of a binding when its keys are pressed. A handler that returns false lets the key pass. */
export function useShortcuts(bindings: Bindings, options: Options = {}): void {
  const latest = useRef({ bindings, options })
  useEffect(() => {
    latest.current = { bindings, options }
  })
  useEffect(() => {
    let first = { stroke: '', at: -Infinity }
    const onKey = (event: KeyboardEvent): void => {
      const { bindings: bound, options: given } = latest.current
      if (event.defaultPrevented || (event.repeat && !given.repeating)) return
      const stroke = strokeOf(event)
      if (!given.whileTyping && isTaken(event.target, stroke)) return
      if (!given.overDialogs && dialogIsOpen()) return
      const inTime = event.timeStamp - first.at < sequenceMilliseconds
      const sequence = inTime ? bound[`${first.stroke} ${stroke}`] : undefined
      // After "g", a second stroke belongs to the sequence: "g r" must not also open a refund.
      const handler = sequence ?? (inTime && first.stroke === 'g' ? undefined : bound[stroke])
      first = { stroke, at: event.timeStamp }
      if (handler && handler() !== false) event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
