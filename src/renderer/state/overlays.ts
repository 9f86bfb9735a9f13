// Which overlay is open over the screens: the palette, the keys, a refund form, how fresh the desk is, or a question whether
// to go on. At most one.
import { create } from 'zustand'

export type Overlay =
  | { kind: 'none' }
  | { kind: 'palette' }
  | { kind: 'keys' }
  | { kind: 'freshness' }
  | { kind: 'stop-reading' }
  | { kind: 'rebuild' }
  | { kind: 'refund'; deskId: string; paymentId: string }

export const useOverlay = create<{ overlay: Overlay }>(() => ({ overlay: { kind: 'none' } }))

export function openOverlay(overlay: Overlay): void {
  useOverlay.setState({ overlay })
}

export function closeOverlay(): void {
  useOverlay.setState({ overlay: { kind: 'none' } })
}
