// @vitest-environment jsdom
import { cleanup, render, renderHook, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { Button } from '../../../../src/renderer/ui/button.tsx'
import {
  keepFocusOnScreen,
  useFocusAfter,
  useFocusBefore,
} from '../../../../src/renderer/ui/give-focus-back.ts'

afterEach(cleanup)

function Part() {
  const [rows, setRows] = useState(['one', 'two'])
  return (
    <main>
      <h1 tabIndex={-1}>Rows</h1>
      <section ref={keepFocusOnScreen}>
        {rows.map((row) => (
          <button key={row} type="button" onClick={() => setRows(rows.filter((each) => each !== row))}>
            Remove {row}
          </button>
        ))}
      </section>
      <button type="button" onClick={() => setRows([])}>
        Clear
      </button>
    </main>
  )
}

test('a focus that goes with the control that had it is found at the title of the screen', async () => {
  render(<Part />)
  screen.getByRole('button', { name: 'Remove one' }).focus()
  await userEvent.setup().keyboard('{Enter}')
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading')))
})

test('a focus that is elsewhere, or was let go of by hand, is not taken by what goes', async () => {
  render(<Part />)
  const one = screen.getByRole('button', { name: 'Remove one' })
  one.focus()
  const clear = screen.getByRole('button', { name: 'Clear' })
  await userEvent.setup().click(clear)
  expect(screen.queryByRole('button', { name: /^Remove/ })).toBeNull()
  expect(document.activeElement).toBe(clear)
  cleanup()
  render(<Part />)
  screen.getByRole('button', { name: 'Remove one' }).focus()
  screen.getByRole('button', { name: 'Remove one' }).blur()
  screen.getByRole('button', { name: 'Remove two' }).click()
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Remove two' })).toBeNull())
  expect(document.activeElement).toBe(document.body)
})

test('a dialog whose opener has gone meanwhile gives the focus to the title of the screen', () => {
  const face = (opener: boolean) => (
    <main>
      <h1 tabIndex={-1}>Rows</h1>
      {opener && <button type="button">Open</button>}
    </main>
  )
  const { rerender } = render(face(true))
  const opener = screen.getByRole('button')
  opener.focus()
  const { result: focusAfter } = renderHook(() => useFocusBefore())
  expect(focusAfter.current()).toBe(opener)
  rerender(face(false))
  expect(focusAfter.current()).toBe(screen.getByRole('heading'))
})

function Form({ answer }: { answer: () => Promise<void> }) {
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState(0)
  useFocusAfter(busy)
  return (
    <form
      tabIndex={-1}
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(asked + 1)
        setBusy(true)
        void answer().then(() => setBusy(false))
      }}
    >
      <fieldset disabled={busy}>
        <input aria-label="What" />
      </fieldset>
      <input aria-label="Other" />
      <Button type="submit" busy={busy} disabled={busy}>
        Order
      </Button>
      <output>{asked}</output>
    </form>
  )
}

function aForm(): { user: ReturnType<typeof userEvent.setup>; refuse: () => void } {
  let refuse = (): void => undefined
  render(<Form answer={() => new Promise((resolve) => (refuse = resolve))} />)
  return { user: userEvent.setup(), refuse: () => refuse() }
}

test('a button that works keeps the focus, and neither it nor Enter in a field sends its form again', async () => {
  const { user, refuse } = aForm()
  const button = screen.getByRole<HTMLButtonElement>('button')
  button.focus()
  await user.keyboard('{Enter}')
  expect([button.disabled, button.ariaBusy, button.ariaDisabled]).toEqual([false, 'true', 'true'])
  await user.keyboard('{Enter}')
  screen.getByRole('textbox', { name: 'Other' }).focus()
  await user.keyboard('{Enter}')
  expect(screen.getByRole('status').textContent).toBe('1')
  button.focus()
  refuse()
  await waitFor(() => expect(button.ariaBusy).toBeNull())
  expect(document.activeElement).toBe(button)
})

test('a field that was disabled meanwhile gets the focus back, unless it is on something by then', async () => {
  const { user, refuse } = aForm()
  const [what, other] = ['What', 'Other'].map((name) => screen.getByRole('textbox', { name }))
  for (const [goesTo, ends] of [
    [null, what],
    [screen.getByRole('status').closest('form'), what],
    [other, other],
  ] as const) {
    what?.focus()
    await user.keyboard('{Enter}')
    what?.blur()
    goesTo?.focus()
    refuse()
    await waitFor(() => expect(screen.getByRole('button').ariaBusy).toBeNull())
    expect(document.activeElement).toBe(ends)
  }
})
