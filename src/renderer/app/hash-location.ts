// A location hook for wouter that keeps path and search together in the hash ("#/desks/x/payments?status=failed").
// wouter's own hash hook puts the search before the hash, where a reload of app:// would send it to the protocol handler.
// It must never take a form away in which something may have been typed, nor leave it over another place, because an address came from outside.
import { useCallback, useSyncExternalStore } from 'react'
import { closeOverlay } from '../state/overlays.ts'
import { firmDialogIsOpen } from '../ui/dialog.tsx'
import { toast } from '../ui/toast.tsx'

const listeners = new Set<() => void>()
/** The address that the screens follow. */
let followed = ''

// All hear of a change in one go. With a window listener each, React would render after every one of them, the innermost
// first, and a screen that is about to go would take the new address for a wrong one and redirect.
function tellAll(): void {
  for (const listener of listeners) listener()
}

/** A link of another program, a notification, or a step back. */
function hearOutside(): void {
  const wanted = window.location.hash
  if (wanted === followed) return
  if (firmDialogIsOpen()) {
    history.replaceState(null, '', followed === '' ? '#/' : followed)
    toast({
      title: 'Not followed: a form is open',
      description: `Close it, then open ${nameOf(wanted)} again: what was typed here would have been lost.`,
      tone: 'red',
    })
    return
  }
  closeOverlay()
  followed = wanted
  tellAll()
}

/** What an address leads to: the id or the screen at its end. */
function nameOf(address: string): string {
  const path = address.split('?', 1)[0] ?? ''
  return path.slice(path.lastIndexOf('/') + 1) || 'it'
}

function subscribe(changed: () => void): () => void {
  if (listeners.size === 0) {
    followed = window.location.hash
    window.addEventListener('hashchange', hearOutside)
    window.addEventListener('popstate', hearOutside)
  }
  listeners.add(changed)
  return () => {
    listeners.delete(changed)
    if (listeners.size > 0) return
    window.removeEventListener('hashchange', hearOutside)
    window.removeEventListener('popstate', hearOutside)
  }
}

const whole = (): string => (listeners.size === 0 ? window.location.hash : followed).replace(/^#?\/?/, '/')

function readPath(): string {
  return whole().split('?', 1)[0] ?? '/'
}

function readSearch(): string {
  const text = whole()
  const mark = text.indexOf('?')
  return mark === -1 ? '' : text.slice(mark + 1)
}

export function useHashPath(): [string, (to: string, options?: { replace?: boolean }) => void] {
  const path = useSyncExternalStore(subscribe, readPath)
  const navigate = useCallback((to: string, options?: { replace?: boolean }) => {
    if (`#${to}` === window.location.hash) return
    if (options?.replace) history.replaceState(null, '', `#${to}`)
    else history.pushState(null, '', `#${to}`)
    // pushState tells nobody.
    followed = window.location.hash
    tellAll()
  }, [])
  return [path, navigate]
}

export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, readSearch)
}
