// Judges a key before anything is done with it: its form, whether it may be used here at all and, when it was pasted, whose it is and
// what it can do. The key must appear in no message, no file and no log, and nothing is kept here.
import { failure, success, type Desk, type Failure, type Result } from '../../../src/contract/index.ts'
import { classifyKey, explainKeyRefusal, isSimulatedLiveKey } from '../../../src/domain/keys.ts'
import type { ChosenSecretStore } from '../../keychain/choose.ts'
import { budgetOf, mostInOneSecond } from '../gateway/budget.ts'
import { loopbackBase, makeClient } from '../gateway/client.ts'
import { openGateway } from '../gateway/gateway.ts'
import { checkKey, type KeyFacts } from './check-key.ts'
import type { DeskRecord } from './desk-record.ts'

/** `simulated`: only live keys of the simulator (sk_live_sim_…), on loopback. */
export type LiveKeys = 'allowed' | 'simulated' | 'refused'

export interface JudgingPorts {
  keychain: () => Promise<ChosenSecretStore>
  liveKeys: LiveKeys
}

export interface JudgedKey extends KeyFacts {
  stripeKey: string
  mode: Desk['mode']
  keyType: Desk['keyType']
  keychain: ChosenSecretStore
}

/** The desk that a key is meant for. */
export type Meant = Pick<Desk, 'accountId' | 'accountName' | 'mode'>

/** Only a key of the account and mode of `meant`, where that is given. */
export async function judgeKey(
  ports: JudgingPorts,
  pasted: string,
  baseUrl: string | undefined,
  meant?: Meant,
): Promise<Result<JudgedKey>> {
  const stripeKey = pasted.trim()
  const form = classifyKey(stripeKey)
  if (form.kind === 'refused') {
    return failure(
      form.reason === 'publishable' ? 'key_publishable' : 'key_malformed',
      explainKeyRefusal(form.reason),
    )
  }
  const { mode, type: keyType } = form
  if (meant && mode !== meant.mode) return { ok: false, error: otherMode(mode, meant) }
  const keychain = await ports.keychain()
  const facts = { stripeKey, mode, baseUrl, keychain: keychain.available, liveKeys: ports.liveKeys }
  const refused = whyRefused(facts)
  if (refused) return { ok: false, error: refused }

  const gateway = openGateway({
    client: makeClient(stripeKey, baseUrl),
    livemode: mode === 'live',
    requestsPerSecond: mostInOneSecond(budgetOf(mode, baseUrl).perSecond),
  })
  const checked = await checkKey(gateway)
  gateway.close()
  if (!checked.ok) return checked.error.code === 'stripe_unreachable' ? unreached(baseUrl) : checked
  if (meant && checked.value.accountId !== meant.accountId)
    return { ok: false, error: otherAccount(checked.value, meant) }
  return success({ ...checked.value, stripeKey, mode, keyType, keychain })
}

/** The key is forgotten with the question: it is to be pasted anew. */
const unreached = (baseUrl: string | undefined): { ok: false; error: Failure } =>
  failure(
    'stripe_unreachable',
    baseUrl === undefined
      ? 'Stripe could not be reached, so the key could not be checked. Nothing was kept or changed. Check the network, then paste the key again.'
      : `Nothing answers at ${baseUrl}, so the key could not be checked. Nothing was kept or changed. Start the server there or correct the base URL, then paste the key again.`,
  )

function otherMode(mode: Desk['mode'], { accountName, mode: ours }: Meant): Failure {
  return failure(
    'mode_mismatch',
    `This is a ${mode} key, but this is the ${ours} desk of ${accountName}. Nothing was sent and nothing was changed. Paste a ${ours} key here; a ${mode} key belongs to the ${mode} desk of its account, which is added by connecting it.`,
  ).error
}

function otherAccount({ accountId, accountName }: KeyFacts, meant: Meant): Failure {
  return failure(
    'account_mismatch',
    `This key is of ${accountName} (${accountId}), but this desk is of ${meant.accountName} (${meant.accountId}). Nothing was changed. Paste a key of the same account. A sandbox is an account of its own although its keys say ${meant.mode}: connect it as another account.`,
  ).error
}

function whyRefused(facts: {
  stripeKey: string
  mode: Desk['mode']
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
  if (refusesLive(liveKeys, simulated))
    return failure('key_live_refused', `${refusedHere} Paste a test key. Nothing was kept.`).error
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

/**
 * Why a desk may not be opened with the key that is kept for it, by the same rule. `stripeKey` is null before it was read: then
 * nothing is found that it alone could tell.
 */
export function whyNotWithKept(
  { mode, baseUrl, accountName }: Pick<DeskRecord, 'mode' | 'baseUrl' | 'accountName'>,
  stripeKey: string | null,
  liveKeys: LiveKeys,
): Failure | null {
  const form = stripeKey === null ? null : classifyKey(stripeKey)
  const keyMode = form?.kind === 'usable' ? form.mode : mode
  if (keyMode === 'live') {
    const simulated = baseUrl !== undefined && (stripeKey === null || isSimulatedLiveKey(stripeKey))
    if (refusesLive(liveKeys, simulated)) {
      return failure(
        'key_live_refused',
        `${refusedHere} The live desk of ${accountName} opens in the installed app alone. Nothing was opened or sent.`,
      ).error
    }
    if (baseUrl !== undefined && !simulated) {
      return failure(
        'key_live_refused',
        'A live key is only ever sent to Stripe itself, and this desk is at a base URL. Nothing was opened or sent.',
      ).error
    }
  }
  if (keyMode === mode) return null
  return failure(
    'mode_mismatch',
    `The keychain holds a ${keyMode} key for the ${mode} desk of ${accountName}. Nothing was opened or sent. Replace the key with a ${mode} key.`,
  ).error
}

const refusedHere =
  'Live keys are refused here: this is not the installed app but a stand-in for evaluation and tests.'
const refusesLive = (liveKeys: LiveKeys, simulated: boolean): boolean =>
  liveKeys === 'refused' || (liveKeys === 'simulated' && !simulated)
