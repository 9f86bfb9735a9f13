// Connecting an account again: what opens its journal is never replaced by something that does not.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { DeskRecord } from '../../../../electron/engine/accounts/desk-record.ts'
import { renewSecrets, type KeyToKeep } from '../../../../electron/engine/accounts/renew-secrets.ts'
import {
  fileKeyFromStripeKey,
  readSecrets,
  writeSecrets,
} from '../../../../electron/engine/accounts/secrets.ts'
import { SecretStoreError, type SecretStore } from '../../../../electron/keychain/secret-store.ts'
import { aHome } from '../../../integration/engine/desk.ts'

const id = 'acct_1-test'
const fileKey = Buffer.alloc(32, 5)
const signing = [{ id: 'one', secret: 'whsec_kept0123456789', addedAt: 1 }]

let items: Map<string, string>
let folder: string
let keychain: SecretStore
beforeEach(() => {
  items = new Map()
  folder = join(aHome(), id)
  mkdirSync(folder)
  keychain = {
    adapter: 'keyring',
    get: async (name) => items.get(name) ?? null,
    set: async (name, secret) => void items.set(name, secret),
    remove: async (name) => void items.delete(name),
  }
})

const enteredAt = 1_795_000_000_000
function offered(stripeKey: string, more: Partial<KeyToKeep> = {}): KeyToKeep {
  return { deskId: id, folder, stripeKey, enteredAt, isReplacement: false, ...more }
}

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
      offered('sk_test_new'),
      { store: keychain, available: true },
      known('keyring'),
    )
    expect(renewed).toEqual({ ok: true, value: { stripeKey: 'sk_test_new', fileKey, signing, enteredAt } })
    expect(await readSecrets(keychain, id)).toEqual({
      stripeKey: 'sk_test_new',
      fileKey,
      signing,
      enteredAt,
    })
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
    await renewSecrets(offered('sk_test_new'), { store: keychain, available: true }, known('keyring'))
    expect(await readSecrets(keychain, id)).toMatchObject({ stripeKey: 'sk_test_new', passphrase })
  })

  test('are found even where the list of desks no longer knows the account', async () => {
    await writeSecrets(keychain, id, { stripeKey: 'sk_test_old', fileKey, signing })
    expect(
      await renewSecrets(offered('sk_test_new'), { store: keychain, available: true }, undefined),
    ).toMatchObject({ value: { fileKey } })
  })

  test('are not overwritten when the keychain cannot be read', async () => {
    await writeSecrets(keychain, id, { stripeKey: 'sk_test_old', fileKey, signing })
    const before = new Map(items)
    const locked = { ...keychain, get: () => Promise.reject(new SecretStoreError('keyring', 'it is locked')) }
    expect(
      await renewSecrets(offered('sk_test_new'), { store: locked, available: true }, known('keyring')),
    ).toMatchObject({
      error: { code: 'keychain_unavailable', message: expect.stringContaining('it is locked') },
    })
    expect(items).toEqual(before)
  })

  test('are not overwritten when what the keychain holds cannot be understood', async () => {
    items.set(`desk/${id}`, '{"stripeKey": "sk_test_ol')
    const answer = await renewSecrets(
      offered('sk_test_new'),
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
      await renewSecrets(offered('sk_test_new'), { store: memory, available: false }, known('keyring')),
    ).toMatchObject({
      error: { code: 'keychain_unavailable', message: expect.stringMatching(/Unlock it/) },
    })
    expect(items.size).toBe(0)
  })

  test('open what was written without a keychain, once there is one', async () => {
    const renewed = await renewSecrets(
      offered('sk_test_same'),
      { store: keychain, available: true },
      known('memory'),
    )
    expect(renewed).toMatchObject({ value: { fileKey: fileKeyFromStripeKey('sk_test_same', id) } })
  })

  test('get a new key for files that never were', async () => {
    const [one, two] = [
      await renewSecrets(offered('sk_test_a'), { store: keychain, available: true }, undefined),
      await renewSecrets(
        offered('sk_test_a', { deskId: 'acct_2-test' }),
        { store: keychain, available: true },
        undefined,
      ),
    ]
    expect(one.ok && two.ok && one.value.fileKey.equals(two.value.fileKey)).toBe(false)
  })
})

describe('a key that takes the place of another', () => {
  test('is not kept where that one is not at hand, because the files could not be opened with it', async () => {
    const replacing = offered('sk_test_new', { isReplacement: true })
    expect(
      await renewSecrets(replacing, { store: keychain, available: true }, known('keyring')),
    ).toMatchObject({ error: { code: 'desk_needs_key' } })
    expect(items.size).toBe(0)
  })

  test('leaves the files as they are without a keychain too, also for whoever pastes it in the next run', async () => {
    const memory: SecretStore = { ...keychain, adapter: 'memory' }
    const chosen = { store: memory, available: false }
    const first = await renewSecrets(offered('sk_test_old'), chosen, undefined)
    expect(readdirSync(folder)).toEqual([])
    const second = await renewSecrets(
      offered('sk_test_new', { isReplacement: true }),
      chosen,
      known('memory'),
    )
    expect(second).toMatchObject({ value: { stripeKey: 'sk_test_new' } })
    expect(second.ok && first.ok && second.value.fileKey.equals(first.value.fileKey)).toBe(true)
    items.clear()
    const nextRun = await renewSecrets(offered('sk_test_new'), chosen, known('memory'))
    expect(nextRun.ok && first.ok && nextRun.value.fileKey.equals(first.value.fileKey)).toBe(true)
    items.clear()
    const other = await renewSecrets(offered('sk_test_other'), chosen, known('memory'))
    expect(other.ok && first.ok && other.value.fileKey.equals(first.value.fileKey)).toBe(false)
    const [name] = readdirSync(folder)
    const bytes = readFileSync(join(folder, name!), 'latin1')
    expect(first.ok && bytes.includes(first.value.fileKey.toString('hex'))).toBe(false)
    expect(bytes).not.toContain('sk_test')
  })

  test('and then a keychain: the locked file key goes from the folder into it', async () => {
    const memory: SecretStore = { ...keychain, adapter: 'memory' }
    const without = { store: memory, available: false }
    const first = await renewSecrets(offered('sk_test_old'), without, undefined)
    await renewSecrets(offered('sk_test_new', { isReplacement: true }), without, known('memory'))
    items.clear()
    const withOne = await renewSecrets(
      offered('sk_test_new'),
      { store: keychain, available: true },
      known('memory'),
    )
    expect(withOne.ok && first.ok && withOne.value.fileKey.equals(first.value.fileKey)).toBe(true)
    expect(readdirSync(folder)).toEqual([])
  })
})
