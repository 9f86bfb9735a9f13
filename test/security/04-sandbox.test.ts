// Checklist 4, enable process sandboxing: for every process, before the first one starts.
import { expect, it, vi } from 'vitest'
import { preferencesOfLastWindow } from './fake-electron.ts'
import { offenders, sourcesOf } from './sources.ts'
import { openWindow } from './window.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

it('every window is sandboxed', () => {
  openWindow()
  expect(preferencesOfLastWindow()).toMatchObject({ sandbox: true })
})

it('the sandbox is asked for before the app is ready, and never turned off', () => {
  const main = sourcesOf('electron').find(({ path }) => path === 'electron/main.ts')?.code ?? ''
  expect(main.indexOf('app.enableSandbox()')).toBeGreaterThan(-1)
  expect(main.indexOf('app.enableSandbox()')).toBeLessThan(main.indexOf('whenReady'))
  expect(offenders(/no-sandbox|sandbox: false/, sourcesOf('electron', 'src'))).toEqual([])
})

it('only one file makes windows', () => {
  expect(
    offenders(/new (BrowserWindow|BaseWindow|WebContentsView|BrowserView)\b/, sourcesOf('electron')),
  ).toEqual(['electron/shell/windows.ts'])
})
