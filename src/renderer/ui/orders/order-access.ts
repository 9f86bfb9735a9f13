// Whether orders can be placed on a desk from here, and if not, why: as the engine said, its policy says and its key allows.
// It must never promise what the engine would refuse.
import type { Desk } from '../../../contract/desks.ts'

export type OrderAccess =
  | { can: 'yes' }
  /** Once the desk is unlocked. */
  | { can: 'unlock' }
  | { can: 'no'; why: string }

export function refundAccess(desk: Desk): OrderAccess {
  const { access, policy, capabilities, readOnlyReason } = desk
  if (access.orders === 'refused') return { can: 'no', why: readOnlyReason ?? 'This desk is read-only.' }
  if (!policy.allowed.includes('refund'))
    return { can: 'no', why: byPolicy(desk, 'The policy of this desk allows no refunds on this machine.') }
  if (capabilities.some(({ id, can }) => id === 'make_refunds' && can === 'no'))
    return {
      can: 'no',
      why: 'The key of this desk can’t make refunds: it lacks the permission “Charges and Refunds: write”. Replace it in Settings.',
    }
  return { can: access.orders === 'locked' ? 'unlock' : 'yes' }
}

/** The same for many refunds at once. */
export function runAccess(desk: Desk): OrderAccess {
  if (!desk.policy.allowed.includes('bulk'))
    return {
      can: 'no',
      why: byPolicy(desk, 'The policy of this desk allows no bulk refunds on this machine.'),
    }
  return refundAccess(desk)
}

/** The same for changes of what customers pay with, and pages on which they pay. */
export function changeAccess(desk: Desk): OrderAccess {
  const { policy, problem, readOnlyReason } = desk
  if (isDamaged(desk)) return damaged(desk)
  if (!policy.allowed.includes('change'))
    return {
      can: 'no',
      why: byPolicy(desk, 'The policy of this desk allows no changes for customers on this machine.'),
    }
  // What the desk says of its orders is about refunds: of changes, a dead key and the lock are left to look at.
  if (problem?.code === 'key_revoked') return { can: 'no', why: readOnlyReason ?? 'This desk is read-only.' }
  return { can: isLocked(desk) ? 'unlock' : 'yes' }
}

/** The same for notes on this machine: they need no key and no policy, only an unlocked desk whose journal is whole. */
export const noteAccess = (desk: Desk): OrderAccess =>
  isDamaged(desk) ? damaged(desk) : { can: isLocked(desk) ? 'unlock' : 'yes' }

/** What is said above the reason then. */
export const noNote = 'Nothing can be noted here'

const isDamaged = ({ journalDamaged }: Desk): boolean => journalDamaged === true

const damaged = ({ readOnlyReason }: Desk): OrderAccess => ({
  can: 'no',
  why: readOnlyReason ?? 'The journal of this desk is damaged.',
})

/** Whatever its key and its policy allow, it can be unlocked then: notes and signing secrets ask for that too. */
export const isLocked = ({ access, mode }: Desk): boolean => mode === 'live' && access.unlockedUntil === null

/** Why keys, secrets and tables are not for this machine to change; null where they are. */
export function whyNotManage(desk: Desk): string | null {
  return desk.policy.allowed.includes('manage')
    ? null
    : byPolicy(desk, 'The policy of this desk leaves keys, signing secrets and tables to an admin.')
}

/** What the policy forbids, in these words; one that can't be read forbids nothing of its own. */
export const byPolicy = ({ policyUnreadable }: Desk, words: string): string =>
  policyUnreadable === true ? 'The policy of this desk can’t be read. Set it again in Settings.' : words
