// Bursar's window: made confined, shown when painted, remembered where it was, brought back when its page crashes.
// It must never make a window with less confinement, and never show a page that is not on our origin.
import { BrowserWindow, screen } from 'electron'
import { join } from 'node:path'
import { pushChannel } from '../../src/contract/index.ts'
import type { PushName } from '../../src/contract/index.ts'
import { readJson, writeJson } from './files.ts'
import { confinement } from './web-preferences.ts'
import { placeWindow, smallest } from './window-state.ts'

export interface WindowsOptions {
  /** `app://bursar`, or the development server's origin. */
  origin: string
  /** The folder for window.json. */
  folder: string
  preload: string
  icon: string
  packaged: boolean
  isDark: () => boolean
  /** Hears of every window that is made. */
  onMade: (window: BrowserWindow) => void
  onCrash: (reason: string, reloading: boolean) => void
}

export interface Windows {
  /** Brings the window to the front, making it if there is none; `place` (`/payments/pi_…`) is opened in the page. */
  show(place?: string): void
  /** Takes the window from the screen while the app finishes, and remembers where it was. */
  hide(): void
  /** Whether a webContents id belongs to a window made here that still lives. */
  isOurs(webContentsId: number): boolean
  /** Sends a push to the page. */
  broadcast(push: PushName, payload: unknown): void
}

/** A page that crashes this often within a minute is left alone, for the operator to see and close. */
const mostReloads = 3
const background = { light: '#ffffff', dark: '#111113' }

export function createWindows(options: WindowsOptions): Windows {
  const file = join(options.folder, 'window.json')
  const address = (place: string): string => `${options.origin}/#${place}`
  let current: BrowserWindow | undefined

  function remember(window: BrowserWindow): void {
    writeJson(file, { ...window.getNormalBounds(), maximized: window.isMaximized() })
  }

  function reviveWhenGone(window: BrowserWindow): void {
    let crashes: number[] = []
    window.webContents.on('render-process-gone', (_event, details) => {
      const now = performance.now()
      crashes = [...crashes.filter((at) => now - at < 60_000), now]
      const reloading = crashes.length <= mostReloads && !window.isDestroyed()
      options.onCrash(details.reason, reloading)
      if (reloading) window.webContents.reload()
    })
  }

  function make(place: string): BrowserWindow {
    const primary = screen.getPrimaryDisplay()
    const others = screen.getAllDisplays().filter((display) => display.id !== primary.id)
    const workAreas = [primary, ...others].map((display) => display.workArea)
    const { maximized, ...bounds } = placeWindow(readJson(file), workAreas)
    const window = new BrowserWindow({
      ...bounds,
      minWidth: smallest.width,
      minHeight: smallest.height,
      show: false,
      title: 'Bursar',
      icon: options.icon,
      backgroundColor: options.isDark() ? background.dark : background.light,
      webPreferences: { ...confinement, devTools: !options.packaged, preload: options.preload },
    })
    window.once('ready-to-show', () => {
      if (maximized) window.maximize()
      window.show()
    })
    // Our page says in the title which desk it is at. Anything that does not end in our name is not by our page.
    window.on('page-title-updated', (event, title) => {
      if (!/(^|— )Bursar$/.test(title)) event.preventDefault()
    })
    window.on('close', () => remember(window))
    window.once('closed', () => {
      if (current === window) current = undefined
    })
    reviveWhenGone(window)
    options.onMade(window)
    // A page that can't be loaded shows as an empty window; did-fail-load is in Chromium's own log.
    window.loadURL(address(place)).catch(() => undefined)
    return window
  }

  return {
    show(place) {
      if (current === undefined) {
        current = make(place ?? '/')
        return
      }
      if (current.isMinimized()) current.restore()
      current.show()
      current.focus()
      if (place !== undefined) current.loadURL(address(place)).catch(() => undefined)
    },
    hide() {
      if (current === undefined) return
      remember(current)
      current.hide()
    },
    isOurs: (id) => current !== undefined && !current.isDestroyed() && current.webContents.id === id,
    broadcast(push, payload) {
      if (current && !current.isDestroyed()) current.webContents.send(pushChannel, push, payload)
    },
  }
}
