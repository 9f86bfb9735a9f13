// Checklist 7 again, with Chromium as the judge: a script inside our own page tries what injected code would try.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Route } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { serveApp } from '../../electron/shell/app-protocol.ts'
import { peerPolicy } from '../../electron/shell/lockdown.ts'
import { findChromium } from '../../scripts/setup/chromium.mjs'
import { temporaryFolder } from '../unit/shell/folder.ts'

/** Chromium does not know app://, so the same handler answers for a made-up https address. */
const address = 'https://bursar.invalid'
const executablePath = findChromium()
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** Outside, everything is answered, so that an attack which passes the policy is seen to work. */
function answerOutside(route: Route): Promise<void> {
  const url = route.request().url()
  const isImage = url.endsWith('.png')
  const contentType = isImage ? 'image/gif' : url.endsWith('.css') ? 'text/css' : 'text/javascript'
  const headers = { 'Access-Control-Allow-Origin': '*' }
  return route.fulfill({ status: 200, contentType, headers, body: isImage ? pixel : Buffer.alloc(0) })
}

describe.skipIf(executablePath === null)('in Chromium', () => {
  /** Opens the page, lets it attack, and says which attacks worked and what was asked for outside. */
  async function attack(withHeaders: boolean) {
    const root = temporaryFolder()
    const browser = await chromium.launch({
      ...(executablePath !== null && { executablePath }),
      // What the shell says of each page in Electron, in Chromium's own words.
      args: withHeaders ? [`--webrtc-ip-handling-policy=${peerPolicy}`] : [],
    })
    // Whom a peer connection asks under which address it is seen.
    const stun = createSocket('udp4').bind(0, '127.0.0.1')
    await once(stun, 'listening')
    let packets = 0
    stun.on('message', () => (packets += 1))
    const html = '<!doctype html><body><script type="module" src="/page-attacks.js"></script>'
    writeFileSync(join(root, 'index.html'), html)
    copyFileSync(join(import.meta.dirname, 'page-attacks.js'), join(root, 'page-attacks.js'))
    const serve = serveApp(root)
    const page = await browser.newPage()
    const outside: string[] = []
    await page.route('**/*', async (route) => {
      const url = route.request().url()
      if (!url.startsWith(address)) {
        outside.push(url)
        return answerOutside(route)
      }
      const answer = await serve(new Request(url.replace(address, 'app://bursar')))
      const headers = withHeaders
        ? Object.fromEntries(answer.headers)
        : { 'content-type': answer.headers.get('content-type') ?? '' }
      return route.fulfill({ status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) })
    })
    await page.goto(`${address}/?port=${stun.address().port}`)
    await page.waitForFunction(() => 'results' in window, undefined, { timeout: 15_000 })
    const results = (await page.evaluate('window.results')) as Record<string, string>
    await browser.close()
    stun.close()
    const worked = Object.keys(results).filter((name) => results[name] !== 'refused')
    return { worked, tried: Object.keys(results).length, outside, packets }
  }

  it('nothing that injected code would try works, and nothing is asked for outside', async () => {
    expect(await attack(true)).toEqual({ worked: [], tried: 23, outside: [], packets: 0 })
  })

  it('the policy is what refuses: without the headers the same attacks work', async () => {
    const { worked, outside, packets } = await attack(false)
    // A socket to nowhere and a camera that is not there fail by themselves.
    expect(worked.length).toBeGreaterThanOrEqual(18)
    expect(worked).toContain('peer')
    expect(outside.length).toBeGreaterThan(0)
    expect(packets).toBeGreaterThan(0)
  })
})
