// Puts another key in the place of a desk's, also of one that is gone. It must change nothing unless the new key is of the same account and mode, and must
// leave journal, cache and signing secrets as they are. What was offered and refused is in the desk's audit.
import {
  failure,
  type Desk,
  type ErrorCode,
  type ParsedRequestOf,
  type Result,
} from '../../../src/contract/index.ts'
import { keyRefused } from '../audit/desk-notes.ts'
import type { ConnectPorts } from './connect.ts'
import { judgeKey, type JudgingPorts } from './judge-key.ts'

export async function replaceKey(
  { desks, ...judging }: JudgingPorts & Pick<ConnectPorts, 'desks'>,
  { deskId, key }: ParsedRequestOf<'key.replace'>,
): Promise<Result<Desk>> {
  const found = desks.record(deskId)
  if (!found.ok) return found
  const record = found.value
  if (record.kind === 'demo') return failure('bad_request', 'The demo brings its own key.')
  const judged = await judgeKey(judging, key, record.baseUrl, record)
  if (!judged.ok) {
    if (aboutTheKey.has(judged.error.code)) await desks.writeDown(deskId, keyRefused(judged.error))
    return judged
  }
  const { accountId, accountName, mode, keyType, capabilities, stripeKey, keychain } = judged.value
  const { id, kind, baseUrl } = record
  const account = {
    id,
    kind,
    accountId,
    accountName,
    mode,
    keyType,
    capabilities,
    ...(baseUrl && { baseUrl }),
  }
  // Where the former key is gone, none of its secrets can be taken over.
  const isGone = desks.list().some((desk) => desk.id === deskId && desk.state === 'needs_key')
  return desks.keepKey({ account, stripeKey, keychain, isReplacement: !isGone })
}

/** The others are about the network or this computer: the key itself was not refused. */
const aboutTheKey: ReadonlySet<ErrorCode> = new Set([
  'key_malformed',
  'key_publishable',
  'key_revoked',
  'key_permission',
  'key_live_refused',
  'mode_mismatch',
  'account_mismatch',
])
