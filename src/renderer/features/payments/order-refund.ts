// The way from a payment to its refund: the form, the question who is there before it, or why there is none.
import type { Desk } from '../../../contract/desks.ts'
import { askToUnlock, openOverlay, type Overlay } from '../../state/overlays.ts'
import { refundAccess } from '../../ui/order-access.ts'
import { toast } from '../../ui/toast.tsx'

export function orderRefund(desk: Desk, paymentId: string): void {
  const access = refundAccess(desk)
  const form: Overlay = { kind: 'refund', deskId: desk.id, paymentId }
  switch (access.can) {
    case 'yes':
      return openOverlay(form)
    case 'unlock':
      return askToUnlock(form)
    case 'no':
      return toast({ title: 'No refund can be ordered here', description: access.why })
  }
}
