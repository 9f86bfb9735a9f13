// Tells the engine whether somebody looks at the window, and when the network is back, so that it asks Stripe as often as it
// is worth. It must never poll.
import { call } from '../bridge/client.ts'

/** Follows the window until the returned function is called. Nobody waits for the answers: the next change says it again. */
export function reportAttention(): () => void {
  const watch = (): void => void call('sync.watch', { watched: document.visibilityState === 'visible' })
  const online = (): void => void call('sync.wake', {})
  // Also now: what the engine knows may be from before this page was loaded.
  watch()
  document.addEventListener('visibilitychange', watch)
  window.addEventListener('online', online)
  return () => {
    document.removeEventListener('visibilitychange', watch)
    window.removeEventListener('online', online)
  }
}
