// Touch ID: only the system's own yes, for a live desk that is open, while nobody has left, reaches the engine.
import { expect, it, vi } from 'vitest'
import { openSystemUnlock, type SystemUnlockPorts } from '../../../electron/shell/system-unlock.ts'
import { failure, success } from '../../../src/contract/index.ts'

const desks = [
  { id: 'acct_1-live', mode: 'live', state: 'open', businessName: 'Acme' },
  { id: 'acct_1-test', mode: 'test', state: 'open', businessName: 'Acme' },
  { id: 'acct_2-live', mode: 'live', state: 'needs_key', businessName: 'Other' },
]
const failed = { ok: false, error: { code: 'system_unlock_failed' } }

function open(change: { platform?: string; can?: boolean; prompt?: () => Promise<void> } = {}) {
  const promptTouchID = vi.fn<(reason: string) => Promise<void>>(change.prompt ?? (() => Promise.resolve()))
  const unlocked = vi.fn<SystemUnlockPorts['unlocked']>(async () => success(desks[0]))
  const unlock = openSystemUnlock({
    platform: change.platform ?? 'darwin',
    preferences: { canPromptTouchID: () => change.can ?? true, promptTouchID },
    desks: async () => success(desks),
    unlocked,
  })
  return { ...unlock, promptTouchID, unlocked }
}

it('asks in words that name the desk, and tells the engine of a yes', async () => {
  const { unlock, promptTouchID, unlocked, kind } = open()
  expect(kind()).toBe('touch_id')
  expect(await unlock('acct_1-live')).toEqual(success(desks[0]))
  expect(promptTouchID.mock.calls).toEqual([['unlock the live desk of Acme']])
  expect(unlocked.mock.calls).toEqual([['acct_1-live']])
})

it('a no, or a finger that is not known, tells the engine nothing', async () => {
  const { unlock, unlocked } = open({ prompt: () => Promise.reject(new Error('canceled')) })
  expect(await unlock('acct_1-live')).toMatchObject(failed)
  expect(unlocked).not.toHaveBeenCalled()
})

it.each([
  ['on another system', { platform: 'linux' }],
  ['on Windows', { platform: 'win32' }],
  ['on a Mac without Touch ID', { can: false }],
])('there is nothing to ask %s', async (_, change) => {
  const { unlock, promptTouchID, unlocked, kind } = open(change)
  expect(kind()).toBeNull()
  expect(await unlock('acct_1-live')).toMatchObject(failed)
  expect(promptTouchID).not.toHaveBeenCalled()
  expect(unlocked).not.toHaveBeenCalled()
})

it('does not even look for Touch ID where Electron has no such function', () => {
  const unlock = openSystemUnlock({
    platform: 'linux',
    preferences: {} as SystemUnlockPorts['preferences'],
    desks: async () => success([]),
    unlocked: async () => success(null),
  })
  expect(unlock.kind()).toBeNull()
})

it.each(['acct_1-test', 'acct_2-live', 'acct_9-live'])('nobody is asked for %s', async (deskId) => {
  const { unlock, promptTouchID } = open()
  expect(await unlock(deskId)).toMatchObject({ error: { code: 'desk_closed' } })
  expect(promptTouchID).not.toHaveBeenCalled()
})

it('asks one at a time, so that one finger is not taken for two answers', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const { unlock, unlocked } = open({ prompt: () => promise })
  const first = unlock('acct_1-live')
  expect(await unlock('acct_1-live')).toMatchObject(failed)
  resolve()
  expect(await first).toMatchObject({ ok: true })
  expect(unlocked).toHaveBeenCalledTimes(1)
})

it('a yes that comes after the operator left is none', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const { unlock, unlocked, forget, promptTouchID } = open({ prompt: () => promise })
  const asked = unlock('acct_1-live')
  await vi.waitFor(() => expect(promptTouchID).toHaveBeenCalled())
  forget()
  resolve()
  expect(await asked).toMatchObject(failed)
  expect(unlocked).not.toHaveBeenCalled()
})

it('what the engine answers is answered', async () => {
  const { unlock, unlocked } = open()
  unlocked.mockResolvedValue(failure('locked', 'You are not at this desk any more.'))
  expect(await unlock('acct_1-live')).toMatchObject({ error: { code: 'locked' } })
})
