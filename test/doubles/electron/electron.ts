// What `import 'electron'` is under the double: exactly the part of Electron's API that it covers. What is not exported here does not exist.
import { app } from './app/application.ts'
import { BrowserWindow } from './app/browser-window.ts'
import { offer } from './app/channel.ts'
import {
  ClipboardItem,
  clipboard,
  crashReporter,
  dialog,
  nativeTheme,
  Notification,
  powerMonitor,
  screen,
  shell,
  systemPreferences,
} from './app/desktop.ts'
import { ipcMain } from './app/ipc-main.ts'
import { Menu, MenuItem } from './app/menu.ts'
import './app/measure.ts'
import { nativeImage } from './app/native-image.ts'
import { protocol } from './app/protocol.ts'
import './app/serve.ts'
import { session } from './app/session.ts'
import { webContents } from './app/web-contents.ts'

export type * from './electron-types.ts'

const main = {
  app,
  BrowserWindow,
  ClipboardItem,
  clipboard,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  systemPreferences,
  webContents,
}

// A test may look inside the app, as Playwright's own `electronApp.evaluate` lets it.
offer({
  evaluate: async (source, argument) => {
    // oxlint-disable-next-line typescript/no-implied-eval -- the source is the test's own function
    const run = new Function(`return (${source})`)() as (electron: typeof main, argument: unknown) => unknown
    return run(main, argument)
  },
})

export default main
export {
  app,
  BrowserWindow,
  ClipboardItem,
  clipboard,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  systemPreferences,
  webContents,
}
export { contextBridge, ipcRenderer, webFrame } from './app/preload-only.ts'
