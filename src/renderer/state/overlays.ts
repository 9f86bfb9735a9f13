// Which overlay is open over the screens: the palette, the keys, the desks, a refund form, how fresh the desk is, or a question
// whether to go on. At most one; but the question who is there may be asked over a refund form, which is kept.
import { create } from 'zustand'

export type Overlay =
  | { kind: 'none' }
  | { kind: 'palette' }
  | { kind: 'keys' }
  | { kind: 'desks' }
  | { kind: 'replace-key' }
  | { kind: 'freshness' }
  | { kind: 'stop-reading' }
  | { kind: 'rebuild' }
  | { kind: 'refund'; deskId: string; paymentId: string }

/** The desk is to be unlocked; then a refund of this payment may be ordered, where one was wanted. */
export interface Unlocking {
  paymentId: string | null
}

export const useOverlay = create<{ overlay: Overlay; unlocking: Unlocking | null }>(() => ({
  overlay: { kind: 'none' },
  unlocking: null,
}))

export function openOverlay(overlay: Overlay): void {
  useOverlay.setState({ overlay, unlocking: null })
}

export function closeOverlay(): void {
  openOverlay({ kind: 'none' })
}

/** Asks who is there, over whatever is open. */
export function askToUnlock(paymentId: string | null = null): void {
  useOverlay.setState({ unlocking: { paymentId } })
}

export function endUnlocking(): void {
  useOverlay.setState({ unlocking: null })
}
