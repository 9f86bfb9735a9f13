// What the audit says of cases and of rules for decline codes. Pure. It must never say what a note or a reason says: an operator may
// have typed anything there.
import type { CaseEntry, FailureGroup } from '../../../src/contract/index.ts'
import type { AuditNote } from './audit.ts'

const verbs: Record<CaseEntry['kind'], string> = {
  assigned: 'assigned',
  noted: 'given a note',
  snoozed: 'snoozed',
  closed: 'closed',
  reopened: 'opened again',
  written_off: 'written off',
}

export function caseWritten(
  entryId: string,
  { kind, assignee, until }: Pick<CaseEntry, 'kind' | 'assignee' | 'until'>,
  paymentIntentIds: readonly string[],
): AuditNote {
  const [only, ...more] = paymentIntentIds
  const verb = kind === 'assigned' && assignee === null ? 'assigned to nobody' : verbs[kind]
  return {
    kind: 'case_written',
    subject: more.length === 0 ? (only ?? null) : null,
    text:
      more.length === 0 ? `Failed payment ${verb}.` : `${paymentIntentIds.length} failed payments ${verb}.`,
    detail: { entryId, what: kind, assignee, until, paymentIntentIds: [...paymentIntentIds] },
  }
}

/** `before` and `after`: null is as usual. */
export function declineRuleSet(
  code: string,
  before: FailureGroup | null,
  after: FailureGroup | null,
): AuditNote {
  return {
    kind: 'decline_rule_set',
    subject: code,
    text:
      after === null
        ? `Failures with ${code} are judged as usual again.`
        : `Failures with ${code} are judged as ${after.replaceAll('_', ' ')}.`,
    detail: { code, before, after },
  }
}
