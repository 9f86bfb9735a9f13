// Made-up desks: which there are, what their keys can do, how they are locked, and what their policies say. It must never be
// imported by the product.
import type { Access, Capability, Desk } from '../../../src/contract/desks.ts'
import { failure, success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { RequestOf } from '../../../src/contract/schemas.ts'
import { classifyKey } from '../../../src/domain/keys.ts'
import { permissions } from '../../../src/domain/permissions.ts'
import { firstPolicy } from '../../../src/domain/policy.ts'

const testAccess: Access = {
  orders: 'open',
  unlockedUntil: null,
  passphrase: false,
  tryAgainAt: null,
}
export const lockedAccess: Access = { ...testAccess, orders: 'locked', passphrase: true }

const capabilities = (without: readonly string[] = []): Capability[] =>
  permissions.map(({ id, resource, level, what, optional }) => ({
    id,
    what,
    permission: `${resource}: ${level}`,
    optional,
    can: without.includes(id) ? 'no' : id === 'payouts' ? 'unknown' : 'yes',
  }))

export const demoDesk: Desk = {
  id: 'demo',
  kind: 'demo',
  accountId: 'acct_demo',
  accountName: 'Lovelace Bindery',
  businessId: 'acct_demo',
  businessName: 'Lovelace Bindery',
  color: 'blue',
  mode: 'test',
  keyType: 'secret',
  secretsIn: 'none',
  state: 'open',
  access: testAccess,
  policy: firstPolicy('Europe/Berlin'),
  capabilities: [],
  keyEnteredAt: null,
  notices: [],
}

const account = (name: string, accountId: string, color: Desk['color'], mode: Desk['mode']): Desk => ({
  ...demoDesk,
  id: `${accountId}_${mode}`,
  kind: 'account',
  accountId,
  accountName: name,
  businessId: accountId,
  businessName: name,
  color,
  mode,
  keyType: 'restricted',
  secretsIn: 'keyring',
  keyEnteredAt: Date.now() - 47 * 86_400_000,
  capabilities: capabilities(mode === 'live' ? ['balance'] : []),
  ...(mode === 'live'
    ? { access: lockedAccess, readOnlyReason: 'This live desk is locked. Unlock it to order refunds.' }
    : {}),
})

/** Two accounts with both modes, one with test alone, and the demo. */
export const manyDesks: readonly Desk[] = [
  account('Hopper Instruments', 'acct_Hopper', 'teal', 'test'),
  account('Hopper Instruments', 'acct_Hopper', 'teal', 'live'),
  account('Turing & Daughters', 'acct_Turing', 'violet', 'test'),
  account('Turing & Daughters', 'acct_Turing', 'violet', 'live'),
  account('Perlman Networks', 'acct_Perlman', 'amber', 'test'),
  demoDesk,
]

/** A reason of null is taken away. */
type Changes = Partial<Omit<Desk, 'readOnlyReason'>> & { readOnlyReason?: string | null }

export const rightPassphrase = 'correct horse battery'

export function createFakeDesks(first: readonly Desk[], changed: (desk: Desk) => void) {
  let desks = [...first]
  let wrong = 0
  const find = (id: string): Desk | undefined => desks.find((desk) => desk.id === id)
  const change = (id: string, { readOnlyReason, ...changes }: Changes): Result<Desk> => {
    const before = find(id)
    if (!before) return failure('not_found', 'This desk is not on this machine.')
    const desk: Desk = { ...before, ...changes }
    if (readOnlyReason === null) delete desk.readOnlyReason
    else if (readOnlyReason !== undefined) desk.readOnlyReason = readOnlyReason
    desks = desks.map((each) => (each.id === id ? desk : each))
    changed(desk)
    return success(desk)
  }
  const changeAccess = (id: string, changes: Partial<Access>, more: Changes = {}): Result<Desk> =>
    change(id, { access: { ...(find(id)?.access ?? testAccess), ...changes }, ...more })
  const unlocked = (deskId: string): Result<Desk> => {
    const minutes = find(deskId)?.policy.leaseMinutes ?? 5
    const until = Date.now() + minutes * 60_000
    return changeAccess(
      deskId,
      { orders: 'open', unlockedUntil: until, tryAgainAt: null },
      { readOnlyReason: null },
    )
  }
  const lock = (deskId: string): Result<Desk> =>
    changeAccess(
      deskId,
      { orders: 'locked', unlockedUntil: null },
      { readOnlyReason: 'This live desk is locked. Unlock it to order refunds.' },
    )
  const judge = (deskId: string, passphrase: string): Result<null> => {
    if (!(find(deskId)?.access.passphrase ?? false))
      return failure('passphrase_missing', 'No passphrase was set for this desk yet.')
    if (passphrase === rightPassphrase) {
      wrong = 0
      return success(null)
    }
    wrong += 1
    if (wrong < 3) return failure('passphrase_wrong', 'This is not the passphrase of this desk.')
    changeAccess(deskId, { tryAgainAt: Date.now() + 45_000 })
    return failure(
      'too_many_attempts',
      'Too many wrong passphrases. Nothing was unlocked; wait, then try again.',
    )
  }
  return {
    all: () => desks,
    find,
    change,
    add(desk: Desk): void {
      desks = [...desks.filter(({ id }) => id !== desk.id), desk]
    },
    remove: (id: string): void => void (desks = desks.filter((desk) => desk.id !== id)),
    lock,
    unlockBySystem: ({ deskId }: { deskId: string }) => unlocked(deskId),
    unlock({ deskId, passphrase }: RequestOf<'desk.unlock'>): Result<Desk> {
      const judged = judge(deskId, passphrase)
      return judged.ok ? unlocked(deskId) : judged
    },
    setPassphrase({ deskId, current, next }: RequestOf<'desk.setPassphrase'>): Result<Desk> {
      if (current !== null) {
        const judged = judge(deskId, current)
        if (!judged.ok) return judged
      }
      if (next.length < 8)
        return failure('passphrase_weak', 'Use at least 8 characters: a few words are easy to keep in mind.')
      return changeAccess(deskId, { passphrase: true })
    },
    setPolicy({ deskId, passphrase, policy }: RequestOf<'desk.setPolicy'>): Result<Desk> {
      const judged = judge(deskId, passphrase)
      return judged.ok ? change(deskId, { policy }) : judged
    },
    editBusiness({ businessId, name, color }: RequestOf<'business.edit'>): Result<Desk[]> {
      for (const desk of desks)
        if (desk.businessId === businessId) change(desk.id, { businessName: name, color })
      return success(desks)
    },
    reorder({ businessIds }: RequestOf<'business.reorder'>): Result<Desk[]> {
      desks = desks.toSorted(
        (one, other) => businessIds.indexOf(one.businessId) - businessIds.indexOf(other.businessId),
      )
      return success(desks)
    },
    replaceKey({ deskId, key }: RequestOf<'key.replace'>): Result<Desk> {
      const judged = classifyKey(key)
      if (judged.kind === 'refused') return failure('key_malformed', 'This is not a Stripe key.')
      if (judged.mode !== find(deskId)?.mode)
        return failure(
          'mode_mismatch',
          `This is a ${judged.mode} key, and this desk is ${find(deskId)?.mode}. The old key was kept.`,
        )
      if (key.includes('OTHER'))
        return failure('account_mismatch', 'This key is of another account. The old key was kept.')
      const { problem: _, readOnlyReason: __, ...desk } = find(deskId) ?? demoDesk
      const renewed = { ...desk, keyType: judged.type, keyEnteredAt: Date.now(), state: 'open' as const }
      desks = desks.map((each) => (each.id === deskId ? renewed : each))
      changed(renewed)
      return success(renewed)
    },
    check: ({ deskId }: { deskId: string }) =>
      change(deskId, {
        capabilities: capabilities(find(deskId)?.keyType === 'restricted' ? ['balance'] : []),
      }),
  }
}
