// Tells whoever wants to know that the computer is back: it woke from sleep, or was unlocked. It must never decide what follows.
import type { PowerMonitor } from 'electron'

/**
 * @param monitor Electron's powerMonitor
 * @param onWake called at each return; a computer that wakes locked is back twice, once awake and once unlocked
 */
export function watchForWaking(monitor: Pick<PowerMonitor, 'on'>, onWake: () => void): void {
  monitor.on('resume', onWake)
  monitor.on('unlock-screen', onWake)
}
