// Serves the built page at app://bursar/ from a closed list of files, each answer with the security headers.
// It must never turn an address into a path: what was not listed when we looked does not exist.
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { appOrigin } from './origin.ts'
import { securityHeaders } from './security-headers.ts'

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/vnd.microsoft.icon',
  '.woff2': 'font/woff2',
}

/** Every regular file under `root` that we know how to serve: address path to file. Links are not followed. */
export async function listAssets(root: string): Promise<Map<string, string>> {
  const assets = new Map<string, string>()
  async function visit(folder: string, address: string): Promise<void> {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const file = join(folder, entry.name)
      if (entry.isDirectory()) await visit(file, `${address}${entry.name}/`)
      else if (entry.isFile() && extname(entry.name) in mediaTypes) assets.set(address + entry.name, file)
    }
  }
  await visit(root, '/')
  return assets
}

/**
 * The listed address that a request asks for; undefined when there is none. A path without an extension is a place
 * inside the page (`/payments/pi_1`) and is answered with the page itself.
 */
function findAsset(url: string, assets: ReadonlyMap<string, string>): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, host, username, password, pathname } = new URL(url)
  if (`${protocol}//${host}` !== appOrigin || username !== '' || password !== '') return undefined
  if (assets.has(pathname)) return pathname
  const isPlace = /^\/(?:[\w-]+(?:\/[\w-]+)*\/?)?$/.test(pathname)
  return isPlace && assets.has('/index.html') ? '/index.html' : undefined
}

/** A handler for `protocol.handle('app', …)` that serves `root` (out/renderer) and nothing else. */
export function serveApp(root: string): (request: Request) => Promise<Response> {
  let listed: Promise<Map<string, string>> | undefined
  const refuse = (status: number): Response => new Response(null, { status, headers: securityHeaders })

  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
    listed ??= listAssets(root)
    const assets = await listed
    const address = findAsset(request.url, assets)
    const file = address === undefined ? undefined : assets.get(address)
    if (file === undefined) return refuse(404)
    const type = mediaTypes[extname(file)] ?? 'application/octet-stream'
    const body = request.method === 'HEAD' ? null : new Uint8Array(await readFile(file))
    return new Response(body, { status: 200, headers: { ...securityHeaders, 'Content-Type': type } })
  }
}
