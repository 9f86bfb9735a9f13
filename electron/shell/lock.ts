// Tells whoever wants to know that the operator may be gone: the computer goes to sleep, or its screen is locked. It must never decide what
// follows. (Linux tells Electron of sleep only.)
import type { PowerMonitor } from 'electron'

/** @param monitor Electron's powerMonitor */
export function watchForLeaving(
  monitor: Pick<PowerMonitor, 'on'>,
  onLeaving: (why: 'sleep' | 'screen_locked') => void,
): void {
  monitor.on('suspend', () => onLeaving('sleep'))
  monitor.on('lock-screen', () => onLeaving('screen_locked'))
}
