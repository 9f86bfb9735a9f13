// Checklist 9, do not enable experimental features.
import { expect, it, vi } from 'vitest'
import { preferencesOfLastWindow } from './fake-electron.ts'
import { openWindow } from './window.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

it.each([true, false])('experimental features are off (packaged: %s)', (packaged) => {
  openWindow({ packaged })
  expect(preferencesOfLastWindow()).toMatchObject({ experimentalFeatures: false })
})
