// How a desk that is not open stands: its policy and its passphrase are in files that are shut. It must never claim that orders are accepted
// on a live one.
import { firstPolicy } from '../../../src/domain/policy.ts'
import type { ShownAccess } from './access.ts'
import { machineTimeZone } from './policy.ts'

/** `refused`: why the key can't make orders, where that is known. */
export function closedStanding(mode: 'test' | 'live', refused: string | undefined): ShownAccess {
  const locked = mode === 'live' ? 'This live desk is locked and read-only.' : undefined
  const readOnlyReason = refused ?? locked
  return {
    access: {
      orders: refused !== undefined ? 'refused' : mode === 'live' ? 'locked' : 'open',
      unlockedUntil: null,
      passphrase: false,
      tryAgainAt: null,
    },
    policy: firstPolicy(machineTimeZone()),
    ...(readOnlyReason === undefined ? {} : { readOnlyReason }),
  }
}
