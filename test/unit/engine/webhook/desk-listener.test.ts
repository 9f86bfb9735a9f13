// The signing secrets of one desk: which are kept, in what order they are judged, and what is written down of them.
import { expect, test, vi } from 'vitest'
import {
  openDeskListener,
  type KeepSigning,
  type SigningSecret,
} from '../../../../electron/engine/webhook/desk-listener.ts'
import type { Witness } from '../../../../electron/engine/webhook/messages.ts'
import type { SecretProof } from '../../../../electron/engine/webhook/proof.ts'
import { failure, type Failure } from '../../../../src/contract/index.ts'
import type { IntakeState, WebhookIntake } from '../../../../electron/engine/webhook/intake.ts'

const secretOf = (name: string): string => `whsec_${name.padEnd(24, '0')}`

const idle: Omit<IntakeState, 'witnesses'> = {
  urls: [],
  path: '',
  port: null,
  running: true,
  problem: null,
  note: null,
  counters: { accepted: 0, refused: {}, refusedForNobody: {} },
  lastAcceptedAt: null,
  lastRefusal: null,
}

/** Over a keychain that makes everybody wait until it is unlocked. */
function aListener(names: readonly string[], brings?: 'its own') {
  let kept: readonly SigningSecret[] = names.map((name) => ({ id: name, secret: secretOf(name), addedAt: 1 }))
  const unlocked = Promise.withResolvers<void>()
  let turn: Promise<unknown> = unlocked.promise
  const keep: KeepSigning = (change) => {
    const mine = turn.then(() => (kept = change(kept)))
    turn = mine
    return mine
  }
  const proofs = new Map<string, SecretProof>()
  const witnesses = new Map<string, Witness>()
  const locked: { by: Failure | null } = { by: null }
  const setSecrets = vi.fn<WebhookIntake['setSecrets']>()
  const noted = vi.fn<(change: 'added' | 'removed', secretId: string) => void>()
  const listener = openDeskListener({
    deskId: 'acct_1-test',
    mode: 'test',
    intake: { state: () => ({ ...idle, witnesses }), setSecrets } as unknown as WebhookIntake,
    signing: kept,
    keep: brings === 'its own' ? null : keep,
    duplicates: () => 0,
    proofOf: (id) => proofs.get(id) ?? { proof: 'unproved', whyNotAsked: null },
    whyNotChange: () => locked.by,
    now: () => 2,
    changed: () => undefined,
    noted,
  })
  return {
    listener,
    proofs,
    witnesses,
    locked,
    unlock: unlocked.resolve,
    noted,
    setSecrets,
    secrets: () => kept.map(({ secret }) => secret),
    kept: () => kept,
  }
}

test('a signing secret that is entered again while the keychain is waited for is kept once, and puts none out', async () => {
  const { listener, unlock, noted, setSecrets, secrets, kept } = aListener(['old'])
  const both = [listener.addSecret(secretOf('new')), listener.addSecret(secretOf('new'))]
  unlock()
  expect(await Promise.all(both)).toMatchObject([{ ok: true }, { ok: true }])
  expect(secrets()).toEqual([secretOf('old'), secretOf('new')])
  expect(setSecrets).toHaveBeenLastCalledWith('acct_1-test', kept())
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

test('of each signing secret it is said whether it is of this account, and why Stripe could not be asked', () => {
  const { listener, proofs } = aListener(['old', 'new'])
  proofs.set('old', { proof: 'unknown_to_stripe', whyNotAsked: null })
  proofs.set('new', { proof: 'unproved', whyNotAsked: failure('key_permission', 'It may not.').error })
  expect(listener.state().secrets).toEqual([
    { id: 'old', addedAt: 1, proof: 'unknown_to_stripe', whyNotAsked: null },
    { id: 'new', addedAt: 1, proof: 'unproved', whyNotAsked: 'It may not.' },
  ])
})

test('only by secrets that are kept it can be asked whose account they are of, and never by the one that a desk brings', () => {
  const event = { id: 'evt_1', created: 1 }
  const { listener, witnesses } = aListener(['old'])
  witnesses.set('old', event).set('removed', event)
  expect([...listener.witnesses()]).toEqual([['old', event]])
  const demo = aListener(['demo'], 'its own')
  demo.witnesses.set('demo', event)
  expect([...demo.listener.witnesses()]).toEqual([])
})
