// @vitest-environment jsdom
// An export of a long list: how far it is, how it is let go of, and where it ends without a file.
import { act, cleanup, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { ExportButton } from '../../../../../src/renderer/ui/lists/export-button.tsx'
import { ToastRegion } from '../../../../../src/renderer/ui/toast.tsx'
import { demoDesk } from '../../../../doubles/bridge/fake-bridge.ts'
import { renderFace } from '../../support.tsx'

afterEach(cleanup)

type Thing = { id: string; state?: string }
type Page = { rows: readonly Thing[]; next: string | null }
const table = () => ({
  desk: demoDesk,
  name: 'things',
  idOf: ({ id }: Thing) => id,
  head: [],
  columns: [
    { name: 'Id', cell: ({ id }: Thing) => id },
    { name: 'State', cell: ({ state = '' }: Thing) => state },
  ],
})

function Screen({ askPage }: { askPage: (after: string | null) => Promise<Page> }) {
  const [left, setLeft] = useState(false)
  return (
    <>
      {!left && <ExportButton ready table={table} askPage={askPage} />}
      <button onClick={() => setLeft(true)}>Leave</button>
    </>
  )
}

function renderExport(askPage: (after: string | null) => Promise<Page>) {
  const face = renderFace(
    <>
      <Screen askPage={askPage} />
      <ToastRegion />
    </>,
  )
  return { ...face, user: userEvent.setup() }
}

test('after a second it says how far it is, and what is let go of then is not saved', async () => {
  let answer: (page: Page) => void = () => undefined
  const { user, callsOf } = renderExport((after) =>
    after === null
      ? Promise.resolve({ rows: [{ id: 'a' }, { id: 'b' }], next: 'more' })
      : new Promise((resolve) => (answer = resolve)),
  )
  await user.click(screen.getByRole('button', { name: 'Export CSV' }))
  const figure = await screen.findByText('2 rows read')
  // Said once, not at every page.
  expect(screen.getByRole('status').textContent).toBe('Reading the rows')
  expect(figure.closest('[role=status]')).toBeNull()
  // Keys go on where they were.
  const cancel = screen.getByRole('button', { name: 'Cancel' })
  expect(document.activeElement).toBe(cancel)
  await user.click(cancel)
  await act(async () => answer({ rows: [{ id: 'c' }], next: null }))
  expect(screen.getByRole('button', { name: 'Export CSV' })).toBeTruthy()
  expect(callsOf('text.save')).toHaveLength(0)
})

test('an export ends with the screen that it was asked for on: nothing is saved over the next one', async () => {
  let answer: (page: Page) => void = () => undefined
  const { user, callsOf } = renderExport(() => new Promise((resolve) => (answer = resolve)))
  await user.click(screen.getByRole('button', { name: 'Export CSV' }))
  // A disabled button gives up the focus.
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Export CSV' }).disabled).toBe(false)
  await user.click(screen.getByRole('button', { name: 'Leave' }))
  await act(async () => answer({ rows: [{ id: 'a' }], next: null }))
  expect(callsOf('text.save')).toHaveLength(0)
  expect(screen.getAllByText('The export was not saved')).not.toHaveLength(0)
})

test('a list that no spreadsheet would open is not saved cut off', async () => {
  const { user, callsOf } = renderExport((after) =>
    Promise.resolve({
      rows: Array.from({ length: 60_000 }, (_, at) => ({ id: `${after} ${at}` })),
      next: after === null ? 'more' : null,
    }),
  )
  await user.click(screen.getByRole('button', { name: 'Export CSV' }))
  expect(await screen.findAllByText(/There are more than 100,000 rows/)).not.toHaveLength(0)
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Export CSV' }).getAttribute('aria-disabled')).toBe('false'),
  )
  expect(callsOf('text.save')).toHaveLength(0)
})

test('rows that say more than a file takes are not saved, and it is said what to do', async () => {
  const state = 'x'.repeat(5_100_000)
  const { user, callsOf } = renderExport(() =>
    Promise.resolve({ rows: Array.from({ length: 10 }, (_, at) => ({ id: `${at}`, state })), next: null }),
  )
  await user.click(screen.getByRole('button', { name: 'Export CSV' }))
  expect(
    await screen.findAllByText(
      /more than fits into one file\. Narrow the list down/,
      {},
      { timeout: 10_000 },
    ),
  ).not.toHaveLength(0)
  expect(callsOf('text.save')).toHaveLength(0)
})

test('a row that moved while the list was read is in the file once, as it was read last', async () => {
  const { user, callsOf } = renderExport((after) =>
    Promise.resolve(
      after === null
        ? { rows: [{ id: 'a', state: 'due today' }, { id: 'b' }], next: 'more' }
        : { rows: [{ id: 'c' }, { id: 'a', state: 'due next month' }], next: null },
    ),
  )
  await user.click(screen.getByRole('button', { name: 'Export CSV' }))
  await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
  expect(callsOf('text.save')[0]?.request).toMatchObject({
    text: expect.stringMatching(/"Id","State"\r\n"b",""\r\n"c",""\r\n"a","due next month"\r\n$/),
  })
})

test('a list says in its file how complete it was before its rows were read, or that it could not be asked', async () => {
  const { user, callsOf, fake } = renderExport(() => Promise.resolve({ rows: [{ id: 'a' }], next: null }))
  const saved = (): string[] => callsOf('text.save').map(({ request }) => (request as { text: string }).text)
  await user.click(screen.getByRole('button', { name: 'Export CSV' }))
  await waitFor(() => expect(saved()).toHaveLength(1))
  expect(saved()[0]).toMatch(
    /^"Data","Complete to \d{4}-\d\d-\d\dT[\d:.]+Z.*"\r\n"?"?\r\n"Id","State"\r\n"a",""\r\n/m,
  )
  const answer = fake.bridge.call.bind(fake.bridge)
  fake.bridge.call = (method, request) =>
    method === 'sync.state'
      ? Promise.resolve({ ok: false, error: { code: 'desk_closed' as const, message: 'Closed.' } })
      : answer(method, request)
  await user.click(screen.getByRole('button', { name: 'Export CSV' }))
  await waitFor(() => expect(saved()).toHaveLength(2))
  expect(saved()[1]).toContain('It could not be asked how complete this is')
})
