// How this desk judges decline codes: our table, and over it the rules that its operators made. It must never lose what is masked.
import type { Database } from 'better-sqlite3'
import { failureGroups, ruledCodeSchema, type DeclineRule } from '../../../../src/contract/index.ts'
import { declineCodeOf, declineCodes, isMasked } from '../../../../src/domain/decline-codes.ts'
import { usualGroup, type FailureGroup } from '../../../../src/domain/failure-group.ts'
import { factsIn } from './judged-facts.ts'
import { prepared } from '../prepared.ts'

/** The rules that hold, by code. */
export function rulesOf(journal: Database): Map<string, FailureGroup> {
  const rows = prepared<[], { code: string; to_do: string | null }>(
    journal,
    `SELECT code, to_do FROM decline_rules WHERE number IN (SELECT max(number) FROM decline_rules GROUP BY code)`,
  ).all()
  return new Map(
    rows.flatMap(({ code, to_do: toDo }) => {
      const group = failureGroups.find((each) => each === toDo)
      return group === undefined ? [] : [[code, group] as const]
    }),
  )
}

/** `own`: the desk's rule for this code; null where it has none. */
export function declineRule(code: string, own: FailureGroup | null): DeclineRule {
  const usual = usualGroup(code)
  return {
    code,
    group: own ?? usual,
    usual,
    action: declineCodeOf(code)?.action ?? 'This code is not known here: look at it in Stripe’s Dashboard.',
    masked: isMasked(code),
  }
}

/** The codes of cards, those with a rule, and whatever else payments of this desk failed with; in alphabetical order. */
export function declineRules(cache: Database, journal: Database): DeclineRule[] {
  const rules = rulesOf(journal)
  const codes = new Set([
    ...declineCodes.map(({ code }) => code),
    ...rules.keys(),
    ...codesMet(cache).filter((code) => ruledCodeSchema.safeParse(code).success),
  ])
  return [...codes].toSorted().map((code) => declineRule(code, rules.get(code) ?? null))
}

function codesMet(cache: Database): string[] {
  return prepared<[], { judged: string }>(cache, 'SELECT judged FROM failure_judgings')
    .all()
    .flatMap(({ judged }) => factsIn(judged).declineCode ?? [])
}
