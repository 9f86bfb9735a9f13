// Proof by type that what the double gives is what Electron promises: each part is assignable to Electron's own type, name by name.
// Nothing runs here. Event signatures are proved the other way: the shell compiles against both (test/doubles/tsconfig.json).
import type Electron from 'electron'
import type double from './electron.ts'
import type { WebFrameMain } from './app/frames.ts'
import type { NativeImage } from './app/native-image.ts'
import type { IpcRenderer } from './app/preload-only.ts'

/** Overloaded by event name or call shape, so not comparable as one function; or the double's own. */
type Incomparable =
  'on' | 'once' | 'off' | 'addListener' | 'removeListener' | 'removeAllListeners' | 'emit' | 'listenerCount'

/** The members the double has under a name Electron does not know. */
type Invented<Ours, Theirs, Own extends PropertyKey = never> = Exclude<keyof Ours, keyof Theirs | Own>

/** What a call of the double answers must be what Electron's answers. */
type Answers<Ours, Theirs> = {
  [Name in Exclude<keyof Ours & keyof Theirs, Incomparable>]: Theirs[Name] extends (
    ...args: never[]
  ) => infer Promised
    ? Ours[Name] extends (...args: never[]) => infer Given
      ? [Given] extends [Agreeing<Promised>]
        ? never
        : Name
      : Name
    : never
}[Exclude<keyof Ours & keyof Theirs, Incomparable>]

/** Electron's objects are the double's smaller ones; plain data has to fit as it is. */
type Agreeing<Promised> = Promised extends object ? unknown : Promised

type Nothing<T extends never> = T

export type Agreement = [
  Nothing<Invented<(typeof double)['app'], Electron.App, 'becameReady' | 'allWindowsClosed'>>,
  Nothing<
    Invented<
      InstanceType<(typeof double)['BrowserWindow']>,
      Electron.BrowserWindow,
      'happened' | 'optionsGiven'
    >
  >,
  Nothing<
    Invented<
      InstanceType<(typeof double)['BrowserWindow']>['webContents'],
      Electron.WebContents,
      | 'framesOfTheDouble'
      | 'answerWindowOpen'
      | 'destroyedByWindow'
      | 'happened'
      | 'mayNavigate'
      | 'mayRedirect'
    >
  >,
  Nothing<Invented<WebFrameMain, Electron.WebFrameMain>>,
  Nothing<Invented<IpcRenderer, Electron.IpcRenderer>>,
  Nothing<Invented<(typeof double)['ipcMain'], Electron.IpcMain>>,
  Nothing<Invented<(typeof double)['dialog'], Electron.Dialog>>,
  Nothing<Invented<(typeof double)['clipboard'], Electron.Clipboard>>,
  Nothing<Invented<InstanceType<(typeof double)['ClipboardItem']>, Electron.ClipboardItem>>,
  Nothing<Invented<(typeof double)['shell'], Electron.Shell>>,
  Nothing<Invented<(typeof double)['screen'], Electron.Screen>>,
  Nothing<Invented<(typeof double)['protocol'], Electron.Protocol>>,
  Nothing<Invented<(typeof double)['nativeImage'], typeof Electron.nativeImage>>,
  Nothing<Invented<NativeImage, Electron.NativeImage>>,
  Nothing<Invented<(typeof double)['nativeTheme'], Electron.NativeTheme, 'systemBecomes'>>,
  Nothing<Invented<(typeof double)['powerMonitor'], Electron.PowerMonitor>>,
  Nothing<Invented<(typeof double)['systemPreferences'], Electron.SystemPreferences>>,
  Nothing<Invented<(typeof double)['crashReporter'], Electron.CrashReporter>>,
  Nothing<Invented<(typeof double)['session']['defaultSession'], Electron.Session>>,
  Nothing<Invented<InstanceType<(typeof double)['Menu']>, Electron.Menu>>,
  Nothing<Invented<InstanceType<(typeof double)['MenuItem']>, Electron.MenuItem>>,
  Nothing<Invented<InstanceType<(typeof double)['Notification']>, Electron.Notification>>,
  Nothing<Answers<(typeof double)['app'], Electron.App>>,
  Nothing<Answers<InstanceType<(typeof double)['BrowserWindow']>, Electron.BrowserWindow>>,
  Nothing<Answers<InstanceType<(typeof double)['BrowserWindow']>['webContents'], Electron.WebContents>>,
  Nothing<Answers<(typeof double)['ipcMain'], Electron.IpcMain>>,
  Nothing<Answers<(typeof double)['clipboard'], Electron.Clipboard>>,
  Nothing<Answers<(typeof double)['shell'], Electron.Shell>>,
  Nothing<Answers<(typeof double)['powerMonitor'], Electron.PowerMonitor>>,
  Nothing<Answers<(typeof double)['systemPreferences'], Electron.SystemPreferences>>,
  Nothing<Answers<NativeImage, Electron.NativeImage>>,
]
