// The way to the form of a note about a customer: the form, the question who is there before it, or why there is none.
import type { Desk } from '../../contract/desks.ts'
import { openForm } from './orders/open-form.ts'
import { noNote, noteAccess } from './orders/order-access.ts'

export function writeNote(desk: Desk, customerId: string): void {
  openForm(noteAccess(desk), { kind: 'note', deskId: desk.id, customerId }, noNote)
}
