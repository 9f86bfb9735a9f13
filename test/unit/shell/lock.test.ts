// Leaving: told when the computer goes to sleep and when its screen is locked, and at nothing else.
import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { watchForLeaving } from '../../../electron/shell/lock.ts'

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
