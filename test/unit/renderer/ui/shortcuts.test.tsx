// Which keys go to the screen, and which to what has the focus.
import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { useShortcuts } from '../../../../src/renderer/ui/shortcuts.ts'

afterEach(cleanup)

function Form({ onKey }: { onKey: (key: string) => void }) {
  useShortcuts({ 'g p': () => onKey('g p'), down: () => onKey('down'), space: () => onKey('space') })
  return (
    <>
      <input type="radio" name="theme" aria-label="Light" />
      <input type="radio" name="theme" aria-label="Dark" />
      <input type="checkbox" aria-label="Choose" />
      <input aria-label="Name" />
      <textarea aria-label="Note" />
    </>
  )
}

test('after a radio or a box was chosen the keys of the screen go on, but for those it takes itself', async () => {
  const user = userEvent.setup()
  const onKey = vi.fn()
  render(<Form onKey={onKey} />)
  await user.click(screen.getByLabelText('Dark'))
  await user.keyboard('gp{ArrowDown} ')
  expect(onKey.mock.calls).toEqual([['g p']])
  await user.click(screen.getByLabelText('Choose'))
  await user.keyboard('gp{ArrowDown} ')
  expect(onKey.mock.calls).toEqual([['g p'], ['g p'], ['down']])
})

test('nothing of the screen hears a key while a dialog is open or on its way', async () => {
  const user = userEvent.setup()
  const onKey = vi.fn()
  const { rerender } = render(<Form onKey={onKey} />)
  for (const over of [<div key="open" role="dialog" />, <span key="coming" hidden data-keys="hold" />]) {
    rerender(
      <>
        <Form onKey={onKey} />
        {over}
      </>,
    )
    await user.keyboard('gp{ArrowDown}')
  }
  expect(onKey).not.toHaveBeenCalled()
})

test('whoever types keeps every key', async () => {
  const user = userEvent.setup()
  const onKey = vi.fn()
  render(<Form onKey={onKey} />)
  for (const field of ['Name', 'Note']) {
    await user.click(screen.getByLabelText(field))
    await user.keyboard('gp{ArrowDown} ')
    expect(screen.getByLabelText<HTMLInputElement>(field).value).toBe('gp ')
  }
  expect(onKey).not.toHaveBeenCalled()
})
