// Puts every request of every page to the app's process and fulfils what it answers. A request nobody answers is aborted: there is no network.
import type { Request as PageRequest, Route } from 'playwright-core'
import type { Remote } from '../rpc.ts'
import type { AppMethods, WireResponse } from '../wire.ts'
import type { Addresses } from './addresses.ts'

export interface RefusedRequest {
  url: string
  /** `app`: one of its own rules refused. `double`: only the missing network did, so real Electron would have let it through. */
  by: 'app' | 'double'
  reason: string
}

export interface Asker {
  windowId: number
  /** CDP's id of the frame that asks, or null when it is not known. */
  frameId: string | null
  mainFrame: boolean
  /** True once for a load that the app itself began. */
  startedByApp(url: string): boolean
}

export async function answerRequest(
  route: Route,
  asker: Asker | null,
  app: Remote<AppMethods>,
  addresses: Addresses,
  refused: RefusedRequest[],
): Promise<void> {
  const request = route.request()
  const navigation = request.isNavigationRequest()
  const url = addresses.toApp(request.url())
  let answer: WireResponse
  if (asker === null) answer = { kind: 'refused', by: 'double', reason: 'not a page of any window' }
  else {
    const startedByApp =
      navigation &&
      asker.mainFrame &&
      (asker.startedByApp(request.url()) || request.redirectedFrom() !== null)
    try {
      answer = await app.ask('serve', {
        windowId: asker.windowId,
        frameId: asker.frameId,
        url,
        method: request.method(),
        headers: headersOf(request, addresses),
        body: bodyOf(request),
        resourceType: request.resourceType(),
        navigation: navigation ? { mainFrame: asker.mainFrame, startedByApp } : null,
      })
    } catch (thrown) {
      answer = { kind: 'refused', by: 'app', reason: `its handler threw: ${String(thrown)}` }
    }
  }

  if (answer.kind === 'refused') {
    refused.push({ url, by: answer.by, reason: answer.reason })
    if (asker === null && navigation) {
      // A page that a page opened. Refused, it would stay for ever as a blank target; with an empty document it shows up and is closed.
      await route.fulfill({ status: 200, contentType: 'text/html', body: '' })
      return
    }
    // `aborted` leaves the page where it is; a navigation that failed otherwise would show Chromium's error page.
    await route.abort(navigation ? 'aborted' : 'blockedbyclient')
    return
  }
  const headers: Record<string, string> = {}
  for (const [name, value] of answer.headers) {
    const translated = addresses.headerToChromium(name.toLowerCase(), value)
    headers[name] = headers[name] === undefined ? translated : `${headers[name]}, ${translated}`
  }
  await route.fulfill({ status: answer.status, headers, body: Buffer.from(answer.body) })
}

function headersOf(request: PageRequest, addresses: Addresses): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers())
      .filter(([name]) => !name.startsWith(':'))
      .map(([name, value]) => [name, addresses.toApp(value)]),
  )
}

function bodyOf(request: PageRequest): Uint8Array<ArrayBuffer> | null {
  const body = request.postDataBuffer()
  return body === null ? null : new Uint8Array(body)
}
