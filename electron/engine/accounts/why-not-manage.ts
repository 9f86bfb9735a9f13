// Whether the policy of a desk lets this machine remove it or give it another key. It is asked in turn with the opening of desks: one that
// is just being opened must never count as one without a policy.
import type { Failure } from '../../../src/contract/index.ts'
import { openPolicyStore, refusalBy } from '../access/policy.ts'
import { inClosedJournal } from './closed-journal.ts'
import type { DeskRecord } from './desk-record.ts'
import type { OpeningPorts } from './open-account.ts'

/**
 * `policy_refused` when it does not, written down, of a closed desk too; null when it does, and where there is no journal that can be
 * read. `what` follows "let this machine".
 */
export async function whyNotManage(
  { standings, folderOf }: Pick<OpeningPorts, 'standings' | 'folderOf'>,
  record: DeskRecord,
  what: string,
): Promise<Failure | null> {
  const { open } = standings.of(record.id)
  if (open) return open.access.refusal('manage', what)?.error ?? null
  const judged = await inClosedJournal(
    folderOf(record.id),
    record,
    (database, audit) =>
      refusalBy(openPolicyStore(database, audit).now(), 'manage', what, (note) => void audit.append(note))
        ?.error ?? null,
  )
  return judged.ok ? judged.value : judged.error
}
