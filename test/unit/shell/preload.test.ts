// The bridge as the page sees it: two functions, nothing of Electron's behind them.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Bridge } from '../../../electron/preload.ts'
import { callChannel, methods, pushChannel, success } from '../../../src/contract/index.ts'

type Listener = (...args: unknown[]) => void

const electron = vi.hoisted(() => ({
  invoke: vi.fn<(channel: string, ...args: unknown[]) => Promise<unknown>>(),
  on: vi.fn<(channel: string, listener: Listener) => void>(),
  removeListener: vi.fn<(channel: string, listener: Listener) => void>(),
  exposed: new Map<string, unknown>(),
}))
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => electron.exposed.set(name, api) },
  ipcRenderer: { invoke: electron.invoke, on: electron.on, removeListener: electron.removeListener },
}))
await import('../../../electron/preload.ts')
const bridge = electron.exposed.get('bursar') as Bridge

beforeEach(() => {
  electron.invoke.mockReset().mockResolvedValue(success({}))
  electron.on.mockReset()
  electron.removeListener.mockReset()
})

it('exposes one name with exactly two functions', () => {
  expect([...electron.exposed.keys()]).toEqual(['bursar'])
  expect(Object.keys(bridge).toSorted()).toEqual(['call', 'subscribe'])
})

describe('call', () => {
  it('sends every method of the contract over the one channel', async () => {
    for (const method of Object.keys(methods)) await bridge.call(method, { some: 'request' })
    expect(electron.invoke.mock.calls).toEqual(
      Object.keys(methods).map((method) => [callChannel, { method, request: { some: 'request' } }]),
    )
  })

  it.each([
    'nope',
    '',
    '__proto__',
    'constructor',
    'toString',
    null,
    1,
    ['desk.list'],
    { toString: () => 'desk.list' },
  ])('refuses %j without asking anybody', async (method) => {
    const answer = await bridge.call(method as string, {})
    expect(answer).toMatchObject({ ok: false, error: { code: 'unknown_method' } })
    expect(electron.invoke).not.toHaveBeenCalled()
  })

  it('answers a failure, not an exception, when the message cannot be sent', async () => {
    electron.invoke.mockRejectedValue(new Error('An object could not be cloned. at /home/someone/app'))
    const answer = await bridge.call('desk.list', () => 1)
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(JSON.stringify(answer)).not.toContain('/home/someone')
  })
})

describe('subscribe', () => {
  it('gives the listener the push and its payload, and no event', () => {
    const listener = vi.fn<(...args: unknown[]) => void>()
    bridge.subscribe(listener)
    const [channel, hear] = electron.on.mock.calls[0] ?? []
    expect(channel).toBe(pushChannel)
    hear?.({ sender: 'the event with its powers' }, 'theme.changed', { dark: true }, 'a stray argument')
    expect(listener.mock.calls).toEqual([['theme.changed', { dark: true }]])
  })

  it('drops pushes that the contract does not know', () => {
    const listener = vi.fn<(...args: unknown[]) => void>()
    bridge.subscribe(listener)
    electron.on.mock.calls[0]?.[1]({}, 'no.such', {})
    expect(listener).not.toHaveBeenCalled()
  })

  it('removes exactly the listener it added, and answers nothing', () => {
    const stop = bridge.subscribe(() => undefined)
    const other = bridge.subscribe(() => undefined)
    expect(stop()).toBeUndefined()
    expect(electron.removeListener.mock.calls).toEqual([electron.on.mock.calls[0]])
    other()
    expect(electron.removeListener.mock.calls[1]).toEqual(electron.on.mock.calls[1])
  })
})
