// Checklist 6, do not disable webSecurity: the same-origin policy holds.
import { expect, it, vi } from 'vitest'
import { preferencesOfLastWindow } from './fake-electron.ts'
import { openWindow } from './window.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

it.each([true, false])('the same-origin policy holds (packaged: %s)', (packaged) => {
  openWindow({ packaged })
  expect(preferencesOfLastWindow()).toMatchObject({ webSecurity: true })
})
