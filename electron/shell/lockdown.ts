// Keeps every page where it is: no navigation away, no new windows, no webviews, no permissions, no requests elsewhere, and no say in
// whether its window closes.
// It must be applied to every webContents and session the app makes, including those nobody expected.
import type { Session, WebContents } from 'electron'
import { isOnOrigin, mayRequest } from './origin.ts'

/** What was refused, in one word for the log; never the address itself, which may carry what a page wants to leak. */
export type Blocked =
  'navigation' | 'redirect' | 'window' | 'webview' | 'unload' | 'permission' | 'request' | 'download'

type Confinable = Pick<WebContents, 'on' | 'setWindowOpenHandler' | 'setWebRTCIPHandlingPolicy'>

/** A peer connection asks neither the policy of the page nor the session; without a proxy this leaves it no datagrams. */
export const peerPolicy = 'disable_non_proxied_udp'

/**
 * Confines one webContents to `origin`.
 * Links to Stripe are opened through the contract's `link.open`, so nothing here ever opens one.
 */
export function confineContents(
  contents: Confinable,
  origin: string,
  onBlocked: (blocked: Blocked) => void,
): void {
  const stay =
    (blocked: Blocked) =>
    (details: { url: string; preventDefault(): void }): void => {
      if (isOnOrigin(details.url, origin)) return
      details.preventDefault()
      onBlocked(blocked)
    }
  contents.on('will-navigate', stay('navigation'))
  contents.on('will-frame-navigate', stay('navigation'))
  contents.on('will-redirect', stay('redirect'))
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    onBlocked('webview')
  })
  // Closing the window locks what is unlocked, and ends the app: no page may hold that up.
  contents.on('will-prevent-unload', (event) => {
    event.preventDefault()
    onBlocked('unload')
  })
  contents.setWebRTCIPHandlingPolicy(peerPolicy)
  contents.setWindowOpenHandler(() => {
    onBlocked('window')
    return { action: 'deny' }
  })
}

type Lockable = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setSpellCheckerEnabled'
> & { webRequest: Pick<Session['webRequest'], 'onBeforeRequest'>; on: Session['on'] }

/** Denies everything a session could be asked for, and cancels every request that is not for our own page. */
export function lockSession(
  session: Lockable,
  options: { origin: string; packaged: boolean; onBlocked: (blocked: Blocked) => void },
): void {
  const { origin, packaged, onBlocked } = options
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    onBlocked('permission')
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !mayRequest(details.url, origin, packaged)
    if (cancel) onBlocked('request')
    answer({ cancel })
  })
  session.on('will-download', (event) => {
    event.preventDefault()
    onBlocked('download')
  })
}
