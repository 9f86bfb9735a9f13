// A fake of the few Electron classes that make windows and sessions: it records what it is given and lets a test attack it.
import type { BrowserWindowConstructorOptions, Rectangle, WebPreferences } from 'electron'

type Listener = (...args: never[]) => unknown

/** Events by name, and a way to fire them as Electron would. */
export class FakeEmitter {
  readonly listeners = new Map<string, Listener[]>()
  on(event: string, listener: Listener): this {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener])
    return this
  }
  once(event: string, listener: Listener): this {
    return this.on(event, listener)
  }
  /** Fires with an event that can be prevented; answers whether somebody did. */
  attempt(event: string, details: object = {}, ...rest: unknown[]): 'prevented' | 'allowed' {
    let prevented = false
    const given = { ...details, preventDefault: () => (prevented = true) }
    for (const listener of this.listeners.get(event) ?? []) {
      ;(listener as (...args: unknown[]) => unknown)(given, ...rest)
    }
    return prevented ? 'prevented' : 'allowed'
  }
}

export class FakeContents extends FakeEmitter {
  readonly id: number
  readonly sent: unknown[][] = []
  reloads = 0
  peerPolicy = ''
  openHandler: ((details: { url: string }) => { action: string }) | undefined
  constructor(id: number) {
    super()
    this.id = id
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.peerPolicy = policy
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
  send(...args: unknown[]): void {
    this.sent.push(args)
  }
  reload(): void {
    this.reloads += 1
  }
}

const made: FakeWindow[] = []

export class FakeWindow extends FakeEmitter {
  static readonly made = made
  readonly options: BrowserWindowConstructorOptions
  readonly webContents: FakeContents
  readonly loaded: string[] = []
  readonly did: string[] = []
  minimized = false
  bounds: Rectangle
  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
    this.bounds = { x: 10, y: 20, width: options.width ?? 0, height: options.height ?? 0 }
    made.push(this)
    this.webContents = new FakeContents(made.length)
  }
  loadURL(url: string): Promise<void> {
    this.loaded.push(url)
    return Promise.resolve()
  }
  show(): void {
    this.did.push('show')
  }
  hide(): void {
    this.did.push('hide')
  }
  focus(): void {
    this.did.push('focus')
  }
  maximize(): void {
    this.did.push('maximize')
  }
  restore(): void {
    this.did.push('restore')
  }
  isMinimized(): boolean {
    return this.minimized
  }
  isMaximized(): boolean {
    return this.did.includes('maximize')
  }
  isDestroyed(): boolean {
    return false
  }
  getNormalBounds(): Rectangle {
    return this.bounds
  }
}

const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } }

/** What `import 'electron'` brings in a test that mocks it with this file. */
export const BrowserWindow = FakeWindow
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] }

/** The web preferences of the newest window. */
export function preferencesOfLastWindow(): WebPreferences {
  return made.at(-1)?.options.webPreferences ?? {}
}
