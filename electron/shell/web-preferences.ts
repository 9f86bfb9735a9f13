// How every window's page is confined. One constant, so that no window can be made with less.
import type { WebPreferences } from 'electron'

/**
 * Electron's defaults already say most of this; it is written out because a default that changes upstream must not
 * change us. `preload` and `session` are added where the window is made.
 */
export const confinement = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  safeDialogs: true,
  disableDialogs: true,
  enableWebSQL: false,
} as const satisfies WebPreferences
