// The way from a payment to its refund.
import type { Desk } from '../../../contract/desks.ts'
import { openForm } from './open-form.ts'
import { refundAccess } from './order-access.ts'

/** `amount`: what is to stand in the form at first, minor units; null: all that can be refunded. */
export function orderRefund(desk: Desk, paymentId: string, amount: number | null = null): void {
  openForm(
    refundAccess(desk),
    { kind: 'refund', deskId: desk.id, paymentId, amount },
    'No refund can be ordered here',
  )
}
