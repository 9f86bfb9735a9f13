// How the app ends: after its work, once, and whatever happens.
import { describe, expect, it, vi } from 'vitest'
import { quitAfter, recordBugs } from '../../../electron/shell/lifecycle.ts'

function fakeApp() {
  let beforeQuit: (event: { preventDefault(): void }) => void = () => undefined
  const ends = vi.fn<(code: number) => void>()
  const app = {
    on(_event: 'before-quit', listener: typeof beforeQuit) {
      beforeQuit = listener
    },
    /** Asks every page, of which one never answers. */
    quit: () => beforeQuit({ preventDefault: () => undefined }),
    exit: ends,
  }
  return { app, ends }
}

describe('quitting', () => {
  it('waits for the work in hand, however often it is asked, and for no page', async () => {
    const { app, ends } = fakeApp()
    const work = Promise.withResolvers<void>()
    const finish = vi.fn<() => Promise<void>>(() => work.promise)
    quitAfter(app, finish)
    app.quit()
    app.quit()
    await Promise.resolve()
    expect(ends).not.toHaveBeenCalled()
    work.resolve()
    await vi.waitFor(() => expect(ends).toHaveBeenCalledTimes(1))
    expect(ends).toHaveBeenCalledWith(0)
    expect(finish).toHaveBeenCalledTimes(1)
  })

  it('goes on when finishing fails', async () => {
    const { app, ends } = fakeApp()
    quitAfter(app, () => Promise.reject(new Error('the disk is gone')))
    app.quit()
    await vi.waitFor(() => expect(ends).toHaveBeenCalledTimes(1))
  })
})

describe('a bug in the main thread', () => {
  function source() {
    const listeners = new Map<string, (thrown: unknown) => void>()
    return {
      on: (event: string, listener: (thrown: unknown) => void) => listeners.set(event, listener),
      listeners,
    }
  }

  it('is recorded and ends the app once', () => {
    const { on, listeners } = source()
    const record = vi.fn<(text: string, thrown: unknown) => void>()
    const end = vi.fn<() => Promise<void>>(() => Promise.resolve())
    recordBugs({ on }, record, end)
    listeners.get('uncaughtException')?.(new Error('one'))
    listeners.get('uncaughtException')?.(new Error('two'))
    expect(record).toHaveBeenCalledTimes(2)
    expect(end).toHaveBeenCalledTimes(1)
  })

  it('in a promise is recorded and the app goes on', () => {
    const { on, listeners } = source()
    const record = vi.fn<(text: string, thrown: unknown) => void>()
    const end = vi.fn<() => Promise<void>>(() => Promise.resolve())
    recordBugs({ on }, record, end)
    listeners.get('unhandledRejection')?.(new Error('one'))
    expect(record).toHaveBeenCalledTimes(1)
    expect(end).not.toHaveBeenCalled()
  })
})
