// @vitest-environment jsdom
// Choosing payments for many refunds: by key, by range and by click, without opening or ordering anything.
import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Route } from 'wouter'
import { PaymentsScreen } from '../../../../../src/renderer/features/payments/payments-screen.tsx'
import { chosenPayments } from '../../../../../src/renderer/state/chosen.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { goTo, renderFace } from '../../support.tsx'

afterEach(cleanup)
beforeEach(chosenPayments.forget)

async function openList(options: FakeOptions = {}) {
  const desk = { ...demoDesk, ...options.desk }
  const face = renderFace(
    <Route path="/desks/:deskId/payments/:paymentId?">
      {({ paymentId }) => <PaymentsScreen desk={desk} paymentId={paymentId ?? null} />}
    </Route>,
    options,
    '/desks/demo/payments',
  )
  await waitFor(() => expect(screen.getAllByRole('row').length).toBeGreaterThan(5))
  const ids = face.fake.rows.toSorted((one, other) => other.created - one.created).map((row) => row.id)
  return { ...face, ids, user: userEvent.setup() }
}
const chosen = (): string[] => [...chosenPayments.use.getState().chosen.keys()]
const bar = (): HTMLElement => screen.getByRole('region', { name: 'Chosen payments' })
const boxOf = (id: string): HTMLElement =>
  within(document.querySelector(`[data-payment="${id}"]`) as HTMLElement).getByRole('checkbox')

it('x chooses the row and gives it back, and a bar says how many', async () => {
  const { user, ids } = await openList()
  await user.keyboard('jx')
  expect(chosen()).toEqual([ids[0]])
  expect(bar().textContent).toContain('1 chosen')
  expect(boxOf(ids[0] ?? '').getAttribute('aria-checked')).toBe('true')
  await user.keyboard('x')
  expect(screen.queryByRole('region', { name: 'Chosen payments' })).toBeNull()
})

it('how many are chosen is told to a screen reader from the first on, by a line that is there before', async () => {
  const { user } = await openList()
  const lines = screen.getAllByRole('status')
  await user.keyboard('jx')
  const line = screen.getByText(/^1 chosen\. /)
  expect(lines).toContain(line)
  await user.keyboard('x')
  expect(line.textContent).toBe('None chosen')
})

it('says how many of what is chosen the list does not show, also to whoever comes back to it', async () => {
  const { user, fake, unmount } = await openList()
  await user.keyboard('jx')
  const status = fake.rows.find(({ id }) => id === chosen()[0])?.status
  const other = fake.rows.find((row) => row.status !== status)?.status ?? ''
  goTo(`/desks/demo/payments?status=${other}`)
  await waitFor(() => expect(bar().textContent).toContain('1 chosen, not listed here'))
  await user.keyboard('jx')
  expect(bar().textContent).toContain('2 chosen, 1 of them not listed here')
  const before = chosen()
  unmount()
  await openList()
  expect(chosen()).toEqual(before)
  expect((await screen.findByText(/^2 chosen\. /)).getAttribute('role')).toBe('status')
})

it('shift and an arrow chooses on, and takes back on the way back', async () => {
  const { user, ids } = await openList()
  await user.keyboard('j{Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{/Shift}')
  expect(chosen()).toEqual(ids.slice(0, 4))
  await user.keyboard('{Shift>}{ArrowUp}{/Shift}')
  expect(chosen()).toEqual(ids.slice(0, 3))
})

it('shift and x chooses everything from the last one', async () => {
  const { user, ids } = await openList()
  await user.keyboard('jxjjj{Shift>}X{/Shift}')
  expect(chosen().toSorted()).toEqual(ids.slice(0, 4).toSorted())
})

it('a click on the box chooses, with shift a range, and opens nothing', async () => {
  const { user, ids } = await openList()
  await user.click(boxOf(ids[1] ?? ''))
  await user.keyboard('{Shift>}')
  await user.click(boxOf(ids[4] ?? ''))
  await user.keyboard('{/Shift}')
  expect(chosen().toSorted()).toEqual(ids.slice(1, 5).toSorted())
  expect(window.location.hash).toBe('#/desks/demo/payments')
})

it('what was let go of does not come back with a range that is drawn on', async () => {
  const { user, ids } = await openList()
  await user.keyboard('jxjj{Shift>}{ArrowDown}{/Shift}')
  expect(chosen()).toEqual([ids[0], ids[2], ids[3]])
  await user.keyboard('{Escape}{Shift>}{ArrowDown}{/Shift}')
  expect(chosen()).toEqual([ids[3], ids[4]])
})

it('what was chosen by a click meanwhile stays, though a range is drawn on', async () => {
  const { user, ids } = await openList()
  await user.keyboard('j{Shift>}{ArrowDown}{/Shift}')
  act(() => boxOf(ids[9] ?? '').click())
  await user.keyboard('{Shift>}{ArrowDown}{/Shift}')
  expect(new Set(chosen())).toEqual(new Set([ids[0], ids[1], ids[2], ids[9]]))
})

it('a box that was clicked takes Space itself, and the keys go on from its row', async () => {
  const { user, ids } = await openList()
  await user.keyboard('j')
  await user.click(boxOf(ids[4] ?? ''))
  await user.keyboard(' ')
  expect(chosen()).toEqual([])
  expect(window.location.hash).toBe('#/desks/demo/payments')
  await user.keyboard('{ArrowDown}x')
  expect(chosen()).toEqual([ids[5]])
})

it('the box in the header chooses all that is loaded, and none', async () => {
  const { user } = await openList()
  const all = screen.getByRole('checkbox', { name: /^Choose the 60 payments loaded/ })
  await user.click(all)
  expect(chosen()).toHaveLength(60)
  await user.click(all)
  expect(chosen()).toHaveLength(0)
})

it('Escape closes the inspector first, then lets go of the choice', async () => {
  const { user } = await openList()
  await user.keyboard('jx{Enter}')
  await screen.findByRole('complementary', { name: 'Payment' })
  await user.keyboard('{Escape}')
  expect(chosen()).toHaveLength(1)
  await user.keyboard('{Escape}')
  expect(chosen()).toHaveLength(0)
})

it('leads to the form, where everything is checked first', async () => {
  const { user, callsOf } = await openList()
  await user.keyboard('jxjx')
  await user.click(within(bar()).getByRole('button', { name: 'Refund 2 payments…' }))
  expect(window.location.hash).toBe('#/desks/demo/runs/new?of=chosen')
  expect(callsOf('run.place')).toHaveLength(0)
})

it('is not offered where the policy allows no bulk refunds, and says why', async () => {
  const policy = { ...demoDesk.policy, allowed: ['refund' as const] }
  const { user } = await openList({ desk: { policy } })
  await user.keyboard('jx')
  expect(bar().textContent).toContain('allows no bulk refunds')
  expect(within(bar()).getByRole<HTMLButtonElement>('button', { name: /^Refund 1/ }).disabled).toBe(true)
})

it('r refunds what is chosen, and one that is open shows no key for itself', async () => {
  const { user, ids } = await openList()
  await user.click(boxOf(ids[0] ?? ''))
  await user.keyboard('jj{Enter}')
  const open = within(await screen.findByRole('complementary', { name: 'Payment' }))
  const refund = open.queryByRole('button', { name: /^Refund…/ })
  expect(refund?.hasAttribute('aria-keyshortcuts')).not.toBe(true)
  await user.keyboard('r')
  expect(window.location.hash).toBe('#/desks/demo/runs/new?of=chosen')
})
