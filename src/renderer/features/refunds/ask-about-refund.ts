// The way to a question about a refund.
import type { Desk } from '../../../contract/desks.ts'
import type { RefundLife } from '../../../contract/refund-life.ts'
import type { RefundQuestionAbout } from '../../state/overlays.ts'
import { openForm } from '../../ui/orders/open-form.ts'
import { noNote, noteAccess, refundAccess } from '../../ui/orders/order-access.ts'

export function askAboutRefund(desk: Desk, about: RefundQuestionAbout, refund: RefundLife): void {
  openForm(
    about === 'cancel' ? refundAccess(desk) : noteAccess(desk),
    { kind: 'refund-question', deskId: desk.id, about, refund },
    about === 'cancel' ? 'No refund can be canceled here' : noNote,
  )
}
