// Everything that is said between the host (which owns Chromium) and the app's process (which believes it is in Electron). Data only.

export interface WireFrame {
  id: string
  parentId: string | null
  /** Already translated: the app only ever sees its own scheme, never the https stand-in. */
  url: string
  origin: string
  name: string
}

export interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

export interface WindowOptions {
  bounds: Bounds
  show: boolean
  title: string
  /** Absolute path of the preload script, or null. */
  preload: string | null
  additionalArguments: string[]
}

export interface WindowPatch {
  visible?: boolean
  focused?: boolean
  bounds?: Bounds
  state?: 'normal' | 'minimized' | 'maximized' | 'fullscreen'
  zoomFactor?: number
}

/** A request of a page, as the app's process sees it. */
export interface WireRequest {
  windowId: number
  frameId: string | null
  url: string
  method: string
  headers: Record<string, string>
  body: Uint8Array<ArrayBuffer> | null
  resourceType: string
  /** Set when the request would replace a frame's document. */
  navigation: null | { mainFrame: boolean; startedByApp: boolean }
}

export type WireResponse =
  | { kind: 'response'; status: number; headers: [string, string][]; body: Uint8Array<ArrayBuffer> }
  /** `by` tells whether the app's own rule refused it, or only the double's lack of a network. */
  | { kind: 'refused'; by: 'app' | 'double'; reason: string }

export type InvokeAnswer = { ok: true; value: unknown } | { ok: false; message: string }

export type PageEvent =
  | { kind: 'frames'; frames: WireFrame[] }
  | { kind: 'navigated'; url: string }
  | { kind: 'navigated-in-page'; url: string; frameId: string }
  | { kind: 'dom-ready' }
  | { kind: 'loaded'; url: string }
  | { kind: 'failed'; url: string; description: string }
  | { kind: 'painted' }
  | { kind: 'title'; title: string }
  | { kind: 'crashed' }
  | { kind: 'closed' }
  | { kind: 'key'; key: WireKey }
  | { kind: 'wants'; url: string; frameId: string }
  | { kind: 'console'; level: 'info' | 'warning' | 'error' | 'debug'; message: string }
  | { kind: 'preload-error'; path: string; message: string }

export interface WireKey {
  type: 'keyDown' | 'keyUp'
  key: string
  code: string
  shift: boolean
  control: boolean
  alt: boolean
  meta: boolean
  repeat: boolean
  /** The page took it: only the page's own handler acts, no accelerator. */
  handled: boolean
}

export interface Measurement {
  /** The longest stretch in which the main thread answered nothing, by the clock: a busy machine counts too. */
  maxTaskMs: number
  /** The most processor time the main thread itself used in one turn of its loop. */
  maxBusyMs: number
  delayP99Ms: number
  rssMb: number
  heapMb: number
  /** User plus system time of the whole process since the last reset, its worker threads included. */
  cpuMs: number
}

/** Something the app did to the desktop, which the double wrote down instead of doing it. */
export type Notice =
  | { kind: 'opened-externally'; url: string }
  | { kind: 'shown-in-folder'; path: string }
  | { kind: 'opened-path'; path: string }
  | { kind: 'clipboard'; text: string }
  | { kind: 'clipboard-data'; type: string; bytes: number }
  | { kind: 'dialog'; method: string; options: unknown; answer: unknown }
  | { kind: 'notification'; title: string; body: string }
  | { kind: 'badge'; count: number }
  | { kind: 'dock-badge'; text: string }
  | { kind: 'dock-icon'; path: string }
  | { kind: 'icon'; windowId: number; path: string }
  | { kind: 'overlay'; windowId: number; shown: boolean; description: string }
  | { kind: 'progress'; windowId: number; value: number }
  | { kind: 'relaunch'; args: string[] }
  | { kind: 'unsupported'; what: string }

export interface StartUp {
  dark: boolean
  locale: string
  workArea: Bounds
}

/** What the app's process may ask of the host. */
export interface HostMethods {
  hello(): StartUp
  schemes(names: string[]): void
  createWindow(id: number, options: WindowOptions): void
  load(id: number, url: string): Promise<void>
  reload(id: number): Promise<void>
  updateWindow(id: number, patch: WindowPatch): Promise<void>
  destroyWindow(id: number): Promise<void>
  crashRenderer(id: number): Promise<void>
  push(id: number, channel: string, args: unknown[]): void
  execute(id: number, code: string): Promise<unknown>
  setDark(dark: boolean): Promise<void>
  note(notice: Notice): void
  /** The last word of a process that is about to exit. */
  bye(): void
}

export interface ForgedFrame {
  url: string
  /** True: a frame inside the main frame. */
  child?: boolean
  /** Electron gives null for a frame that is gone when the message arrives. */
  gone?: boolean
}

/** What the host may ask of the app's process. */
export interface AppMethods {
  serve(request: WireRequest): Promise<WireResponse>
  windowOpen(id: number, details: { url: string; frameName: string; features: string }): 'deny' | 'allow'
  invoke(id: number, frameId: string | null, channel: string, args: unknown[]): Promise<InvokeAnswer>
  send(id: number, frameId: string | null, channel: string, args: unknown[]): void
  mayDownload(id: number, url: string, filename: string): boolean
  permissions(id: number, url: string): Promise<string[]>
  page(id: number, event: PageEvent): void
  measure(reset: boolean): Promise<Measurement>
  evaluate(source: string, argument: unknown): Promise<unknown>
  quit(): void
  forge(
    id: number,
    frame: ForgedFrame,
    channel: string,
    args: unknown[],
    expects: 'answer' | 'nothing',
  ): Promise<InvokeAnswer>
  power(event: string): void
  clickMenu(labels: string[]): void
  nextDialog(answer: Record<string, unknown>): void
  secondInstance(argv: string[]): void
  openUrl(url: string): void
  systemDark(dark: boolean): void
}
