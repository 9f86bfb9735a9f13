// How this desk judges decline codes: our table, and over it the rules that its operators made. It must never lose what is masked.
import type { Database } from 'better-sqlite3'
import type { DeclineRule } from '../../../src/contract/index.ts'
import { declineCodeOf, declineCodes, isMasked } from '../../../src/domain/decline-codes.ts'
import { usualGroup } from '../../../src/domain/failure-group.ts'
import { ownRules } from './own-judgement.ts'

/** All codes that are known here or have a rule, in alphabetical order. */
export function declineRules(journal: Database): DeclineRule[] {
  const rules = ownRules(journal)
  const codes = new Set([...declineCodes.map(({ code }) => code), ...rules.keys()])
  return [...codes].toSorted().map((code) => ({
    code,
    group: rules.get(code) ?? usualGroup(code),
    usual: usualGroup(code),
    action: declineCodeOf(code)?.action ?? 'This code is not known here: look at it in Stripe’s Dashboard.',
    masked: isMasked(code),
  }))
}
