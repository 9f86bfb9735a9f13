// Electron's `app`: its life from greeting the host to the last event, in Electron's own order. It never outlives its windows' host.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { BrowserWindow, windowWatch } from './browser-window.ts'
import { flushed, host, offer } from './channel.ts'
import { nativeTheme, setWorkArea } from './desktop.ts'
import { Emitter, preventable, type PreventableEvent } from './emitter.ts'
import { clickAccelerator, clickMenu, roleActions, type Menu } from './menu.ts'
import { schemesAreSealed } from './protocol.ts'
import { singleInstance } from './single-instance.ts'
import type { RenderProcessGoneDetails } from './page-details.ts'
import { appFolder, described, standardPath, switches, type PathName } from './paths.ts'
import { webContents, type WebContents } from './web-contents.ts'

interface Events {
  'will-finish-launching': []
  ready: [event: PreventableEvent, launchInfo: Record<string, unknown>]
  'window-all-closed': []
  activate: [event: PreventableEvent, hasVisibleWindows: boolean]
  'before-quit': [event: PreventableEvent]
  'will-quit': [event: PreventableEvent]
  quit: [event: PreventableEvent, exitCode: number]
  'second-instance': [
    event: PreventableEvent,
    argv: string[],
    workingDirectory: string,
    additionalData: unknown,
  ]
  'web-contents-created': [event: PreventableEvent, webContents: WebContents]
  'browser-window-created': [event: PreventableEvent, window: BrowserWindow]
  'browser-window-focus': [event: PreventableEvent, window: BrowserWindow]
  'browser-window-blur': [event: PreventableEvent, window: BrowserWindow]
  'open-url': [event: PreventableEvent, url: string]
  'open-file': [event: PreventableEvent, path: string]
  'child-process-gone': [event: PreventableEvent, details: { type: string; reason: string; exitCode: number }]
  'render-process-gone': [
    event: PreventableEvent,
    webContents: WebContents,
    details: RenderProcessGoneDetails,
  ]
  'certificate-error': [event: PreventableEvent]
  'select-client-certificate': [event: PreventableEvent]
  login: [event: PreventableEvent]
}

class App extends Emitter<Events> {
  readonly isPackaged = false
  readonly runningUnderARM64Translation = false
  userAgentFallback = ''
  applicationMenu: Menu | null = null
  readonly #paths = new Map<PathName, string>()
  readonly #ready = Promise.withResolvers<void>()
  #isReady = false
  #quitting = false
  #name = described['productName'] ?? described['name'] ?? 'Electron'
  #badge = 0
  readonly #instance = singleInstance((start) =>
    this.emit('second-instance', preventable({}), start.argv, start.workingDirectory, start.additionalData),
  )

  readonly commandLine = {
    appendSwitch: (name: string, value = ''): void => void switches.set(name, value),
    hasSwitch: (name: string): boolean => switches.has(name),
    getSwitchValue: (name: string): string => switches.get(name) ?? '',
    removeSwitch: (name: string): void => void switches.delete(name),
    appendArgument: (_value: string): void => {},
  }

  readonly dock:
    | {
        setBadge(text: string): void
        setIcon(image: string): void
        bounce(): number
        hide(): void
        show(): Promise<void>
        setMenu(menu: Menu): void
      }
    | undefined =
    process.platform === 'darwin'
      ? {
          setBadge: (text) => host.tell('note', { kind: 'dock-badge', text }),
          setIcon: (image) => host.tell('note', { kind: 'dock-icon', path: image }),
          bounce: () => 0,
          hide: () => {},
          show: () => Promise.resolve(),
          setMenu: () => {},
        }
      : undefined

  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  isReady(): boolean {
    return this.#isReady
  }

  /** The double's own: the host has answered, windows can be opened. */
  becameReady(): void {
    this.#isReady = true
    schemesAreSealed()
    this.emit('will-finish-launching')
    this.emit('ready', preventable({}), {})
    this.#ready.resolve()
  }

  getName(): string {
    return this.#name
  }
  setName(name: string): void {
    this.#name = name
  }
  getVersion(): string {
    return described['version'] ?? '0.0.0'
  }
  getAppPath(): string {
    return appFolder
  }
  getLocale(): string {
    return 'en-GB'
  }
  getSystemLocale(): string {
    return 'en-GB'
  }
  getPreferredSystemLanguages(): string[] {
    return ['en-GB']
  }

  getPath(name: PathName): string {
    return this.#paths.get(name) ?? standardPath(name, this.#name, (other) => this.getPath(other))
  }

  setPath(name: PathName, path: string): void {
    this.#paths.set(name, path)
  }

  setAppLogsPath(path?: string): void {
    const logs = path ?? join(this.getPath('userData'), 'logs')
    mkdirSync(logs, { recursive: true })
    this.setPath('logs', logs)
  }

  requestSingleInstanceLock(additionalData: Record<string, unknown> = {}): boolean {
    return this.#instance.request(this.getPath('userData'), {
      argv: process.argv,
      workingDirectory: process.cwd(),
      additionalData,
    })
  }
  hasSingleInstanceLock(): boolean {
    return this.#instance.holds()
  }
  releaseSingleInstanceLock(): void {
    this.#instance.release()
  }

  /** Electron's order: before-quit, each window's close, will-quit, quit. Anyone on the way may prevent it. */
  quit(): void {
    if (this.#quitting) return
    const before = preventable({})
    this.emit('before-quit', before)
    if (before.defaultPrevented) return
    this.#quitting = true
    for (const window of BrowserWindow.getAllWindows()) window.close()
    if (BrowserWindow.getAllWindows().length > 0) {
      this.#quitting = false
      return
    }
    this.#leave()
  }

  /** Leaves at once: no window is asked. */
  exit(exitCode = 0): void {
    this.#quitting = true
    for (const window of BrowserWindow.getAllWindows()) window.destroy()
    this.emit('quit', preventable({}), exitCode)
    this.#instance.release()
    void flushed().then(() => process.exit(exitCode))
  }

  relaunch(options: { args?: string[]; execPath?: string } = {}): void {
    host.tell('note', { kind: 'relaunch', args: options.args ?? process.argv.slice(2) })
  }

  /** The double's own: the last window closed. An app that does not listen quits, as in Electron. */
  allWindowsClosed(): void {
    if (this.#quitting) return
    if (this.listenerCount('window-all-closed') === 0) this.quit()
    else this.emit('window-all-closed')
  }

  focus(): void {
    BrowserWindow.getAllWindows()[0]?.focus()
  }
  hide(): void {}
  show(): void {}
  setAppUserModelId(_id: string): void {}
  setAboutPanelOptions(_options: Record<string, unknown>): void {}
  showAboutPanel(): void {}
  /** Every page of the double is sandboxed already. */
  enableSandbox(): void {}
  disableHardwareAcceleration(): void {}
  setAsDefaultProtocolClient(_scheme: string, _path?: string, _args?: string[]): boolean {
    return false
  }
  isDefaultProtocolClient(_scheme: string): boolean {
    return false
  }
  removeAsDefaultProtocolClient(_scheme: string): boolean {
    return false
  }
  isAccessibilitySupportEnabled(): boolean {
    return false
  }
  setSecureKeyboardEntryEnabled(_on: boolean): void {}

  setBadgeCount(count = 0): boolean {
    this.#badge = count
    host.tell('note', { kind: 'badge', count })
    return true
  }
  getBadgeCount(): number {
    return this.#badge
  }

  #leave(): void {
    const will = preventable({})
    this.emit('will-quit', will)
    if (will.defaultPrevented) {
      this.#quitting = false
      return
    }
    this.exit(0)
  }
}

export const app = new App()
export type { App }

windowWatch.created = (window) => {
  app.emit('web-contents-created', preventable({}), window.webContents)
  app.emit('browser-window-created', preventable({}), window)
}
windowWatch.allClosed = () => app.allWindowsClosed()
windowWatch.focused = (window) => {
  if (window) app.emit('browser-window-focus', preventable({}), window)
}
roleActions.quit = () => app.quit()

offer({
  page: (id, event) => {
    const page = webContents.fromId(id)
    if (!page) return
    page.happened(event)
    BrowserWindow.fromId(id)?.happened(event)
    if (event.kind === 'crashed')
      app.emit('render-process-gone', preventable({}), page, { reason: 'crashed', exitCode: 5 })
    if (event.kind === 'key' && !event.key.handled) clickAccelerator(event.key)
  },
  quit: () => app.quit(),
  clickMenu,
  secondInstance: (argv) => void app.emit('second-instance', preventable({}), argv, process.cwd(), {}),
  openUrl: (url) => void app.emit('open-url', preventable({}), url),
})

// On Unix, Electron turns a polite signal into a quit.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())

// After the main bundle's first run: what must happen before `ready` has happened by then.
setImmediate(() => {
  void (async () => {
    const start = await host.ask('hello')
    setWorkArea(start.workArea)
    nativeTheme.systemBecomes(start.dark)
    app.becameReady()
  })()
})
