// Windows as the app's process holds them: state answered at once from a mirror, changes told to the host. No Chromium here.
import type { PageEvent, WindowPatch } from '../wire.ts'
import { host } from './channel.ts'
import { Emitter, preventable, type PreventableEvent } from './emitter.ts'
import type { Menu } from './menu.ts'
import type { NativeImage } from './native-image.ts'
import { WebContents } from './web-contents.ts'
import {
  refuseWeakPreferences,
  type BrowserWindowConstructorOptions,
  type Rectangle,
} from './window-options.ts'

interface Events {
  'ready-to-show': []
  show: []
  hide: []
  close: [event: PreventableEvent]
  closed: []
  focus: []
  blur: []
  minimize: []
  maximize: []
  unmaximize: []
  restore: []
  resize: []
  resized: []
  move: []
  moved: []
  'enter-full-screen': []
  'leave-full-screen': []
  'page-title-updated': [event: PreventableEvent, title: string, explicitSet: boolean]
  unresponsive: []
  responsive: []
}

type WindowState = 'normal' | 'minimized' | 'maximized' | 'fullscreen'

/** What the rest of the double does when windows come and go. Set by the application, so that windows know nothing of it. */
export const windowWatch: {
  created: (window: BrowserWindow) => void
  allClosed: () => void
  focused: (window: BrowserWindow | null) => void
} = { created: () => {}, allClosed: () => {}, focused: () => {} }

const open = new Map<number, BrowserWindow>()
let focused: BrowserWindow | null = null

export class BrowserWindow extends Emitter<Events> {
  static getAllWindows(): BrowserWindow[] {
    return [...open.values()]
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focused
  }

  static fromId(id: number): BrowserWindow | null {
    return open.get(id) ?? null
  }

  static fromWebContents(webContents: WebContents): BrowserWindow | null {
    return open.get(webContents.id) ?? null
  }

  readonly webContents = new WebContents()
  readonly id = this.webContents.id
  /** The double's own: the options as given, so that a test can assert them. */
  readonly optionsGiven: BrowserWindowConstructorOptions
  #bounds: Rectangle
  #normalBounds: Rectangle
  #visible = false
  #state: WindowState = 'normal'
  #before: WindowState = 'normal'
  #title: string
  #destroyed = false
  #readyToShow = false

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super()
    const { preload, additionalArguments = [], ...preferences } = options.webPreferences ?? {}
    refuseWeakPreferences(preferences)
    this.optionsGiven = options
    this.#bounds = {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? 800,
      height: options.height ?? 600,
    }
    this.#normalBounds = this.#bounds
    this.#title = options.title ?? 'Electron'
    open.set(this.id, this)
    host.tell('createWindow', this.id, {
      bounds: this.#bounds,
      show: options.show ?? true,
      title: this.#title,
      preload: preload ?? null,
      additionalArguments,
    })
    windowWatch.created(this)
    if (options.show ?? true) this.show()
    if (options.fullscreen) this.setFullScreen(true)
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  reload(): void {
    this.webContents.reload()
  }

  show(): void {
    this.showInactive()
    this.focus()
  }

  showInactive(): void {
    this.#alive()
    if (this.#visible) return
    this.#visible = true
    this.#tell({ visible: true })
    this.emit('show')
  }

  hide(): void {
    this.#alive()
    if (!this.#visible) return
    this.blur()
    this.#visible = false
    this.#tell({ visible: false })
    this.emit('hide')
  }

  isVisible(): boolean {
    return this.#visible
  }

  focus(): void {
    this.#alive()
    if (!this.#visible || focused === this) return
    focused?.blur()
    focused = BrowserWindow.fromId(this.id)
    this.#tell({ focused: true })
    this.emit('focus')
    this.webContents.emit('focus')
    windowWatch.focused(this)
  }

  blur(): void {
    if (focused !== this) return
    focused = null
    this.emit('blur')
    this.webContents.emit('blur')
    windowWatch.focused(null)
  }

  isFocused(): boolean {
    return focused === this
  }

  /** Asks the app first (`close` may be prevented); `destroy` does not. */
  close(): void {
    if (this.#destroyed) return
    const event = preventable({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    if (this.#destroyed) return
    this.blur()
    this.#destroyed = true
    open.delete(this.id)
    this.webContents.destroyedByWindow()
    host.tell('destroyWindow', this.id)
    this.emit('closed')
    if (open.size === 0) windowWatch.allClosed()
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  minimize(): void {
    this.#become('minimized')
  }

  isMinimized(): boolean {
    return this.#state === 'minimized'
  }

  maximize(): void {
    this.#become('maximized')
  }

  unmaximize(): void {
    if (this.#state === 'maximized') this.#become('normal')
  }

  isMaximized(): boolean {
    return this.#state === 'maximized'
  }

  restore(): void {
    if (this.#state === 'minimized') this.#become(this.#before)
  }

  setFullScreen(on: boolean): void {
    if (on !== this.isFullScreen()) this.#become(on ? 'fullscreen' : 'normal')
  }

  isFullScreen(): boolean {
    return this.#state === 'fullscreen'
  }

  isNormal(): boolean {
    return this.#state === 'normal'
  }

  getBounds(): Rectangle {
    return { ...this.#bounds }
  }

  getNormalBounds(): Rectangle {
    return { ...this.#normalBounds }
  }

  getContentBounds(): Rectangle {
    return this.getBounds()
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#alive()
    const before = this.#bounds
    const after = { ...before, ...bounds }
    this.#bounds = after
    if (this.#state === 'normal') this.#normalBounds = after
    this.#tell({ bounds: after })
    if (after.width !== before.width || after.height !== before.height) {
      this.emit('resize')
      this.emit('resized')
    }
    if (after.x !== before.x || after.y !== before.y) {
      this.emit('move')
      this.emit('moved')
    }
  }

  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height]
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y]
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }

  setMinimumSize(_width: number, _height: number): void {}

  center(): void {}

  getTitle(): string {
    return this.#title
  }

  setTitle(title: string): void {
    this.#title = title
  }

  setMenu(_menu: Menu | null): void {}
  removeMenu(): void {}
  setMenuBarVisibility(_visible: boolean): void {}
  setAutoHideMenuBar(_hide: boolean): void {}
  setBackgroundColor(_colour: string): void {}
  setIcon(path: string): void {
    host.tell('note', { kind: 'icon', windowId: this.id, path })
  }
  setContentProtection(_on: boolean): void {}
  setOverlayIcon(overlay: NativeImage | null, description: string): void {
    host.tell('note', { kind: 'overlay', windowId: this.id, shown: overlay !== null, description })
  }
  flashFrame(_on: boolean): void {}

  setProgressBar(progress: number): void {
    host.tell('note', { kind: 'progress', windowId: this.id, value: progress })
  }

  /** The double's own: what the page reported, after its WebContents has heard it. */
  happened(event: PageEvent): void {
    if (event.kind === 'painted' || event.kind === 'loaded') this.#showable()
    if (event.kind === 'title') this.#named(event.title)
    if (event.kind === 'closed') {
      // The operator closed Chromium's window: it is gone already, so the app hears of it but can't prevent it.
      this.emit('close', preventable({}))
      this.destroy()
    }
  }

  #showable(): void {
    if (this.#readyToShow) return
    this.#readyToShow = true
    this.emit('ready-to-show')
  }

  #named(title: string): void {
    const update = preventable({})
    this.webContents.emit('page-title-updated', update, title)
    this.emit('page-title-updated', update, title, true)
    if (!update.defaultPrevented) this.#title = title
  }

  #become(state: WindowState): void {
    this.#alive()
    if (state === this.#state) return
    const before = this.#state
    this.#before = before === 'minimized' ? this.#before : before
    this.#state = state
    this.#tell({ state })
    if (before === 'fullscreen') this.emit('leave-full-screen')
    if (before === 'maximized' && state === 'normal') this.emit('unmaximize')
    if (before === 'minimized') this.emit('restore')
    if (state === 'maximized') this.emit('maximize')
    if (state === 'minimized') this.emit('minimize')
    if (state === 'fullscreen') this.emit('enter-full-screen')
  }

  #alive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed')
  }

  #tell(patch: WindowPatch): void {
    host.tell('updateWindow', this.id, patch)
  }
}
