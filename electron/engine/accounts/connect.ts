// Connects a Stripe account: a pasted key that was judged to be right opens the desk of its account and mode, or takes the place of
// that desk's key. It is not kept unless everything was right.
import type { Desk, ParsedRequestOf, Result } from '../../../src/contract/index.ts'
import type { Desks } from './desks.ts'
import { judgeKey, type JudgingPorts } from './judge-key.ts'

export type { LiveKeys } from './judge-key.ts'

export interface ConnectPorts extends JudgingPorts {
  desks: Desks
}

export async function connectAccount(
  ports: ConnectPorts,
  request: ParsedRequestOf<'account.connect'>,
): Promise<Result<Desk>> {
  const baseUrl = request.baseUrl?.trim() || undefined
  const judged = await judgeKey(ports, request.key, baseUrl)
  if (!judged.ok) return judged
  const { accountId, accountName, mode, keyType, capabilities, stripeKey, keychain } = judged.value
  const account = {
    id: `${accountId}-${mode}${baseUrl === undefined ? '' : '-local'}`,
    kind: 'account',
    accountId,
    accountName,
    mode,
    keyType,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    capabilities,
  } as const
  return ports.desks.keepKey({ account, stripeKey, keychain, isReplacement: false })
}
