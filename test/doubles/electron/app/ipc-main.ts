// ipcMain: hands a page's message to the app with a true sender. It checks nothing, because checking is what the app is tested for.
import type { ForgedFrame, InvokeAnswer } from '../wire.ts'
import { host, offer } from './channel.ts'
import { EventEmitter } from 'node:events'
import type { WebFrameMain } from './frames.ts'
import { webContents, type WebContents } from './web-contents.ts'

export interface IpcMainInvokeEvent {
  readonly type: 'frame'
  readonly sender: WebContents
  readonly senderFrame: WebFrameMain | null
  readonly frameId: number
  readonly processId: number
}

export interface IpcMainEvent extends IpcMainInvokeEvent {
  reply(channel: string, ...args: unknown[]): void
}

/** As in Electron, arguments are whatever the page sent: `unknown`, until the app has parsed them. */
type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown
type Listener = (event: IpcMainEvent, ...args: unknown[]) => void

const handlers = new Map<string, Handler>()
const bus = new EventEmitter()

export interface IpcMain {
  handle(channel: string, handler: Handler): void
  handleOnce(channel: string, handler: Handler): void
  removeHandler(channel: string): void
  on(channel: string, listener: Listener): this
  once(channel: string, listener: Listener): this
  off(channel: string, listener: Listener): this
  removeListener(channel: string, listener: Listener): this
  removeAllListeners(channel?: string): this
}

export const ipcMain: IpcMain = {
  handle: (channel, handler) => {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  },
  handleOnce: (channel, handler) => {
    ipcMain.handle(channel, (event, ...args) => {
      handlers.delete(channel)
      return handler(event, ...args)
    })
  },
  removeHandler: (channel) => {
    handlers.delete(channel)
  },
  on: (channel, listener) => {
    bus.on(channel, listener)
    return ipcMain
  },
  once: (channel, listener) => {
    bus.once(channel, listener)
    return ipcMain
  },
  off: (channel, listener) => {
    bus.off(channel, listener)
    return ipcMain
  },
  removeListener: (channel, listener) => ipcMain.off(channel, listener),
  removeAllListeners: (channel) => {
    bus.removeAllListeners(channel)
    return ipcMain
  },
}

async function invoke(
  id: number,
  senderFrame: WebFrameMain | null,
  channel: string,
  args: unknown[],
): Promise<InvokeAnswer> {
  const sender = webContents.fromId(id)
  const handler = handlers.get(channel)
  if (!sender || !handler) return { ok: false, message: `Error: No handler registered for '${channel}'` }
  try {
    return { ok: true, value: structuredClone(await handler(eventOf(sender, senderFrame), ...args)) }
  } catch (thrown) {
    return { ok: false, message: String(thrown) }
  }
}

function send(id: number, senderFrame: WebFrameMain | null, channel: string, args: unknown[]): void {
  const sender = webContents.fromId(id)
  if (!sender) return
  bus.emit(
    channel,
    {
      ...eventOf(sender, senderFrame),
      reply: (to: string, ...values: unknown[]) => host.tell('push', id, to, structuredClone(values)),
    },
    ...args,
  )
}

const eventOf = (sender: WebContents, senderFrame: WebFrameMain | null): IpcMainInvokeEvent => ({
  type: 'frame',
  sender,
  senderFrame,
  frameId: senderFrame?.routingId ?? -1,
  processId: senderFrame?.processId ?? -1,
})

const frameOf = (id: number, frameId: string | null): WebFrameMain | null =>
  webContents.fromId(id)?.framesOfTheDouble.find(frameId) ?? null

const forgedFrame = (id: number, description: ForgedFrame): WebFrameMain | null =>
  webContents.fromId(id)?.framesOfTheDouble.forge(description) ?? null

offer({
  invoke: (id, frameId, channel, args) => invoke(id, frameOf(id, frameId), channel, args),
  send: (id, frameId, channel, args) => send(id, frameOf(id, frameId), channel, args),
  forge: (id, frame, channel, args, expects) => {
    if (expects === 'answer') return invoke(id, forgedFrame(id, frame), channel, args)
    send(id, forgedFrame(id, frame), channel, args)
    return Promise.resolve({ ok: true, value: undefined })
  },
})
