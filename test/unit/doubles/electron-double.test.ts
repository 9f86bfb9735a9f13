// The Electron double against a made-up app: what it shows, what it enforces, what it leaves behind. Needs the system's Chromium.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { launchApp, type AppUnderDouble } from '../../doubles/electron/host.ts'

interface Fixture {
  seen: Record<string, unknown>
  echo(value: unknown): Promise<Record<string, unknown>>
  invoke(channel: string, ...args: unknown[]): Promise<unknown>
  sync(value: unknown): unknown
  fails(): void
  say(value: unknown): void
  onSaid(listener: (value: unknown) => void): () => void
}
declare const window: Window & {
  fixture: Fixture
  foundAtStart: object
  heard: unknown[]
  inlineRan?: boolean
}

const main = join(import.meta.dirname, 'fixture', 'main.ts')
const origin = 'https://fixture.app.app-scheme.invalid'

const launch = (userData: string, args: string[] = []): Promise<AppUnderDouble> =>
  launchApp({ main, args: [`--user-data-dir=${userData}`, ...args] })

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'electron-double-test-'))

async function settled(app: AppUnderDouble): Promise<Page> {
  const page = await app.firstWindow()
  await page.waitForLoadState()
  return page
}

const logOf = (page: Page): Promise<unknown[][]> =>
  page.evaluate(() => window.fixture.invoke('log') as Promise<unknown[][]>)

describe('an app under the double', { timeout: 20_000 }, () => {
  let folder: string
  let app: AppUnderDouble
  let page: Page

  beforeAll(async () => {
    folder = newFolder()
    app = await launch(folder)
    page = await settled(app)
  }, 20_000)
  afterAll(async () => {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('shows the page its protocol handler serves, at the size of its window', async () => {
    expect(await page.title()).toBe('The fixture')
    expect(await page.evaluate(() => [innerWidth, innerHeight, isSecureContext])).toEqual([900, 700, true])
    expect(
      await app.evaluateMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL()),
    ).toBe('app://fixture/index.html')
  })

  it('tells the app that it runs under a double, and which package it is', async () => {
    expect(
      await app.evaluateMain(({ app: its }) => [
        process.env['BURSAR_DOUBLE'],
        its.getVersion(),
        its.isPackaged,
      ]),
    ).toEqual(['1', '1.2.3', false])
  })

  it('calls the window what the page calls itself, also later', async () => {
    const title = (): Promise<string | undefined> =>
      app.evaluateMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())
    await expect.poll(title).toBe('The fixture')
    await page.evaluate(() => {
      document.title = 'Another name'
    })
    await expect.poll(title).toBe('Another name')
    await page.evaluate(() => {
      document.title = 'The fixture'
    })
    await expect.poll(title).toBe('The fixture')
  })

  it('shows a hidden window only once it has painted', async () => {
    expect(await logOf(page)).toContainEqual(['ready-to-show', false])
    expect(await app.evaluateMain(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.isVisible())).toBe(
      true,
    )
  })

  it('lets Chromium enforce the content security policy the app answers with', async () => {
    expect(await page.evaluate(() => window.inlineRan)).toBeUndefined()
    expect(await page.evaluate(() => window.foundAtStart)).toMatchObject({ eval: 'EvalError' })
  })

  it('understands the app scheme inside a content security policy', async () => {
    const loads = await page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective))
          const image = new Image()
          image.addEventListener('error', () => setTimeout(() => resolve('only not found'), 50))
          image.src = '/nothing.png'
        }),
    )
    expect(loads).toBe('only not found')
  })

  it('hands request bodies to the protocol handler and its answers back', async () => {
    const answer = await page.evaluate(
      async () => (await fetch('/echo', { method: 'POST', body: 'grüße' })).json() as Promise<unknown>,
    )
    expect(answer).toEqual({ body: 'grüße', method: 'POST', url: 'app://fixture/echo' })
  })

  it('carries an invoke to the app with its true sender, and structured values both ways', async () => {
    const answer = await page.evaluate(async () => {
      const { value, ...sender } = await window.fixture.echo({
        at: new Date(5),
        map: new Map([[1, 2n]]),
        bytes: new Uint8Array([7]),
      })
      const { at, map, bytes } = value as { at: Date; map: Map<number, bigint>; bytes: Uint8Array }
      return [at instanceof Date && at.getTime(), map instanceof Map && String(map.get(1)), bytes[0], sender]
    })
    expect(answer).toEqual([
      5,
      '2',
      7,
      { url: 'app://fixture/index.html', origin: 'app://fixture', isMain: true, hasParent: false },
    ])
  })

  it('words a rejected invoke as Electron does', async () => {
    const reason = (channel: string) =>
      page.evaluate((name) => window.fixture.invoke(name).catch(String), channel)
    expect(await reason('fail')).toBe("Error: Error invoking remote method 'fail': TypeError: on purpose")
    expect(await reason('nobody')).toBe(
      "Error: Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
    )
  })

  it('keeps a subscription until it is ended', async () => {
    const heard = await page.evaluate(async () => {
      window.heard = []
      const pause = () => new Promise((resolve) => setTimeout(resolve, 100))
      const end = window.fixture.onSaid((value) => window.heard.push(value))
      window.fixture.say('one')
      await pause()
      end()
      window.fixture.say('two')
      await pause()
      return window.heard
    })
    expect(heard).toEqual([{ value: 'one', at: new Date(0) }])
  })

  it('isolates the preload: clones, frozen, no Node, no global of its own', async () => {
    expect(await page.evaluate(() => window.fixture.seen)).toEqual({
      node: 'undefined',
      fs: 'refused',
      platform: 'linux',
      sandboxed: true,
    })
    expect(
      await page.evaluate(() => {
        const given = { list: [1] }
        const back = window.fixture.sync(given) as { list: number[] }[]
        return [
          back[0] === given,
          back[0]?.list,
          Object.isFrozen(window.fixture),
          Object.getPrototypeOf(back[0]) === Object.prototype,
        ]
      }),
    ).toEqual([false, [1], true, true])
    expect(await page.evaluate(() => window.foundAtStart)).toMatchObject({
      fixture: 'object',
      require: 'undefined',
      process: 'undefined',
    })
    const added = await page.evaluate(() => {
      const frame = document.querySelector('iframe')?.contentWindow
      const untouched = new Set(Reflect.ownKeys(frame as object))
      return Reflect.ownKeys(window)
        .filter((key) => !untouched.has(key) && !/^\d+$/.test(String(key)))
        .map(String)
    })
    expect(added.toSorted()).toEqual(['fixture', 'foundAtStart', 'heard'])
  })

  it('throws in the page what an exposed function throws', async () => {
    expect(
      await page.evaluate(() => {
        try {
          window.fixture.fails()
          return 'nothing'
        } catch (thrown) {
          return [thrown instanceof RangeError, (thrown as Error).message]
        }
      }),
    ).toEqual([true, 'too far'])
    expect(
      await page.evaluate(() => {
        try {
          window.fixture.sync(document.body)
          return 'nothing'
        } catch (thrown) {
          return (thrown as Error).message
        }
      }),
    ).toBe('An object could not be cloned.')
  })

  it('gives a child frame no preload, and shows a call forged in one as coming from it', async () => {
    const child = page.frames().find((frame) => frame.url().endsWith('/child.html'))
    expect(await child?.evaluate(() => typeof window.fixture)).toBe('undefined')
    const answer = await app.control.ipcFrom({ url: 'https://evil.example/', child: true }, 'echo', 1)
    expect(answer).toEqual({
      ok: true,
      value: {
        value: 1,
        url: 'https://evil.example/',
        origin: 'https://evil.example',
        isMain: false,
        hasParent: true,
      },
    })
    const gone = await app.control.ipcFrom({ url: '', gone: true }, 'echo', 1)
    expect(gone).toMatchObject({ value: { url: null, isMain: false } })
  })

  it('mirrors the child frames of a page', async () => {
    const urls = await app.evaluateMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.mainFrame.framesInSubtree.map((frame) => frame.url),
    )
    expect(urls).toEqual(['app://fixture/index.html', 'app://fixture/child.html'])
  })

  it('asks the window-open handler and opens nothing', async () => {
    expect(await page.evaluate(() => window.open('https://stripe.example/help'))).toBeNull()
    await vi.waitFor(() => expect(app.openedExternally).toContain('https://stripe.example/help'))
    await page.evaluate(() => {
      const link = Object.assign(document.createElement('a'), {
        href: 'https://stripe.example/link',
        target: '_blank',
      })
      link.click()
    })
    await vi.waitFor(() => expect(app.openedExternally).toContain('https://stripe.example/link'))
    // Round the page's own `open`, by way of a child frame's.
    await page.evaluate(() => void frames[0]?.open('https://stripe.example/round'))
    await vi.waitFor(() => expect(app.openedExternally).toContain('https://stripe.example/round'))
    await page.waitForTimeout(300)
    const { targetInfos } = await (await page.context().newCDPSession(page)).send('Target.getTargets')
    expect(targetInfos.filter(({ openerId }) => openerId !== undefined)).toEqual([])
  })

  it('lets the app prevent a navigation, and stays where it is', async () => {
    await page.evaluate(() => location.assign('https://evil.example/'))
    await vi.waitFor(() =>
      expect(app.refused).toContainEqual({
        url: 'https://evil.example/',
        by: 'app',
        reason: 'will-navigate',
      }),
    )
    expect(page.url()).toBe(`${origin}/index.html`)
    await page.evaluate(() => location.assign('mailto:somebody@evil.example'))
    await vi.waitFor(async () =>
      expect(await logOf(page)).toContainEqual(['will-navigate', 'mailto:somebody@evil.example']),
    )
  })

  it('reaches no other origin, and tells who refused', async () => {
    const reach = (url: string) =>
      page.evaluate((to) => fetch(to).then(String, (thrown: Error) => thrown.name), url)
    expect(await reach('https://elsewhere.example/x')).toBe('TypeError')
    expect(app.refused).toContainEqual({
      url: 'https://elsewhere.example/x',
      by: 'double',
      reason: 'the double has no network',
    })
    await page.evaluate(() => (new Image().src = 'https://forbidden.example/x.png'))
    await vi.waitFor(() =>
      expect(app.refused).toContainEqual({
        url: 'https://forbidden.example/x.png',
        by: 'app',
        reason: 'webRequest',
      }),
    )
  })

  it('grants exactly what the permission handlers grant', async () => {
    const states = await page.evaluate(async () => {
      const names = [
        'geolocation',
        'notifications',
        'camera',
        'microphone',
        'clipboard-read',
      ] as PermissionName[]
      return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state))
    })
    expect(states).toEqual(['granted', 'denied', 'denied', 'denied', 'denied'])
  })

  it('clicks menu items by label and by accelerator, and none that is disabled', async () => {
    await app.control.clickMenu(['Fixture', 'Say hello'])
    await page.keyboard.press('Control+Shift+H')
    await vi.waitFor(async () =>
      expect((await logOf(page)).filter(([word]) => word === 'hello')).toHaveLength(2),
    )
    await expect(app.control.clickMenu(['Fixture', 'Not now'])).rejects.toThrow('disabled')
  })

  it('answers dialogs from the queue, else with what changes nothing', async () => {
    await app.control.nextDialog({ response: 1 })
    await app.control.clickMenu(['Fixture', 'Ask'])
    await vi.waitFor(async () => expect(await logOf(page)).toContainEqual(['asked', 1]))
    await app.control.clickMenu(['Fixture', 'Ask'])
    await vi.waitFor(async () => expect(await logOf(page)).toContainEqual(['asked', 0]))
  })

  it('passes power events and the theme of the desktop on', async () => {
    await app.control.emitPower('suspend')
    expect(await logOf(page)).toContainEqual(['suspend'])
    await app.control.systemDark(true)
    await vi.waitFor(async () =>
      expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true),
    )
    expect(await logOf(page)).toContainEqual(['theme', true])
  })

  it('measures how long the main thread was deaf', async () => {
    await app.measure({ reset: true })
    await page.evaluate(() => window.fixture.invoke('block', 150))
    const { maxTaskMs, maxBusyMs, rssMb } = await app.measure({ reset: true })
    expect(maxTaskMs).toBeGreaterThan(120)
    expect(maxBusyMs).toBeGreaterThan(140)
    expect(maxBusyMs).toBeLessThanOrEqual(maxTaskMs + 10)
    expect(rssMb).toBeGreaterThan(10)
    expect((await app.measure()).maxBusyMs).toBeLessThan(100)
  })

  it('refuses windows with less confinement than it gives', async () => {
    const made = app.evaluateMain(
      ({ BrowserWindow }) => void new BrowserWindow({ webPreferences: { sandbox: false } }),
    )
    await expect(made).rejects.toThrow('sandbox: false')
  })

  it('gives a crashed page back to an app that loads it again', async () => {
    await app.evaluateMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    )
    await vi.waitFor(() => expect(app.windows()[0]).not.toBe(page), 5000)
    const revived = app.windows()[0]
    await revived?.waitForFunction(() => typeof window.fixture === 'object')
    expect(await revived?.evaluate(() => window.fixture.invoke('log'))).toContainEqual(['gone', 'crashed'])
  })
})

describe('the life of an app under the double', { timeout: 30_000 }, () => {
  let folder: string
  beforeEach(() => {
    folder = newFolder()
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('quits from the menu with code 0 and opens again on the same profile', async () => {
    const first = await launch(folder)
    await settled(first)
    await first.control.clickMenu(['Fixture', 'Quit'])
    expect(await first.exited).toEqual({ code: 0, signal: null })
    const second = await launch(folder)
    expect(await (await settled(second)).title()).toBe('The fixture')
    expect(await second.close()).toEqual({ code: 0, signal: null })
    expect(readdirSync(folder)).toEqual([])
  })

  it('lets one instance hold a profile and tells it of the second start', async () => {
    const first = await launch(folder)
    const page = await settled(first)
    const second = await launch(folder, ['--', 'bursar://second'])
    expect((await second.exited).code).toBe(3)
    await expect(second.firstWindow()).rejects.toThrow('ended before it showed a window')
    await vi.waitFor(async () =>
      expect(await logOf(page)).toContainEqual(['second-instance', 'bursar://second']),
    )
    await first.close()
  })

  it.skipIf(!existsSync('/proc/self/environ'))(
    'leaves no process and no temporary folder behind a killed app',
    async () => {
      const temporary = join(folder, 'tmp')
      mkdirSync(temporary)
      vi.stubEnv('TMPDIR', temporary)
      onTestFinished(() => void vi.unstubAllEnvs())
      const app = await launch(join(folder, 'profile'))
      await settled(app)
      expect(processesWith(temporary).length).toBeGreaterThan(2)
      expect(readdirSync(temporary)).not.toEqual([])
      expect(await app.kill()).toEqual({ code: null, signal: 'SIGKILL' })
      await vi.waitFor(() => expect(processesWith(temporary)).toEqual([]), 5000)
      expect(readdirSync(temporary)).toEqual([])
      // The lock of the dead app does not keep the next one out.
      const next = await launch(join(folder, 'profile'))
      await settled(next)
      expect(await next.close()).toEqual({ code: 0, signal: null })
    },
  )

  it('says what an app wrote that died before its window', async () => {
    const app = await launchApp({ main: join(import.meta.dirname, 'fixture', 'absent.ts') })
    await expect(app.firstWindow()).rejects.toThrow('Cannot find module')
    expect((await app.exited).code).toBe(1)
  })
})

/** Every process whose environment names this folder, but not our own: orphans keep their environment. */
function processesWith(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || pid === String(process.pid)) return false
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TMPDIR=${folder}`)
    } catch {
      return false
    }
  })
}
