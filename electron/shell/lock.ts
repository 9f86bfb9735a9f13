// Tells whoever wants to know that the operator may be gone: the computer goes to sleep, its screen is locked, or they have worked in
// other windows for long. It must never decide what follows. (Linux tells Electron of sleep only.)
import type { App, PowerMonitor } from 'electron'

/** @param monitor Electron's powerMonitor */
export function watchForLeaving(
  monitor: Pick<PowerMonitor, 'on'>,
  onLeaving: (why: 'sleep' | 'screen_locked') => void,
): void {
  monitor.on('suspend', () => onLeaving('sleep'))
  monitor.on('lock-screen', () => onLeaving('screen_locked'))
}

/** None of our windows in front for this long, milliseconds: a window in sight says nothing of who sits before it. */
export const awayMs = 15 * 60_000

/** @param app Electron's app */
export function watchForBlur(app: Pick<App, 'on'>, onAway: () => void): void {
  let timer: NodeJS.Timeout | undefined
  app.on('browser-window-blur', () => {
    clearTimeout(timer)
    timer = setTimeout(onAway, awayMs)
  })
  app.on('browser-window-focus', () => clearTimeout(timer))
}
