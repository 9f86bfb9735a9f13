// Secrets for this run only, where there is no keychain or a test wants none; it must never write one anywhere.
import { secretStore } from './secret-store.ts'
import type { SecretStore } from './secret-store.ts'

export function memoryStore(): SecretStore {
  const secrets = new Map<string, string>()
  return secretStore('memory', {
    get: (account) => Promise.resolve(secrets.get(account) ?? null),
    set: (account, secret) => {
      secrets.set(account, secret)
      return Promise.resolve()
    },
    remove: (account) => {
      secrets.delete(account)
      return Promise.resolve()
    },
  })
}
