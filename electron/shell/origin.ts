// Our own address, and which addresses the page may ask for.
// It must stay a set of pure functions: every rule here is attacked by a table of cases.

export const appScheme = 'app'
export const appOrigin = 'app://bursar'

/** How Chromium treats our scheme: like https, with an origin of its own. It bypasses no policy. */
export const appSchemePrivileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }

function partsOf(url: string): { protocol: string; host: string; anonymous: boolean } | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, host, username, password } = new URL(url)
  return { protocol, host, anonymous: username === '' && password === '' }
}

/** Whether `url` lies on `origin` (`app://bursar`, or the development server's when unpackaged). */
export function isOnOrigin(url: string, origin: string): boolean {
  const parts = partsOf(url)
  return parts !== undefined && parts.anonymous && `${parts.protocol}//${parts.host}` === origin
}

/**
 * Whether the session may fetch `url` at all. In a packaged Bursar that is our own origin and nothing else: every byte
 * from Stripe comes through the engine. Unpackaged, also the development server, its socket, and the developer tools.
 */
export function mayRequest(url: string, origin: string, packaged: boolean): boolean {
  if (isOnOrigin(url, origin)) return true
  if (packaged) return false
  return url.startsWith('devtools://') || isOnOrigin(url, origin.replace(/^http/, 'ws'))
}

/**
 * Where the page is loaded from: the development server only when unpackaged and only on loopback.
 * @param developmentUrl ELECTRON_RENDERER_URL as the dev command sets it
 */
export function pageOrigin(developmentUrl: string | undefined, packaged: boolean): string {
  if (packaged || developmentUrl === undefined || !URL.canParse(developmentUrl)) return appOrigin
  const { protocol, hostname, origin } = new URL(developmentUrl)
  const loopback = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
  return protocol === 'http:' && loopback ? origin : appOrigin
}
