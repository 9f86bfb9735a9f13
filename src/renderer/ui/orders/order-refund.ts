// The way from a payment to its refund: the form, the question who is there before it, or why there is none.
import type { Desk } from '../../../contract/desks.ts'
import { askToUnlock, openOverlay, type Overlay } from '../../state/overlays.ts'
import { refundAccess } from './order-access.ts'
import { toast } from '../toast.tsx'

/** `amount`: what is to stand in the form at first, minor units; null: all that can be refunded. */
export function orderRefund(desk: Desk, paymentId: string, amount: number | null = null): void {
  const access = refundAccess(desk)
  const form: Overlay = { kind: 'refund', deskId: desk.id, paymentId, amount }
  switch (access.can) {
    case 'yes':
      return openOverlay(form)
    case 'unlock':
      return askToUnlock(form)
    case 'no':
      return toast({ title: 'No refund can be ordered here', description: access.why })
  }
}
