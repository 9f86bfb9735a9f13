// The rules an app lays on its pages: permissions and requests. The double asks them; it has no session storage of its own.
import type { WebContents } from './web-contents.ts'
import { preventable, type PreventableEvent } from './emitter.ts'
import { protocol, type Protocol } from './protocol.ts'

export interface PermissionDetails {
  requestingUrl: string
  isMainFrame: boolean
  embeddingOrigin?: string
  securityOrigin?: string
  mediaType?: string
  mediaTypes?: string[]
  externalURL?: string
}

export interface DevicePermissionDetails {
  deviceType: 'hid' | 'serial' | 'usb'
  origin: string
}

export interface OnBeforeRequestDetails {
  id: number
  url: string
  method: string
  webContentsId?: number
  frame?: object | null
  resourceType: string
  referrer: string
  timestamp: number
}

export interface OnHeadersReceivedDetails extends OnBeforeRequestDetails {
  statusLine: string
  statusCode: number
  responseHeaders?: Record<string, string[]>
}

export interface CallbackResponse {
  cancel?: boolean
  redirectURL?: string
}

export interface HeadersReceivedResponse {
  cancel?: boolean
  responseHeaders?: Record<string, string | string[]>
  statusLine?: string
}

export interface DownloadItem {
  getURL(): string
  getFilename(): string
}

export interface WebRequestFilter {
  urls: string[]
}

type RequestHandler = (
  webContents: WebContents,
  permission: string,
  callback: (granted: boolean) => void,
  details: PermissionDetails,
) => void
type CheckHandler = (
  webContents: WebContents | null,
  permission: string,
  origin: string,
  details: PermissionDetails,
) => boolean
type DeviceHandler = (details: DevicePermissionDetails) => boolean
type WillDownload = (event: PreventableEvent, item: DownloadItem, webContents: WebContents) => void
type BeforeRequest = (details: OnBeforeRequestDetails, callback: (response: CallbackResponse) => void) => void
type HeadersReceived = (
  details: OnHeadersReceivedDetails,
  callback: (response: HeadersReceivedResponse) => void,
) => void

export interface WebRequest {
  onBeforeRequest(filter: WebRequestFilter, listener: BeforeRequest | null): void
  onBeforeRequest(listener: BeforeRequest | null): void
  /** Kept, never called: nothing but the app's own scheme ever answers here, and Electron does not ask for that one either. */
  onHeadersReceived(filter: WebRequestFilter, listener: HeadersReceived | null): void
  onHeadersReceived(listener: HeadersReceived | null): void
}

export interface Session {
  readonly protocol: Protocol
  readonly webRequest: WebRequest
  setPermissionRequestHandler(handler: RequestHandler | null): void
  setPermissionCheckHandler(handler: CheckHandler | null): void
  setDevicePermissionHandler(handler: DeviceHandler | null): void
  setSpellCheckerEnabled(enabled: boolean): void
  setSpellCheckerLanguages(languages: string[]): void
  isPersistent(): boolean
  /** A download the app does not prevent is cancelled all the same, and noted: the double keeps no files. */
  clearStorageData(): Promise<void>
  clearCache(): Promise<void>
  on(event: 'will-download', listener: WillDownload): this
}

/** The double's own side of a session: the questions its requests and pages put to the app's rules. */
export interface SessionRules {
  grants(page: WebContents, permission: string, url: string): Promise<boolean>
  beforeRequest(details: OnBeforeRequestDetails): Promise<CallbackResponse>
  /** False when the app prevented it. */
  mayDownload(page: WebContents, url: string, filename: string): boolean
}

let lastRequestId = 0

function newSession(persistent: boolean): { session: Session; rules: SessionRules } {
  let request: RequestHandler | null = null
  let check: CheckHandler | null = null
  const downloads: WillDownload[] = []
  let before: { filter: WebRequestFilter | null; listener: BeforeRequest } | null = null

  const session: Session = {
    protocol,
    webRequest: {
      onBeforeRequest: (first: WebRequestFilter | BeforeRequest | null, second?: BeforeRequest | null) => {
        const listener = typeof first === 'function' ? first : (second ?? null)
        before = listener && { filter: typeof first === 'function' ? null : first, listener }
      },
      onHeadersReceived: () => {},
    },
    setPermissionRequestHandler: (handler) => {
      request = handler
    },
    setPermissionCheckHandler: (handler) => {
      check = handler
    },
    setDevicePermissionHandler: () => {},
    setSpellCheckerEnabled: () => {},
    setSpellCheckerLanguages: () => {},
    isPersistent: () => persistent,
    clearStorageData: () => Promise.resolve(),
    clearCache: () => Promise.resolve(),
    on: (_event, listener) => {
      downloads.push(listener)
      return session
    },
  }

  const rules: SessionRules = {
    mayDownload: (page, url, filename) => {
      const event = preventable({})
      for (const listener of downloads)
        listener(event, { getURL: () => url, getFilename: () => filename }, page)
      return !event.defaultPrevented
    },
    grants: async (page, permission, url) => {
      const details = { requestingUrl: url, isMainFrame: true, securityOrigin: url }
      if (check && !check(page, permission, url, details)) return false
      if (!request) return true
      const ask = request
      return new Promise((resolve) => ask(page, permission, resolve, details))
    },
    beforeRequest: async (details) => {
      const rule = before
      if (!rule || (rule.filter && !rule.filter.urls.some((pattern) => matches(pattern, details.url))))
        return {}
      return new Promise((resolve) => rule.listener({ ...details, id: ++lastRequestId }, resolve))
    },
  }
  return { session, rules }
}

/** Electron's URL patterns: `<all_urls>`, or a pattern in which `*` stands for anything. */
function matches(pattern: string, url: string): boolean {
  if (pattern === '<all_urls>') return true
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${escaped}$`).test(url)
}

const standard = newSession(true)
const partitions = new Map<string, Session>()

export const sessionRules: SessionRules = standard.rules

export const session = {
  defaultSession: standard.session,
  /** Every window of the double lives in the default session; a partition only keeps its own rules. */
  fromPartition: (partition: string): Session => {
    const known = partitions.get(partition) ?? newSession(partition.startsWith('persist:')).session
    partitions.set(partition, known)
    return known
  },
}
