// @vitest-environment jsdom
// The search above a list: which keys lead out of it, and when they are not its own.
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { createRef } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { SearchField } from '../../../../../src/renderer/ui/lists/search-field.tsx'

afterEach(cleanup)

test('while a word is composed, Enter, the arrows and Escape belong to what composes it', () => {
  const onLeave = vi.fn()
  render(
    <SearchField
      label="Search customers"
      placeholder="Name"
      text="たろう"
      inputRef={createRef()}
      onText={vi.fn()}
      onLeave={onLeave}
    />,
  )
  const field = screen.getByRole<HTMLInputElement>('searchbox')
  for (const key of ['Enter', 'ArrowDown', 'Escape']) fireEvent.keyDown(field, { key, isComposing: true })
  expect(onLeave).not.toHaveBeenCalled()
  expect(field.value).toBe('たろう')
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(onLeave).toHaveBeenCalledTimes(1)
})
