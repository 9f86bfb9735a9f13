// Every window of one app: opens pages for the app and for nobody else, and finds which window a request comes from.
import type { BrowserContext, Page, Route } from 'playwright-core'
import type { Remote } from '../rpc.ts'
import type { AppMethods, HostMethods, WindowOptions } from '../wire.ts'
import type { Addresses } from './addresses.ts'
import { answerRequest, type RefusedRequest } from './requests.ts'
import { openWindow, type HostWindow } from './window.ts'

export interface WindowsEnvironment {
  browser: Promise<BrowserContext>
  app: Remote<AppMethods>
  addresses: Addresses
  headless: boolean
  dark: boolean
  unsupported(what: string): void
}

type Served =
  | 'createWindow'
  | 'load'
  | 'reload'
  | 'updateWindow'
  | 'destroyWindow'
  | 'crashRenderer'
  | 'push'
  | 'execute'
  | 'setDark'

export interface Windows {
  readonly methods: Pick<HostMethods, Served>
  readonly refused: RefusedRequest[]
  pages(): Page[]
  /** The first page that left about:blank. */
  readonly first: Promise<Page>
  /** No page will come any more. */
  fail(reason: unknown): void
  /** The number of a living window, after the first has shown. @throws when there is none. */
  anyId(): Promise<number>
}

interface Entry {
  options: WindowOptions
  window: Promise<HostWindow>
}

export function createWindows(environment: WindowsEnvironment): Windows {
  const { app, addresses, headless, unsupported } = environment
  const entries = new Map<number, Entry>()
  const opened = new Map<Page, HostWindow>()
  const refused: RefusedRequest[] = []
  const first = Promise.withResolvers<Page>()
  first.promise.catch(() => {})
  let { dark } = environment
  let blankIsFree = true
  const ours = new Set<Page>()
  let asked: Promise<unknown> = Promise.resolve()

  const prepared = (async () => {
    const context = await environment.browser
    await context.route('**/*', serve)
    context.on('page', (page) => void closeUnlessOurs(page).catch(() => {}))
    return context
  })()
  prepared.catch((error: unknown) => first.reject(error))

  async function serve(route: Route): Promise<void> {
    try {
      await answerRequest(route, askerOf(route), app, addresses, refused)
    } catch {
      // The page or the app has gone meanwhile.
    }
  }

  function askerOf(route: Route) {
    try {
      const frame = route.request().frame()
      const page = frame.page()
      const window = opened.get(page)
      if (!window) return null
      return {
        windowId: window.id,
        frameId: window.frameId(frame),
        mainFrame: frame === page.mainFrame(),
        startedByApp: (url: string) => window.startedByApp(url),
      }
    } catch {
      return null
    }
  }

  async function newPage(context: BrowserContext): Promise<Page> {
    const [present] = context.pages()
    if (present && blankIsFree) {
      blankIsFree = false
      return present
    }
    const opening = (async () => {
      const page = await context.newPage()
      ours.add(page)
      return page
    })()
    asked = Promise.allSettled([asked, opening])
    return opening
  }

  /** A page that a page opened: the app has answered its window-open handler by now, and gets no window from it. */
  async function closeUnlessOurs(page: Page): Promise<void> {
    await asked
    if (!ours.has(page)) await page.close()
  }

  async function open(id: number, options: WindowOptions): Promise<HostWindow> {
    const context = await prepared
    const page = await newPage(context)
    const window = await openWindow(id, page, options, {
      context,
      app,
      addresses,
      headless,
      dark,
      unsupported,
    })
    opened.set(page, window)
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame() && page.url() !== 'about:blank') first.resolve(page)
    })
    page.on('close', () => opened.delete(page))
    return window
  }

  async function inWindow<T>(
    id: number,
    act: (window: HostWindow) => T | Promise<T>,
  ): Promise<T | undefined> {
    const entry = entries.get(id)
    return entry && act(await entry.window)
  }

  /** For what may come too late: a page that closes while the app still speaks to it is no failure. */
  async function ifAlive(id: number, act: (window: HostWindow) => void | Promise<void>): Promise<void> {
    try {
      await inWindow(id, act)
    } catch {
      // It has closed.
    }
  }

  /** A crashed page can't be loaded again; the window goes on with a new one, as it does with a new process in Electron. */
  async function revived(id: number): Promise<HostWindow | undefined> {
    const entry = entries.get(id)
    const before = await entry?.window
    if (!entry || !before?.crashed()) return before
    entry.window = open(id, entry.options)
    const after = await entry.window
    await before.close()
    return after
  }

  return {
    refused,
    first: first.promise,
    fail: (reason) => first.reject(reason),
    pages: () => [...opened.keys()],
    anyId: async () => {
      await first.promise
      const [id] = entries.keys()
      if (id === undefined) throw new Error('The app has no window')
      return id
    },
    methods: {
      createWindow: (id, options) => {
        const window = open(id, options)
        entries.set(id, { options, window })
        window.catch((error: unknown) => first.reject(error))
      },
      load: async (id, url) => (await revived(id))?.load(url),
      reload: async (id) => {
        const address = (await entries.get(id)?.window)?.page.url()
        const wasCrashed = (await entries.get(id)?.window)?.crashed()
        const window = await revived(id)
        if (wasCrashed && address !== undefined) await window?.load(addresses.toApp(address)).catch(() => {})
        else await ifAlive(id, (each) => each.reload())
      },
      updateWindow: (id, patch) => ifAlive(id, (window) => window.update(patch)),
      destroyWindow: async (id) => {
        await ifAlive(id, (window) => window.close())
        entries.delete(id)
      },
      crashRenderer: (id) => ifAlive(id, (window) => window.crash()),
      push: (id, channel, args) => void ifAlive(id, (window) => window.push(channel, args)),
      execute: (id, code) => inWindow(id, (window) => window.execute(code)),
      setDark: async (next) => {
        dark = next
        await Promise.all([...entries.keys()].map((id) => ifAlive(id, (window) => window.setDark(next))))
      },
    },
  }
}
