// Checklist 2, do not enable Node.js integration: no page, frame or worker of ours has Node.
import { expect, it, vi } from 'vitest'
import { preferencesOfLastWindow } from './fake-electron.ts'
import { openWindow } from './window.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

it.each([true, false])('no page, frame or worker has Node (packaged: %s)', (packaged) => {
  openWindow({ packaged })
  expect(preferencesOfLastWindow()).toMatchObject({
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
  })
})
