// The shapes a page's events carry, as Electron names them. Data only.
import type { WireKey } from '../wire.ts'
import type { WebFrameMain } from './frames.ts'

export interface NavigationDetails {
  url: string
  isSameDocument: boolean
  isMainFrame: boolean
  frame: WebFrameMain | null
  initiator?: WebFrameMain | null
}

export interface RenderProcessGoneDetails {
  reason:
    | 'clean-exit'
    | 'abnormal-exit'
    | 'killed'
    | 'crashed'
    | 'oom'
    | 'launch-failed'
    | 'integrity-failure'
    | 'memory-eviction'
  exitCode: number
}

export interface Input {
  type: string
  key: string
  code: string
  isAutoRepeat: boolean
  isComposing: boolean
  shift: boolean
  control: boolean
  alt: boolean
  meta: boolean
  location: number
  modifiers: string[]
}

export interface HandlerDetails {
  url: string
  frameName: string
  features: string
  disposition: 'default' | 'foreground-tab' | 'background-tab' | 'new-window' | 'other'
  referrer: { url: string; policy: 'default' | 'strict-origin-when-cross-origin' }
}

/** Only refusing is covered: a double that opened windows by itself would hide a hole. */
export interface WindowOpenHandlerResponse {
  action: 'deny'
}

export function inputOf(key: WireKey): Input {
  const { type, shift, control, alt, meta } = key
  const modifiers = Object.entries({ shift, control, alt, meta }).flatMap(([name, held]) =>
    held ? [name] : [],
  )
  return {
    type,
    key: key.key,
    code: key.code,
    isAutoRepeat: key.repeat,
    isComposing: false,
    shift,
    control,
    alt,
    meta,
    location: 0,
    modifiers,
  }
}
