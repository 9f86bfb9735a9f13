// What the audit says of the rules of access. Pure.
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
