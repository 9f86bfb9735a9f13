// One window of the app as one page of Chromium: its scripts, its frames, its messages. It decides nothing; the app's process does.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { BrowserContext, CDPSession, Frame, Page } from 'playwright-core'
import { createCodec } from '../page/codec.ts'
import { deliverKey, pageScripts } from '../page/assemble.ts'
import type { FromPage, ToPage } from '../page/preload-world.ts'
import type { Remote } from '../rpc.ts'
import type { AppMethods, Bounds, PageEvent, WindowOptions, WindowPatch } from '../wire.ts'
import type { Addresses } from './addresses.ts'
import { mirrorFrames } from './frame-mirror.ts'
import { grantPermissions } from './permissions.ts'

export interface HostWindow {
  readonly id: number
  readonly page: Page
  load(url: string): Promise<void>
  reload(): Promise<void>
  update(patch: WindowPatch): Promise<void>
  push(channel: string, args: unknown[]): void
  execute(code: string): Promise<unknown>
  crash(): Promise<void>
  close(): Promise<void>
  setDark(dark: boolean): Promise<void>
  crashed(): boolean
  /** CDP's id of a frame Playwright knows; null for one it has not mirrored yet. */
  frameId(frame: Frame): string | null
  startedByApp(url: string): boolean
}

export interface WindowEnvironment {
  context: BrowserContext
  app: Remote<AppMethods>
  addresses: Addresses
  headless: boolean
  dark: boolean
  unsupported(what: string): void
}

const codec = createCodec()
const isolatedWorld = 'Electron Isolated Context'

export async function openWindow(
  id: number,
  page: Page,
  options: WindowOptions,
  environment: WindowEnvironment,
): Promise<HostWindow> {
  const { app, addresses, context, headless } = environment
  const token = randomUUID()
  const binding = `tell-${token}`
  const cdp = await context.newCDPSession(page)
  const tell = (event: PageEvent): void => app.tell('page', id, event)
  let startedByApp: string | null = null
  let closedByApp = false
  let crashed = false
  let preloadContext: number | null = null
  let { bounds } = options
  let zoomFactor = 1

  const frames = mirrorFrames(cdp, addresses, tell)
  const contexts = new Map<number, string>()
  cdp.on('Runtime.executionContextCreated', ({ context: created }) => {
    if (created.name !== isolatedWorld) return
    const frameId = (created.auxData as { frameId: string }).frameId
    contexts.set(created.id, frameId)
    if (frameId === frames.mainId()) preloadContext = created.id
  })
  cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
    contexts.delete(executionContextId)
    if (preloadContext === executionContextId) preloadContext = null
  })
  cdp.on('Runtime.executionContextsCleared', () => {
    contexts.clear()
    preloadContext = null
  })

  const deliver = (contextId: number, message: ToPage): void => {
    // A page that left meanwhile can't hear: as in Electron, nobody is told.
    void cdp
      .send('Runtime.callFunctionOn', {
        executionContextId: contextId,
        functionDeclaration: `(key, text) => globalThis[Symbol.for(key)](text)`,
        arguments: [{ value: deliverKey(token) }, { value: codec.encode(message) }],
        silent: true,
      })
      .catch(() => {})
  }

  const askToOpen = async (url: string, frameName: string, features: string): Promise<void> => {
    const answer = await app.ask('windowOpen', id, { url: addresses.toApp(url), frameName, features })
    if (answer === 'allow')
      environment.unsupported(`window.open(${url}): the app allows it, the double opens no windows by itself`)
  }
  // Links and forms with a target, and whatever went round the page's own `open`; windows.ts closes what Chromium opens for it.
  cdp.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
    askToOpen(url, windowName, windowFeatures.join(',')).catch(() => {})
  })

  const heard = async (contextId: number, message: FromPage): Promise<void> => {
    const frameId = contexts.get(contextId) ?? null
    switch (message.kind) {
      case 'invoke': {
        const answer = await app.ask('invoke', id, frameId, message.channel, message.args)
        deliver(contextId, { kind: 'answer', id: message.id, ...answer })
        return
      }
      case 'send':
        app.tell('send', id, frameId, message.channel, message.args)
        return
      case 'open':
        await askToOpen(message.url, message.frameName, message.features)
        return
      case 'key':
        tell({ kind: 'key', key: message.key })
        return
      case 'title':
        tell({ kind: 'title', title: message.title })
        return
      case 'preload-error':
        environment.unsupported(`the preload script failed: ${message.message}`)
        tell({ kind: 'preload-error', path: options.preload ?? '', message: message.message })
    }
  }
  cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name === binding) heard(executionContextId, codec.decode(payload) as FromPage).catch(() => {})
  })

  const lifecycle: Record<string, (() => void) | undefined> = {
    DOMContentLoaded: () => tell({ kind: 'dom-ready' }),
    firstContentfulPaint: () => tell({ kind: 'painted' }),
    load: () => {
      if (page.url() === 'about:blank') return
      void page.title().then(
        (title) => tell({ kind: 'title', title }),
        () => {},
      )
      tell({ kind: 'loaded', url: addresses.toApp(page.url()) })
    },
  }
  cdp.on('Page.lifecycleEvent', ({ name, frameId }) => {
    if (frameId === frames.mainId()) lifecycle[name]?.()
  })
  page.on('crash', () => {
    crashed = true
    tell({ kind: 'crashed' })
  })
  page.on('download', (download) => {
    void (async () => {
      const filename = download.suggestedFilename()
      const url = addresses.toApp(download.url())
      await download.cancel()
      if (await app.ask('mayDownload', id, url, filename))
        environment.unsupported(`the app allows the download of ${filename}; the double keeps no files`)
    })().catch(() => {})
  })
  page.on('close', () => {
    if (!closedByApp && !crashed) tell({ kind: 'closed' })
  })
  page.on('console', (message) => {
    const level =
      message.type() === 'error'
        ? 'error'
        : message.type() === 'warning'
          ? 'warning'
          : message.type() === 'debug'
            ? 'debug'
            : 'info'
    tell({ kind: 'console', level, message: message.text() })
  })

  const scripts = pageScripts({
    token,
    binding,
    preload: options.preload === null ? null : readFileSync(options.preload, 'utf8'),
    additionalArguments: options.additionalArguments,
  })
  await Promise.all([
    cdp.send('Page.enable'),
    cdp.send('Runtime.enable'),
    frames.start(),
    cdp.send('Page.setLifecycleEventsEnabled', { enabled: true }),
    cdp.send('Runtime.addBinding', { name: binding, executionContextName: isolatedWorld }),
    cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.isolated, worldName: isolatedWorld }),
    cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.page }),
    page.emulateMedia({ colorScheme: environment.dark ? 'dark' : 'light' }),
    headless ? page.setViewportSize(viewport(bounds, zoomFactor)) : placeWindow(cdp, { bounds }),
  ])

  const window: HostWindow = {
    id,
    page,
    load: async (url) => {
      const target = addresses.toChromium(url)
      await grantPermissions(cdp, app, id, url, target)
      startedByApp = new URL(target).href
      try {
        await page.goto(target, { waitUntil: 'load' })
      } catch (thrown) {
        const description = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown)
        tell({ kind: 'failed', url, description })
        throw new Error(`ERR_FAILED (-2) loading '${url}': ${description}`, { cause: thrown })
      } finally {
        // Within one document no request is made: what follows is the page's own doing.
        startedByApp = null
      }
    },
    reload: async () => {
      startedByApp = page.url()
      await page.reload()
    },
    update: async (patch) => {
      bounds = patch.bounds ?? bounds
      zoomFactor = patch.zoomFactor ?? zoomFactor
      if (headless) {
        if (patch.bounds || patch.zoomFactor !== undefined)
          await page.setViewportSize(viewport(bounds, zoomFactor))
        return
      }
      if (patch.zoomFactor !== undefined)
        await window.execute(`void (document.documentElement.style.zoom = ${patch.zoomFactor})`)
      if (patch.focused || patch.visible) await page.bringToFront()
      await placeWindow(cdp, patch)
    },
    push: (channel, args) => {
      if (preloadContext !== null) deliver(preloadContext, { kind: 'push', channel, args })
    },
    execute: async (code) => {
      const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
        expression: code,
        awaitPromise: true,
        returnByValue: true,
        userGesture: false,
      })
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
      return result.value as unknown
    },
    crash: async () => {
      await cdp.send('Page.crash').catch(() => {})
    },
    close: async () => {
      closedByApp = true
      await page.close().catch(() => {})
    },
    setDark: (dark) => page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' }),
    crashed: () => crashed,
    frameId: (frame) => frames.idOf(frame, page),
    startedByApp: (url) => {
      const ours = startedByApp === url
      if (ours) startedByApp = null
      return ours
    },
  }
  return window
}

/** What a zoomed page sees of its window: fewer CSS pixels, laid out accordingly. */
const viewport = ({ width, height }: Bounds, zoomFactor: number): { width: number; height: number } => ({
  width: Math.round(width / zoomFactor),
  height: Math.round(height / zoomFactor),
})

/** Moves the real window of a headed run; a window manager that won't is no reason to stop. */
async function placeWindow(cdp: CDPSession, patch: WindowPatch): Promise<void> {
  const hidden = patch.visible === false
  const state = hidden ? 'minimized' : (patch.state ?? (patch.visible ? 'normal' : undefined))
  try {
    const { windowId } = await cdp.send('Browser.getWindowForTarget')
    if (state !== undefined)
      await cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState: state } })
    if (patch.bounds) {
      const { x: left, y: top, width, height } = patch.bounds
      await cdp.send('Browser.setWindowBounds', { windowId, bounds: { left, top, width, height } })
    }
  } catch {
    // Nothing depends on where the window is.
  }
}
