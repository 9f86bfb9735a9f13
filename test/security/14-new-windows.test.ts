// Checklist 14, disable or limit creation of new windows: there is one window, and pages make none.
import { expect, it, vi } from 'vitest'
import { confineContents } from '../../electron/shell/lockdown.ts'
import type { Blocked } from '../../electron/shell/lockdown.ts'
import { FakeContents } from './fake-electron.ts'

it.each([
  'https://evil.example/',
  'https://dashboard.stripe.com/',
  'app://bursar/',
  'about:blank',
  'file:///',
  '',
])('window.open(%j) is denied and opens nothing in the browser either', (url) => {
  const contents = new FakeContents(1)
  const blocked = vi.fn<(blocked: Blocked) => void>()
  confineContents(contents as never, 'app://bursar', blocked)
  expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' })
  expect(blocked.mock.calls).toEqual([['window']])
})
