// @vitest-environment jsdom
// The search above a list: which keys lead out of it, and when they are not its own.
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { createRef } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { FilterRow } from '../../../../../src/renderer/ui/lists/filter-row.tsx'
import { SearchField } from '../../../../../src/renderer/ui/lists/search-field.tsx'

afterEach(cleanup)

test('the focus stays in the search when it is cleared: the button goes with the words', () => {
  const onText = vi.fn()
  const inputRef = createRef<HTMLInputElement>()
  render(
    <FilterRow label="Customers" onClear={() => onText('')}>
      <SearchField
        label="Search customers"
        placeholder="Name"
        text="ada"
        inputRef={inputRef}
        onText={onText}
        onLeave={vi.fn()}
      />
    </FilterRow>,
  )
  for (const name of ['Clear all', 'Clear the search']) {
    const button = screen.getByRole('button', { name })
    button.focus()
    fireEvent.click(button)
    expect(document.activeElement).toBe(inputRef.current)
  }
})

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
