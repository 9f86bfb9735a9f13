// Whether many things can be changed at once on a desk, and if not, why; and the way to the form of it.
import type { Desk } from '../../../contract/desks.ts'
import type { Overlay } from '../../state/overlays.ts'
import { openForm } from './open-form.ts'
import { byPolicy, changeAccess, type OrderAccess } from './order-access.ts'

/** So many are checked with Stripe at most, one after the other. */
export const mostAtOnce = 200

/** `verb`: "retried". */
export function manyAccess(desk: Desk, count: number, verb: string): OrderAccess {
  if (!desk.policy.allowed.includes('bulk'))
    return {
      can: 'no',
      why: byPolicy(desk, 'The policy of this desk allows nothing in bulk on this machine.'),
    }
  if (count > mostAtOnce) return { can: 'no', why: `At most ${mostAtOnce} can be ${verb} at once.` }
  return changeAccess(desk)
}

export function openMany(access: OrderAccess, form: Overlay): void {
  openForm(access, form, 'Nothing can be done to all of them')
}
