// By which rules this desk judges who has access: the newest holds, none is ever changed. It must never switch anything at Stripe or in
// anybody's product.
import type { Database } from 'better-sqlite3'
import {
  success,
  type AccessPolicy,
  type Failure,
  type ParsedRequestOf,
  type Result,
} from '../../../src/contract/index.ts'
import { accessPolicy } from '../../store/queries/access/access-policy.ts'
import type { Audit } from '../audit/audit.ts'
import { accessPolicySet } from '../audit/access-policy-notes.ts'

export interface AccessPolicyPorts {
  journal: Database
  audit: Audit
  /** Why nothing may be written now, null when it may; that `what` was refused is written down. */
  whyLocked: (what: string) => Failure | null
  /** Milliseconds. */
  now: () => number
}

export type SetAccessPolicy = (request: ParsedRequestOf<'access.setPolicy'>) => Result<AccessPolicy>

export function accessPolicySetter({ journal, audit, whyLocked, now }: AccessPolicyPorts): SetAccessPolicy {
  const insert = journal.prepare(
    `INSERT INTO access_policies (grace_days, on_while_collection_paused, operator, at)
     VALUES (@days, @paused, @operator, @at)`,
  )

  const set = journal.transaction((policy: AccessPolicy): Result<AccessPolicy> => {
    const before = accessPolicy(journal)
    const isSame =
      before.graceDays === policy.graceDays &&
      before.onWhileCollectionPaused === policy.onWhileCollectionPaused
    if (!isSame) {
      const at = now()
      insert.run({
        days: policy.graceDays,
        paused: Number(policy.onWhileCollectionPaused),
        operator: audit.operator,
        at,
      })
      audit.append(accessPolicySet(before, policy), at)
    }
    return success(policy)
  })

  return ({ policy }) => {
    const locked = whyLocked('change how access is judged')
    return locked === null ? set.immediate(policy) : { ok: false, error: locked }
  }
}
