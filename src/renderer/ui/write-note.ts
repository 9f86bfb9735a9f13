// The way to the form of a note about a customer: the form, or the question who is there before it.
import type { Desk } from '../../contract/desks.ts'
import { askToUnlock, openOverlay, type Overlay } from '../state/overlays.ts'
import { noteAccess } from './orders/order-access.ts'

export function writeNote(desk: Desk, customerId: string): void {
  const form: Overlay = { kind: 'note', deskId: desk.id, customerId }
  if (noteAccess(desk).can === 'unlock') askToUnlock(form)
  else openOverlay(form)
}
