// When the code of a screen is read, and that nothing stands in for a screen whose code is there.
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { CrashNotice } from '../../../../src/renderer/app/crash-notice.tsx'
import { lateOverlay } from '../../../../src/renderer/app/late.tsx'
import { ReadAhead } from '../../../../src/renderer/app/read-ahead.tsx'
import { lateScreen, readScreensAhead } from '../../../../src/renderer/app/screens.tsx'
import { keys } from '../../../../src/renderer/bridge/keys.ts'
import { renderFace } from '../support.tsx'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const Report = ({ word }: { word: string }) => <h1>{word}</h1>
test('a screen whose code was read before stands in the next frame, and nothing stands in for it', async () => {
  const frames: FrameRequestCallback[] = []
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback))
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
  const Late = lateScreen(() => Promise.resolve(Report))
  await Late.load()
  const { container } = render(<Late word="Recovery" />)
  expect(container.innerHTML).toBe('')
  act(() => frames.shift()?.(0))
  expect(screen.queryByRole('heading', { name: 'Recovery' })).not.toBeNull()
})

test('one whose code is not there yet has something stand in for it, and comes when it is', async () => {
  const Late = lateScreen(() => Promise.resolve(Report))
  render(<Late word="Recovery" />)
  expect(screen.queryByRole('status', { name: 'Loading' })).not.toBeNull()
  expect(await screen.findByRole('heading', { name: 'Recovery' })).not.toBeNull()
  expect(screen.queryByRole('status', { name: 'Loading' })).toBeNull()
})

test('one whose code can’t be read fails where it would be drawn', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const Late = lateScreen<{ word: string }>(() => Promise.reject(new Error('The file is gone.')))
  render(
    <CrashNotice>
      <Late word="Recovery" />
    </CrashNotice>,
  )
  expect(await screen.findByText('This window hit a bug')).not.toBeNull()
})

test('a dialog whose code was read before is there at once; until then the keys of the screen are held', async () => {
  const Late = lateOverlay(() => Promise.resolve(Report))
  const first = render(<Late word="Refund" />)
  expect(first.container.querySelector('[data-keys="hold"]')).not.toBeNull()
  expect(await screen.findByRole('heading', { name: 'Refund' })).not.toBeNull()
  cleanup()
  const second = render(<Late word="Refund" />)
  expect(second.container.textContent).toBe('Refund')
})

test('the letters of all scripts, then the code of the screens are read one by one, and not while something is asked', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const idle: (() => void)[] = []
  vi.stubGlobal('requestIdleCallback', (callback: () => void) => idle.push(callback))
  const nextIdle = (): Promise<void> => act(async () => idle.shift()?.())
  const read: string[] = []
  let asked = 1
  const end = readScreensAhead(
    { isFetching: () => asked },
    async (name) => void read.push(name),
    async () => void read.push('letters'),
  )
  expect(idle).toEqual([])
  vi.advanceTimersByTime(1_000)
  await nextIdle()
  expect(read).toEqual([])
  asked = 0
  vi.advanceTimersByTime(1_000)
  await nextIdle()
  expect(read).toEqual(['letters'])
  await nextIdle()
  await nextIdle()
  expect(read).toEqual(['letters', 'overview', 'payments'])
  end()
  await nextIdle()
  await nextIdle()
  expect(idle).toEqual([])
})

test('nothing is read ahead before there is something of the desk to show', async () => {
  const idle = vi.fn(() => 0)
  vi.stubGlobal('requestIdleCallback', idle)
  const { client, fake } = renderFace(<ReadAhead deskId="demo" />, { sync: { phase: 'loading', loaded: 0 } })
  await waitFor(() => expect(client.getQueryData(keys.sync('demo'))).toBeDefined())
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await act(() => vi.advanceTimersByTimeAsync(5_000))
  expect(idle).not.toHaveBeenCalled()
  act(() => void fake.freshness.change({ loaded: 100 }))
  await act(() => vi.advanceTimersByTimeAsync(1_000))
  expect(idle).toHaveBeenCalled()
})
