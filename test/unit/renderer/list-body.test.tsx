// What stands where the rows of a list go, and when.
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { ListBody } from '../../../src/renderer/ui/list-body.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const list = (isPending: boolean) => ({ isPending, isError: false, error: null, refetch: () => undefined })
const body = (isPending: boolean, count: number) => (
  <ListBody name="Disputes" list={list(isPending)} count={count} waiting="Waiting" none="None">
    <p>Rows</p>
  </ListBody>
)

test('rows that are known already come in the frame after what stands above them', () => {
  const frames: FrameRequestCallback[] = []
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback))
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
  const { rerender } = render(body(false, 3))
  expect(screen.queryByText('Rows')).toBeNull()
  act(() => frames.shift()?.(0))
  expect(screen.queryByText('Rows')).not.toBeNull()
  // From then on at once.
  rerender(body(false, 0))
  expect(screen.queryByText('None')).not.toBeNull()
  rerender(body(false, 3))
  expect(screen.queryByText('Rows')).not.toBeNull()
  expect(frames).toEqual([])
})

test('rows that are waited for come as soon as they are answered', () => {
  const frames: FrameRequestCallback[] = []
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback))
  const { rerender } = render(body(true, 0))
  expect(screen.queryByText('Waiting')).not.toBeNull()
  act(() => frames.shift()?.(0))
  rerender(body(false, 3))
  expect(screen.queryByText('Rows')).not.toBeNull()
})
