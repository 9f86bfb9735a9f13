// Checklist 17, validate the sender of all IPC messages: the whole registry, called by everything that is not our page.
import { describe, expect, it } from 'vitest'
import { methods } from '../../src/contract/index.ts'
import type { MethodName } from '../../src/contract/index.ts'
import { goodRequests, watchedRegistrar } from './registry.ts'
import { strangers, trusted } from './senders.ts'

const names = Object.keys(methods) as MethodName[]

describe('a call from anybody but our own page', () => {
  it.each(strangers)('is refused for every method of the contract: %s', async (_name, event) => {
    const { registrar, reached, refused } = watchedRegistrar()
    for (const method of names) {
      const answer = await registrar.answer(event, { method, request: goodRequests[method] })
      expect(answer).toMatchObject({ ok: false, error: { code: 'sender_refused' } })
    }
    expect(reached).not.toHaveBeenCalled()
    expect(registrar.refusals().sender_refused).toBe(names.length)
    // A stranger's words are not even repeated in the log.
    expect(refused.mock.calls).toEqual(names.map(() => ['sender_refused', undefined]))
  })

  it('learns nothing about which methods exist', async () => {
    const { registrar } = watchedRegistrar()
    for (const [, event] of strangers) {
      const known = await registrar.answer(event, { method: 'desk.list', request: {} })
      const unknown = await registrar.answer(event, { method: 'no.such', request: 1n })
      expect(unknown).toEqual(known)
    }
  })
})

it('the same calls from the main frame of our own window reach their handlers', async () => {
  const { registrar, reached, refused } = watchedRegistrar()
  for (const method of names) {
    const answer = await registrar.answer(trusted(), { method, request: goodRequests[method] })
    expect(answer.ok).toBe(true)
  }
  expect(reached.mock.calls.map(([method]) => method)).toEqual(names)
  expect(refused).not.toHaveBeenCalled()
})
