// How this desk judges decline codes otherwise than Bursar does: the newest rule of a code holds, none is ever changed. It must never change
// what a network forbids, or what Stripe advises: those are kept apart.
import type { Database } from 'better-sqlite3'
import {
  success,
  type DeclineRule,
  type Failure,
  type ParsedRequestOf,
  type Result,
} from '../../../src/contract/index.ts'
import { declineRule, rulesOf } from '../../store/queries/failures/decline-rules.ts'
import type { Audit } from '../audit/audit.ts'
import { declineRuleSet } from '../audit/failure-notes.ts'

export interface RulesPorts {
  journal: Database
  audit: Audit
  /** Why nothing may be written now, null when it may; that `what` was refused is written down. */
  whyLocked: (what: string) => Failure | null
  /** Milliseconds. */
  now: () => number
}

export type SetDeclineRule = (request: ParsedRequestOf<'declines.setRule'>) => Result<DeclineRule>

export function declineRuleSetter({ journal, audit, whyLocked, now }: RulesPorts): SetDeclineRule {
  const insert = journal.prepare(
    'INSERT INTO decline_rules (code, to_do, operator, at) VALUES (@code, @group, @operator, @at)',
  )

  const set = journal.transaction(
    ({ code, group }: ParsedRequestOf<'declines.setRule'>): Result<DeclineRule> => {
      const before = rulesOf(journal).get(code) ?? null
      if (before !== group) {
        const at = now()
        insert.run({ code, group, operator: audit.operator, at })
        audit.append(declineRuleSet(code, before, group), at)
      }
      return success(declineRule(code, group))
    },
  )

  return (request) => {
    const locked = whyLocked('change how decline codes are judged')
    return locked === null ? set.immediate(request) : { ok: false, error: locked }
  }
}
