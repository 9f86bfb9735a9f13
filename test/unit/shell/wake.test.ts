// Waking: told at each return of the computer, and at nothing else that happens to its power.
import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { watchForWaking } from '../../../electron/shell/wake.ts'

function watched() {
  const monitor = new EventEmitter()
  const onWake = vi.fn<() => void>()
  watchForWaking(monitor as never, onWake)
  return { monitor, onWake }
}

it.each(['resume', 'unlock-screen'])('%s is a return', (event) => {
  const { monitor, onWake } = watched()
  monitor.emit(event)
  monitor.emit(event)
  expect(onWake).toHaveBeenCalledTimes(2)
})

it.each(['suspend', 'lock-screen', 'on-battery', 'on-ac', 'shutdown'])('%s is none', (event) => {
  const { monitor, onWake } = watched()
  monitor.emit(event)
  expect(onWake).not.toHaveBeenCalled()
})
