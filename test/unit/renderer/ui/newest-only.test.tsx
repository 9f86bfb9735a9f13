// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { NewestOnly } from '../../../../src/renderer/ui/newest-only.tsx'

afterEach(cleanup)

it('says that there may be older ones from a hundred on', () => {
  const { container, rerender } = render(<NewestOnly count={99} others="The timeline has older ones." />)
  expect(container.textContent).toBe('')
  rerender(<NewestOnly count={100} others="The timeline has older ones." />)
  expect(screen.getByText('These are the newest 100. The timeline has older ones.')).toBeTruthy()
})
