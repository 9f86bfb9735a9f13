// The types an app may import from electron under the double. A type it lacks fails the check of the shell, like a function it lacks.
export type { App } from './app/application.ts'
export type { BrowserWindowConstructorOptions, Rectangle, WebPreferences } from './app/window-options.ts'
export type {
  Display,
  FileFilter,
  MessageBoxOptions,
  MessageBoxReturnValue,
  NotificationConstructorOptions,
  OpenDialogOptions,
  OpenDialogReturnValue,
  SaveDialogOptions,
  SaveDialogReturnValue,
} from './app/desktop.ts'
export type { PreventableEvent as Event } from './app/emitter.ts'
export type { WebFrameMain } from './app/frames.ts'
export type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from './app/ipc-main.ts'
export type { KeyboardEvent, MenuItemConstructorOptions } from './app/menu.ts'
export type { ContextBridge, IpcRenderer, IpcRendererEvent, WebFrame } from './app/preload-only.ts'
export type { NativeImage } from './app/native-image.ts'
export type { CustomScheme, Protocol } from './app/protocol.ts'
export type {
  CallbackResponse,
  HeadersReceivedResponse,
  OnBeforeRequestDetails,
  OnHeadersReceivedDetails,
  Session,
  WebRequest,
} from './app/session.ts'
export type {
  HandlerDetails,
  Input,
  RenderProcessGoneDetails,
  WindowOpenHandlerResponse,
} from './app/page-details.ts'
export type { NativeTheme, PowerMonitor } from './app/desktop.ts'
export type { WebContents } from './app/web-contents.ts'
