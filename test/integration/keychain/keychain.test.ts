// The keychain adapters against a real Secret Service: what is saved survives the process and the login, and nothing pretends.
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { aMachine, secretServicePresent } from './secret-service.ts'

const keytarPresent = ((): boolean => {
  try {
    createRequire(import.meta.url)('keytar')
    return true
  } catch {
    return false
  }
})()

const why = secretServicePresent
  ? ''
  : ' (skipped: needs the programs dbus-run-session and gnome-keyring-daemon, Debian packages dbus and gnome-keyring)'
const preferred = keytarPresent ? 'keytar' : 'keyring'

describe.skipIf(!secretServicePresent)(`with a Secret Service${why}`, () => {
  test('chooses keytar where its module loads, else keyring', { timeout: 30_000 }, async () => {
    const [chosen] = await aMachine().run({ do: 'choose', probeFor: 5000 })
    expect(chosen).toMatchObject({ adapter: preferred, available: true })
  })

  describe.each(['keytar', 'keyring'] as const)('%s', (adapter) => {
    const skipped = adapter === 'keytar' && !keytarPresent
    const account = 'acct_1-test'

    test.skipIf(skipped)(
      'gives a secret to the next process, and to the next login',
      { timeout: 30_000 },
      async () => {
        const machine = aMachine()
        const turns = await machine.runInTurn(
          [{ do: 'set', adapter, account, secret: 'sk_test_kept' }],
          [{ do: 'get', adapter, account }],
        )
        expect(turns).toEqual([['saved'], ['sk_test_kept']])
        expect(await machine.run({ do: 'get', adapter, account })).toEqual(['sk_test_kept'])
      },
    )

    test.skipIf(skipped)('replaces, removes and knows what it has not', { timeout: 30_000 }, async () => {
      const outcomes = await aMachine().run(
        { do: 'get', adapter, account },
        { do: 'set', adapter, account, secret: 'first' },
        { do: 'set', adapter, account, secret: 'second' },
        { do: 'get', adapter, account },
        { do: 'get', adapter, account: 'acct_2-test' },
        { do: 'remove', adapter, account },
        { do: 'remove', adapter, account },
        { do: 'get', adapter, account },
      )
      expect(outcomes).toEqual([null, 'saved', 'saved', 'second', null, 'removed', 'removed', null])
    })

    test.skipIf(skipped)('keeps any letters, and 4 kB of them', { timeout: 30_000 }, async () => {
      const strange = 'Zażółć 🦫\n\t"quoted" \\ end '
      const long = 'é'.repeat(2048)
      const outcomes = await aMachine().run(
        { do: 'set', adapter, account: 'Kañon 🔑', secret: strange },
        { do: 'get', adapter, account: 'Kañon 🔑' },
        { do: 'set', adapter, account, secret: long },
        { do: 'get', adapter, account },
      )
      expect(outcomes).toEqual(['saved', strange, 'saved', long])
    })
  })

  test.skipIf(!keytarPresent)(
    'neither adapter reads what the other saved, which is why each account records its own',
    { timeout: 30_000 },
    async () => {
      const outcomes = await aMachine().run(
        { do: 'set', adapter: 'keytar', account: 'desk', secret: 'by keytar' },
        { do: 'get', adapter: 'keyring', account: 'desk' },
        { do: 'set', adapter: 'keyring', account: 'desk', secret: 'by keyring' },
        { do: 'get', adapter: 'keytar', account: 'desk' },
      )
      expect(outcomes).toEqual(['saved', null, 'saved', 'by keytar'])
    },
  )

  test(
    'a locked keychain is not available, and its secrets are out of reach',
    { timeout: 60_000 },
    async () => {
      const machine = aMachine()
      await machine.run({ do: 'set', adapter: 'keyring', account: 'desk', secret: 'sk_test_locked_away' })
      const [chosen, got] = await machine.runLocked(
        { do: 'choose', probeFor: 3000 },
        { do: 'get', adapter: 'keyring', account: 'desk' },
      )
      expect(chosen).toMatchObject({ adapter: 'memory', available: false })
      expect(JSON.stringify(chosen)).toContain('Unlock or install')
      expect(JSON.stringify(got)).not.toContain('sk_test_locked_away')
      expect(got).toHaveProperty('error')
    },
  )
})

test.runIf(process.platform === 'linux')(
  'without a Secret Service says so, and never falls back to the kernel keyring',
  { timeout: 30_000 },
  async () => {
    const [chosen, saved] = await aMachine().runWithout(
      { do: 'choose', probeFor: 3000 },
      { do: 'set', adapter: 'keyring', account: 'desk', secret: 'sk_test_for_the_kernel' },
    )
    expect(chosen).toMatchObject({ adapter: 'memory', available: false })
    // The kernel keyring would have taken the secret, or refused it in other words: it knows nothing of D-Bus.
    expect(saved).toEqual({ error: expect.stringContaining('DBus') as unknown })
    expect(JSON.stringify(saved)).not.toContain('sk_test_for_the_kernel')
  },
)
