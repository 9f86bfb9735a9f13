// The way to the form of a change: the form, the question who is there before it, or why there is none.
import type { Desk } from '../../../contract/desks.ts'
import { askToUnlock, openOverlay, type Overlay, type WantedChange } from '../../state/overlays.ts'
import { changeAccess } from './order-access.ts'
import { toast } from '../toast.tsx'

export function orderChange(desk: Desk, wanted: WantedChange): void {
  const access = changeAccess(desk)
  const form: Overlay = { kind: 'change', deskId: desk.id, wanted }
  switch (access.can) {
    case 'yes':
      return openOverlay(form)
    case 'unlock':
      return askToUnlock(form)
    case 'no':
      return toast({ title: 'Nothing can be changed here', description: access.why, tone: 'red' })
  }
}
