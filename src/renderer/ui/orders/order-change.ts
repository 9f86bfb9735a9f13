// The way to the form of a change.
import type { Desk } from '../../../contract/desks.ts'
import type { WantedChange } from '../../state/overlays.ts'
import { openForm } from './open-form.ts'
import { changeAccess } from './order-access.ts'

export function orderChange(desk: Desk, wanted: WantedChange): void {
  openForm(changeAccess(desk), { kind: 'change', deskId: desk.id, wanted }, 'Nothing can be changed here')
}
