// Parts of a screen mount one a frame, in their order, and all of them in the end.
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { InTurn, useTurns } from '../../../../src/renderer/ui/in-turn.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

test('each frame shows one part more, and what stands stays', () => {
  const frames: FrameRequestCallback[] = []
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback))
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
  const shown = (): (string | null)[] => screen.queryAllByRole('listitem').map((item) => item.textContent)
  const parts = (words: string[]) => (
    <InTurn>
      {words.map((word) => (
        <li key={word}>{word}</li>
      ))}
    </InTurn>
  )
  const { rerender } = render(parts(['tiles', 'plot', 'table']))
  const nextFrame = (): void => act(() => frames.shift()?.(0))
  expect(shown()).toEqual(['tiles'])
  nextFrame()
  expect(shown()).toEqual(['tiles', 'plot'])
  nextFrame()
  expect(shown()).toEqual(['tiles', 'plot', 'table'])
  expect(frames).toEqual([])
  // One more comes: it has its own frame too.
  rerender(parts(['tiles', 'plot', 'table', 'cards']))
  expect(shown()).toEqual(['tiles', 'plot', 'table'])
  nextFrame()
  expect(shown()).toEqual(['tiles', 'plot', 'table', 'cards'])
})

test('many rows come so many a frame', () => {
  const frames: FrameRequestCallback[] = []
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback))
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
  const Rows = () => <p>{useTurns(40, 18)}</p>
  render(<Rows />)
  const standing: (string | null)[] = []
  while (frames.length > 0) {
    act(() => frames.shift()?.(0))
    standing.push(screen.getByRole('paragraph').textContent)
  }
  expect(standing).toEqual(['36', '54'])
})
