// Calls and pushes between threads: one answer for every call, whatever happens at the other end.
import { setTimeout as sleep } from 'node:timers/promises'
import { MessageChannel } from 'node:worker_threads'
import { expect, onTestFinished, test, vi } from 'vitest'
import { callThrough, failure, serve, success } from '../../../src/contract/index.ts'

function aPair(): MessageChannel {
  const channel = new MessageChannel()
  onTestFinished(() => channel.port1.close())
  return channel
}

test('a call is answered by its own reply, however late and in whatever order', async () => {
  const { port1, port2 } = aPair()
  serve(
    port1,
    {
      'desk.open': async ({ deskId }) => {
        await sleep(deskId === 'slow' ? 30 : 0)
        return failure('not_found', deskId)
      },
    },
    vi.fn<(method: string, error: unknown) => void>(),
  )
  const caller = callThrough(port2, () => undefined)
  const [slow, quick] = await Promise.all([
    caller.call('desk.open', { deskId: 'slow' }),
    caller.call('desk.open', { deskId: 'quick' }),
  ])
  expect([slow, quick]).toEqual([failure('not_found', 'slow'), failure('not_found', 'quick')])
})

test('a handler that throws is recorded and answered without a word of the error', async () => {
  const { port1, port2 } = aPair()
  const onBug = vi.fn<(method: string, error: unknown, request: unknown) => void>()
  serve(
    port1,
    {
      'desk.list': () => {
        throw new Error('sk_test_never_shown')
      },
    },
    onBug,
  )
  const answer = await callThrough(port2, () => undefined).call('desk.list', {})
  expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
  expect(JSON.stringify(answer)).not.toContain('sk_test')
  expect(onBug).toHaveBeenCalledWith('desk.list', expect.any(Error), {})
})

test.each(['SQLITE_FULL', 'ENOSPC', 'EDQUOT'])(
  'a disk that is full (%s) is said to be full, and is no bug',
  async (code) => {
    const { port1, port2 } = aPair()
    const onBug = vi.fn<(method: string, error: unknown, request: unknown) => void>()
    serve(
      port1,
      {
        'desk.list': () => {
          throw Object.assign(new Error('database or disk is full'), { code })
        },
      },
      onBug,
    )
    expect(await callThrough(port2, () => undefined).call('desk.list', {})).toMatchObject({
      ok: false,
      error: { code: 'store_full', message: expect.stringMatching(/no space left.*try again/) },
    })
    expect(onBug).not.toHaveBeenCalled()
  },
)

test.each([
  ['SQLITE_CORRUPT', 'store_corrupt', /damaged.*start it again.*never sent twice/],
  ['SQLITE_NOTADB', 'store_corrupt', /damaged.*start it again.*never sent twice/],
  ['SQLITE_IOERR_WRITE', 'store_unwritable', /could not be read or written.*never sent twice/],
  ['SQLITE_READONLY', 'store_unwritable', /could not be read or written.*never sent twice/],
])(
  'a file that is damaged and a disk that fails (%s) are said to be that, with what to do, and recorded',
  async (code, kind, words) => {
    const { port1, port2 } = aPair()
    const onBug = vi.fn<(method: string, error: unknown, request: unknown) => void>()
    serve(
      port1,
      {
        'sync.state': () => {
          throw Object.assign(new Error('database disk image is malformed'), { code })
        },
      },
      onBug,
    )
    const asked = { deskId: 'acct_1_test' }
    expect(await callThrough(port2, () => undefined).call('sync.state', asked)).toMatchObject({
      ok: false,
      error: { code: kind, message: expect.stringMatching(words) },
    })
    expect(onBug.mock.calls).toEqual([['sync.state', expect.objectContaining({ code }), asked]])
  },
)

test('a name that every object has is no method', async () => {
  const { port1, port2 } = aPair()
  serve(port1, { 'desk.list': () => success([]) }, vi.fn<(method: string, error: unknown) => void>())
  const caller = callThrough(port2, () => undefined)
  for (const name of ['toString', 'constructor', '__proto__']) {
    expect(await caller.call(name as never, {})).toMatchObject({
      ok: false,
      error: { code: 'unknown_method' },
    })
  }
})

test('messages that are no calls are passed over', async () => {
  const { port1, port2 } = aPair()
  serve(port1, { 'desk.list': () => success([]) }, vi.fn<(method: string, error: unknown) => void>())
  const caller = callThrough(port2, () => undefined)
  for (const junk of [null, 1, 'call', [], {}, { call: '1' }]) port2.postMessage(junk)
  expect(await caller.call('desk.list', {})).toEqual(success([]))
})

test('stopping answers what is under way and every later call', async () => {
  const { port1, port2 } = aPair()
  serve(
    port1,
    { 'desk.list': () => new Promise(() => undefined) },
    vi.fn<(method: string, error: unknown) => void>(),
  )
  const caller = callThrough(port2, () => undefined)
  const waiting = caller.call('desk.list', {})
  caller.stop('Bursar is closing.')
  expect(await waiting).toEqual(failure('stopping', 'Bursar is closing.'))
  expect(await caller.call('desk.list', {})).toEqual(failure('stopping', 'Bursar is closing.'))
})

test('pushes reach the other end in the order they were sent', async () => {
  const { port1, port2 } = aPair()
  const push = serve(port1, {}, vi.fn<(method: string, error: unknown) => void>())
  const heard: unknown[] = []
  callThrough(port2, (name, payload) => heard.push([name, payload]))
  push('theme.changed', { dark: true })
  push('theme.changed', { dark: false })
  await vi.waitFor(() =>
    expect(heard).toEqual([
      ['theme.changed', { dark: true }],
      ['theme.changed', { dark: false }],
    ]),
  )
})

test('what the shell alone may say is answered beside the methods, and only where it is served', async () => {
  const onBug = vi.fn<(method: string, error: unknown, request: unknown) => void>()
  const served = aPair()
  serve(served.port1, {}, onBug, {
    'inside.unlockedBySystem': async ({ deskId }) => failure('locked', deskId),
  })
  const asked = callThrough(served.port2, () => undefined)
  expect(await asked.call('inside.unlockedBySystem', { deskId: 'a-live' })).toEqual(
    failure('locked', 'a-live'),
  )
  const other = aPair()
  serve(other.port1, {}, onBug)
  expect(
    await callThrough(other.port2, () => undefined).call('inside.unlockedBySystem', { deskId: 'a-live' }),
  ).toMatchObject({ error: { code: 'unknown_method' } })
})
