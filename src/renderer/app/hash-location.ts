// A location hook for wouter that keeps path and search together in the hash ("#/desks/x/payments?status=failed").
// wouter's own hash hook puts the search before the hash, where a reload of app:// would send it to the protocol handler.
import { useCallback, useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

// All hear of a change in one go. With a window listener each, React would render after every one of them, the innermost
// first, and a screen that is about to go would take the new address for a wrong one and redirect.
function tellAll(): void {
  for (const listener of listeners) listener()
}

function subscribe(changed: () => void): () => void {
  if (listeners.size === 0) {
    window.addEventListener('hashchange', tellAll)
    window.addEventListener('popstate', tellAll)
  }
  listeners.add(changed)
  return () => {
    listeners.delete(changed)
    if (listeners.size > 0) return
    window.removeEventListener('hashchange', tellAll)
    window.removeEventListener('popstate', tellAll)
  }
}

const whole = (): string => window.location.hash.replace(/^#?\/?/, '/')

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
    // pushState tells nobody; both hooks listen for this.
    window.dispatchEvent(new HashChangeEvent('hashchange'))
  }, [])
  return [path, navigate]
}

export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, readSearch)
}
