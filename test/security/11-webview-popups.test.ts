// Checklist 11, webviews must not allow popups: there are no webviews, so no popups of theirs.
import { expect, it, vi } from 'vitest'
import { preferencesOfLastWindow } from './fake-electron.ts'
import { offenders, sourcesOf } from './sources.ts'
import { openWindow } from './window.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

it('the tag is not there', () => {
  openWindow()
  expect(preferencesOfLastWindow()).toMatchObject({ webviewTag: false })
})

it('nobody writes one', () => {
  expect(offenders(/<webview|allowpopups|createElement\(['"]webview/i, sourcesOf('src', 'electron'))).toEqual(
    [],
  )
})
