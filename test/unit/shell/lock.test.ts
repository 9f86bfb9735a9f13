// Leaving: told when the computer goes to sleep, when its screen is locked, and when nobody worked in a window of ours for long.
import { EventEmitter } from 'node:events'
import { afterEach, expect, it, vi } from 'vitest'
import { awayMs, watchForBlur, watchForLeaving } from '../../../electron/shell/lock.ts'

function watched() {
  const monitor = new EventEmitter()
  const onLeaving = vi.fn<(why: 'sleep' | 'screen_locked') => void>()
  watchForLeaving(monitor as never, onLeaving)
  return { monitor, onLeaving }
}

it.each([
  ['suspend', 'sleep'],
  ['lock-screen', 'screen_locked'],
])('%s is leaving: %s', (event, why) => {
  const { monitor, onLeaving } = watched()
  monitor.emit(event)
  expect(onLeaving.mock.calls).toEqual([[why]])
})

it.each(['resume', 'unlock-screen', 'on-battery', 'on-ac', 'shutdown'])('%s is not', (event) => {
  const { monitor, onLeaving } = watched()
  monitor.emit(event)
  expect(onLeaving).not.toHaveBeenCalled()
})

afterEach(() => vi.useRealTimers())

it('working in other windows for fifteen minutes is being away, and coming back before that is not', () => {
  vi.useFakeTimers()
  const app = new EventEmitter()
  const onAway = vi.fn<() => void>()
  watchForBlur(app as never, onAway)
  app.emit('browser-window-blur')
  vi.advanceTimersByTime(awayMs - 1)
  app.emit('browser-window-focus')
  vi.advanceTimersByTime(awayMs)
  expect(onAway).not.toHaveBeenCalled()

  // From one of our windows to another and out: counted from the last.
  app.emit('browser-window-blur')
  vi.advanceTimersByTime(awayMs / 2)
  app.emit('browser-window-focus')
  app.emit('browser-window-blur')
  vi.advanceTimersByTime(awayMs - 1)
  expect(onAway).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(onAway).toHaveBeenCalledTimes(1)
})
