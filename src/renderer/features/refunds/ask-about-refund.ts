// The way to a question about a refund: the question, who is there before it, or why there is none.
import type { Desk } from '../../../contract/desks.ts'
import type { RefundLife } from '../../../contract/refund-life.ts'
import { askToUnlock, openOverlay, type Overlay, type RefundQuestionAbout } from '../../state/overlays.ts'
import { noteAccess, refundAccess, type OrderAccess } from '../../ui/orders/order-access.ts'
import { toast } from '../../ui/toast.tsx'

export function askAboutRefund(desk: Desk, about: RefundQuestionAbout, refund: RefundLife): void {
  const access: OrderAccess = about === 'cancel' ? refundAccess(desk) : noteAccess(desk)
  const question: Overlay = { kind: 'refund-question', deskId: desk.id, about, refund }
  switch (access.can) {
    case 'yes':
      return openOverlay(question)
    case 'unlock':
      return askToUnlock(question)
    case 'no':
      return toast({ title: 'No refund can be canceled here', description: access.why })
  }
}
