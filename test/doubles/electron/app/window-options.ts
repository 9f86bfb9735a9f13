// What a window may be made with. An option the double lacks does not compile; one that weakens a page's confinement is refused.
import type { Bounds } from '../wire.ts'

export type Rectangle = Bounds

export interface WebPreferences {
  preload?: string
  contextIsolation?: boolean
  sandbox?: boolean
  nodeIntegration?: boolean
  nodeIntegrationInWorker?: boolean
  nodeIntegrationInSubFrames?: boolean
  webSecurity?: boolean
  allowRunningInsecureContent?: boolean
  experimentalFeatures?: boolean
  enableBlinkFeatures?: string
  webviewTag?: boolean
  navigateOnDragDrop?: boolean
  spellcheck?: boolean
  devTools?: boolean
  disableDialogs?: boolean
  safeDialogs?: boolean
  autoplayPolicy?: 'no-user-gesture-required' | 'user-gesture-required' | 'document-user-activation-required'
  additionalArguments?: string[]
  backgroundThrottling?: boolean
  enableWebSQL?: boolean
  images?: boolean
  plugins?: boolean
  v8CacheOptions?: 'none' | 'code' | 'bypassHeatCheck' | 'bypassHeatCheckAndEagerCompile'
  zoomFactor?: number
}

export interface BrowserWindowConstructorOptions {
  x?: number
  y?: number
  width?: number
  height?: number
  minWidth?: number
  minHeight?: number
  show?: boolean
  center?: boolean
  resizable?: boolean
  fullscreen?: boolean
  fullscreenable?: boolean
  title?: string
  icon?: string
  frame?: boolean
  autoHideMenuBar?: boolean
  backgroundColor?: string
  darkTheme?: boolean
  titleBarStyle?: 'default' | 'hidden' | 'hiddenInset' | 'customButtonsOnHover'
  trafficLightPosition?: { x: number; y: number }
  tabbingIdentifier?: string
  useContentSize?: boolean
  webPreferences?: WebPreferences
}

/** The double gives every page a sandbox and an isolated preload: an app that asks for less must not look as if it got more. */
export function refuseWeakPreferences(given: WebPreferences): void {
  const wanted: [keyof WebPreferences, unknown][] = [
    ['contextIsolation', true],
    ['sandbox', true],
    ['nodeIntegration', false],
    ['nodeIntegrationInWorker', false],
    ['nodeIntegrationInSubFrames', false],
    ['webSecurity', true],
    ['allowRunningInsecureContent', false],
    ['webviewTag', false],
    ['experimentalFeatures', false],
  ]
  for (const [name, value] of wanted)
    if (given[name] !== undefined && given[name] !== value)
      throw new Error(`The Electron double has no window with ${name}: ${String(given[name])}`)
}
