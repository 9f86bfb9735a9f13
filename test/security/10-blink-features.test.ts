// Checklist 10, do not use enableBlinkFeatures: no feature of Chromium's is turned on, by preference or by switch.
import { expect, it, vi } from 'vitest'
import { preferencesOfLastWindow } from './fake-electron.ts'
import { offenders, sourcesOf } from './sources.ts'
import { openWindow } from './window.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

it('no window turns a feature on', () => {
  openWindow()
  expect(preferencesOfLastWindow()).not.toHaveProperty('enableBlinkFeatures')
})

it('no switch does either', () => {
  expect(
    offenders(
      /enableBlinkFeatures|enable-blink-features|enable-features|appendSwitch/,
      sourcesOf('electron'),
    ),
  ).toEqual([])
})
