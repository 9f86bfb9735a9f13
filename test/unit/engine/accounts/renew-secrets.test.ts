// Connecting an account again: what opens its journal is never replaced by something that does not.
import { beforeEach, describe, expect, test } from 'vitest'
import type { DeskRecord } from '../../../../electron/engine/accounts/profile.ts'
import { renewSecrets } from '../../../../electron/engine/accounts/renew-secrets.ts'
import {
  fileKeyFromStripeKey,
  readSecrets,
  writeSecrets,
} from '../../../../electron/engine/accounts/secrets.ts'
import { SecretStoreError, type SecretStore } from '../../../../electron/keychain/secret-store.ts'

const id = 'acct_1-test'
const fileKey = Buffer.alloc(32, 5)
const signing = [{ id: 'one', secret: 'whsec_kept0123456789', addedAt: 1 }]

let items: Map<string, string>
let keychain: SecretStore
beforeEach(() => {
  items = new Map()
  keychain = {
    adapter: 'keyring',
    get: async (name) => items.get(name) ?? null,
    set: async (name, secret) => void items.set(name, secret),
    remove: async (name) => void items.delete(name),
  }
})

function known(secretsIn: DeskRecord['secretsIn']): DeskRecord {
  return {
    id,
    kind: 'account',
    accountId: 'acct_1',
    accountName: 'A',
    mode: 'test',
    keyType: 'secret',
    secretsIn,
    listenerToken: 'f'.repeat(32),
  }
}

describe('the secrets of an account that is connected again', () => {
  test('keep the key of its files and its signing secrets, and take the new Stripe key', async () => {
    await writeSecrets(keychain, id, { stripeKey: 'sk_test_old', fileKey, signing })
    const renewed = await renewSecrets(
      id,
      'sk_test_new',
      { store: keychain, available: true },
      known('keyring'),
    )
    expect(renewed).toEqual({ ok: true, value: { stripeKey: 'sk_test_new', fileKey, signing } })
    expect(await readSecrets(keychain, id)).toEqual({ stripeKey: 'sk_test_new', fileKey, signing })
  })

  test('keep the passphrase, so that entering a key is no way round it', async () => {
    const passphrase = {
      salt: 'a'.repeat(32),
      hash: 'b'.repeat(64),
      cost: 2 ** 15,
      blockSize: 8,
      parallelization: 3,
    } as const
    await writeSecrets(keychain, id, { stripeKey: 'sk_test_old', fileKey, signing, passphrase })
    await renewSecrets(id, 'sk_test_new', { store: keychain, available: true }, known('keyring'))
    expect(await readSecrets(keychain, id)).toMatchObject({ stripeKey: 'sk_test_new', passphrase })
  })

  test('are found even where the list of desks no longer knows the account', async () => {
    await writeSecrets(keychain, id, { stripeKey: 'sk_test_old', fileKey, signing })
    expect(
      await renewSecrets(id, 'sk_test_new', { store: keychain, available: true }, undefined),
    ).toMatchObject({ value: { fileKey } })
  })

  test('are not overwritten when the keychain cannot be read', async () => {
    await writeSecrets(keychain, id, { stripeKey: 'sk_test_old', fileKey, signing })
    const before = new Map(items)
    const locked = { ...keychain, get: () => Promise.reject(new SecretStoreError('keyring', 'it is locked')) }
    expect(
      await renewSecrets(id, 'sk_test_new', { store: locked, available: true }, known('keyring')),
    ).toMatchObject({
      error: { code: 'keychain_unavailable', message: expect.stringContaining('it is locked') },
    })
    expect(items).toEqual(before)
  })

  test('are not overwritten when what the keychain holds cannot be understood', async () => {
    items.set(`desk/${id}`, '{"stripeKey": "sk_test_ol')
    const answer = await renewSecrets(
      id,
      'sk_test_new',
      { store: keychain, available: true },
      known('keyring'),
    )
    expect(answer).toMatchObject({ error: { code: 'keychain_unavailable' } })
    expect(JSON.stringify(answer)).not.toContain('sk_test_ol')
    expect(items.get(`desk/${id}`)).toBe('{"stripeKey": "sk_test_ol')
  })

  test('are not kept in memory while the key of the files is in a keychain that does not work', async () => {
    const memory: SecretStore = { ...keychain, adapter: 'memory' }
    expect(
      await renewSecrets(id, 'sk_test_new', { store: memory, available: false }, known('keyring')),
    ).toMatchObject({
      error: { code: 'keychain_unavailable', message: expect.stringMatching(/Unlock it/) },
    })
    expect(items.size).toBe(0)
  })

  test('open what was written without a keychain, once there is one', async () => {
    const renewed = await renewSecrets(
      id,
      'sk_test_same',
      { store: keychain, available: true },
      known('memory'),
    )
    expect(renewed).toMatchObject({ value: { fileKey: fileKeyFromStripeKey('sk_test_same', id) } })
  })

  test('get a new key for files that never were', async () => {
    const [one, two] = [
      await renewSecrets(id, 'sk_test_a', { store: keychain, available: true }, undefined),
      await renewSecrets('acct_2-test', 'sk_test_a', { store: keychain, available: true }, undefined),
    ]
    expect(one.ok && two.ok && one.value.fileKey.equals(two.value.fileKey)).toBe(false)
  })
})
