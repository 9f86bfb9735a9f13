// Lays the app's answers about permissions on Chromium, so that a page gets exactly what the app's handlers grant. Asked before each load.
import type { CDPSession } from 'playwright-core'
import type { Remote } from '../rpc.ts'
import type { AppMethods } from '../wire.ts'

interface Descriptor {
  name: string
  sysex?: boolean
  allowWithoutSanitization?: boolean
}

/** Electron's names, as Chromium's. `media` is both devices. */
const descriptors: Record<string, Descriptor[]> = {
  'clipboard-read': [{ name: 'clipboard-read' }],
  'clipboard-sanitized-write': [{ name: 'clipboard-write' }],
  'display-capture': [{ name: 'display-capture' }],
  geolocation: [{ name: 'geolocation' }],
  'idle-detection': [{ name: 'idle-detection' }],
  media: [{ name: 'camera' }, { name: 'microphone' }],
  midi: [{ name: 'midi' }],
  midiSysex: [{ name: 'midi', sysex: true }],
  notifications: [{ name: 'notifications' }],
  'storage-access': [{ name: 'storage-access' }],
  'window-management': [{ name: 'window-management' }],
}

export async function grantPermissions(
  cdp: CDPSession,
  app: Remote<AppMethods>,
  id: number,
  url: string,
  target: string,
): Promise<void> {
  const granted = new Set(await app.ask('permissions', id, url))
  const { origin } = new URL(target)
  if (origin === 'null') return
  await Promise.all(
    Object.entries(descriptors).flatMap(([permission, list]) =>
      list.map((descriptor) =>
        cdp
          .send('Browser.setPermission', {
            permission: descriptor,
            setting: granted.has(permission) ? 'granted' : 'denied',
            origin,
          })
          // A Chromium without this permission has nothing to grant.
          .catch(() => {}),
      ),
    ),
  )
}
