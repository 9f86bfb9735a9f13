// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { reportAttention } from '../../../../src/renderer/app/attention.ts'

const call = vi.fn(async () => ({ ok: true, value: {} }))
let end = (): void => undefined

beforeEach(() => {
  Object.assign(window, { bursar: { call } })
  end = reportAttention()
  call.mockClear()
})
afterEach(() => {
  end()
  vi.restoreAllMocks()
})

const become = (visibility: DocumentVisibilityState): void => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibility)
  document.dispatchEvent(new Event('visibilitychange'))
}

it('tells whether somebody looks at the window, whenever that changes', () => {
  become('hidden')
  become('visible')
  expect(call.mock.calls).toEqual([
    ['sync.watch', { watched: false }],
    ['sync.watch', { watched: true }],
  ])
})

it('tells it once when the page is loaded, since the engine may remember another page', () => {
  end()
  end = reportAttention()
  expect(call.mock.calls).toEqual([['sync.watch', { watched: true }]])
})

it('wakes the engine when the network is back', () => {
  window.dispatchEvent(new Event('online'))
  expect(call.mock.calls).toEqual([['sync.wake', {}]])
})

it('tells nothing more once it has ended', () => {
  end()
  become('hidden')
  window.dispatchEvent(new Event('online'))
  expect(call.mock.calls).toEqual([])
})
