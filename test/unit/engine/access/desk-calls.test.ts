// Switching, locking and unlocking from outside: the desk that the operator came from is locked, and only the one they are at is unlocked.
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Access } from '../../../../electron/engine/access/access.ts'
import { openDeskCalls } from '../../../../electron/engine/access/desk-calls.ts'
import type { AuditNote } from '../../../../electron/engine/audit/audit.ts'
import { failure, success, type Desk, type Push } from '../../../../src/contract/index.ts'

function aDesk(deskId: string) {
  const access = {
    lock: vi.fn<Access['lock']>(),
    unlock: vi.fn<Access['unlock']>(async () => success(null)),
    unlockedBySystem: vi.fn<Access['unlockedBySystem']>(() => success(null)),
    refusal: vi.fn<Access['refusal']>(() => failure('policy_refused', 'Not here.')),
    whyLocked: vi.fn<Access['whyLocked']>(() => null),
    watched: vi.fn<Access['watched']>(),
  }
  const record = vi.fn<(note: AuditNote) => void>()
  return { deskId, access: access as unknown as Access, told: access, record }
}

let a: ReturnType<typeof aDesk>
let b: ReturnType<typeof aDesk>
let push: ReturnType<typeof vi.fn<Push>>
let calls: ReturnType<typeof openDeskCalls>
const shown = (id: string): Desk => ({ id }) as Desk

beforeEach(() => {
  a = aDesk('a-live')
  b = aDesk('b-live')
  push = vi.fn<Push>()
  calls = openDeskCalls({
    find: (deskId) => [a, b].find((desk) => desk.deskId === deskId),
    opened: () => [a, b],
    // A third one is known, and closed.
    list: () => ['a-live', 'b-live', 'c-live'].map(shown),
    push,
  })
})

const goTo = (deskId: string | null) => calls.handlers['desk.switch']({ deskId })
const written = ({ record }: typeof a) => record.mock.calls.map(([{ kind, detail }]) => [kind, detail['way']])

describe('switching', () => {
  test('locks every other desk, tells the window, and is written down on both without naming the other', () => {
    void goTo('a-live')
    expect(goTo('b-live')).toEqual(success({}))
    expect(a.told.lock.mock.calls).toEqual([['switched']])
    expect(b.told.lock.mock.calls).toEqual([['switched']])
    expect(push.mock.calls).toEqual([
      ['desk.switched', { desk: shown('a-live') }],
      ['desk.switched', { desk: shown('b-live') }],
    ])
    expect(written(a)).toEqual([
      ['desk_switched', 'came'],
      ['desk_switched', 'left'],
    ])
    expect(written(b)).toEqual([['desk_switched', 'came']])
    expect(JSON.stringify([a.record.mock.calls, b.record.mock.calls])).not.toMatch(/[ab]-live/)
  })

  test('to no desk locks all', () => {
    void goTo('a-live')
    void goTo(null)
    expect(a.told.lock.mock.calls).toEqual([['switched']])
    expect(push).toHaveBeenLastCalledWith('desk.switched', { desk: null })
    expect(written(a).at(-1)).toEqual(['desk_switched', 'left'])
  })

  test('to where the operator is already, as a page does that was loaded again, changes nothing there', () => {
    void goTo('a-live')
    void goTo('a-live')
    expect(a.told.lock).not.toHaveBeenCalled()
    expect(push).toHaveBeenCalledTimes(1)
    expect(written(a)).toHaveLength(1)
  })

  test('to a desk that is closed locks the others all the same', () => {
    void goTo('a-live')
    expect(goTo('c-live')).toEqual(success({}))
    expect(a.told.lock).toHaveBeenCalledWith('switched')
  })

  test('to a desk that there is not leaves the one before all the same, and leads to none', async () => {
    void goTo('a-live')
    expect(goTo('d-live')).toMatchObject({ error: { code: 'not_found' } })
    expect(a.told.lock.mock.calls).toEqual([['switched']])
    expect(push).toHaveBeenLastCalledWith('desk.switched', { desk: null })
    expect(written(a).at(-1)).toEqual(['desk_switched', 'left'])
    expect(await calls.handlers['desk.unlock']({ deskId: 'a-live', passphrase: 'x' })).toMatchObject({
      error: { code: 'locked' },
    })
  })
})

describe('unlocking', () => {
  const unlock = (deskId: string) => calls.handlers['desk.unlock']({ deskId, passphrase: 'x' })
  const bySystem = (deskId: string) => calls.inside['inside.unlockedBySystem']({ deskId })

  test('is for the desk that the operator is at, by whatever means', async () => {
    void goTo('a-live')
    expect(await unlock('a-live')).toEqual(success(shown('a-live')))
    expect(await unlock('b-live')).toMatchObject({ error: { code: 'locked' } })
    expect(await bySystem('b-live')).toMatchObject({ error: { code: 'locked' } })
    expect(b.told.unlock).not.toHaveBeenCalled()
    expect(b.told.unlockedBySystem).not.toHaveBeenCalled()
    void goTo(null)
    expect(await unlock('a-live')).toMatchObject({ error: { code: 'locked' } })
  })

  test('is for any desk until the operator went to one', async () => {
    expect(await unlock('b-live')).toMatchObject({ ok: true })
    expect(await bySystem('b-live')).toMatchObject({ ok: true })
  })

  test('is not for a desk that is closed', async () => {
    expect(await unlock('c-live')).toMatchObject({ error: { code: 'desk_closed' } })
  })
})

test('locking all locks all, for the reason given', async () => {
  expect(await calls.inside['inside.lockAll']({ why: 'sleep' })).toEqual(success({}))
  expect(a.told.lock.mock.calls).toEqual([['sleep']])
  expect(b.told.lock.mock.calls).toEqual([['sleep']])
})

test('whether somebody looks at the window is told to every desk', () => {
  calls.watched(false)
  expect(a.told.watched.mock.calls).toEqual([[false]])
  expect(b.told.watched.mock.calls).toEqual([[false]])
})

test('what changes a desk is refused while it is locked, before its policy is asked', () => {
  const locked = failure('locked', 'Unlock it first.')
  a.told.whyLocked.mockReturnValue(locked.error)
  expect(calls.whyNotChange('a-live', 'add a signing secret')).toEqual(locked)
  expect(a.told.refusal).not.toHaveBeenCalled()
  expect(calls.whyNotChange('b-live', 'add a signing secret')).toMatchObject({
    error: { code: 'policy_refused' },
  })
  expect(calls.whyNotChange('c-live', 'add a signing secret')).toBeNull()
})

test('managing is judged by the policy of the desk, and of a closed one nothing is known', () => {
  expect(calls.whyNotManage('a-live', 'rebuild the tables')).toMatchObject({
    error: { code: 'policy_refused' },
  })
  expect(a.told.refusal.mock.calls).toEqual([['manage', 'rebuild the tables']])
  expect(calls.whyNotManage('c-live', 'rebuild the tables')).toBeNull()
})
