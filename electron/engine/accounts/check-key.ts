// Asks Stripe what a key is: whose account, which mode, what it may do. It must never change anything at Stripe: reading is
// probed by a list of one, writing by the update of an object that can't exist (403 means no, 404 means yes).
import { randomUUID } from 'node:crypto'
import type Stripe from 'stripe'
import { failure, success, type Capability, type Failure, type Result } from '../../../src/contract/index.ts'
import { nameOfPermission, permissions, type Permission } from '../../../src/domain/permissions.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { missingPermission } from '../gateway/failures.ts'

/** By the ids of the permissions. */
export type Capabilities = Record<string, Capability['can']>

export interface KeyFacts {
  accountId: string
  accountName: string
  capabilities: Capabilities
}

type Probe = (stripe: Stripe) => Promise<unknown>

const one = { limit: 1 }
const mark = { metadata: { bursar: 'probe' } }
const once = (): { idempotencyKey: string } => ({ idempotencyKey: `bursar-probe-${randomUUID()}` })

const probes: Record<string, Probe> = {
  account: (stripe) => stripe.accounts.retrieveCurrent(),
  payments: (stripe) => stripe.paymentIntents.list(one),
  charges: (stripe) => stripe.charges.list(one),
  refunds: (stripe) => stripe.refunds.list(one),
  customers: (stripe) => stripe.customers.list(one),
  make_refunds: (stripe) => stripe.refunds.update('re_bursar_permission_probe', mark, once()),
  change_customers: (stripe) => stripe.customers.update('cus_bursar_permission_probe', mark, once()),
  change_subscriptions: (stripe) => stripe.subscriptions.update('sub_bursar_permission_probe', mark, once()),
  change_invoices: (stripe) => stripe.invoices.voidInvoice('in_bursar_permission_probe', {}, once()),
  retry_payments: (stripe) => stripe.paymentIntents.update('pi_bursar_permission_probe', mark, once()),
  change_methods: (stripe) => stripe.paymentMethods.detach('pm_bursar_permission_probe', {}, once()),
  make_sessions: (stripe) => stripe.checkout.sessions.expire('cs_bursar_permission_probe', {}, once()),
  events: (stripe) => stripe.events.list(one),
  balance: (stripe) => stripe.balance.retrieve(),
  disputes: (stripe) => stripe.disputes.list(one),
  methods: (stripe) => stripe.paymentMethods.list(one),
  invoices: (stripe) => stripe.invoices.list(one),
  invoice_items: (stripe) => stripe.invoiceItems.list(one),
  subscriptions: (stripe) => stripe.subscriptions.list(one),
  products: (stripe) => stripe.products.list(one),
  prices: (stripe) => stripe.prices.list(one),
  sessions: (stripe) => stripe.checkout.sessions.list(one),
  payouts: (stripe) => stripe.payouts.list(one),
  transactions: (stripe) => stripe.balanceTransactions.list(one),
}

/** Fails unless the key can do everything without which no desk can be opened. */
export async function checkKey(gateway: Gateway): Promise<Result<KeyFacts>> {
  const account = await gateway.read((stripe) => stripe.accounts.retrieveCurrent())
  if (!account.ok && account.error.code !== 'key_permission') return { ok: false, error: account.error }
  // An account says nothing of its mode: the lists do, and the gateway compares it with the desk's on every answer.
  const probed = await probeAll(gateway)
  if (!probed.ok) return probed
  const { capabilities, refused } = probed.value
  if (refused.length > 0) return { ok: false, error: lacking(refused) }
  if (!account.ok) return { ok: false, error: account.error }
  return success({ accountId: account.value.id, accountName: nameOf(account.value), capabilities })
}

/** What a key can do that is known to be the desk's. */
export async function probeKey(gateway: Gateway): Promise<Result<Capabilities>> {
  const probed = await probeAll(gateway)
  return probed.ok ? success(probed.value.capabilities) : probed
}

interface Refused {
  permission: Permission
  error: Failure
}

/** `refused`: what is lacking of what is needed. Fails where something that is needed could not be asked for. */
async function probeAll(
  gateway: Gateway,
): Promise<Result<{ capabilities: Capabilities; refused: Refused[] }>> {
  const capabilities: Capabilities = {}
  const refused: Refused[] = []
  const answers = await Promise.all(
    permissions.map(async (permission) => ({
      permission,
      error: await errorOf(gateway, probes[permission.id]),
    })),
  )
  for (const { permission, error } of answers) {
    const can = judge(permission, error)
    capabilities[permission.id] = can
    if (error === null || can === 'yes') continue
    if (can === 'no' && !permission.optional) refused.push({ permission, error })
    if (can === 'unknown' && (!permission.optional || damning.has(error.code))) return { ok: false, error }
  }
  return success({ capabilities, refused })
}

/** Not about the permission that was asked about: nothing else could be asked either. */
const damning: ReadonlySet<Failure['code']> = new Set(['key_revoked', 'mode_mismatch', 'stopping'])

async function errorOf(gateway: Gateway, probe: Probe | undefined): Promise<Failure | null> {
  if (probe === undefined) return failure('internal', 'There is no way to probe this permission.').error
  const answer = await gateway.read(probe)
  return answer.ok ? null : answer.error
}

function judge({ level }: Permission, error: Failure | null): Capability['can'] {
  if (error === null) return 'yes'
  // A 403 that names no permission is about the account, or where it is asked from.
  if (error.code === 'key_permission')
    return missingPermission(error.stripe?.message ?? '') === null ? 'unknown' : 'no'
  return level === 'write' && error.code === 'not_found' ? 'yes' : 'unknown'
}

/** All of what is lacking at once, as the Dashboard names it and as Stripe does. */
function lacking(refused: readonly Refused[]): Failure {
  const names = refused.map(({ permission, error }) => {
    const slug = missingPermission(error.stripe?.message ?? '')
    return `${nameOfPermission(permission)}${slug === null ? '' : ` (${slug})`}`
  })
  const [permission, it] = names.length === 1 ? ['a permission', 'it'] : ['permissions', 'them']
  return failure(
    'key_permission',
    `This restricted key lacks ${permission} that Bursar needs: ${names.join(', ')}. Add ${it} to the key in the Stripe Dashboard (Developers, API keys) and try again. Nothing was changed.`,
    refused[0]?.error.stripe,
  ).error
}

function nameOf(account: {
  id: string
  business_profile?: { name?: string | null } | null
  settings?: { dashboard?: { display_name?: string | null } | null } | null
  email?: string | null
}): string {
  return (
    account.settings?.dashboard?.display_name || account.business_profile?.name || account.email || account.id
  )
}
