// Checklist 12, verify webview options before creation: every attempt to attach one is prevented, whatever it asks.
import { expect, it, vi } from 'vitest'
import { confineContents } from '../../electron/shell/lockdown.ts'
import type { Blocked } from '../../electron/shell/lockdown.ts'
import { FakeContents } from './fake-electron.ts'

it.each([
  [{ nodeIntegration: true, contextIsolation: false }, { src: 'https://evil.example/' }],
  [{ preload: '/tmp/evil.js' }, { src: 'app://bursar/' }],
  [{}, {}],
])('a webview with %j is not attached', (preferences, parameters) => {
  const contents = new FakeContents(1)
  const blocked = vi.fn<(blocked: Blocked) => void>()
  confineContents(contents as never, 'app://bursar', blocked)
  expect(contents.attempt('will-attach-webview', {}, preferences, parameters)).toBe('prevented')
  expect(blocked.mock.calls).toEqual([['webview']])
})
