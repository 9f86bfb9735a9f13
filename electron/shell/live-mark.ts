// Marks the application from outside while the operator is at a live desk: another icon, and the word or a badge where the desktop
// has a place for one. It must never leave a mark behind on a desk whose money is not real, nor be missing on one whose money is.
import type { NativeImage } from 'electron'
import { pushSchemas } from '../../src/contract/index.ts'
import type { PushName } from '../../src/contract/index.ts'

export interface LiveMarkPorts {
  platform: NodeJS.Platform
  /** Files: the usual icon, that of a live desk, and the small badge for Windows' taskbar. */
  icons: { usual: string; live: string; badge: string }
  /** macOS only. */
  dock: { setBadge(text: string): void; setIcon(file: string): void } | undefined
  image: (file: string) => NativeImage
}

/** The part of a window that is marked. */
export interface MarkableWindow {
  setIcon(file: string): void
  setOverlayIcon(image: NativeImage | null, description: string): void
  once(event: 'closed', listener: () => void): unknown
}

export interface LiveMark {
  /** Follows the operator from desk to desk. */
  heard(push: PushName, payload: unknown): void
  /** Marks a new window as the others are, and from now on. */
  dress(window: MarkableWindow): void
}

export function createLiveMark({ platform, icons, dock, image }: LiveMarkPorts): LiveMark {
  const windows = new Set<MarkableWindow>()
  let live = false

  function mark(window: MarkableWindow): void {
    // On macOS a window has no icon of its own; the dock has.
    if (platform !== 'darwin') window.setIcon(live ? icons.live : icons.usual)
    if (platform === 'win32')
      window.setOverlayIcon(live ? image(icons.badge) : null, live ? 'LIVE: real money' : '')
  }

  return {
    heard(push, payload) {
      if (push !== 'desk.switched') return
      const { desk } = pushSchemas['desk.switched'].parse(payload)
      const now = desk?.mode === 'live'
      if (now === live) return
      live = now
      dock?.setBadge(live ? 'LIVE' : '')
      dock?.setIcon(live ? icons.live : icons.usual)
      for (const window of windows) mark(window)
    },
    dress(window) {
      windows.add(window)
      window.once('closed', () => windows.delete(window))
      if (live) mark(window)
    },
  }
}
