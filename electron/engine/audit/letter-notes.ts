// What the audit says of letters to customers. Pure. It must never say what a letter says, nor to whom.
import type { AuditNote } from './audit.ts'

export function draftMarked(invoiceId: string, eventId: string, as: 'sent' | 'dismissed'): AuditNote {
  return {
    kind: 'draft_marked',
    subject: invoiceId,
    text: `Letter to the customer ${as === 'sent' ? 'marked as sent' : 'dismissed'}.`,
    detail: { eventId, as },
  }
}
