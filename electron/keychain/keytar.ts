// Secrets through keytar, where its native module could be built or fetched; it must never list entries, which crashes the process.
import { secretStore, service } from './secret-store.ts'
import type { SecretStore } from './secret-store.ts'

/** The part of keytar we use. Its findCredentials dies on entries it did not write; so it is not named here. */
type Keytar = {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

export function keytarStore(waitFor?: number): SecretStore {
  let loading: Promise<Keytar> | undefined
  const keytar = (): Promise<Keytar> => (loading ??= loadKeytar())
  return secretStore(
    'keytar',
    {
      get: async (account) => (await keytar()).getPassword(service, account),
      set: async (account, secret) => (await keytar()).setPassword(service, account, secret),
      remove: async (account) => {
        await (await keytar()).deletePassword(service, account)
      },
    },
    waitFor,
  )
}

async function loadKeytar(): Promise<Keytar> {
  // Named by a variable, because the module is optional: neither the type-check nor the bundler may ask for it.
  const name: string = 'keytar'
  let loaded: unknown
  try {
    loaded = await import(/* @vite-ignore */ name)
  } catch {
    throw new Error('its module keytar is not installed')
  }
  const module = hasDefault(loaded) ? loaded.default : loaded
  if (!isKeytar(module)) throw new Error('its module keytar is not the one we know')
  return module
}

function hasDefault(loaded: unknown): loaded is { default: unknown } {
  return typeof loaded === 'object' && loaded !== null && 'default' in loaded
}

function isKeytar(module: unknown): module is Keytar {
  return (
    typeof module === 'object' &&
    module !== null &&
    ['getPassword', 'setPassword', 'deletePassword'].every(
      (name) => typeof Reflect.get(module, name) === 'function',
    )
  )
}
