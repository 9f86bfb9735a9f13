// A desk as the face may know it, put together from its record and how it stands. Pure. Nothing that is secret, or only the
// engine's, may come through here.
import { failure, type Capability, type Desk, type Failure } from '../../../src/contract/index.ts'
import { nameOfPermission, permissions } from '../../../src/domain/permissions.ts'
import { closedStanding } from '../access/closed.ts'
import { businessIdOf, type Business } from './businesses.ts'
import type { DeskRecord } from './desk-record.ts'
import type { OpenDesk } from './open-desk.ts'

export interface Standing {
  state: Desk['state']
  problem?: Failure
  /** What an opening takes so long for, in words. */
  doing?: string
  notices: string[]
  open?: OpenDesk
}

export interface Surroundings {
  /** The desk's own; undefined for a desk that the profile does not know yet. */
  business: Business | undefined
  /** What is to be told of the profile, at every desk. */
  notice: string | null
}

export function deskOf(
  record: DeskRecord,
  { state, problem, doing, notices, open }: Standing,
  { business, notice }: Surroundings,
): Desk {
  const { id, kind, accountId, accountName, mode, keyType, secretsIn, baseUrl } = record
  const refusal = keyRefusalOf(record, problem, 'refund')
  const keyWarning = warningOf(record)
  return {
    id,
    kind,
    accountId,
    accountName,
    mode,
    keyType,
    secretsIn,
    state,
    ...(baseUrl !== undefined && { baseUrl }),
    businessId: businessIdOf(record),
    businessName: business?.name ?? accountName,
    color: business?.color ?? 'slate',
    ...(problem && { problem }),
    ...(doing !== undefined && { doing }),
    ...(open?.access.standing() ?? closedStanding(mode, refusal?.message)),
    capabilities: capabilitiesOf(record),
    ...(keyWarning !== undefined && { keyWarning }),
    keyEnteredAt: record.keyEnteredAt ?? null,
    notices: [...(notice === null ? [] : [notice]), ...notices],
  }
}

/** Why the key can't be used for such orders, whoever gives them; undefined where it can. */
export function keyRefusalOf(
  { capabilities }: Pick<DeskRecord, 'capabilities'>,
  problem: Failure | undefined,
  action: 'refund' | 'change',
): Failure | undefined {
  if (problem?.code === 'key_revoked') {
    return failure(
      'key_revoked',
      `Stripe does not take this desk's key any more, so it is read-only: what was read before is shown, and nothing is sent. Replace the key with another of the same account and mode. ${problem.message}`,
    ).error
  }
  if (action === 'change') return undefined
  const refunds = permissions.find(({ id }) => id === 'make_refunds')
  if (capabilities?.['make_refunds'] !== 'no' || !refunds) return undefined
  return failure(
    'key_permission',
    `This key can't make refunds: it lacks the permission ${nameOfPermission(refunds)}. Add it to the key in the Stripe Dashboard (Developers, API keys) and check the key again, or replace the key.`,
  ).error
}

function capabilitiesOf({ capabilities }: DeskRecord): Capability[] {
  if (capabilities === undefined) return []
  return permissions.map((permission) => ({
    id: permission.id,
    what: permission.what,
    permission: nameOfPermission(permission),
    optional: permission.optional,
    can: capabilities[permission.id] ?? 'unknown',
  }))
}

function warningOf({ keyType, mode }: DeskRecord): string | undefined {
  if (keyType !== 'secret' || mode !== 'live') return undefined
  return 'This is a secret key of a live account: whoever gets hold of it can do everything there. Bursar needs little of that. Make a restricted key in the Stripe Dashboard (Developers, API keys, Create restricted key) with the permissions that are listed here, replace this key with it, and roll the secret key if nothing else uses it.'
}
