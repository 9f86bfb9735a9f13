// @vitest-environment jsdom
// What a list shows of the pages that were read, while its rows change their places.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { spoilLists, usePagedList } from '../../../../src/renderer/bridge/paged-list.ts'

afterEach(cleanup)

const pageSize = 3
const key = ['numbers']

/** Rows by their number, smallest first; a page is what is behind its marker. */
function showList(numbers: Record<string, number>) {
  const ask = async (after: string | null) => {
    const behind = Object.entries(numbers)
      .map(([id, number]) => ({ id, number }))
      .filter(({ number }) => after === null || number > Number(after))
      .toSorted((one, other) => one.number - other.number)
    const rows = behind.slice(0, pageSize)
    return { rows, next: behind.length > pageSize ? String(rows.at(-1)?.number) : null }
  }
  function List() {
    const { data, onSeen, onNearEnd } = usePagedList(key, key, ask)
    const rows = data?.pages.flatMap((page) => page.rows) ?? []
    return (
      <>
        <p role="status">{rows.map(({ id, number }) => `${id}${number}`).join(' ')}</p>
        <button onClick={onNearEnd}>Read on</button>
        <button onClick={() => onSeen(pageSize, 2 * pageSize - 1)}>See the second page</button>
      </>
    )
  }
  const client = new QueryClient()
  const view = render(
    <QueryClientProvider client={client}>
      <List />
    </QueryClientProvider>,
  )
  return {
    spoil: () => spoilLists(client, key),
    press: (name: string) => userEvent.click(view.getByRole('button', { name })),
    shown: () => view.getByRole('status').textContent,
  }
}

it('a row that moved into the page in sight stands there alone, as it is now', async () => {
  const numbers: Record<string, number> = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }
  const list = showList(numbers)
  await waitFor(() => expect(list.shown()).toBe('a1 b2 c3'))
  await list.press('Read on')
  await waitFor(() => expect(list.shown()).toBe('a1 b2 c3 d4 e5 f6'))
  await list.press('See the second page')
  numbers['b'] = 5.5
  delete numbers['d']
  list.spoil()
  await waitFor(() => expect(list.shown()).toBe('a1 c3 e5 b5.5 f6'))
})

it('a row that moved down behind what was read is shown once when it is read again', async () => {
  const numbers: Record<string, number> = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }
  const list = showList(numbers)
  await waitFor(() => expect(list.shown()).toBe('a1 b2 c3'))
  numbers['a'] = 4.5
  await list.press('Read on')
  await waitFor(() => expect(list.shown()).toBe('b2 c3 d4 a4.5 e5'))
})

it('a row that moved up to the page in sight leaves the one below that was not asked again', async () => {
  const numbers: Record<string, number> = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 }
  const list = showList(numbers)
  await waitFor(() => expect(list.shown()).toBe('a1 b2 c3'))
  await list.press('Read on')
  await waitFor(() => expect(list.shown()).toBe('a1 b2 c3 d4 e5 f6'))
  numbers['e'] = 1.5
  delete numbers['b']
  list.spoil()
  await waitFor(() => expect(list.shown()).toBe('a1 e1.5 c3 d4 f6'))
})
