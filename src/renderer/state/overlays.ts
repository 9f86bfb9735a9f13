// Which overlay is open over the screens: the command palette, the list of keys, or a refund form. At most one.
import { create } from 'zustand'

export type Overlay =
  | { kind: 'none' }
  | { kind: 'palette' }
  | { kind: 'keys' }
  | { kind: 'refund'; deskId: string; paymentId: string }

export const useOverlay = create<{ overlay: Overlay }>(() => ({ overlay: { kind: 'none' } }))

export function openOverlay(overlay: Overlay): void {
  useOverlay.setState({ overlay })
}

export function closeOverlay(): void {
  useOverlay.setState({ overlay: { kind: 'none' } })
}
