// The policy of one desk: kept in its journal, one version after the other, each change in one commit with its audit entry. A policy
// that can't be read allows nothing: it must never be taken for a wider one.
import type { Database } from 'better-sqlite3'
import { failure, policySchema, type Failure, type Policy } from '../../../src/contract/index.ts'
import { canonicalJson } from '../../../src/domain/canonical-json.ts'
import { firstPolicy, isTimeZone, whyMayNot, type Action } from '../../../src/domain/policy.ts'
import { actionDenied, policyChanged } from '../audit/access-notes.ts'
import type { Audit, AuditNote } from '../audit/audit.ts'

/** `unreadable`: it stands in the place of one that can't be read. */
type KeptPolicy = Policy & { unreadable?: true }

export interface PolicyStore {
  now(): KeptPolicy
  /** `at`: Unix milliseconds. The policy has been judged by `whyNoPolicy`. */
  change(next: Policy, at: number): void
}

/** Where this machine is; some containers don't know. */
export const machineTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

export function openPolicyStore(database: Database, audit: Audit): PolicyStore {
  const newest = database.prepare<[], { version: number; policy: string }>(
    'SELECT version, policy FROM policies ORDER BY version DESC LIMIT 1',
  )
  const insert = database.prepare<[number, number, string]>('INSERT INTO policies VALUES (?, ?, ?)')
  let current = read(newest.get()?.policy)

  const change = database.transaction((next: Policy, at: number): void => {
    const version = (newest.get()?.version ?? 0) + 1
    insert.run(version, at, canonicalJson(next))
    audit.append(policyChanged(current, next, version), at)
  })

  return {
    now: () => current,
    change(next, at) {
      change.immediate(next, at)
      current = next
    },
  }
}

function read(kept: string | undefined): KeptPolicy {
  const first = firstPolicy(machineTimeZone())
  if (kept === undefined) return first
  const policy = policySchema.safeParse(JSON.parse(kept)).data
  return policy !== undefined && isTimeZone(policy.timeZone)
    ? policy
    : { ...first, role: 'support', allowed: [], unreadable: true }
}

/** The refusal of what the policy does not let this machine do, written down; null where it does. `what` follows "let this machine". */
export function refusalBy(
  policy: KeptPolicy,
  action: Action,
  what: string,
  record: (note: AuditNote) => void,
): { ok: false; error: Failure } | null {
  const forbidden = whyMayNot(policy, action, what)
  if (forbidden === null) return null
  record(actionDenied(what, 'policy_refused'))
  return failure('policy_refused', `${forbidden} Nothing was changed.`)
}

/** Why this can't be a policy, beyond its form; null when it can. */
export function whyNoPolicy({ limits, timeZone }: Policy): Failure | null {
  const currencies = limits.map(({ currency }) => currency)
  if (new Set(currencies).size < currencies.length)
    return failure('bad_request', 'A currency has limits twice. Nothing was changed.').error
  const amounts = limits.flatMap(({ perOrder, perDay, typeAbove }) => [perOrder, perDay, typeAbove])
  if (amounts.some((amount) => amount !== null && amount < 0))
    return failure('bad_request', 'A limit can not be below zero. Nothing was changed.').error
  if (!isTimeZone(timeZone))
    return failure(
      'bad_request',
      `This computer does not know the time zone “${timeZone}”. Nothing was changed.`,
    ).error
  return null
}
