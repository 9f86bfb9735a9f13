// The window: shown when painted, found again, pushed to, remembered and revived.
import { expect, it, vi } from 'vitest'
import { pushChannel } from '../../../src/contract/index.ts'
import { FakeWindow } from '../../security/fake-electron.ts'
import { openWindow } from '../../security/window.ts'
import { temporaryFolder } from './folder.ts'

vi.mock('electron', () => import('../../security/fake-electron.ts'))
const last = (): FakeWindow => FakeWindow.made.at(-1) as FakeWindow

it('the window loads our page and shows only when it is painted', () => {
  openWindow()
  expect(last().loaded).toEqual(['app://bursar/#/'])
  expect(last().options.show).toBe(false)
  expect(last().did).toEqual([])
  last().attempt('ready-to-show')
  expect(last().did).toEqual(['show'])
})

it('showing it again brings the same window to the front, at the place that was asked for', () => {
  const windows = openWindow()
  const first = last()
  first.minimized = true
  windows.show('/payments/pi_123')
  expect(last()).toBe(first)
  expect(first.did).toEqual(['restore', 'show', 'focus'])
  expect(first.loaded).toEqual(['app://bursar/#/', 'app://bursar/#/payments/pi_123'])
})

it('after it was closed a new one is made, where the old one was', () => {
  const windows = openWindow()
  const first = last()
  first.attempt('ready-to-show')
  first.maximize()
  first.bounds = { x: 30, y: 40, width: 1000, height: 700 }
  first.attempt('close')
  first.attempt('closed')
  windows.show()
  expect(last()).not.toBe(first)
  expect(last().options).toMatchObject({ x: 30, y: 40, width: 1000, height: 700 })
  last().attempt('ready-to-show')
  expect(last().did).toEqual(['maximize', 'show'])
})

it('only the living window is ours', () => {
  const windows = openWindow()
  const { id } = last().webContents
  expect([windows.isOurs(id), windows.isOurs(id + 1), windows.isOurs(0)]).toEqual([true, false, false])
  last().attempt('closed')
  expect(windows.isOurs(id)).toBe(false)
})

it('pushes reach the page over the one channel, and nobody when there is none', () => {
  const windows = openWindow()
  windows.broadcast('theme.changed', { dark: true })
  expect(last().webContents.sent).toEqual([[pushChannel, 'theme.changed', { dark: true }]])
  last().attempt('closed')
  windows.broadcast('theme.changed', { dark: false })
  expect(last().webContents.sent.length).toBe(1)
})

it('a page that crashes is loaded again, three times a minute and not for ever', () => {
  const onCrash = vi.fn<(reason: string, reloading: boolean) => void>()
  openWindow({ onCrash, folder: temporaryFolder() })
  for (let crash = 0; crash < 5; crash += 1) {
    last().webContents.attempt('render-process-gone', {}, { reason: 'oom', exitCode: 5 })
  }
  expect(last().webContents.reloads).toBe(3)
  expect(onCrash.mock.calls.at(-1)).toEqual(['oom', false])
})

it('our page names the window, by the desk it is at; nothing else does', () => {
  openWindow()
  const name = (title: string): string => last().attempt('page-title-updated', {}, title)
  expect(name('LIVE · Hopper Instruments · Payments — Bursar')).toBe('allowed')
  expect(name('Bursar')).toBe('allowed')
  expect(name('Stripe: enter your password')).toBe('prevented')
  expect(name('Not Bursar')).toBe('prevented')
})
