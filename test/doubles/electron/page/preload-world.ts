// The isolated world in which a preload script runs: its `require('electron')` and its line to the host. It gives no Node and leaves no global.
import type { WireKey } from '../wire.ts'
import type { Bridge } from './bridge.ts'
import type { Codec } from './codec.ts'

/** What a page's isolated world says to the host. */
export type FromPage =
  | { kind: 'invoke'; id: number; channel: string; args: unknown[] }
  | { kind: 'send'; channel: string; args: unknown[] }
  | { kind: 'open'; url: string; frameName: string; features: string }
  | { kind: 'key'; key: WireKey }
  | { kind: 'title'; title: string }
  | { kind: 'preload-error'; message: string }

/** What the host says to it. */
export type ToPage =
  | { kind: 'answer'; id: number; ok: true; value: unknown }
  | { kind: 'answer'; id: number; ok: false; message: string }
  | { kind: 'push'; channel: string; args: unknown[] }

export interface PreloadWorld {
  require(name: string): unknown
  failed(thrown: unknown): void
}

/** Self-contained: its source text is evaluated in pages. `deliverKey` names the symbol under which the host finds the ear of this world. */
export function createPreloadWorld(
  codec: Codec,
  bridge: Bridge,
  tell: (text: string) => void,
  deliverKey: string,
): PreloadWorld {
  type Listener = (event: object, ...args: unknown[]) => void
  const say = (message: FromPage): void => tell(codec.encode(message))
  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (reason: Error) => void; channel: string }
  >()
  const listeners = new Map<string, { listener: Listener; once: boolean }[]>()
  const exposed = new Set<string>()
  let lastId = 0

  const deliver = (text: string): void => {
    const message = codec.decode(text) as ToPage
    if (message.kind === 'push') {
      const interested = listeners.get(message.channel) ?? []
      listeners.set(
        message.channel,
        interested.filter(({ once }) => !once),
      )
      for (const { listener } of interested) listener({ sender: ipcRenderer, ports: [] }, ...message.args)
      return
    }
    const question = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.ok) question?.resolve(message.value)
    else question?.reject(new Error(`Error invoking remote method '${question.channel}': ${message.message}`))
  }
  Object.defineProperty(globalThis, Symbol.for(deliverKey), { value: deliver })

  const listen = (once: boolean) => (channel: string, listener: Listener) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }])
    return ipcRenderer
  }
  const unlisten = (channel: string, listener: Listener) => {
    const list = [...(listeners.get(channel) ?? [])]
    const at = list.findLastIndex((each) => each.listener === listener)
    if (at >= 0) list.splice(at, 1)
    listeners.set(channel, list)
    return ipcRenderer
  }

  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        say({ kind: 'invoke', id, channel, args })
        waiting.set(id, { resolve, reject, channel })
      }),
    send: (channel: string, ...args: unknown[]) => say({ kind: 'send', channel, args }),
    on: listen(false),
    addListener: listen(false),
    once: listen(true),
    off: unlisten,
    removeListener: unlisten,
    removeAllListeners: (channel: string) => {
      listeners.delete(channel)
      return ipcRenderer
    },
  }

  const contextBridge = {
    exposeInMainWorld: (name: string, api: unknown) => {
      if (exposed.has(name))
        throw new Error('Cannot bind an API on top of an existing property on the window object')
      exposed.add(name)
      bridge.offer(name, api)
    },
  }

  let zoom = 1
  const webFrame = {
    setZoomFactor: (factor: number) => {
      zoom = factor
      document.documentElement.style.setProperty('zoom', String(factor))
    },
    getZoomFactor: () => zoom,
  }

  // The page's own handlers come first; what they leave is offered to the app's menu.
  const key = (type: WireKey['type']) => (event: KeyboardEvent) =>
    setTimeout(() => {
      const { key: name, code, shiftKey: shift, ctrlKey: control, altKey: alt, metaKey: meta, repeat } = event
      say({
        kind: 'key',
        key: { type, key: name, code, shift, control, alt, meta, repeat, handled: event.defaultPrevented },
      })
    }, 0)
  addEventListener('keydown', key('keyDown'))

  // The title that a page comes with is told by the host; here, what it calls itself later.
  addEventListener('DOMContentLoaded', () => {
    let { title } = document
    new MutationObserver(() => {
      if (document.title === title) return
      title = document.title
      say({ kind: 'title', title })
    }).observe(document.head, { subtree: true, childList: true, characterData: true })
  })

  return {
    require: (name) => {
      if (name === 'electron' || name === 'electron/renderer') return { contextBridge, ipcRenderer, webFrame }
      throw new Error(`module not found: ${name}`)
    },
    failed: (thrown) =>
      say({
        kind: 'preload-error',
        message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
      }),
  }
}
