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
import { declineCodeOf, isMasked } from '../../../src/domain/decline-codes.ts'
import { usualGroup } from '../../../src/domain/failure-group.ts'
import { ownRules } from '../../store/queries/own-judgement.ts'
import type { Audit } from '../audit/audit.ts'
import { declineRuleSet } from '../audit/failure-notes.ts'

export interface RulesPorts {
  journal: Database
  audit: Audit
  /** Why nothing may be written now, null when it may. */
  whyLocked: () => Failure | null
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
      const before = ownRules(journal).get(code) ?? null
      if (before !== group) {
        const at = now()
        insert.run({ code, group, operator: audit.operator, at })
        audit.append(declineRuleSet(code, before, group), at)
      }
      const usual = usualGroup(code)
      return success({
        code,
        group: group ?? usual,
        usual,
        action:
          declineCodeOf(code)?.action ?? 'This code is not known here: look at it in Stripe’s Dashboard.',
        masked: isMasked(code),
      })
    },
  )

  return (request) => {
    const locked = whyLocked()
    return locked === null ? set.immediate(request) : { ok: false, error: locked }
  }
}
