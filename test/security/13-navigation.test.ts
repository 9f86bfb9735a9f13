// Checklist 13, disable or limit navigation: a page of ours that has been taken over can't go anywhere.
import { describe, expect, it, vi } from 'vitest'
import { confineContents } from '../../electron/shell/lockdown.ts'
import type { Blocked } from '../../electron/shell/lockdown.ts'
import { isOnOrigin } from '../../electron/shell/origin.ts'
import { FakeContents } from './fake-electron.ts'

const elsewhere = [
  'https://evil.example/',
  'https://dashboard.stripe.com/',
  'http://bursar/',
  'https://bursar/',
  'app://bursar.evil/',
  'app://bursar:1/',
  'app://evil/bursar',
  'app://evil@bursar/',
  'app://:secret@bursar/',
  'app:bursar',
  'app:/bursar',
  'file:///etc/passwd',
  'file://bursar/',
  'data:text/html,<script>1</script>',
  'javascript:fetch("https://evil.example")',
  'about:blank',
  'about:srcdoc',
  'blob:app://bursar/5f3e',
  'filesystem:app://bursar/temporary/x',
  'view-source:app://bursar/',
  'devtools://devtools/bundled/inspector.html',
  'chrome://settings',
  'mailto:someone@example.com',
  'ms-msdt:/id',
  'smb://evil.example/share',
  '',
  'not an address',
]

function confined() {
  const contents = new FakeContents(1)
  const blocked = vi.fn<(blocked: Blocked) => void>()
  confineContents(contents as never, 'app://bursar', blocked)
  return { contents, blocked }
}

describe.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s', (event) => {
  it.each(elsewhere)('to %j is prevented', (url) => {
    const { contents, blocked } = confined()
    expect(contents.attempt(event, { url })).toBe('prevented')
    expect(blocked).toHaveBeenCalledTimes(1)
    // What is told is a word; the address may carry what the page wants to leak.
    expect(JSON.stringify(blocked.mock.calls)).not.toContain('evil')
  })

  it('within our own page goes on', () => {
    const { contents, blocked } = confined()
    expect(contents.attempt(event, { url: 'app://bursar/#/payments' })).toBe('allowed')
    expect(blocked).not.toHaveBeenCalled()
  })
})

it('a page that wants to stay when its window closes has no say in it', () => {
  const { contents, blocked } = confined()
  // Prevented is the page's veto.
  expect(contents.attempt('will-prevent-unload')).toBe('prevented')
  expect(blocked.mock.calls).toEqual([['unload']])
})

it('our origin is one exact thing', () => {
  for (const url of elsewhere) expect(isOnOrigin(url, 'app://bursar')).toBe(false)
  expect(isOnOrigin('app://bursar', 'app://bursar')).toBe(true)
  expect(isOnOrigin('app://bursar/index.html?x#y', 'app://bursar')).toBe(true)
})
