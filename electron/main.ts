// The composition root of the shell: builds the parts and wires them. It holds no logic, no SQL, no Stripe.
import {
  BrowserWindow,
  ClipboardItem,
  Menu,
  Notification,
  app,
  clipboard,
  dialog,
  ipcMain,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  session,
  shell,
  systemPreferences,
} from 'electron'
import { join } from 'node:path'
import { redact } from '../src/domain/redaction.ts'
import { createRegistrar, register } from './ipc/registrar.ts'
import { operatorName } from './operator.ts'
import { serveApp } from './shell/app-protocol.ts'
import { linkScheme, placeInArguments, placeOfLink } from './shell/deep-link.ts'
import { openLink } from './shell/external-links.ts'
import { shellHandlers } from './shell/handlers.ts'
import { quitAfter, recordBugs } from './shell/lifecycle.ts'
import { confineContents, lockSession } from './shell/lockdown.ts'
import type { Blocked } from './shell/lockdown.ts'
import { createLiveMark } from './shell/live-mark.ts'
import { watchForBlur, watchForLeaving } from './shell/lock.ts'
import { createLog } from './shell/log.ts'
import { menuTemplate } from './shell/menu.ts'
import { createNotices } from './shell/notices.ts'
import { appScheme, appSchemePrivileges, pageOrigin } from './shell/origin.ts'
import { openSystemUnlock } from './shell/system-unlock.ts'
import { createTheme } from './shell/theme.ts'
import type { ThemeChoice } from './shell/theme.ts'
import { watchForWaking } from './shell/wake.ts'
import { createWindows } from './shell/windows.ts'
import { startThreads } from './threads.ts'

const built = (...path: string[]): string => join(import.meta.dirname, '..', ...path)

app.enableSandbox()
protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: appSchemePrivileges }])
// Two engines over one journal must never be: the second start ends here, after handing over its arguments.
if (app.requestSingleInstanceLock()) run()
else app.quit()

function run(): void {
  const packaged = app.isPackaged
  const standIn = process.env['BURSAR_DOUBLE'] === '1'
  const folder = app.getPath('userData')
  const origin = pageOrigin(process.env['ELECTRON_RENDERER_URL'], packaged)
  const openExternal = (url: string): Promise<void> => shell.openExternal(url)

  const log = createLog({ folder: join(folder, 'logs'), redact })
  recordBugs(
    process,
    (text, thrown) => log.error(text, thrown),
    async () => {
      await log.flush()
      dialog.showErrorBox(
        'Bursar has to close',
        `Something went wrong; what it was is in ${join(folder, 'logs', 'main.log')}. At the next start, orders that were sent are looked up, and those that were only held are not sent.`,
      )
      app.exit(1)
    },
  )
  log.info(`start ${app.getVersion()} on ${process.platform}${standIn ? ', stand-in for Electron' : ''}`)

  const threads = startThreads({
    home: join(folder, 'data'),
    files: {
      engine: built('main', 'engine.js'),
      reader: built('main', 'reader.js'),
      simulator: built('main', 'simulator.js'),
      listener: built('main', 'listener.js'),
      writer: built('main', 'inbox-writer.js'),
    },
    liveKeys: standIn ? 'simulated' : 'allowed',
    noKeychain: process.argv.includes('--no-keychain'),
    stillDemo: process.argv.includes('--still-demo'),
    earlyDemo: !process.argv.includes('--late-demo'),
    onPush: (push, payload) => {
      liveMark.heard(push, payload)
      notices.heard(push, payload)
      windows.broadcast(push, payload)
    },
    onCrash: ({ thread, exitCode, error, restartInMs }) =>
      log.error(`the ${thread} thread ended (${exitCode}), again in ${restartInMs} ms`, error),
    onOutput: (thread, text) => log.warn(`${thread} wrote: ${text.trimEnd()}`),
  })

  const theme = createTheme(nativeTheme, join(folder, 'theme.json'), (dark) =>
    windows.broadcast('theme.changed', { dark }),
  )
  const icon = (...path: string[]): string => built('..', 'resources', 'icons', ...path)
  const liveMark = createLiveMark({
    platform: process.platform,
    icons: {
      usual: icon('512x512.png'),
      live: icon('live', '512x512.png'),
      badge: icon('live', 'badge.png'),
    },
    dock: app.dock,
    image: (file) => nativeImage.createFromPath(file),
  })
  const windows = createWindows({
    origin,
    folder,
    preload: built('preload', 'preload.cjs'),
    icon: icon('512x512.png'),
    packaged,
    isDark: () => theme.isDark(),
    onMade: (window) => liveMark.dress(window),
    onCrash: (reason, reloading) => log.error(`the page ended (${reason})${reloading ? ', reloading' : ''}`),
  })
  const notices = createNotices({
    file: join(folder, 'notices.json'),
    make: (options) => new Notification(options),
    isSupported: () => Notification.isSupported(),
    isLookedAt: () => BrowserWindow.getFocusedWindow() !== null,
    open: (place) => windows.show(place),
  })
  const onBlocked = (blocked: Blocked): void => log.warn(`refused: ${blocked}`)

  const chooseTheme = (choice: ThemeChoice): void => {
    theme.choose(choice)
    windows.broadcast('theme.changed', { dark: theme.isDark(), theme: choice })
    setMenu()
  }
  const setMenu = (): void =>
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        menuTemplate({
          platform: process.platform,
          packaged,
          theme: theme.choice(),
          chooseTheme,
          notices: notices.wanted(),
          wantNotices(wanted) {
            notices.want(wanted)
            setMenu()
          },
          openLink: (url) => void openLink(url, openExternal),
          showWindow: () => windows.show(),
        }),
      ),
    )

  const lockDesks = (why: 'sleep' | 'screen_locked' | 'away'): void => {
    systemUnlock.forget()
    void threads.tellEngine('inside.lockAll', { why })
  }
  const systemUnlock = openSystemUnlock({
    platform: process.platform,
    preferences: systemPreferences,
    desks: () => threads.call('desk.list', {}),
    unlocked: (deskId) => threads.tellEngine('inside.unlockedBySystem', { deskId }),
  })

  const registrar = createRegistrar({
    origin,
    isOurs: (id) => windows.isOurs(id),
    call: (method, request) => threads.call(method, request),
    shell: shellHandlers({
      version: app.getVersion(),
      platform: process.platform,
      standIn,
      theme: { ...theme, choose: chooseTheme },
      systemUnlock,
      operator: operatorName(),
      openExternal,
      async playedAt() {
        const at = await threads.tellEngine('inside.demoOrigin', {})
        return at.ok && typeof at.value === 'string' ? at.value : null
      },
      writeClipboard: async (text) => clipboard.writeText(text),
      async writeImage(png) {
        if (nativeImage.createFromBuffer(png).isEmpty()) return false
        const blob = new Blob([new Uint8Array(png)], { type: 'image/png' })
        await clipboard.write([new ClipboardItem({ 'image/png': blob })])
        return true
      },
      async chooseFile(suggestedName) {
        const chosen = await dialog.showSaveDialog({ defaultPath: suggestedName })
        return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath
      },
    }),
    onRefusal: (refusal, method) => log.warn(`call refused: ${refusal}${method ? ` (${method})` : ''}`),
    onBug: (method, error) => log.error(`${method} failed`, error),
  })

  let firstPlace = placeInArguments(process.argv)
  app.on('web-contents-created', (_event, contents) => confineContents(contents, origin, onBlocked))
  app.on('second-instance', (_event, argv) => windows.show(placeInArguments(argv)))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    // macOS may send the link that started us before we are ready to show anything.
    if (app.isReady()) windows.show(placeOfLink(url))
    else firstPlace = placeOfLink(url)
  })
  app.on('window-all-closed', () => {
    lockDesks('away')
    if (process.platform !== 'darwin') app.quit()
  })
  quitAfter(app, async () => {
    windows.hide()
    await threads.stop()
    log.info('end')
    await log.flush()
  })

  void (async () => {
    await app.whenReady()
    app.setAppUserModelId('com.bursar.desktop')
    if (packaged) app.setAsDefaultProtocolClient(linkScheme)
    lockSession(session.defaultSession, { origin, packaged, onBlocked })
    session.defaultSession.protocol.handle(appScheme, serveApp(built('renderer')))
    register(ipcMain, registrar)
    watchForLeaving(powerMonitor, lockDesks)
    watchForBlur(app, () => lockDesks('away'))
    watchForWaking(powerMonitor, () => void threads.tellEngine('inside.woke', {}))
    setMenu()
    // Chromium keeps nothing of ours on disk: what the page shows is read from the store each time.
    await session.defaultSession.clearStorageData()
    windows.show(firstPlace)
    // Not before: macOS says it of a click on the dock during the launch too, when no window can be made yet.
    app.on('activate', () => windows.show())
  })()
}
