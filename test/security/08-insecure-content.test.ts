// Checklist 8, do not enable allowRunningInsecureContent.
import { expect, it, vi } from 'vitest'
import { preferencesOfLastWindow } from './fake-electron.ts'
import { openWindow } from './window.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

it.each([true, false])('a secure page runs nothing insecure (packaged: %s)', (packaged) => {
  openWindow({ packaged })
  expect(preferencesOfLastWindow()).toMatchObject({ allowRunningInsecureContent: false })
})
