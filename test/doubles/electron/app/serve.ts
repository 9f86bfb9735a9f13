// Answers every request a page makes: the app's navigation and request rules first, then its scheme handler. Nothing else has a network.
import type { WireRequest, WireResponse } from '../wire.ts'
import { offer } from './channel.ts'
import { handlerOf } from './protocol.ts'
import { sessionRules } from './session.ts'
import { webContents } from './web-contents.ts'

const refusedByApp = (reason: string): WireResponse => ({ kind: 'refused', by: 'app', reason })

async function serve(request: WireRequest): Promise<WireResponse> {
  const page = webContents.fromId(request.windowId)
  if (!page) return { kind: 'refused', by: 'double', reason: 'the window is gone' }
  const { navigation, url } = request
  if (navigation && !navigation.startedByApp && !page.mayNavigate(url, request.frameId))
    return refusedByApp('will-navigate')

  const rule = await sessionRules.beforeRequest({
    id: 0,
    url,
    method: request.method,
    webContentsId: request.windowId,
    frame: page.framesOfTheDouble.find(request.frameId),
    resourceType:
      resourceTypes[request.resourceType] ?? (navigation && !navigation.mainFrame ? 'subFrame' : 'other'),
    referrer: request.headers['referer'] ?? '',
    timestamp: Date.now(),
  })
  if (rule.cancel) return refusedByApp('webRequest')
  if (rule.redirectURL !== undefined)
    return {
      kind: 'response',
      status: 307,
      headers: [['location', rule.redirectURL]],
      body: new Uint8Array(),
    }

  const handler = handlerOf(new URL(url).protocol.slice(0, -1))
  if (!handler) return { kind: 'refused', by: 'double', reason: 'the double has no network' }
  const response = await handler(
    new Request(url, {
      method: request.method,
      headers: request.headers,
      ...(request.body && { body: request.body }),
    }),
  )
  const location = response.headers.get('location')
  if (navigation && location !== null && response.status >= 300 && response.status < 400)
    if (!page.mayRedirect(new URL(location, url).href, navigation.mainFrame))
      return refusedByApp('will-redirect')
  if (response.type === 'error') return refusedByApp('Response.error()')
  return {
    kind: 'response',
    status: response.status,
    headers: [...response.headers],
    body: new Uint8Array(await response.arrayBuffer()),
  }
}

const resourceTypes: Record<string, string | undefined> = {
  stylesheet: 'stylesheet',
  script: 'script',
  image: 'image',
  font: 'font',
  media: 'media',
  xhr: 'xhr',
  fetch: 'xhr',
  websocket: 'webSocket',
  ping: 'ping',
}

/** Electron's names of what a page can be granted. Each is put to the app's handlers before its page first loads. */
export const permissionNames = [
  'clipboard-read',
  'clipboard-sanitized-write',
  'display-capture',
  'geolocation',
  'idle-detection',
  'media',
  'midi',
  'midiSysex',
  'notifications',
  'storage-access',
  'window-management',
] as const

offer({
  serve,
  windowOpen: (id, details) =>
    webContents.fromId(id)?.answerWindowOpen({
      ...details,
      disposition: details.features === '' ? 'foreground-tab' : 'new-window',
      referrer: { url: '', policy: 'strict-origin-when-cross-origin' },
    }) ?? 'deny',
  mayDownload: (id, url, filename) => {
    const page = webContents.fromId(id)
    return page !== undefined && sessionRules.mayDownload(page, url, filename)
  },
  permissions: async (id, url) => {
    const page = webContents.fromId(id)
    if (!page) return []
    const granted = await Promise.all(permissionNames.map((name) => sessionRules.grants(page, name, url)))
    return permissionNames.filter((_name, index) => granted[index])
  },
})
