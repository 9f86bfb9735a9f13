// Checklist 18, avoid file:// and prefer a custom protocol: app://bursar serves a closed list, attacked from every side.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listAssets, serveApp } from '../../electron/shell/app-protocol.ts'
import { appSchemePrivileges } from '../../electron/shell/origin.ts'
import { temporaryFolder } from '../unit/shell/folder.ts'
import { offenders, sourcesOf } from './sources.ts'

/** out/renderer beside a secret, with a link that leads out and a file of no known kind. */
function site() {
  const folder = temporaryFolder()
  const root = join(folder, 'renderer')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.html'), 'the secret')
  writeFileSync(join(root, 'index.html'), 'the page')
  writeFileSync(join(root, 'assets', 'index.js'), 'the script')
  writeFileSync(join(root, 'assets', 'inter.woff2'), 'the font')
  writeFileSync(join(root, 'assets', 'index.js.map'), 'the secret source map')
  symlinkSync(join(folder, 'secret.html'), join(root, 'linked.html'))
  symlinkSync(folder, join(root, 'out'))
  const serve = serveApp(root)
  return { root, get: (url: string, init?: RequestInit) => serve(new Request(url, init)) }
}

describe('app://bursar', () => {
  it.each([
    ['app://bursar/', 'the page', 'text/html; charset=utf-8'],
    ['app://bursar/index.html?x=1#y', 'the page', 'text/html; charset=utf-8'],
    ['app://bursar/payments/pi_123', 'the page', 'text/html; charset=utf-8'],
    ['app://bursar/assets/index.js', 'the script', 'text/javascript; charset=utf-8'],
    ['app://bursar/assets/inter.woff2', 'the font', 'font/woff2'],
  ])('serves %s', async (url, body, type) => {
    const answer = await site().get(url)
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([
      200,
      body,
      type,
    ])
  })

  it.each([
    '/../secret.html',
    '/..%2fsecret.html',
    '/%2e%2e/secret.html',
    '/%2e%2e%2fsecret.html',
    '/..%5csecret.html',
    '/..\\secret.html',
    '/assets/../../secret.html',
    '/assets/..%252f..%252fsecret.html',
    '//secret.html',
    '/linked.html',
    '/out/secret.html',
    '/assets/index.js.map',
    '/assets/index.js%00.html',
    '/assets/index.js/',
    '/ASSETS/INDEX.JS',
    '/assets',
    '/assets/',
    '/etc/passwd.html',
    '/C:/secret.html',
    '/index.html::$DATA',
  ])('gives nothing but the page, if anything, for %s', async (path) => {
    const answer = await site().get(`app://bursar${path}`)
    const body = await answer.text()
    expect(body).not.toContain('secret')
    expect(body === '' || body === 'the page').toBe(true)
    // Only a place inside the page, which has no extension, is answered at all.
    expect(answer.status === 404 || !path.includes('.')).toBe(true)
  })

  it('gives only what is listed, whatever is asked', async () => {
    const { get } = site()
    const known = new Set(['', 'the page', 'the script', 'the font'])
    const piece = fc.constantFrom(
      '..',
      '%2e%2e',
      '/',
      '%2f',
      '\\',
      'assets',
      'secret.html',
      'out',
      'linked.html',
      '%00',
      '.',
      '?',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 8 }),
        async (pieces) => {
          const url = `app://bursar/${pieces.join('')}`
          if (!URL.canParse(url)) return
          expect(known.has(await (await get(url)).text())).toBe(true)
        },
      ),
      { numRuns: 150 },
    )
  })

  it.each(['app://evil/', 'app://bursar:1/', 'app://bursar.evil/', 'https://bursar/', 'file:///index.html'])(
    'does not answer for %s',
    async (url) => {
      expect((await site().get(url)).status).toBe(404)
    },
  )

  it('answers GET and HEAD only', async () => {
    const { get } = site()
    expect(await (await get('app://bursar/', { method: 'HEAD' })).text()).toBe('')
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await get('app://bursar/', { method })).status).toBe(405)
    }
  })

  it('lists regular files of known kinds, and follows no link', async () => {
    const assets = await listAssets(site().root)
    expect([...assets.keys()].toSorted()).toEqual(['/assets/index.js', '/assets/inter.woff2', '/index.html'])
  })

  it('has no privilege that goes round a policy', () => {
    expect(Object.keys(appSchemePrivileges).toSorted()).toEqual([
      'codeCache',
      'secure',
      'standard',
      'supportFetchAPI',
    ])
  })
})

it('nothing is loaded from file://', () => {
  expect(offenders(/loadFile\(|file:\/\//, sourcesOf('electron/shell', 'electron/ipc', 'src'))).toEqual([])
})
