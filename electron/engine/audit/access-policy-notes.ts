// What the audit says of the rules of access and of letters to customers. Pure. It must never say what a letter says, nor to whom.
import type { AccessPolicy } from '../../../src/contract/index.ts'
import type { AuditNote } from './audit.ts'

export function accessPolicySet(before: AccessPolicy, after: AccessPolicy): AuditNote {
  const days = after.graceDays === 1 ? '1 day' : `${after.graceDays} days`
  return {
    kind: 'access_policy_set',
    subject: null,
    text: `Access stays on for ${days} after a payment failed, and is ${after.onWhileCollectionPaused ? 'on' : 'off'} while collection is paused.`,
    detail: { before, after },
  }
}

export function draftMarked(invoiceId: string, eventId: string, as: 'sent' | 'dismissed'): AuditNote {
  return {
    kind: 'draft_marked',
    subject: invoiceId,
    text: `Letter to the customer ${as === 'sent' ? 'marked as sent' : 'dismissed'}.`,
    detail: { eventId, as },
  }
}
