// Finds out which keychain works on this machine, by using it; it must never claim one that was not seen to give a secret back.
import { randomBytes } from 'node:crypto'
import { keyringStore } from './keyring.ts'
import { keytarStore } from './keytar.ts'
import { memoryStore } from './memory.ts'
import { SecretStoreError, within } from './secret-store.ts'
import type { SecretAdapter, SecretStore } from './secret-store.ts'

export type ChosenSecretStore = {
  store: SecretStore
  /** False: secrets last for this run only. */
  available: boolean
  /** In words for a person: where keys are kept, or why they can't be. */
  explanation: string
}

export type ChooseOptions = {
  /** `memory`: the keychain is not touched. */
  forced?: 'memory'
  /** How long each probe may take, milliseconds: a locked keychain may never answer. */
  probeFor?: number
  /** In the order of preference. */
  candidates?: readonly SecretStore[]
}

const keychainNames: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'the macOS keychain',
  win32: 'the Windows Credential Manager',
}
const keychainName = keychainNames[process.platform] ?? 'the desktop keyring (Secret Service)'

/** One for the whole thread, so that what was saved for this run is found again by name. */
const thisRunOnly = memoryStore()

/**
 * The first adapter that saves, gives back and removes a secret: keytar where its module loads, then keyring.
 * Where neither does, `memory` with `available: false`: keys last for this run, and the explanation says why.
 */
export async function chooseSecretStore(options: ChooseOptions = {}): Promise<ChosenSecretStore> {
  if (options.forced === 'memory')
    return {
      store: thisRunOnly,
      available: false,
      explanation: 'Keys are kept for this run only, as Bursar was told at its start.',
    }
  const problems: string[] = []
  for (const store of options.candidates ?? [keytarStore(), keyringStore()]) {
    const problem = await probe(store, options.probeFor ?? 5000)
    if (problem === null) return { store, available: true, explanation: `Keys are kept in ${keychainName}.` }
    problems.push(`${store.adapter}: ${problem}`)
  }
  return {
    store: thisRunOnly,
    available: false,
    explanation:
      `No keychain works on this computer, so test keys are kept for this run only and live keys are refused. ` +
      `Unlock or install ${keychainName} and start Bursar again. (${problems.join(' / ')})`,
  }
}

/** The store that holds an account's secrets: neither adapter can read the other's, so each account records its own. */
export function secretStoreNamed(adapter: SecretAdapter): SecretStore {
  return stores[adapter]()
}

const stores: Record<SecretAdapter, () => SecretStore> = {
  keytar: () => keytarStore(),
  keyring: () => keyringStore(),
  memory: () => thisRunOnly,
}

/** Null when a round trip worked; else what went wrong. Leaves nothing behind, even when the answer comes too late. */
async function probe(store: SecretStore, milliseconds: number): Promise<string | null> {
  // A name of its own for each probe: two Bursars may start at the same moment.
  const account = `probe-${randomBytes(8).toString('hex')}`
  const secret = randomBytes(16).toString('hex')
  const roundTrip = async (): Promise<string | null> => {
    await store.set(account, secret)
    const back = await store.get(account)
    await store.remove(account)
    if (back !== secret) return 'it gave back something else than was saved'
    return (await store.get(account)) === null ? null : 'it kept what was removed'
  }
  try {
    return await within(milliseconds, roundTrip())
  } catch (error) {
    if (error instanceof SecretStoreError) return error.why
    return error instanceof Error ? error.message : 'it failed for a reason it does not give'
  }
}
