// Correct for real Electron, and each line something the double lacks: a function, an option, an event, an export. Never run.
import { app, BrowserWindow, desktopCapturer } from 'electron'

export function tooMuch(): unknown[] {
  app.getGPUFeatureStatus()
  const window = new BrowserWindow({ vibrancy: 'menu' })
  window.webContents.on('cursor-changed', () => undefined)
  return [desktopCapturer]
}
