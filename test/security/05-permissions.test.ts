// Checklist 5, handle session permission requests: whatever is asked for, the answer is no.
import { describe, expect, it } from 'vitest'
import { lockSession } from '../../electron/shell/lockdown.ts'
import { lockable } from './session.ts'

const permissions = [
  'clipboard-read',
  'clipboard-sanitized-write',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'hid',
  'idle-detection',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'notifications',
  'openExternal',
  'pointerLock',
  'serial',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'unknown',
  'usb',
  'window-management',
  'something-new',
]

function locked() {
  const fake = lockable()
  lockSession(fake.session, { origin: 'app://bursar', packaged: true, onBlocked: fake.blocked })
  return fake
}

describe.each(permissions)('%s', (permission) => {
  it('is denied to our own page, when asked for and when checked', () => {
    const { set } = locked()
    const answers: unknown[] = []
    const details = { requestingUrl: 'app://bursar/', isMainFrame: true }
    set.request?.({} as never, permission as never, (granted) => answers.push(granted), details)
    answers.push(set.check?.({} as never, permission as never, 'app://bursar', details))
    expect(answers).toEqual([false, false])
  })
})

it.each(['hid', 'serial', 'usb'] as const)('a %s device is denied', (deviceType) => {
  const { set } = locked()
  expect(set.device?.({ deviceType, origin: 'app://bursar', device: {} as never })).toBe(false)
})

it('a download is refused', () => {
  const { emitter, blocked } = locked()
  expect(emitter.attempt('will-download')).toBe('prevented')
  expect(blocked.mock.calls).toEqual([['download']])
})

it('the spell checker, which would fetch dictionaries, is off', () => {
  expect(locked().set.spellChecker).toBe(false)
})
