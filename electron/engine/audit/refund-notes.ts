// What the audit says of refunds that were paid another way, and of notes of it that were struck out. Pure. It must never quote the reference: an operator may have typed
// anything there.
import type { RefundNote } from '../../../src/contract/index.ts'
import { formatAmount } from '../../../src/domain/money.ts'
import type { AuditNote } from './audit.ts'

export function refundPaidOtherwise(
  { id, refundId, how }: RefundNote,
  { amount, currency }: { amount: number; currency: string },
): AuditNote {
  return {
    kind: 'refund_other_way',
    subject: refundId,
    text: `Refund ${refundId} of ${formatAmount(amount, currency)} noted as paid another way: ${how.replaceAll('_', ' ')}.`,
    detail: { refundId, noteId: id, how, amount, currency },
  }
}

export function refundOtherWayStruck({ id, refundId }: RefundNote): AuditNote {
  return {
    kind: 'refund_other_way_struck',
    subject: refundId,
    text: `The note that refund ${refundId} was paid another way was struck out.`,
    detail: { refundId, noteId: id },
  }
}
