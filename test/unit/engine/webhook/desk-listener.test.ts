// The signing secrets of one desk: which are kept, in what order they are judged, and what is written down of them.
import { expect, test, vi } from 'vitest'
import {
  openDeskListener,
  type KeepSigning,
  type SigningSecret,
} from '../../../../electron/engine/webhook/desk-listener.ts'
import { failure, type Failure } from '../../../../src/contract/index.ts'
import type { WebhookIntake } from '../../../../electron/engine/webhook/intake.ts'

const secretOf = (name: string): string => `whsec_${name.padEnd(24, '0')}`

/** Over a keychain that makes everybody wait until it is unlocked. */
function aListener(names: readonly string[]) {
  let kept: readonly SigningSecret[] = names.map((name) => ({ id: name, secret: secretOf(name), addedAt: 1 }))
  const unlocked = Promise.withResolvers<void>()
  let turn: Promise<unknown> = unlocked.promise
  const keep: KeepSigning = (change) => {
    const mine = turn.then(() => (kept = change(kept)))
    turn = mine
    return mine
  }
  const locked: { by: Failure | null } = { by: null }
  const setSecrets = vi.fn<WebhookIntake['setSecrets']>()
  const noted = vi.fn<(change: 'added' | 'removed', secretId: string) => void>()
  const listener = openDeskListener({
    deskId: 'acct_1-test',
    mode: 'test',
    intake: { state: () => undefined, setSecrets } as unknown as WebhookIntake,
    signing: kept,
    keep,
    duplicates: () => 0,
    whyNotChange: () => locked.by,
    now: () => 2,
    changed: () => undefined,
    noted,
  })
  return {
    listener,
    locked,
    unlock: unlocked.resolve,
    noted,
    setSecrets,
    secrets: () => kept.map(({ secret }) => secret),
  }
}

test('a signing secret that is entered again while the keychain is waited for is kept once, and puts none out', async () => {
  const { listener, unlock, noted, setSecrets, secrets } = aListener(['old'])
  const both = [listener.addSecret(secretOf('new')), listener.addSecret(secretOf('new'))]
  unlock()
  expect(await Promise.all(both)).toMatchObject([{ ok: true }, { ok: true }])
  expect(secrets()).toEqual([secretOf('old'), secretOf('new')])
  expect(setSecrets).toHaveBeenLastCalledWith('acct_1-test', secrets())
  expect(noted.mock.calls.map(([change]) => change)).toEqual(['added'])
})

test('a third signing secret is refused also where the second is only being kept', async () => {
  const { listener, unlock, noted, secrets } = aListener(['old'])
  const both = [listener.addSecret(secretOf('new')), listener.addSecret(secretOf('other'))]
  unlock()
  expect(await Promise.all(both)).toMatchObject([{ ok: true }, { ok: false, error: { code: 'bad_request' } }])
  expect(secrets()).toEqual([secretOf('old'), secretOf('new')])
  expect(noted).toHaveBeenCalledTimes(1)
})

test('a signing secret is removed once, however often it is asked, and that is written down once', async () => {
  const { listener, unlock, noted, secrets } = aListener(['old', 'new'])
  const both = [listener.removeSecret('old'), listener.removeSecret('old')]
  unlock()
  expect(await Promise.all(both)).toMatchObject([{ ok: true }, { ok: false, error: { code: 'not_found' } }])
  expect(secrets()).toEqual([secretOf('new')])
  expect(noted.mock.calls).toEqual([['removed', 'old']])
})

test.each([
  ['added', 'new'],
  ['removed', 'old'],
] as const)(
  'a signing secret is not %s any more where the desk was locked while the keychain was waited for',
  async (what, name) => {
    const { listener, locked, unlock, noted, setSecrets, secrets } = aListener(['old'])
    const changing = what === 'added' ? listener.addSecret(secretOf(name)) : listener.removeSecret(name)
    locked.by = failure('locked', 'Unlock it first.').error
    unlock()
    expect(await changing).toMatchObject({ ok: false, error: { code: 'locked' } })
    expect(secrets()).toEqual([secretOf('old')])
    expect(noted).not.toHaveBeenCalled()
    expect(setSecrets).not.toHaveBeenCalled()
  },
)
