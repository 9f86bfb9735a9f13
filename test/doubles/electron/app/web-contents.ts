// A page as the app's process holds it: what it knows is mirrored from Chromium, what it does is told to the host. It decides nothing.
import type { PageEvent } from '../wire.ts'
import { host } from './channel.ts'
import { Emitter, preventable, type PreventableEvent } from './emitter.ts'
import { frameTree, type FrameTree, type WebFrameMain } from './frames.ts'
import {
  inputOf,
  type HandlerDetails,
  type Input,
  type NavigationDetails,
  type RenderProcessGoneDetails,
  type WindowOpenHandlerResponse,
} from './page-details.ts'
import { session as sessions, type Session } from './session.ts'

type NavigationEvent = PreventableEvent & NavigationDetails

interface Events {
  'did-start-loading': []
  'did-stop-loading': []
  'did-finish-load': []
  'did-fail-load': [
    event: PreventableEvent,
    errorCode: number,
    errorDescription: string,
    validatedURL: string,
    isMainFrame: boolean,
  ]
  'dom-ready': [event: PreventableEvent]
  'did-navigate': [event: PreventableEvent, url: string]
  'did-navigate-in-page': [event: PreventableEvent, url: string, isMainFrame: boolean]
  'will-navigate': [details: NavigationEvent, url: string]
  'will-frame-navigate': [details: NavigationEvent]
  'will-redirect': [details: NavigationEvent, url: string]
  'will-attach-webview': [event: PreventableEvent, webPreferences: object, params: Record<string, string>]
  'will-prevent-unload': [event: PreventableEvent]
  'render-process-gone': [event: PreventableEvent, details: RenderProcessGoneDetails]
  'before-input-event': [event: PreventableEvent, input: Input]
  'page-title-updated': [event: PreventableEvent, title: string]
  'preload-error': [event: PreventableEvent, preloadPath: string, error: Error]
  'console-message': [
    event: PreventableEvent & { message: string; level: 'info' | 'warning' | 'error' | 'debug' },
  ]
  unresponsive: []
  responsive: []
  focus: []
  blur: []
  destroyed: []
}

const alive = new Map<number, WebContents>()
let lastId = 0

export class WebContents extends Emitter<Events> {
  readonly id = ++lastId
  readonly session: Session = sessions.defaultSession
  readonly #frames = frameTree()
  #title = ''
  #loading = false
  #destroyed = false
  #zoomFactor = 1
  #openHandler: ((details: HandlerDetails) => WindowOpenHandlerResponse) | null = null

  constructor() {
    super()
    alive.set(this.id, this)
  }

  get mainFrame(): WebFrameMain {
    return this.#frames.main()
  }

  /** The double's own: how the rest of it finds and forges senders. */
  get framesOfTheDouble(): FrameTree {
    return this.#frames
  }

  getURL(): string {
    return this.mainFrame.url
  }

  getTitle(): string {
    return this.#title
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  isLoading(): boolean {
    return this.#loading
  }

  isCrashed(): boolean {
    return this.#crashed
  }
  #crashed = false

  isFocused(): boolean {
    return !this.#destroyed
  }

  /** Rejects when the page could not be loaded, as Electron's promise does. */
  async loadURL(url: string): Promise<void> {
    this.#loading = true
    this.#crashed = false
    this.emit('did-start-loading')
    await host.ask('load', this.id, url)
  }

  reload(): void {
    this.#crashed = false
    host.tell('reload', this.id)
  }

  reloadIgnoringCache(): void {
    this.reload()
  }

  /** @throws as Electron does when an argument can't be cloned. */
  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed')
    host.tell('push', this.id, channel, structuredClone(args))
  }

  executeJavaScript(code: string): Promise<unknown> {
    return host.ask('execute', this.id, code)
  }

  /** A switch of Chromium's at its start, which the double does not set. */
  setWebRTCIPHandlingPolicy(_policy: string): void {}

  setWindowOpenHandler(handler: (details: HandlerDetails) => WindowOpenHandlerResponse): void {
    this.#openHandler = handler
  }

  /** The double's own: what the app answers to a `window.open`. Without a handler Electron opens the window. */
  answerWindowOpen(details: HandlerDetails): 'deny' | 'allow' {
    return this.#openHandler ? this.#openHandler(details).action : 'allow'
  }

  getZoomFactor(): number {
    return this.#zoomFactor
  }

  setZoomFactor(factor: number): void {
    this.#zoomFactor = factor
    host.tell('updateWindow', this.id, { zoomFactor: factor })
  }

  getZoomLevel(): number {
    return Math.log(this.#zoomFactor) / Math.log(1.2)
  }

  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level)
  }

  setVisualZoomLevelLimits(_minimum: number, _maximum: number): Promise<void> {
    return Promise.resolve()
  }

  forcefullyCrashRenderer(): void {
    host.tell('crashRenderer', this.id)
  }

  focus(): void {
    host.tell('updateWindow', this.id, { focused: true })
  }

  /** The double has no developer tools of its own: Chromium's are one key away in a headed run. */
  openDevTools(): void {}
  closeDevTools(): void {}
  toggleDevTools(): void {}
  isDevToolsOpened(): boolean {
    return false
  }

  setBackgroundThrottling(_allowed: boolean): void {}

  /** The double's own: the window is gone. */
  destroyedByWindow(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    alive.delete(this.id)
    this.emit('destroyed')
  }

  /** The double's own: one thing that happened in the page. Returns nothing; unknown pages are ignored by the caller. */
  happened(event: PageEvent): void {
    switch (event.kind) {
      case 'frames':
        this.#frames.mirror(event.frames)
        return
      case 'navigated':
        this.emit('did-navigate', preventable({}), event.url)
        return
      case 'navigated-in-page':
        this.emit('did-navigate-in-page', preventable({}), event.url, this.#isMain(event.frameId))
        return
      case 'dom-ready':
        this.emit('dom-ready', preventable({}))
        return
      case 'loaded':
        this.#loading = false
        this.emit('did-finish-load')
        this.emit('did-stop-loading')
        return
      case 'failed':
        this.#loading = false
        this.emit('did-fail-load', preventable({}), -2, event.description, event.url, true)
        this.emit('did-stop-loading')
        return
      case 'title':
        this.#title = event.title
        return
      case 'crashed':
        this.#crashed = true
        this.emit('render-process-gone', preventable({}), { reason: 'crashed', exitCode: 5 })
        return
      case 'key':
        this.emit('before-input-event', preventable({}), inputOf(event.key))
        return
      case 'wants':
        // A scheme Chromium can't fetch (mailto:, app:): no request will ever be made, the app is still asked.
        this.mayNavigate(event.url, event.frameId)
        return
      case 'console':
        this.emit('console-message', preventable({ message: event.message, level: event.level }))
        return
      case 'preload-error':
        this.emit('preload-error', preventable({}), event.path, new Error(event.message))
        return
      case 'painted':
      case 'closed':
        return
    }
  }

  /** The double's own: the page wants to replace a frame's document. False when the app prevented it. */
  mayNavigate(url: string, frameId: string | null): boolean {
    const frame = this.#frames.find(frameId)
    const isMainFrame = frame === null || frame === this.mainFrame
    const details = { url, isSameDocument: false, isMainFrame, frame, initiator: frame }
    const everyFrame = preventable({ ...details })
    this.emit('will-frame-navigate', everyFrame)
    if (everyFrame.defaultPrevented) return false
    if (!isMainFrame) return true
    const mainFrame = preventable({ ...details })
    this.emit('will-navigate', mainFrame, url)
    return !mainFrame.defaultPrevented
  }

  /** The double's own: a document answered with a redirect. False when the app prevented it. */
  mayRedirect(url: string, isMainFrame: boolean): boolean {
    const details = preventable({ url, isSameDocument: false, isMainFrame, frame: this.mainFrame })
    this.emit('will-redirect', details, url)
    return !details.defaultPrevented
  }

  #isMain(frameId: string): boolean {
    return this.#frames.find(frameId) === this.mainFrame
  }
}

/** Electron's module of the same name: every page that is alive. */
export const webContents = {
  getAllWebContents: (): WebContents[] => [...alive.values()],
  fromId: (id: number): WebContents | undefined => alive.get(id),
}
