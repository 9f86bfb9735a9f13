// A session that records its handlers, so that a test can ask it what Chromium would ask.
import type { Session } from 'electron'
import { vi } from 'vitest'
import type { Blocked, lockSession } from '../../electron/shell/lockdown.ts'
import { FakeEmitter } from './fake-electron.ts'

type Handler<Method extends keyof Session> = Session[Method] extends (handler: infer Given) => void
  ? NonNullable<Given>
  : never

export function lockable() {
  let before: ((details: { url: string }, answer: (response: object) => void) => void) | undefined
  const emitter = new FakeEmitter()
  const set = {
    request: undefined as Handler<'setPermissionRequestHandler'> | undefined,
    check: undefined as Handler<'setPermissionCheckHandler'> | undefined,
    device: undefined as Handler<'setDevicePermissionHandler'> | undefined,
    spellChecker: undefined as boolean | undefined,
  }
  const session = {
    setPermissionRequestHandler: (handler: typeof set.request) => (set.request = handler),
    setPermissionCheckHandler: (handler: typeof set.check) => (set.check = handler),
    setDevicePermissionHandler: (handler: typeof set.device) => (set.device = handler),
    setSpellCheckerEnabled: (enabled: boolean) => (set.spellChecker = enabled),
    webRequest: { onBeforeRequest: (listener: typeof before) => (before = listener) },
    on: (event: string, listener: () => void) => emitter.on(event, listener),
  } as unknown as Parameters<typeof lockSession>[0]

  return {
    session,
    set,
    emitter,
    blocked: vi.fn<(blocked: Blocked) => void>(),
    /** What the session answers to a request for `url`. */
    request(url: string): unknown {
      let response: unknown
      before?.({ url }, (given) => (response = given))
      return response
    },
  }
}
