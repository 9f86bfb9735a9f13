// Connects a Stripe account: judges the pasted key, asks Stripe whose it is and what it may do, and opens its desk. The key must appear in no message, no file and no log; it is not kept unless everything was right.
import {
  failure,
  type Desk,
  type Failure,
  type ParsedRequestOf,
  type Result,
} from '../../../src/contract/index.ts'
import { classifyKey, explainKeyRefusal, isSimulatedLiveKey } from '../../../src/domain/keys.ts'
import type { ChosenSecretStore } from '../../keychain/choose.ts'
import { loopbackBase, makeClient } from '../gateway/client.ts'
import { openGateway } from '../gateway/gateway.ts'
import { checkKey } from './check-key.ts'
import type { Desks } from './desks.ts'

/** `simulated`: only live keys of the simulator (sk_live_sim_…), on loopback. */
export type LiveKeys = 'allowed' | 'simulated' | 'refused'

export interface ConnectPorts {
  desks: Desks
  keychain: () => Promise<ChosenSecretStore>
  liveKeys: LiveKeys
  /** Why this machine may not put another key in the place of an open desk's; null when it may. */
  whyNotManage: (deskId: string, what: string) => { ok: false; error: Failure } | null
}

export async function connectAccount(
  ports: ConnectPorts,
  request: ParsedRequestOf<'account.connect'>,
): Promise<Result<Desk>> {
  const stripeKey = request.key.trim()
  const judged = classifyKey(stripeKey)
  if (judged.kind === 'refused') {
    return failure(
      judged.reason === 'publishable' ? 'key_publishable' : 'key_malformed',
      explainKeyRefusal(judged.reason),
    )
  }
  const { mode, type: keyType } = judged
  const baseUrl = request.baseUrl?.trim() || undefined
  const keychain = await ports.keychain()
  const refused = whyRefused({
    stripeKey,
    mode,
    baseUrl,
    keychain: keychain.available,
    liveKeys: ports.liveKeys,
  })
  if (refused) return { ok: false, error: refused }

  const gateway = openGateway({
    client: makeClient(stripeKey, baseUrl),
    livemode: mode === 'live',
    requestsPerSecond: 10,
  })
  const checked = await checkKey(gateway)
  gateway.close()
  if (!checked.ok) return checked

  const { accountId, accountName, noRefunds } = checked.value
  const account = {
    id: `${accountId}-${mode}${baseUrl === undefined ? '' : '-local'}`,
    kind: 'account',
    accountId,
    accountName,
    mode,
    keyType,
    secretsIn: keychain.store.adapter,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(noRefunds === null ? {} : { noRefunds }),
  } as const
  return (
    ports.whyNotManage(account.id, 'enter another key') ?? ports.desks.connect(account, stripeKey, keychain)
  )
}

function whyRefused(facts: {
  stripeKey: string
  mode: 'test' | 'live'
  baseUrl: string | undefined
  keychain: boolean
  liveKeys: LiveKeys
}): Failure | null {
  const { stripeKey, mode, baseUrl, keychain, liveKeys } = facts
  if (baseUrl !== undefined && !loopbackBase(baseUrl)) {
    return failure(
      'bad_request',
      'The base URL must be on this machine, such as http://127.0.0.1:12111, with a port and nothing after it.',
    ).error
  }
  if (mode === 'test') return null
  const simulated = isSimulatedLiveKey(stripeKey) && baseUrl !== undefined
  if (liveKeys === 'refused' || (liveKeys === 'simulated' && !simulated)) {
    return failure(
      'key_live_refused',
      'Live keys are refused here: this is not the installed app but a stand-in for evaluation and tests. Paste a test key. Nothing was kept.',
    ).error
  }
  if (baseUrl !== undefined && !simulated) {
    return failure(
      'key_live_refused',
      'A live key is only ever sent to Stripe itself. Remove the base URL, or paste a test key. Nothing was kept.',
    ).error
  }
  if (!keychain && !simulated) {
    return failure(
      'key_live_refused',
      'No keychain works on this computer, and a live key is never kept anywhere else. Nothing was kept.',
    ).error
  }
  return null
}
