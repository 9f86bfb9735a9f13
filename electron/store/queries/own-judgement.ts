// What this desk itself has to say of failures, from its journal: its rules for decline codes, and what operators gave up.
import type { Database } from 'better-sqlite3'
import type { CaseEntry, FailureGroup } from '../../../src/contract/index.ts'
import { prepared } from './prepared.ts'

/** By code, without those that are judged as usual. */
export function ownRules(journal: Database): Map<string, FailureGroup> {
  const rows = prepared<[], { code: string; to_do: FailureGroup | null }>(
    journal,
    `SELECT code, to_do FROM decline_rules WHERE number IN (SELECT max(number) FROM decline_rules GROUP BY code)`,
  ).all()
  return new Map(rows.flatMap(({ code, to_do: toDo }) => (toDo === null ? [] : [[code, toDo] as const])))
}

/** The last thing that was done about how it stands; notes and assignments change nothing of that. */
export function isWrittenOff(journal: Database, paymentIntentId: string): boolean {
  const last = prepared<[string], Pick<CaseEntry, 'kind'>>(
    journal,
    `SELECT kind FROM case_entries WHERE payment_intent_id = ? AND kind NOT IN ('assigned', 'noted')
     ORDER BY number DESC LIMIT 1`,
  ).get(paymentIntentId)
  return last?.kind === 'written_off'
}
