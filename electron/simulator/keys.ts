// The simulator's API keys: which key opens which account and mode, and what a restricted key may do. None of them is worth anything elsewhere.
import type { AccountFacts } from './book.ts'
import { randomFrom } from './random.ts'
import { refusals, type Refusal } from './refusals.ts'

export type Mode = 'test' | 'live'

export interface AccountKeys {
  readonly secretTest: string
  readonly restrictedTest: string
  readonly secretLive: string
  readonly restrictedLive: string
  /** A test secret key that was rolled: every use answers `api_key_expired`. */
  readonly revoked: string
}

export interface Grant {
  readonly key: string
  readonly account: AccountFacts
  readonly mode: Mode
  /** `all` for a secret key. */
  readonly permissions: 'all' | ReadonlySet<string>
}

export interface KeyRing {
  keysOf(accountId: string): AccountKeys
  /** Makes a restricted key with exactly these permissions. */
  createRestricted(accountId: string, mode: Mode, permissions: readonly string[]): string
  revoke(key: string): void
  /** Who sends this Authorization header, or Stripe's refusal. */
  authenticate(authorization: string | undefined): Grant | Refusal
}

/** What the ready-made restricted keys may do: everything a desk for payments needs, and nothing else. */
const DEFAULT_PERMISSIONS: readonly string[] = [
  'rak_accounts_kyc_basic_read',
  'rak_balance_read',
  'rak_balance_transaction_source_read',
  'rak_charge_write',
  'rak_checkout_session_write',
  'rak_coupon_read',
  'rak_customer_portal_write',
  'rak_customer_write',
  'rak_dispute_read',
  'rak_entitlement_read',
  'rak_event_read',
  'rak_invoice_item_read',
  'rak_invoice_write',
  'rak_payment_intent_write',
  'rak_payment_method_write',
  'rak_payout_read',
  'rak_plan_read',
  'rak_product_read',
  'rak_refund_write',
  'rak_setup_intent_read',
  'rak_subscription_write',
]

export function createKeyRing(seed: string, accounts: readonly AccountFacts[]): KeyRing {
  const grants = new Map<string, Grant>()
  const revoked = new Set<string>()
  const random = randomFrom(`${seed}/keys`)

  const make = (
    account: AccountFacts,
    prefix: 'sk' | 'rk',
    mode: Mode,
    permissions: Grant['permissions'],
  ) => {
    const key = `${prefix}_${mode}_sim_${account.id.slice('acct_'.length)}${random.token(12)}`
    grants.set(key, { key, account, mode, permissions })
    return key
  }
  const rings = new Map(
    accounts.map((account): [string, AccountKeys] => {
      const usual = new Set(DEFAULT_PERMISSIONS)
      const keys = {
        secretTest: make(account, 'sk', 'test', 'all'),
        restrictedTest: make(account, 'rk', 'test', usual),
        secretLive: make(account, 'sk', 'live', 'all'),
        restrictedLive: make(account, 'rk', 'live', usual),
        revoked: make(account, 'sk', 'test', 'all'),
      }
      revoked.add(keys.revoked)
      return [account.id, keys]
    }),
  )

  return {
    keysOf: (accountId) => {
      const keys = rings.get(accountId)
      if (keys === undefined) throw new Error(`The simulator has no account ${accountId}`)
      return keys
    },
    createRestricted: (accountId, mode, permissions) => {
      const account = accounts.find((candidate) => candidate.id === accountId)
      if (account === undefined) throw new Error(`The simulator has no account ${accountId}`)
      return make(account, 'rk', mode, new Set(permissions))
    },
    revoke: (key) => revoked.add(key),
    authenticate: (authorization) => {
      const key = keyIn(authorization)
      if (key === undefined || key === '') return refusals.noKey()
      if (revoked.has(key)) return refusals.expiredKey(key)
      if (key.startsWith('pk_')) return refusals.publishableKey()
      return grants.get(key) ?? refusals.unknownKey(key)
    },
  }
}

/** True, or the 403 that names the first of the permissions that would have done. A write permission includes its read. */
export function permit(grant: Grant, permissions: readonly [string, ...string[]]): true | Refusal {
  const { permissions: held } = grant
  if (held === 'all') return true
  const isHeld = (permission: string) =>
    held.has(permission) || (permission.endsWith('_read') && held.has(permission.replace(/_read$/, '_write')))
  return permissions.some(isHeld) || refusals.missingPermission(grant.key, grant.account.id, permissions[0])
}

function keyIn(authorization: string | undefined): string | undefined {
  const [scheme, value] = (authorization ?? '').trim().split(/\s+/, 2)
  if (value === undefined) return undefined
  if (scheme?.toLowerCase() === 'bearer') return value
  if (scheme?.toLowerCase() !== 'basic') return undefined
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0]
}
