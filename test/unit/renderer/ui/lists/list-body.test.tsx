// What stands where the rows of a list go, and when.
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { ListBody } from '../../../../../src/renderer/ui/lists/list-body.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const list = (isPending: boolean) => ({
  isPending,
  isError: false,
  isFetchNextPageError: false,
  error: null,
  refetch: () => undefined,
  fetchNextPage: () => undefined,
})
const body = (isPending: boolean, count: number) => (
  <ListBody name="Disputes" list={list(isPending)} count={count} waiting="Waiting" none="None">
    <p>Rows</p>
  </ListBody>
)

/** Draws the next frame, when the test wants it. */
function stubFrames(): () => void {
  const frames: FrameRequestCallback[] = []
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback))
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
  return () => act(() => frames.shift()?.(0))
}

test('rows that are known already come in the frame after what stands above them', () => {
  const nextFrame = stubFrames()
  const { rerender } = render(body(false, 3))
  expect(screen.queryByText('Rows')).toBeNull()
  expect(screen.queryByText('Waiting')).toBeNull()
  nextFrame()
  expect(screen.queryByText('Rows')).not.toBeNull()
  // They never go while there are any.
  rerender(body(false, 2))
  expect(screen.queryByText('Rows')).not.toBeNull()
})

test('what stands in for rows that are waited for stays until they are drawn', () => {
  const nextFrame = stubFrames()
  const { rerender } = render(body(true, 0))
  expect(screen.queryByText('Waiting')).not.toBeNull()
  rerender(body(false, 3))
  expect(screen.queryByText('Waiting')).not.toBeNull()
  nextFrame()
  expect(screen.queryByText('Waiting')).toBeNull()
  expect(screen.queryByText('Rows')).not.toBeNull()
})

test('that the rows which follow could not be read is announced as it comes', () => {
  stubFrames()
  const failed = { ...list(false), isFetchNextPageError: true, error: new Error('gone') }
  render(
    <ListBody name="Disputes" list={failed} count={3} waiting="Waiting" none="None">
      <p>Rows</p>
    </ListBody>,
  )
  expect(screen.getByRole('alert').textContent).toContain('The rows that follow could not be read')
})
