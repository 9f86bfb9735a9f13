// A moment to come, and one that may be over.
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { EndTime, UntilTime } from '../../../../../src/renderer/ui/dates/until-time.tsx'

afterEach(cleanup)

const hour = 3_600_000

it('what is to be done is due when its time has come, and what ends is over', () => {
  const passed = Date.now() - 3 * hour - 1000
  const { container, rerender } = render(<UntilTime milliseconds={passed} />)
  expect(container.textContent).toBe('due')
  rerender(<EndTime milliseconds={passed} />)
  expect(container.textContent).toBe('3 h ago')
  rerender(<EndTime milliseconds={Date.now() + 3 * hour + 60_000} />)
  expect(container.textContent).toBe('in 3 h')
})
