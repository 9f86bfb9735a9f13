// Checklist 3, enable context isolation: the preload and the page live in different worlds.
import { expect, it, vi } from 'vitest'
import { preferencesOfLastWindow } from './fake-electron.ts'
import { openWindow } from './window.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

it.each([true, false])('the preload lives in a world of its own (packaged: %s)', (packaged) => {
  openWindow({ packaged })
  expect(preferencesOfLastWindow()).toMatchObject({ contextIsolation: true })
})
