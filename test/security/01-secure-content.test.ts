// Checklist 1, only load secure content: our page comes from the package, and the session fetches nothing else at all.
import { describe, expect, it, vi } from 'vitest'
import { confineContents, lockSession } from '../../electron/shell/lockdown.ts'
import { mayRequest, pageOrigin } from '../../electron/shell/origin.ts'
import { securityHeaders } from '../../electron/shell/security-headers.ts'
import { FakeContents, FakeWindow } from './fake-electron.ts'
import { lockable } from './session.ts'
import { openWindow } from './window.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

const outside = [
  'https://evil.example/collect?d=1',
  'https://api.stripe.com/v1/account',
  'https://js.stripe.com/v3/',
  'http://127.0.0.1:5173/',
  'http://localhost/',
  'ws://localhost:5173/',
  'wss://evil.example/',
  'ftp://evil.example/',
  'file:///etc/passwd',
  'app://evil/',
  'app://bursar:1/',
  'devtools://devtools/bundled/inspector.html',
  'chrome-extension://aaaa/x.js',
  'data:text/html,x',
  'blob:app://bursar/1',
  '',
]

describe('a packaged Bursar', () => {
  it.each(outside)('cancels a request for %j', (url) => {
    const { session, request, blocked } = lockable()
    lockSession(session, { origin: 'app://bursar', packaged: true, onBlocked: blocked })
    expect(request(url)).toEqual({ cancel: true })
    expect(blocked.mock.calls).toEqual([['request']])
  })

  it('lets its own files through', () => {
    const { session, request } = lockable()
    lockSession(session, { origin: 'app://bursar', packaged: true, onBlocked: vi.fn<() => void>() })
    expect(request('app://bursar/assets/index.js')).toEqual({ cancel: false })
  })

  it('ignores the address of a development server', () => {
    expect(pageOrigin('http://localhost:5173', true)).toBe('app://bursar')
  })

  it('loads its own page into every window', () => {
    openWindow()
    expect(FakeWindow.made.at(-1)?.loaded).toEqual(['app://bursar/#/'])
  })
})

describe('an unpackaged Bursar', () => {
  it('may load from the development server, on loopback only', () => {
    expect(pageOrigin('http://localhost:5173', false)).toBe('http://localhost:5173')
    expect(pageOrigin('http://[::1]:5173/', false)).toBe('http://[::1]:5173')
    for (const url of [
      'http://evil.example',
      'http://localhost.evil.example',
      'https://localhost',
      'x',
      '',
      undefined,
    ]) {
      expect(pageOrigin(url, false)).toBe('app://bursar')
    }
  })

  it('may reach that server, its socket and the developer tools, and still nothing else', () => {
    const may = (url: string): boolean => mayRequest(url, 'http://localhost:5173', false)
    expect(may('http://localhost:5173/main.tsx')).toBe(true)
    expect(may('ws://localhost:5173/?token=x')).toBe(true)
    expect(may('devtools://devtools/bundled/inspector.html')).toBe(true)
    for (const url of ['http://localhost:5174/', 'https://evil.example/', 'file:///etc/passwd']) {
      expect(may(url)).toBe(false)
    }
  })
})

// Neither passes the session's rule for requests.
it('a peer connection has no way to send datagrams, and no name is looked up before it is asked for', () => {
  const contents = new FakeContents(1)
  confineContents(contents as never, 'app://bursar', vi.fn())
  expect(contents.peerPolicy).toBe('disable_non_proxied_udp')
  expect(securityHeaders['X-DNS-Prefetch-Control']).toBe('off')
})
