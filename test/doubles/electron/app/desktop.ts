// The desktop around the app: shell, clipboard, dialogs, theme, power, screen. Everything it would do outside is written down instead.
import { host, offer } from './channel.ts'
import { Emitter, type PreventableEvent } from './emitter.ts'
import type { BrowserWindow } from './browser-window.ts'
import type { Rectangle } from './window-options.ts'

export const shell = {
  openExternal: (url: string): Promise<void> => {
    host.tell('note', { kind: 'opened-externally', url })
    return Promise.resolve()
  },
  openPath: (path: string): Promise<string> => {
    host.tell('note', { kind: 'opened-path', path })
    return Promise.resolve('')
  },
  showItemInFolder: (path: string): void => {
    host.tell('note', { kind: 'shown-in-folder', path })
  },
  beep: (): void => {},
}

export class ClipboardItem {
  readonly #items: Record<string, Blob>

  constructor(items: Record<string, Blob>) {
    this.#items = items
  }

  get types(): string[] {
    return Object.keys(this.#items)
  }

  async getType(type: string): Promise<Blob> {
    const found = this.#items[type]
    if (found === undefined) throw new Error(`${type} is not on this item`)
    return found
  }
}

let clipboardText = ''

export const clipboard = {
  readText: (): string => clipboardText,
  writeText: (text: string): void => {
    clipboardText = text
    host.tell('note', { kind: 'clipboard', text })
  },
  write: async (items: ClipboardItem[]): Promise<void> => {
    clipboardText = ''
    for (const item of items)
      for (const type of item.types)
        host.tell('note', { kind: 'clipboard-data', type, bytes: (await item.getType(type)).size })
  },
  clear: (): void => {
    clipboardText = ''
  },
}

export interface MessageBoxOptions {
  message: string
  type?: 'none' | 'info' | 'error' | 'question' | 'warning'
  buttons?: string[]
  defaultId?: number
  cancelId?: number
  title?: string
  detail?: string
  checkboxLabel?: string
  checkboxChecked?: boolean
  noLink?: boolean
  normalizeAccessKeys?: boolean
}

export interface FileFilter {
  name: string
  extensions: string[]
}

export interface SaveDialogOptions {
  title?: string
  defaultPath?: string
  buttonLabel?: string
  filters?: FileFilter[]
  message?: string
  properties?: (
    | 'showHiddenFiles'
    | 'createDirectory'
    | 'treatPackageAsDirectory'
    | 'showOverwriteConfirmation'
    | 'dontAddToRecent'
  )[]
}

export interface OpenDialogOptions {
  title?: string
  defaultPath?: string
  buttonLabel?: string
  filters?: FileFilter[]
  message?: string
  properties?: (
    | 'openFile'
    | 'openDirectory'
    | 'multiSelections'
    | 'showHiddenFiles'
    | 'createDirectory'
    | 'promptToCreate'
  )[]
}

export interface MessageBoxReturnValue {
  response: number
  checkboxChecked: boolean
}
export interface SaveDialogReturnValue {
  canceled: boolean
  filePath: string
}
export interface OpenDialogReturnValue {
  canceled: boolean
  filePaths: string[]
}

const answers: Record<string, unknown>[] = []
offer({ nextDialog: (answer) => void answers.push(answer) })

/** The next answer a test has queued, else the one that changes nothing; never waits for anybody. */
function ask<Answer extends object>(method: string, options: unknown, cautious: Answer): Answer {
  const given = { ...cautious, ...answers.shift() }
  host.tell('note', {
    kind: 'dialog',
    method,
    options: JSON.parse(JSON.stringify(options)) as unknown,
    answer: given,
  })
  return given
}

type Asked<Options> = [options: Options] | [window: BrowserWindow, options: Options]
const optionsOf = <Options>(asked: Asked<Options>): Options => asked.at(-1) as Options

const messageBox = (method: string, options: MessageBoxOptions): MessageBoxReturnValue =>
  ask(method, options, {
    response: options.cancelId ?? 0,
    checkboxChecked: options.checkboxChecked ?? false,
  })

export const dialog = {
  showMessageBox: (...asked: Asked<MessageBoxOptions>): Promise<MessageBoxReturnValue> =>
    Promise.resolve(messageBox('showMessageBox', optionsOf(asked))),
  showMessageBoxSync: (...asked: Asked<MessageBoxOptions>): number =>
    messageBox('showMessageBoxSync', optionsOf(asked)).response,
  showSaveDialog: (...asked: Asked<SaveDialogOptions>): Promise<SaveDialogReturnValue> =>
    Promise.resolve(ask('showSaveDialog', optionsOf(asked), { canceled: true, filePath: '' })),
  showOpenDialog: (...asked: Asked<OpenDialogOptions>): Promise<OpenDialogReturnValue> =>
    Promise.resolve(ask('showOpenDialog', optionsOf(asked), { canceled: true, filePaths: [] })),
  showErrorBox: (title: string, content: string): void => {
    ask('showErrorBox', { title, content }, {})
    process.stderr.write(`${title}\n${content}\n`)
  },
}

export class NativeTheme extends Emitter<{ updated: [] }> {
  #source: 'system' | 'light' | 'dark' = 'system'
  #systemDark = false

  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source
  }

  set themeSource(source: 'system' | 'light' | 'dark') {
    this.#change(() => {
      this.#source = source
    })
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#systemDark : this.#source === 'dark'
  }

  readonly shouldUseHighContrastColors = false
  readonly prefersReducedTransparency = false

  /** The double's own: what the operator's desktop prefers. */
  systemBecomes(dark: boolean): void {
    this.#change(() => {
      this.#systemDark = dark
    })
  }

  #change(apply: () => void): void {
    const before = this.shouldUseDarkColors
    apply()
    if (before === this.shouldUseDarkColors) return
    host.tell('setDark', this.shouldUseDarkColors)
    this.emit('updated')
  }
}

export const nativeTheme = new NativeTheme()
offer({ systemDark: (dark) => nativeTheme.systemBecomes(dark) })

type PowerEvents = Record<
  | 'suspend'
  | 'resume'
  | 'on-ac'
  | 'on-battery'
  | 'lock-screen'
  | 'unlock-screen'
  | 'user-did-become-active'
  | 'user-did-resign-active',
  []
> & { shutdown: [event?: PreventableEvent] }

export class PowerMonitor extends Emitter<PowerEvents> {
  getSystemIdleTime(): number {
    return 0
  }
  getSystemIdleState(_seconds: number): 'active' | 'idle' | 'locked' | 'unknown' {
    return 'active'
  }
  isOnBatteryPower(): boolean {
    return false
  }
}

export const powerMonitor = new PowerMonitor()
offer({ power: (event) => void powerMonitor.emit(event as keyof PowerEvents) })

/** No Touch ID: the double runs where there is none, or nobody to lay a finger on it. */
export const systemPreferences = {
  canPromptTouchID: (): boolean => false,
  promptTouchID: (_reason: string): Promise<void> => Promise.reject(new Error('There is no Touch ID here.')),
}

export interface Display {
  id: number
  label: string
  bounds: Rectangle
  workArea: Rectangle
  size: { width: number; height: number }
  workAreaSize: { width: number; height: number }
  scaleFactor: number
}

let workArea: Rectangle = { x: 0, y: 0, width: 1280, height: 800 }
export const setWorkArea = (area: Rectangle): void => {
  workArea = area
}

const display = (): Display => {
  const { width, height } = workArea
  const size = { width, height }
  return {
    id: 1,
    label: 'Electron double',
    bounds: workArea,
    workArea,
    size,
    workAreaSize: size,
    scaleFactor: 1,
  }
}

export const screen = {
  getPrimaryDisplay: display,
  getAllDisplays: (): Display[] => [display()],
  getDisplayMatching: (_rectangle: Rectangle): Display => display(),
  getDisplayNearestPoint: (_point: { x: number; y: number }): Display => display(),
}

export interface NotificationConstructorOptions {
  title?: string
  body?: string
  silent?: boolean
  urgency?: 'normal' | 'critical' | 'low'
  icon?: string
}

export class Notification extends Emitter<{
  show: []
  click: []
  close: []
  failed: [event: PreventableEvent, error: string]
}> {
  static isSupported(): boolean {
    return true
  }

  readonly title: string
  readonly body: string

  constructor(options: NotificationConstructorOptions = {}) {
    super()
    this.title = options.title ?? ''
    this.body = options.body ?? ''
  }

  show(): void {
    host.tell('note', { kind: 'notification', title: this.title, body: this.body })
    this.emit('show')
  }

  close(): void {
    this.emit('close')
  }
}

/** Nothing is collected and nothing is sent. */
export const crashReporter = {
  start: (_options: {
    submitURL?: string
    uploadToServer?: boolean
    compress?: boolean
    productName?: string
  }): void => {},
  getUploadToServer: (): boolean => false,
  setUploadToServer: (_on: boolean): void => {},
  addExtraParameter: (_key: string, _value: string): void => {},
}
