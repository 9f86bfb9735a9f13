// Disputes as rows.
import { kindOf } from './kind.ts'
import { disputeShape, idOf } from './shapes.ts'

export const disputes = kindOf({
  table: 'disputes',
  objects: ['dispute'],
  shape: disputeShape,
  references: ['charge', 'payment_intent'],
  columns: (dispute) => ({
    payment_intent_id: idOf(dispute.payment_intent),
    charge_id: idOf(dispute.charge),
    amount: dispute.amount,
    currency: dispute.currency,
    status: dispute.status,
    reason: dispute.reason,
    created: dispute.created,
    // 0 where the bank takes no answer.
    evidence_due_by: dispute.evidence_details?.due_by || null,
  }),
})
