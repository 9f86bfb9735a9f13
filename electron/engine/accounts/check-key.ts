// Asks Stripe what a pasted key is: whose account, which mode, what it may do. It must never change anything at Stripe:
// the permission to write is probed with an id that can't exist (403 means no, 404 means yes).
import { randomUUID } from 'node:crypto'
import { failure, success, type Failure, type Result } from '../../../src/contract/index.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { missingPermission } from '../gateway/failures.ts'

export interface KeyFacts {
  accountId: string
  accountName: string
  /** Why this key can't make refunds, in words; null when it can. */
  noRefunds: string | null
}

/** What Bursar reads for its lists. A key that lacks one of these can't open a desk. */
const neededReads = ['paymentIntents', 'charges', 'refunds', 'customers'] as const

export async function checkKey(gateway: Gateway): Promise<Result<KeyFacts>> {
  const account = await gateway.read((stripe) => stripe.accounts.retrieveCurrent())
  if (!account.ok) return { ok: false, error: account.error }
  // An account says nothing of its mode: the lists below do, and the gateway compares it with the desk's on every answer.
  const balance = await gateway.read((stripe) => stripe.balance.retrieve())
  if (!balance.ok && balance.error.code !== 'key_permission') return { ok: false, error: balance.error }
  const lacking: string[] = []
  let refused: Failure | null = null
  for (const resource of neededReads) {
    const read = await gateway.read<unknown>((stripe) => stripe[resource].list({ limit: 1 }))
    if (read.ok) continue
    if (read.error.code !== 'key_permission') return { ok: false, error: read.error }
    refused = read.error
    lacking.push(missingPermission(read.error.stripe?.message ?? '') ?? resource)
  }
  if (refused) {
    return failure(
      'key_permission',
      `This restricted key lacks ${lacking.length === 1 ? 'a permission' : 'permissions'} that Bursar needs: ${[...new Set(lacking)].join(', ')}. Add ${lacking.length === 1 ? 'it' : 'them'} to the key in the Stripe Dashboard (Developers, API keys) and connect again.`,
      refused.stripe,
    )
  }
  return success({
    accountId: account.value.id,
    accountName: nameOf(account.value),
    noRefunds: await whyNoRefunds(gateway),
  })
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

/** An update of a refund that can't exist: no effect whatever the answer. */
async function whyNoRefunds(gateway: Gateway): Promise<string | null> {
  const probe = await gateway.read<unknown>((stripe) =>
    stripe.refunds.update(
      're_bursar_permission_probe',
      { metadata: { bursar: 'probe' } },
      { idempotencyKey: `bursar-probe-${randomUUID()}` },
    ),
  )
  if (probe.ok || probe.error.code !== 'key_permission') return null
  const permission = missingPermission(probe.error.stripe?.message ?? '')
  return `This key can't make refunds: it lacks ${permission ?? 'the permission to write refunds'}.`
}
