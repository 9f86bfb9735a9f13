// Refunds as rows, with the order of ours that made them.
import { unsaidStatus } from '../../../src/domain/refund-life.ts'
import { kindOf } from './kind.ts'
import { idOf, refundShape } from './shapes.ts'

export const refunds = kindOf({
  table: 'refunds',
  objects: ['refund'],
  shape: refundShape,
  references: ['charge', 'payment_intent', 'balance_transaction', 'customer', 'payment_method'],
  columns: (refund) => ({
    payment_intent_id: idOf(refund.payment_intent),
    charge_id: idOf(refund.charge),
    amount: refund.amount,
    currency: refund.currency,
    status: refund.status ?? unsaidStatus,
    reason: refund.reason,
    pending_reason: refund.pending_reason,
    failure_reason: refund.failure_reason,
    created: refund.created,
    order_id: refund.metadata?.['bursar_order'],
  }),
})
