// Decides whether a call comes from the one page that may call: the main frame of a window of ours, on our origin.
// It must refuse whatever it cannot read, and never answer yes by default.
import type { IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron'

/** The part of Electron's event that the decision rests on. */
export interface SenderEvent {
  readonly senderFrame: Pick<WebFrameMain, 'url' | 'origin' | 'parent' | 'processId' | 'routingId'> | null
  readonly sender: Pick<WebContents, 'id'> & {
    readonly mainFrame: Pick<WebFrameMain, 'processId' | 'routingId'>
  }
}
/** Electron's own event must remain good enough for us. */
export type ElectronsEventFits = IpcMainInvokeEvent extends SenderEvent ? true : never

/** `scheme://host[:port]` of an address; undefined when it has none, or carries a user name. */
export function originOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  // URL.origin says "null" for schemes it does not know, so the parts are put together here.
  const { protocol, host, username, password } = new URL(url)
  return host === '' || username !== '' || password !== '' ? undefined : `${protocol}//${host}`
}

/**
 * Whether `event` was sent by the main frame of a window of ours that shows our own page.
 * @param origin exactly `app://bursar`, or the development server's when unpackaged
 * @param isOurs whether the id belongs to a window that we made
 */
export function isTrustedSender(
  event: SenderEvent,
  origin: string,
  isOurs: (webContentsId: number) => boolean,
): boolean {
  try {
    const frame = event.senderFrame
    if (frame === null || frame.parent !== null || !isOurs(event.sender.id)) return false
    const main = event.sender.mainFrame
    if (frame.processId !== main.processId || frame.routingId !== main.routingId) return false
    return frame.origin === origin && originOf(frame.url) === origin
  } catch {
    // A frame that was disposed throws at every look: whoever sent this is gone.
    return false
  }
}
