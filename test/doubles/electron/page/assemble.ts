// Puts together the two scripts a page starts with, from the source text of the files beside this one. Runs in the host, never in a page.
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'

const sources = new Map<string, string>()

/** A function of a file beside this one as an expression in plain JavaScript. Its text, not `toString()`: a test runner rewrites functions. */
function source(file: string): string {
  const known = sources.get(file)
  if (known !== undefined) return known
  const text = withoutTypes(readFileSync(new URL(file, import.meta.url), 'utf8'))
  const expression = `(${text.slice(text.indexOf('export function') + 'export '.length)})`
  sources.set(file, expression)
  return expression
}

/** Node warns once that this function is experimental; an operator who starts the app can do nothing about it. */
function withoutTypes(text: string): string {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return stripTypeScriptTypes(text)
  } finally {
    process.emitWarning = emitWarning
  }
}

export interface PageScripts {
  /** For every frame's isolated world; acts in the main frame only. */
  isolated: string
  /** For every frame's own world; acts in the main frame only. */
  page: string
}

export interface PageScriptOptions {
  token: string
  binding: string
  /** Source text of the preload script, or null. */
  preload: string | null
  additionalArguments: string[]
}

export const deliverKey = (token: string): string => `${token}:deliver`

export function pageScripts({
  token,
  binding,
  preload,
  additionalArguments,
}: PageScriptOptions): PageScripts {
  const text = JSON.stringify
  const sandboxedProcess = {
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    isMainFrame: true,
    platform: process.platform,
    arch: process.arch,
    versions: { electron: process.versions['electron'] ?? '', chrome: '', node: '' },
    argv: additionalArguments,
    env: {},
  }
  const isolated = `(() => {
    const tell = globalThis[${text(binding)}]
    delete globalThis[${text(binding)}]
    if (globalThis.parent !== globalThis) return
    const codec = ${source('./codec.ts')}()
    const bridge = ${source('./bridge.ts')}(${text(token)}, 'preload', () => {})
    bridge.offer(${text(token)}, (url, frameName, features) => tell(codec.encode({ kind: 'open', url, frameName, features })))
    const world = ${source('./preload-world.ts')}(codec, bridge, tell, ${text(deliverKey(token))})
    try {
      const module = { exports: {} }
      ;(function (require, module, exports, process, global) {
${preload ?? ''}
      }).call(undefined, world.require, module, module.exports, ${text(sandboxedProcess)}, globalThis)
    } catch (thrown) {
      world.failed(thrown)
    }
  })()`

  // window.open answers null, as it does where an app's handler denies; the handler hears of it.
  const page = `(() => {
    if (globalThis.parent !== globalThis) return
    const { defineProperty } = Object
    const resolve = (url) => { try { return new URL(url, document.baseURI).href } catch { return String(url) } }
    ${source('./bridge.ts')}(${text(token)}, 'page', (name, api) => {
      if (name !== ${text(token)}) {
        if (name in globalThis) throw new Error('Cannot bind an API on top of an existing property on the window object')
        defineProperty(globalThis, name, { value: api, enumerable: true, writable: false, configurable: false })
        return
      }
      globalThis.open = function open(url = '', name = '', features = '') {
        api(url === '' ? 'about:blank' : resolve(url), String(name), String(features))
        return null
      }.bind(null)
      defineProperty(globalThis.open, 'name', { value: 'open' })
    })
  })()`
  return { isolated, page }
}
