// The two threads: started, joined, routed to, restarted when they die, and stopped.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startThreads, threadEnvironment } from '../../../electron/threads.ts'
import type { ThreadOptions, Threads } from '../../../electron/threads.ts'
import { temporaryFolder } from './folder.ts'

const file = (name: string): string => join(import.meta.dirname, 'threads', name)
/** What the engine would start. */
const started = { simulator: 'simulator.mjs', listener: 'listener.mjs', writer: 'writer.mjs' }
let running: Threads[] = []

function start(changes: Partial<ThreadOptions> = {}) {
  const onPush = vi.fn<ThreadOptions['onPush']>()
  const onCrash = vi.fn<ThreadOptions['onCrash']>()
  const threads = startThreads({
    home: '/nowhere',
    files: { ...started, engine: file('engine.mjs'), reader: file('reader.mjs') },
    liveKeys: 'simulated',
    onPush,
    onCrash,
    firstPauseMs: 20,
    ...changes,
  })
  running.push(threads)
  return { threads, onPush, onCrash }
}

afterEach(async () => {
  await Promise.all(running.map((threads) => threads.stop()))
  running = []
})

const silent = { deskId: 'acct_1_test', paymentIntentId: 'pi_1' }

describe('the threads', () => {
  it('give the engine its data, and neither arguments nor flags', async () => {
    const { threads } = start()
    const answer = await threads.call('desk.list', { some: 'request' })
    expect(answer).toMatchObject({
      ok: true,
      value: {
        data: {
          home: '/nowhere',
          files: started,
          liveKeys: 'simulated',
          noKeychain: false,
          stillDemo: false,
          earlyDemo: false,
        },
        argv: [],
        execArgv: [],
        request: { some: 'request' },
      },
    })
  })

  it('show the engine no secret of the environment', async () => {
    vi.stubEnv('STRIPE_SECRET_KEY', 'sk_test_canary')
    const { threads } = start()
    expect(JSON.stringify(await threads.call('desk.list', {}))).not.toContain('sk_test_canary')
    vi.unstubAllEnvs()
  })

  it('are joined by a channel of their own', async () => {
    const { threads } = start()
    const answer = await threads.call('desk.openDemo', {})
    expect(answer).toEqual({ ok: true, value: 'reader heard: open these files' })
  })

  it('answer each question where the contract says', async () => {
    const { threads } = start()
    expect(await threads.call('payments.list', {})).toEqual({ ok: true, value: 'from the reader' })
    expect(await threads.call('app.info', {})).toMatchObject({ error: { code: 'unknown_method' } })
  })

  it('pass pushes on', async () => {
    const { threads, onPush } = start()
    await threads.call('sync.state', {})
    expect(onPush).toHaveBeenCalledWith('theme.changed', { dark: true })
  })

  it('keep their output out of the process that started them', async () => {
    const onOutput = vi.fn<NonNullable<ThreadOptions['onOutput']>>()
    const { threads } = start({ onOutput })
    await threads.call('sync.refresh', {})
    await vi.waitFor(() => expect(onOutput).toHaveBeenCalledWith('engine', 'a word on stdout\n'))
  })
})

describe('a thread that dies', () => {
  it('answers what was under way, is reported with its error, and comes back', async () => {
    const { threads, onCrash, onPush } = start()
    const underWay = threads.call('refund.preflight', silent)
    const fatal = threads.call('desk.remove', {})
    // What is held is withdrawn by the next start: nobody may wait for it.
    const message = expect.stringContaining('what was only held is not sent') as string
    expect(await underWay).toMatchObject({ ok: false, error: { code: 'stopping', message } })
    expect(await fatal).toMatchObject({ ok: false, error: { code: 'stopping' } })
    expect(onCrash).toHaveBeenCalledTimes(1)
    expect(onCrash.mock.calls[0]?.[0]).toMatchObject({ thread: 'engine', restartInMs: 20 })
    expect(String(onCrash.mock.calls[0]?.[0].error)).toContain('the engine broke')
    expect(await threads.call('desk.list', {})).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(onPush).not.toHaveBeenCalled()
    await vi.waitFor(async () => expect((await threads.call('desk.list', {})).ok).toBe(true))
    expect(await threads.call('desk.openDemo', {})).toMatchObject({ ok: true })
    // Whoever had a desk open hears that it is not any more.
    expect(onPush.mock.calls).toEqual([['engine.restarted', {}]])
  })

  it('takes the other with it, so that both hold ends of the same channel again', async () => {
    const { threads, onCrash } = start()
    await threads.call('orders.list', {})
    expect(onCrash.mock.calls[0]?.[0]).toMatchObject({ thread: 'reader', exitCode: 3 })
    await vi.waitFor(async () =>
      expect(await threads.call('desk.openDemo', {})).toEqual({
        ok: true,
        value: 'reader heard: open these files',
      }),
    )
  })

  it('is restarted more and more slowly', async () => {
    const { onCrash } = start({
      files: { ...started, engine: file('missing.mjs'), reader: file('reader.mjs') },
      firstPauseMs: 5,
    })
    await vi.waitFor(() => expect(onCrash.mock.calls.length).toBeGreaterThan(2), 5_000)
    const pauses = onCrash.mock.calls.map(([crash]) => crash.restartInMs)
    expect(pauses.slice(0, 3)).toEqual([5, 10, 20])
  })
})

describe('stopping', () => {
  it('ends both threads, answers what is under way, and refuses what comes later', async () => {
    const { threads, onCrash } = start()
    const underWay = threads.call('refund.preflight', silent)
    await threads.stop()
    expect(await underWay).toMatchObject({ ok: false, error: { code: 'stopping' } })
    expect(await threads.call('desk.list', {})).toMatchObject({ ok: false, error: { code: 'stopping' } })
    expect(onCrash).not.toHaveBeenCalled()
  })

  it('ends the engine first, which needs the reader alive to close its files', async () => {
    const { threads } = start({ patienceMs: 3_000 })
    await threads.call('desk.list', {})
    const asked = performance.now()
    await threads.stop()
    expect(performance.now() - asked).toBeLessThan(2_000)
  })

  it('ends a thread that does not want to, after its patience', async () => {
    const { threads } = start({ patienceMs: 100 })
    await threads.call('keychain.state', {})
    const asked = performance.now()
    await threads.stop()
    expect(performance.now() - asked).toBeGreaterThanOrEqual(95)
    expect(await threads.call('desk.list', {})).toMatchObject({ error: { code: 'stopping' } })
  })

  it('during the pause after a crash does not start them again', async () => {
    const home = temporaryFolder()
    const { threads, onCrash } = start({ firstPauseMs: 10_000, home })
    await threads.call('desk.remove', {})
    const asked = performance.now()
    await threads.stop()
    expect(performance.now() - asked).toBeLessThan(5_000)
    expect(onCrash).toHaveBeenCalledTimes(1)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(readFileSync(join(home, 'starts'), 'utf8')).toBe('one ')
  })
})

it('the environment of a thread holds places and languages, never anything else', () => {
  const env = {
    HOME: '/h',
    LANG: 'C',
    LC_ALL: 'C',
    XDG_RUNTIME_DIR: '/r',
    DBUS_SESSION_BUS_ADDRESS: 'unix:x',
  }
  const others = {
    STRIPE_API_KEY: 'k',
    NODE_OPTIONS: '--inspect',
    AWS_SECRET: 's',
    LD_PRELOAD: 'l',
    MYHOME: 'x',
    NODE_COMPILE_CACHE: '/c',
  }
  expect(threadEnvironment({ ...env, ...others })).toEqual(env)
})

it('a thread keeps what Node made of the code only where something stands in for Electron', () => {
  const double = { BURSAR_DOUBLE: '1', NODE_COMPILE_CACHE: '/c' }
  expect(threadEnvironment(double)).toEqual(double)
  expect(threadEnvironment({ ...double, BURSAR_DOUBLE: '0' })).toEqual({ BURSAR_DOUBLE: '0' })
})
