// The way to the form that tries many failed payments again: the form, the question who is there before it, or why there is none.
import type { Desk } from '../../../contract/desks.ts'
import type { FailureRow } from '../../../contract/failures.ts'
import { askToUnlock, openOverlay, type ManyAct, type Overlay } from '../../state/overlays.ts'
import { changeAccess, type OrderAccess } from '../../ui/order-access.ts'
import { toast } from '../../ui/toast.tsx'

/** So many are checked with Stripe at most, one after the other. */
export const mostRetries = 200

export function retryManyAccess(desk: Desk, count: number): OrderAccess {
  if (!desk.policy.allowed.includes('bulk'))
    return { can: 'no', why: 'The policy of this desk allows nothing in bulk on this machine.' }
  if (count > mostRetries) return { can: 'no', why: `At most ${mostRetries} can be worked on at once.` }
  return changeAccess(desk)
}

export function retryMany(desk: Desk, rows: readonly FailureRow[], act: ManyAct = 'retry'): void {
  const access = retryManyAccess(desk, rows.length)
  const form: Overlay = { kind: 'retry-many', deskId: desk.id, rows, act }
  switch (access.can) {
    case 'yes':
      return openOverlay(form)
    case 'unlock':
      return askToUnlock(form)
    case 'no':
      return toast({ title: 'That can’t be done to them together', description: access.why, tone: 'red' })
  }
}
