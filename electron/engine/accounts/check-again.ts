// Asks anew what the key of an open desk can do, and that it is still of the desk's account. It must never let a desk stay open whose
// key answers for another account.
import { failure, success, type Desk, type Result } from '../../../src/contract/index.ts'
import { strangerRefused } from '../audit/desk-notes.ts'
import { probeKey } from './check-key.ts'
import type { OpenDesk } from './open-desk.ts'
import type { DeskRecord } from './desk-record.ts'
import type { Profile } from './profile.ts'
import type { Standings } from './standings.ts'

export interface CheckingPorts {
  standings: Standings
  profile: Profile
  inTurn: <Value>(work: () => Promise<Value>) => Promise<Value>
}

/**
 * Whose the key is. Null where that could not be asked. The server behind a base URL may have come to stand for somebody else since
 * it was connected: then the desk is closed.
 */
export async function confirmAccount(
  { standings, inTurn }: Omit<CheckingPorts, 'profile'>,
  record: DeskRecord,
  open: OpenDesk,
): Promise<Result<unknown>> {
  const account = await open.gateway.read((stripe) => stripe.accounts.retrieveCurrent())
  if (!account.ok) return { ok: false, error: account.error }
  if (account.value.id === record.accountId) return success(null)
  const error = failure(
    'account_mismatch',
    `This desk belongs to ${record.accountName} (${record.accountId}), but its key now answers for ${account.value.id}. The desk was closed and nothing was sent; connect the right account again.`,
  ).error
  await inTurn(async () => {
    if (standings.of(record.id).open !== open) return
    open.record(strangerRefused('answer_other_account', 1, null))
    await standings.close(record.id)
    standings.settle(record, { state: 'failed', notices: [], problem: error })
  })
  return { ok: false, error }
}

/** What was found out is kept, and told. */
export async function checkAgain(ports: CheckingPorts, deskId: string): Promise<Result<Desk>> {
  const { standings } = ports
  const found = standings.record(deskId)
  if (!found.ok) return found
  const { open } = standings.of(deskId)
  if (!open) return failure('desk_closed', 'This desk is not open.')
  if (found.value.kind === 'account') {
    const confirmed = await confirmAccount(ports, found.value, open)
    if (!confirmed.ok) return confirmed
  }
  return askWhatItCan(ports, deskId, open)
}

/** Of a key that is known to be of the desk's account. */
export async function askWhatItCan(
  { standings, profile, inTurn }: CheckingPorts,
  deskId: string,
  open: OpenDesk,
): Promise<Result<Desk>> {
  const probed = await probeKey(open.gateway)
  if (!probed.ok) return probed
  return inTurn(async () => {
    const record = standings.record(deskId)
    // Closed, removed or given another key meanwhile.
    if (!record.ok || standings.of(deskId).open !== open)
      return failure('desk_closed', 'This desk was closed meanwhile. Check the key again.')
    const known = { ...record.value, capabilities: probed.value }
    profile.put(known)
    return success(standings.keyWorks(known))
  })
}
