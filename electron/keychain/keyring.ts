// Secrets through @napi-rs/keyring, prebuilt everywhere; on Linux it must never fall back to the kernel keyring, which a restart empties.
import type { AsyncEntry } from '@napi-rs/keyring'
import { secretStore, service } from './secret-store.ts'
import type { SecretStore } from './secret-store.ts'

/** Without this the module would choose, and where no Secret Service answers it chooses the kernel keyring. */
const secretServiceOnly = { linux: { store: 'secret-service' } } as const

export function keyringStore(waitFor?: number): SecretStore {
  const entry = async (account: string): Promise<AsyncEntry> => {
    const keyring = await import('@napi-rs/keyring')
    return new keyring.AsyncEntry(service, account, secretServiceOnly)
  }
  return secretStore(
    'keyring',
    {
      get: async (account) => (await (await entry(account)).getPassword()) ?? null,
      set: async (account, secret) => (await entry(account)).setPassword(secret),
      remove: async (account) => {
        await (await entry(account)).deletePassword()
      },
    },
    waitFor,
  )
}
