// When the code of a screen is read, and that nothing stands in for a screen whose code is there.
import { act, cleanup, render, screen } from '@testing-library/react'
import { Suspense } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { lateScreen, readScreensAhead } from '../../../src/renderer/app/screens.ts'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const Report = ({ word }: { word: string }) => <h1>{word}</h1>
const shown = (Late: (props: { word: string }) => React.ReactNode) =>
  render(
    <Suspense fallback="Loading">
      <Late word="Recovery" />
    </Suspense>,
  )

test('a screen whose code was read before stands at once', async () => {
  const Late = lateScreen(() => Promise.resolve(Report))
  await Late.load()
  shown(Late)
  expect(screen.queryByRole('heading', { name: 'Recovery' })).not.toBeNull()
})

test('one whose code is not there yet has something stand in for it, and comes when it is', async () => {
  const Late = lateScreen(() => Promise.resolve(Report))
  shown(Late)
  expect(screen.queryByText('Loading')).not.toBeNull()
  expect(await screen.findByRole('heading', { name: 'Recovery' })).not.toBeNull()
  expect(screen.queryByText('Loading')).toBeNull()
})

test('the code of the screens is read one by one, and not while something is asked', async () => {
  vi.useFakeTimers()
  const idle: (() => void)[] = []
  vi.stubGlobal('requestIdleCallback', (callback: () => void) => idle.push(callback))
  const nextIdle = (): Promise<void> => act(async () => idle.shift()?.())
  const read: string[] = []
  let asked = 1
  const end = readScreensAhead({ isFetching: () => asked }, async (name) => void read.push(name))
  expect(idle).toEqual([])
  vi.advanceTimersByTime(1_000)
  await nextIdle()
  expect(read).toEqual([])
  asked = 0
  vi.advanceTimersByTime(1_000)
  await nextIdle()
  expect(read).toEqual(['overview'])
  await nextIdle()
  expect(read).toEqual(['overview', 'payments'])
  end()
  await nextIdle()
  await nextIdle()
  expect(idle).toEqual([])
})
