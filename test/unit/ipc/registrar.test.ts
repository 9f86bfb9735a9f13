// The registrar between a trusted page and its handlers: parsing, routing, and what it makes of bad answers.
import { describe, expect, it, vi } from 'vitest'
import { register } from '../../../electron/ipc/registrar.ts'
import { callChannel, failure, success } from '../../../src/contract/index.ts'
import { watchedRegistrar } from '../../security/registry.ts'
import { trusted } from '../../security/senders.ts'

const request = { deskId: 'acct_1_test', filter: {}, smuggled: 'x' }

describe('the registrar', () => {
  it('hands on what the schema made of the request: defaults filled in, unknown fields gone', async () => {
    const { registrar, reached } = watchedRegistrar()
    await registrar.answer(trusted(), { method: 'payments.list', request })
    expect(reached).toHaveBeenCalledWith('payments.list', {
      deskId: 'acct_1_test',
      filter: {},
      sort: 'created_desc',
      limit: 100,
    })
  })

  it('passes a failure of the engine on as it is', async () => {
    const refused = failure('read_only', 'This desk is live and read-only.')
    const { registrar } = watchedRegistrar({ call: () => Promise.resolve(refused) })
    expect(await registrar.answer(trusted(), { method: 'desk.list', request: {} })).toEqual(refused)
  })

  it('answers internal when a handler throws, and records the bug without repeating its words', async () => {
    const { registrar, bugs } = watchedRegistrar({ call: () => Promise.reject(new Error('sk_test_secret')) })
    const answer = await registrar.answer(trusted(), { method: 'desk.list', request: {} })
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(JSON.stringify(answer)).not.toContain('sk_test_secret')
    expect(bugs).toHaveBeenCalledWith('desk.list', expect.any(Error))
  })

  it.each([
    ['larger than 16 MB', 'x'.repeat(9_000_000)],
    ['a live object', new Map()],
  ])('does not pass on an answer that is %s', async (_name, value) => {
    const { registrar, bugs } = watchedRegistrar({ call: () => Promise.resolve(success(value)) })
    const answer = await registrar.answer(trusted(), { method: 'desk.list', request: {} })
    expect(answer).toMatchObject({ ok: false, error: { code: 'too_large' } })
    expect(bugs).toHaveBeenCalledTimes(1)
  })

  it('counts refusals by kind', async () => {
    const { registrar } = watchedRegistrar()
    await registrar.answer(trusted(), { method: 'nope', request: {} })
    await registrar.answer(trusted(), { method: 'desk.open', request: {} })
    await registrar.answer(trusted(), { method: 'desk.open', request: { deskId: 'x'.repeat(99_999) } })
    expect(registrar.refusals()).toEqual({
      sender_refused: 0,
      too_large: 1,
      bad_request: 1,
      unknown_method: 1,
    })
  })

  it('listens on the one channel of the contract', () => {
    const handle = vi.fn<(channel: string, listener: unknown) => void>()
    register({ handle }, watchedRegistrar().registrar)
    expect(handle.mock.calls.map(([channel]) => channel)).toEqual([callChannel])
  })
})
