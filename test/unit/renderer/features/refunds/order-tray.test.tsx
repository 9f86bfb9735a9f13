// @vitest-environment jsdom
// The tray of orders under a flood of them, as a bulk run makes: a few are shown, the others are counted, and a hold is never hidden.
import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import type { ChangeOrder } from '../../../../../src/contract/changes.ts'
import type { Order } from '../../../../../src/contract/refunds.ts'
import { OrderTray } from '../../../../../src/renderer/features/refunds/order-tray.tsx'
import { Dialog } from '../../../../../src/renderer/ui/dialog.tsx'
import { renderFace } from '../../support.tsx'

afterEach(cleanup)

const anOrder = (place: number, about: Partial<Order>): Order => ({
  id: `00000000-0000-4000-8000-0000000000${place + 10}`, deskId: 'demo', kind: 'refund', state: 'sending', paymentIntentId: `pi_${place}`,
  amount: 100, currency: 'eur', reason: null, note: null, placedAt: Date.now() + place, sendAt: Date.now() + 8000, sentAt: null,
  settledAt: null, refundId: null, refundStatus: null, refundStatusReason: null, problem: null, confirmedByEvent: false,
  customerLabel: `Customer ${place}`, ...about,
}) // prettier-ignore

const tray = () => within(screen.getByRole('region', { name: 'Orders' }))

function openTray(orders: readonly Order[], place = '') {
  const face = renderFace(<OrderTray deskId="demo" />, {}, place)
  act(() => orders.forEach((order) => face.fake.push('order.changed', order)))
  return { ...face, user: userEvent.setup() }
}

it('shows the newest of very many, counts the others, and always what is held', async () => {
  const { user } = openTray([
    anOrder(0, { state: 'held' }),
    ...Array.from({ length: 20 }, (_, at) => anOrder(at + 1, { state: 'refused', settledAt: Date.now() })),
  ])
  expect(await screen.findByText('16 more in Refunds')).toBeTruthy()
  expect(screen.getByText(/Customer 0/).textContent).toContain('Nothing has been sent yet')
  expect(tray().getAllByText('Refund refused')).toHaveLength(4)
  expect(screen.getByRole('status').textContent).toBe('Many orders are under way.')
  await user.click(screen.getByRole('button', { name: 'Put all away' }))
  expect(tray().queryByText('Refund refused')).toBeNull()
  expect(screen.getByText(/Customer 0/)).toBeTruthy()
})

it('takes back with z what has a hold, not the row of a run that is only about to be sent', async () => {
  const now = Date.now()
  const ofRow = { state: 'held', placedAt: now + 500, sendAt: now + 500 } as const
  const { user, callsOf } = openTray([
    anOrder(0, { state: 'held', placedAt: now, sendAt: now + 8000 }),
    ...Array.from({ length: 6 }, (_, at) => anOrder(at + 1, ofRow)),
  ])
  expect(tray().getByText(/Customer 0/)).toBeTruthy()
  const undos = tray().getAllByRole('button', { name: 'Undo' })
  expect(undos.filter(({ textContent }) => textContent !== 'Undo')).toHaveLength(1)
  await user.keyboard('z')
  expect(callsOf('order.undo').map(({ request }) => request)).toEqual([
    { deskId: 'demo', orderId: anOrder(0, {}).id },
  ])
})

it('says of the row of a run no hold in which it could be undone', () => {
  const now = Date.now()
  openTray([anOrder(0, { state: 'held', placedAt: now, sendAt: now })], '#/desks/demo/runs/6f0ad0c4-6a52-4c8c-9a5a-000000000001')
  expect(screen.getByRole('status').textContent).not.toContain('Press z')
  expect(screen.queryByRole('region', { name: 'Orders' })).toBeNull()
}) // prettier-ignore

it('announces of the rows of a run those alone that go wrong', () => {
  const now = Date.now()
  const { fake } = openTray([], '#/desks/demo/runs/6f0ad0c4-6a52-4c8c-9a5a-000000000001')
  const said = (about: Partial<Order>): string | null => {
    act(() => fake.push('order.changed', anOrder(0, { placedAt: now, sendAt: now, ...about })))
    return screen.getByRole('status').textContent
  }
  expect([said({ state: 'held' }), said({ state: 'sending' })]).toEqual(['', ''])
  expect(said({ state: 'done', refundStatus: 'succeeded', settledAt: now })).toBe('')
  expect(said({ state: 'done', refundStatus: 'failed', settledAt: now })).toMatch(
    /^Refund failed\. The refund of €1\.00 to Customer 0 failed/,
  )
})

it('announces what came to another state last, whichever was placed last, and which it is where that needs somebody', () => {
  const { fake } = openTray([anOrder(0, { state: 'held' }), anOrder(1, { state: 'held' })])
  const said = (): string | null => screen.getByRole('status').textContent
  const push = (order: Order): void => act(() => fake.push('order.changed', order))
  expect(said()).toMatch(/^Refund held for 8 seconds/)
  const refused = anOrder(0, { state: 'refused', settledAt: Date.now(), problem: { code: 'stripe_refused', message: 'The charge is disputed.' } }) // prettier-ignore
  push(refused)
  expect(said()).toBe('Refund refused. €1.00 to Customer 0. No money moved. The charge is disputed.')
  push(anOrder(1, { state: 'done', refundStatus: 'succeeded', settledAt: Date.now() }))
  expect(said()).toBe('Refunded')
  // What is told once more as it was told before is not said once more.
  push({ ...refused, confirmedByEvent: true })
  expect(said()).toBe('Refunded')
})

it('is heard while a form is open, which hides the rest of the window', async () => {
  const { fake } = renderFace(
    <>
      <OrderTray deskId="demo" />
      <p>The rest</p>
      <Dialog title="Refund" onClose={() => undefined}>
        What was placed
      </Dialog>
    </>,
  )
  await waitFor(() => expect(screen.getByText('The rest').closest('[aria-hidden="true"]')).not.toBeNull())
  act(() => fake.push('order.changed', anOrder(0, { state: 'held' })))
  expect(screen.getByText(/Press z to undo/).closest('[aria-hidden="true"]')).toBeNull()
})

it('lets go of what succeeded long enough ago, though it was never in sight', () => {
  openTray(
    Array.from({ length: 20 }, (_, at) =>
      anOrder(at, {
        state: 'done',
        refundStatus: 'succeeded',
        settledAt: Date.now() - (at < 18 ? 60_000 : 0),
      }),
    ),
  )
  expect(tray().getAllByText('Refunded')).toHaveLength(2)
  expect(screen.queryByText(/more in Refunds/)).toBeNull()
})

it('covers no row of a run with what goes as it should, but says what is held or went wrong', () => {
  const orders = [
    anOrder(0, {}),
    anOrder(1, { state: 'done', refundStatus: 'succeeded', settledAt: Date.now() }),
    anOrder(2, { state: 'refused', settledAt: Date.now() }),
    anOrder(3, { state: 'held' }),
  ]
  openTray(orders, '#/desks/demo/refunds')
  expect(tray().getByText('Refunded')).toBeTruthy()
  expect(tray().getByText(/Customer 0/)).toBeTruthy()
  cleanup()
  openTray(orders, '#/desks/demo/runs/6f0ad0c4-6a52-4c8c-9a5a-000000000001')
  expect(tray().queryByText('Refunded')).toBeNull()
  expect(tray().getByText('Refund refused')).toBeTruthy()
  expect(tray().getByText(/Customer 3/)).toBeTruthy()
  expect(tray().queryByText(/Customer 0/)).toBeNull()
})

it('keeps what Bursar withdrew until it is put away, and announces why: it has to be ordered again', () => {
  const settledAt = Date.now() - 60_000
  const problem = { code: 'stripe_rate_limited', message: 'Stripe was too busy to take it.' } as const
  openTray([
    anOrder(0, { state: 'withdrawn', settledAt }),
    anOrder(1, { state: 'withdrawn', settledAt, problem }),
  ])
  expect(tray().queryByText('Refund undone')).toBeNull()
  expect(tray().getByText('Refund not sent')).toBeTruthy()
  expect(screen.getByRole('status').textContent).toMatch(/^Refund not sent\. .*too busy to take it\.$/)
})

it('keeps what Bursar withdrew of an order that is sent at once, which is no row of a bulk refund', () => {
  const [placedAt, settledAt] = [Date.now() - 61_000, Date.now() - 60_000]
  const problem = { code: 'locked', message: 'This was never sent. This live desk is locked.' } as const
  const { fake } = openTray([
    anOrder(0, { state: 'withdrawn', placedAt, sendAt: placedAt, settledAt, problem }),
  ])
  expect(screen.queryByRole('region', { name: 'Orders' })).toBeNull()
  const ending: ChangeOrder = {
    id: '00000000-0000-4000-8000-000000000099', deskId: 'demo', kind: 'expire_session', state: 'withdrawn', objectId: 'cs_1',
    change: { kind: 'expire_session', sessionId: 'cs_1' }, words: 'The page is ended.', subject: 'Ada', note: null, operator: 'ada',
    placedAt, sendAt: placedAt, sentAt: null, settledAt, resultId: null, result: null, problem, confirmedByEvent: false,
  } // prettier-ignore
  act(() => fake.push('change.changed', ending))
  expect(tray().getByText('Page not ended')).toBeTruthy()
})
