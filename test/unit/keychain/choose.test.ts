// Choosing a keychain by trying it, and what a store may let out in its errors. No real keychain is touched here.
import { describe, expect, test } from 'vitest'
import { chooseSecretStore, secretStoreNamed } from '../../../electron/keychain/choose.ts'
import { memoryStore } from '../../../electron/keychain/memory.ts'
import { SecretStoreError, secretStore } from '../../../electron/keychain/secret-store.ts'
import type { RawSecrets, SecretAdapter, SecretStore } from '../../../electron/keychain/secret-store.ts'

const never = new Promise<never>(() => {})

/** A keychain that works, apart from what `differing` says. */
function keychain(
  adapter: SecretAdapter,
  differing: Partial<RawSecrets> = {},
): { store: SecretStore; kept: Map<string, string> } {
  const kept = new Map<string, string>()
  const raw: RawSecrets = {
    get: (account) => Promise.resolve(kept.get(account) ?? null),
    set: (account, secret) => {
      kept.set(account, secret)
      return Promise.resolve()
    },
    remove: (account) => {
      kept.delete(account)
      return Promise.resolve()
    },
    ...differing,
  }
  return { store: secretStore(adapter, raw, 100), kept }
}

describe('chooseSecretStore', () => {
  test('takes the first keychain that works and leaves nothing in it', async () => {
    const { store, kept } = keychain('keytar')
    const chosen = await chooseSecretStore({ candidates: [store, keychain('keyring').store] })
    expect(chosen).toMatchObject({ available: true, store: { adapter: 'keytar' } })
    expect(kept.size).toBe(0)
  })

  test.each<[string, Partial<RawSecrets>]>([
    ['can not save', { set: () => Promise.reject(new Error('Cannot autolaunch D-Bus')) }],
    ['gives back nothing', { get: () => Promise.resolve(null) }],
    ['gives back something else', { get: () => Promise.resolve('other') }],
    ['does not remove', { remove: () => Promise.resolve() }],
    ['never answers', { set: () => never }],
  ])('passes over a keychain that %s', async (_what, differing) => {
    const chosen = await chooseSecretStore({
      candidates: [keychain('keytar', differing).store, keychain('keyring').store],
      probeFor: 50,
    })
    expect(chosen).toMatchObject({ available: true, store: { adapter: 'keyring' } })
  })

  test('without a working keychain keeps keys for this run, says so and says why', async () => {
    const broken = keychain('keyring', { set: () => Promise.reject(new Error('no such bus')) })
    const chosen = await chooseSecretStore({ candidates: [broken.store] })
    expect(chosen).toMatchObject({ available: false, store: { adapter: 'memory' } })
    expect(chosen.explanation).toContain('this run only')
    expect(chosen.explanation).toContain('live keys are refused')
    // Without the name under which it was tried, which says nothing to anybody.
    expect(chosen.explanation).toMatch(/\(keyring: no such bus\)$/)
  })

  test('forced to memory, touches no keychain, and the secret is found again by the adapter’s name', async () => {
    const touched = keychain('keytar', { set: () => expect.unreachable('the keychain was touched') })
    const { store, available } = await chooseSecretStore({ forced: 'memory', candidates: [touched.store] })
    expect(available).toBe(false)
    await store.set('desk-1', 'sk_test_1')
    expect(await secretStoreNamed('memory').get('desk-1')).toBe('sk_test_1')
    await store.remove('desk-1')
  })

  test.each(['keytar', 'keyring', 'memory'] as const)(
    'opens the store that an account says holds its secret: %s',
    (adapter) => {
      expect(secretStoreNamed(adapter).adapter).toBe(adapter)
    },
  )
})

describe('a secret store', () => {
  test('gives back what was saved, replaces it, and forgets it', async () => {
    const store = memoryStore()
    expect(await store.get('desk-1')).toBeNull()
    await store.set('desk-1', 'first')
    await store.set('desk-1', 'second')
    expect(await store.get('desk-1')).toBe('second')
    await store.remove('desk-1')
    await store.remove('desk-1')
    expect(await store.get('desk-1')).toBeNull()
  })

  test('keeps the secret out of its errors, in whatever form the keychain quotes it', async () => {
    const secret = 'rk_test_"caná ry"'
    const { store } = keychain('keytar', {
      set: (account, given) =>
        Promise.reject(
          new Error(
            `${account}: bad value ${given} ${JSON.stringify(given)} ${encodeURIComponent(given)} ${Buffer.from(given).toString('base64')}`,
          ),
        ),
    })
    const error: unknown = await store.set('desk-1', secret).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(SecretStoreError)
    const shown = error instanceof Error ? `${error.message} ${error.stack} ${String(error.cause)}` : ''
    expect(shown).toContain('could not save "desk-1"')
    for (const form of [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
    ])
      expect(shown).not.toContain(form)
  })

  test('does not wait for ever', async () => {
    await expect(keychain('keytar', { get: () => never }).store.get('desk-1')).rejects.toThrow(
      'did not answer',
    )
  })

  test('takes no empty secret', async () => {
    await expect(memoryStore().set('desk-1', '')).rejects.toThrow(TypeError)
  })
})
