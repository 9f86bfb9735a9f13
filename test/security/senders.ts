// Senders for attacks on the registrar: our own page, and everything that pretends to be it.
import type { SenderEvent } from '../../electron/ipc/sender.ts'

type Frame = NonNullable<SenderEvent['senderFrame']>

export const origin = 'app://bursar'
export const ourWindow = 7

const mainFrame = { processId: 4, routingId: 1 }

export function frameAt(url: string, frameOrigin: string, parent: object | null = null): Frame {
  return { ...mainFrame, url, origin: frameOrigin, parent: parent as Frame['parent'] }
}

export function from(senderFrame: Frame | null, windowId = ourWindow): SenderEvent {
  return { senderFrame, sender: { id: windowId, mainFrame } }
}

export const trusted = (): SenderEvent => from(frameAt('app://bursar/#/payments', origin))

/** A frame that was disposed: every look at it throws, as Electron's does. */
export const disposedFrame = new Proxy({} as Frame, {
  get() {
    throw new Error('Render frame was disposed before WebFrameMain could be accessed')
  },
})

const foreign: [url: string, origin: string][] = [
  ['https://evil.example/', 'https://evil.example'],
  ['app://bursar.evil/', 'app://bursar.evil'],
  ['app://bursar:1/', 'app://bursar:1'],
  ['app://evil@bursar/', 'app://bursar'],
  ['app://BURSAR/', 'app://BURSAR'],
  ['apps://bursar/', 'apps://bursar'],
  ['http://bursar/', 'http://bursar'],
  ['file:///etc/passwd', 'file://'],
  ['file://bursar/', 'file://bursar'],
  ['about:blank', 'null'],
  // about:blank and srcdoc inherit the opener's origin: the address gives them away.
  ['about:blank', 'app://bursar'],
  ['about:srcdoc', 'app://bursar'],
  ['data:text/html,<script>1</script>', 'null'],
  ['blob:app://bursar/5f3e', 'app://bursar'],
  ['javascript:0', 'app://bursar'],
  ['devtools://devtools/bundled/inspector.html', 'devtools://devtools'],
  ['chrome-extension://aaaa/page.html', 'chrome-extension://aaaa'],
  // Either half alone is not enough: after a navigation the two may disagree.
  ['app://bursar/', 'https://evil.example'],
  ['https://evil.example/', 'app://bursar'],
  ['app://bursar/', 'null'],
  ['', ''],
  ['not an address', 'app://bursar'],
]

/** Every sender that must be refused, by name. */
export const strangers: [name: string, event: SenderEvent][] = [
  ...foreign.map(([url, frameOrigin]): [string, SenderEvent] => [
    `${url || 'no address'} (${frameOrigin || 'no origin'})`,
    from(frameAt(url, frameOrigin)),
  ]),
  ['no frame', from(null)],
  ['a child frame on our origin', from(frameAt('app://bursar/', origin, mainFrame))],
  ['a frame that was disposed', from(disposedFrame)],
  ['a window that is not ours', from(frameAt('app://bursar/', origin), 8)],
  ['another frame of our process', from({ ...frameAt('app://bursar/', origin), routingId: 2 })],
  ['the same frame number in another process', from({ ...frameAt('app://bursar/', origin), processId: 5 })],
]
