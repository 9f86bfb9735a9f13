// Refunds as a life: what stands in the list and on the board, what an opened one says and offers, and the keys for all of it.
import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { Route } from 'wouter'
import { afterEach, describe, expect, it } from 'vitest'
import type { Desk } from '../../../../../src/contract/desks.ts'
import type { RefundLife } from '../../../../../src/contract/refund-life.ts'
import { Overlays } from '../../../../../src/renderer/app/overlays.tsx'
import { ageOf } from '../../../../../src/renderer/features/refunds/refund-looks.ts'
import {
  formatRefundQuery,
  parseRefundQuery,
  toFilter,
} from '../../../../../src/renderer/features/refunds/refund-query.ts'
import { RefundsScreen } from '../../../../../src/renderer/features/refunds/refunds-screen.tsx'
import { useOverlay } from '../../../../../src/renderer/state/overlays.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { lockedAccess } from '../../../../doubles/bridge/fake-desks.ts'
import { goTo, renderFace } from '../../support.tsx'

afterEach(cleanup)

const place = '/desks/demo/refunds'
function renderRefunds(options: FakeOptions = {}, search = '', desk: Desk = demoDesk) {
  return renderFace(
    <>
      <Route path="/desks/:deskId/refunds/:refundId?">
        {({ refundId }) => <RefundsScreen desk={desk} refundId={refundId ?? null} />}
      </Route>
      <Overlays desk={desk} />
    </>,
    { troubled: true, desk, ...options },
    `${place}${search}`,
  )
}
const rowsShown = (): HTMLElement[] =>
  screen.getAllByRole('row').filter((row) => row.dataset['refund'] !== undefined)
const inspector = (): HTMLElement => screen.getByRole('complementary', { name: 'Refund' })

describe('the list', () => {
  it('shows refunds made elsewhere beside our own, with a count for each state', async () => {
    const { fake } = renderRefunds()
    const [payment] = fake.rows
    await screen.findByRole('button', { name: /^Failed ?\d$/ })
    await fake.bridge.call('refund.place', {
      deskId: 'demo', orderId: '6f0ad0c4-6a52-4c8c-9a5a-000000000001', paymentIntentId: payment?.id, amount: 100, currency: payment?.currency,
      reason: null, note: 'cup broken', customerLabel: 'Ada Lovelace',
    }) // prettier-ignore
    expect(await screen.findByText(/cup broken/)).toBeTruthy()
    // What tells rows apart comes first, and is not cut for what most of them share.
    const [elsewhere] = screen.getAllByText('Made outside Bursar')
    expect(elsewhere?.previousElementSibling?.textContent).toBe('Requested by customer')
    // Counts follow within a second.
    expect(await screen.findByRole('button', { name: /^Requested ?1$/ })).toBeTruthy()
  })

  it('says in a row what its state means in few words, and the whole of it on hover', async () => {
    renderRefunds({}, '?state=succeeded')
    const [words] = await screen.findAllByText(/^Takes 5 to 10 business days$/)
    expect(words?.parentElement?.title).toMatch(/^Refunded\. .*may look as if that had never been\.$/)
  })

  it('is exported whole, with the filters in force and amounts as they are', async () => {
    const { fake, callsOf } = renderRefunds({ payments: 6000 }, '?state=succeeded')
    await waitFor(() => expect(rowsShown().length).toBeGreaterThan(0))
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Export CSV' })
    await waitFor(() => expect(button.disabled).toBe(false))
    await userEvent.setup().click(button)
    await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
    const [saved] = callsOf('text.save')
    const { fileName, text } = saved!.request as { fileName: string; text: string }
    expect(fileName).toMatch(/^refunds-lovelace-bindery-demo-\d{4}-\d\d-\d\d\.csv$/)
    expect(text).toContain('"Filter","State: Succeeded"')
    const listed = await fake.bridge.call('refunds.counts', { deskId: 'demo', filter: {} })
    const lines = text.split('\r\n').filter((line) => line.startsWith('"re_'))
    expect(lines.length).toBeGreaterThan(100)
    expect(listed).toMatchObject({ value: { byState: { succeeded: lines.length } } })
    expect(lines.every((line) => /,"\d+(\.\d+)?","[A-Z]{3}","Succeeded",/.test(line))).toBe(true)
  })

  it('teaches how to make one when there is none', async () => {
    renderRefunds({ payments: 0 })
    expect(await screen.findByText('No refunds yet')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Choose a payment' })).toBeTruthy()
  })

  it('says why it could not be read, and does not pass for empty', async () => {
    renderRefunds({
      failing: { 'refunds.list': { code: 'store_corrupt', message: 'The cache is damaged.' } },
    })
    expect(await screen.findByText('The cache is damaged.')).toBeTruthy()
    expect(screen.queryByText('No refunds yet')).toBeNull()
  })

  it('asks for a state, a text and an age, and keeps them in the address', async () => {
    const { callsOf } = renderRefunds()
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: /^Needs the customer/ }))
    expect(window.location.hash).toBe(`#${place}?state=customer`)
    await user.selectOptions(screen.getByLabelText('Age'), '7')
    await user.type(screen.getByRole('searchbox'), 'zzz')
    expect(await screen.findByText('No refund matches')).toBeTruthy()
    expect(callsOf('refunds.list').at(-1)?.request).toMatchObject({
      filter: { state: ['requires_action'], text: 'zzz', createdBefore: expect.any(Number) },
    })
  })

  it('moves with j and k, opens with Enter, and jumps to the payment with o', async () => {
    renderRefunds({}, '?state=failed')
    const user = userEvent.setup()
    await waitFor(() => expect(rowsShown()).toHaveLength(2))
    await user.keyboard('jjk{Enter}')
    expect(await screen.findByRole('complementary', { name: 'Refund' })).toBeTruthy()
    expect(window.location.hash).toContain(`${place}/re_Fake`)
    await user.keyboard('o')
    expect(window.location.hash).toContain('/desks/demo/payments/pi_')
  })
})

describe('an opened refund', () => {
  it('that failed says why and what to do, and takes the note that it was paid another way', async () => {
    const { callsOf } = renderRefunds({}, '?state=failed')
    const user = userEvent.setup()
    await user.click(await screen.findByText(/^Card expired/))
    expect(await within(inspector()).findByText(/Agree on another way/)).toBeTruthy()
    expect(within(inspector()).getByText('Fee not returned')).toBeTruthy()
    await user.keyboard('w')
    const dialog = await screen.findByRole('dialog', { name: 'Paid another way' })
    const record = within(dialog).getByRole('button', { name: 'Record it' })
    expect(record.hasAttribute('disabled')).toBe(true)
    await user.type(within(dialog).getByLabelText('Reference'), 'RF-77')
    await user.click(record)
    expect(callsOf('refund.recordOtherWay')[0]?.request).toMatchObject({
      how: 'bank_transfer',
      reference: 'RF-77',
      refundId: expect.stringMatching(/^re_/),
    })
    expect(await within(inspector()).findByRole('region', { name: 'Paid another way' })).toBeTruthy()
    expect(within(inspector()).queryByText(/What to do/)).toBeNull()
  })

  it('that the list does not show, or no longer as it is, has the keys that are printed beside it', async () => {
    const { fake } = renderRefunds({}, '?state=failed')
    const user = userEvent.setup()
    await waitFor(() => expect(rowsShown()).toHaveLength(2))
    const [id] = rowsShown().map((row) => row.dataset['refund'])
    for (const search of ['?state=customer', '?view=board&state=customer']) {
      goTo(`${place}/${id}${search}`)
      await screen.findByRole('complementary', { name: 'Refund' })
      await within(inspector()).findByRole('button', { name: /^Record another way/ })
      await user.keyboard('w')
      await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Close' }))
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    }
    await fake.bridge.call('refund.recordOtherWay', {
      deskId: 'demo', noteId: '6f0ad0c4-6a52-4c8c-9a5a-00000000000a', refundId: id, how: 'store_credit', reference: 'V-1',
    }) // prettier-ignore
    await within(inspector()).findByRole('region', { name: 'Paid another way' })
    await user.keyboard('w')
    expect(screen.queryByRole('dialog', { name: 'Paid another way' })).toBeNull()
  })

  it('asks who is there before it asks anything else, on a locked live desk', async () => {
    const locked: Desk = { ...demoDesk, kind: 'account', mode: 'live', access: lockedAccess }
    renderRefunds({}, '?state=failed', locked)
    const user = userEvent.setup()
    await user.click(await screen.findByText(/^Card expired/))
    await within(inspector()).findByRole('button', { name: /^Record another way/ })
    await user.keyboard('w')
    expect(useOverlay.getState()).toMatchObject({
      overlay: { kind: 'none' },
      unlocking: { wanted: { kind: 'refund-question', about: 'other way' } },
    })
  })

  it('keeps the reference when the desk locked itself meanwhile, and leads to unlocking it', async () => {
    const open = { ...lockedAccess, orders: 'open', unlockedUntil: Date.now() + 200_000 } as const
    const message = 'This desk is locked. Nothing was recorded.'
    renderRefunds({ failing: { 'refund.recordOtherWay': { code: 'locked', message } } }, '?state=failed', {
      ...demoDesk,
      kind: 'account',
      mode: 'live',
      access: open,
    })
    const user = userEvent.setup()
    await user.click(await screen.findByText(/^Card expired/))
    await user.click(await within(inspector()).findByRole('button', { name: /^Record another way/ }))
    const form = await screen.findByRole('dialog', { name: 'Paid another way' })
    await user.type(within(form).getByLabelText('Reference'), 'RF-77')
    await user.click(document.querySelector('.overlay-shade') ?? document.body)
    await user.click(within(form).getByRole('button', { name: 'Record it' }))
    expect(await within(form).findByText(message)).toBeTruthy()
    await user.click(within(form).getByRole('button', { name: 'Unlock…' }))
    const unlock = await screen.findByRole('dialog', { name: /^Unlock/ })
    await user.click(within(unlock).getByRole('button', { name: 'Close' }))
    expect(within(form).getByLabelText('Reference')).toHaveProperty('value', 'RF-77')
  })

  it('whose note was wrong has it struck out after a question, and can be noted anew', async () => {
    const { callsOf } = renderRefunds({}, '?state=failed')
    const user = userEvent.setup()
    await user.click(await screen.findByText(/^Card expired/))
    await user.click(await within(inspector()).findByRole('button', { name: /^Record another way/ }))
    const form = await screen.findByRole('dialog', { name: 'Paid another way' })
    await user.type(within(form).getByLabelText('Reference'), 'RF-77')
    await user.click(within(form).getByRole('button', { name: 'Record it' }))
    const strike = { name: 'Strike out “Bank transfer, RF-77”' }
    await user.click(await within(inspector()).findByRole('button', strike))
    const question = await screen.findByRole('dialog', { name: 'Strike out this note?' })
    expect(within(question).getByText('Bank transfer, RF-77')).toBeTruthy()
    expect(callsOf('refund.strikeOtherWay')).toHaveLength(0)
    await user.click(within(question).getByRole('button', { name: 'Strike it out' }))
    expect(await within(inspector()).findByText(/^Struck out by ada/)).toBeTruthy()
    const noteIds = (method: Parameters<typeof callsOf>[0]) =>
      callsOf(method).map(({ request }) => (request as { noteId: string }).noteId)
    expect(noteIds('refund.strikeOtherWay')).toEqual(noteIds('refund.recordOtherWay'))
    expect(within(inspector()).queryByRole('button', strike)).toBeNull()
    expect(await within(inspector()).findByText(/What to do/)).toBeTruthy()
    expect(within(inspector()).getByRole('button', { name: /^Record another way/ })).toBeTruthy()
  })

  it('that waits for the customer is canceled after a question, once', async () => {
    const { callsOf } = renderRefunds({}, '?state=customer')
    const user = userEvent.setup()
    await waitFor(() => expect(rowsShown()).toHaveLength(2))
    await user.keyboard('jx')
    const dialog = await screen.findByRole('dialog', { name: 'Cancel this refund?' })
    expect(callsOf('change.place')).toHaveLength(0)
    await user.click(within(dialog).getByRole('button', { name: 'Cancel the refund' }))
    await waitFor(() => expect(rowsShown()).toHaveLength(1))
    expect(callsOf('change.place').map(({ request }) => request)).toMatchObject([
      { change: { kind: 'cancel_refund' }, confirmation: { how: 'agreed' } },
    ])
  })

  it('says in the dialog that it was too late to cancel', async () => {
    renderRefunds({ outcome: 'refused' }, '?state=customer')
    const user = userEvent.setup()
    await waitFor(() => expect(rowsShown()).toHaveLength(2))
    await user.keyboard('jx')
    await user.click(await screen.findByRole('button', { name: 'Cancel the refund' }))
    expect(await screen.findByText(/Too late to cancel/)).toBeTruthy()
  })

  it('is tried anew where its cancellation came to nothing: an order that has ended would only say so again', async () => {
    const { callsOf } = renderRefunds({ outcome: 'refused' }, '?state=customer')
    const user = userEvent.setup()
    await waitFor(() => expect(rowsShown()).toHaveLength(2))
    await user.keyboard('jx')
    await user.click(await screen.findByRole('button', { name: 'Cancel the refund' }))
    await screen.findByText(/Too late to cancel/)
    await user.click(screen.getByRole('button', { name: 'Cancel the refund' }))
    await waitFor(() => expect(callsOf('change.place')).toHaveLength(2))
    const orderIds = callsOf('change.place').map(({ request }) => (request as { orderId: string }).orderId)
    expect(new Set(orderIds).size).toBe(2)
  })

  it('of ours that is held can still be undone and sent, as everywhere', async () => {
    const { fake, callsOf } = renderRefunds({ holdMilliseconds: 100_000 }, '?state=requested')
    const [payment] = fake.rows
    const orderId = '6f0ad0c4-6a52-4c8c-9a5a-000000000002'
    await fake.bridge.call('refund.place', {
      deskId: 'demo', orderId, paymentIntentId: payment?.id, amount: 100, currency: payment?.currency, reason: null, note: null,
      customerLabel: 'Ada Lovelace',
    }) // prettier-ignore
    const user = userEvent.setup()
    await user.click(await screen.findByText('Ada Lovelace'))
    await user.click(await within(inspector()).findByRole('button', { name: /^Undo/ }))
    expect(callsOf('order.undo')).toHaveLength(1)
    expect(await within(inspector()).findByText(/not sent and never will be/)).toBeTruthy()
  })

  it('warns of a dispute of its payment', async () => {
    renderRefunds({ payments: 600 }, '?state=failed')
    const user = userEvent.setup()
    await user.click(await screen.findByText('The payment was disputed'))
    expect(await within(inspector()).findByText(/A dispute is open/)).toBeTruthy()
    expect(within(inspector()).getByText(/Don’t pay another way/)).toBeTruthy()
  })
})

describe('the board', () => {
  it('has a column for each stage with its count, and the arrows go from card to card', async () => {
    renderRefunds({}, '?view=board')
    const user = userEvent.setup()
    const pending = await screen.findByRole('region', { name: 'Pending' })
    const failed = screen.getByRole('region', { name: 'Failed' })
    await waitFor(() => expect(within(failed).getAllByRole('button')).toHaveLength(2))
    const [first, second] = await within(pending).findAllByRole('button')
    await user.keyboard('j')
    expect(document.activeElement).toBe(first)
    await user.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(second)
    await user.keyboard('lh')
    expect(document.activeElement?.closest('[data-column]')).toBe(pending)
    await user.keyboard('{ArrowRight}{ArrowRight}')
    expect(document.activeElement?.closest('[data-column]')).toBe(failed)
    await user.keyboard('{Enter}')
    expect(await within(inspector()).findByText(/What to do/)).toBeTruthy()
    await user.keyboard('b')
    expect(await screen.findByRole('grid', { name: 'Refunds' })).toBeTruthy()
  })

  it('is exported whole: all states, whichever the list showed before, and more than its columns have room for', async () => {
    const { fake, callsOf } = renderRefunds({ payments: 6000 }, '?view=board&state=failed')
    const button = await screen.findByRole<HTMLButtonElement>('button', { name: 'Export CSV' })
    await waitFor(() => expect(button.disabled).toBe(false))
    await userEvent.setup().click(button)
    await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
    const { text } = callsOf('text.save')[0]!.request as { text: string }
    expect(text).toContain('"Filter","State: any"')
    const counts = await fake.bridge.call('refunds.counts', { deskId: 'demo', filter: {} })
    const lines = text.split('\r\n').filter((line) => line.startsWith('"re_'))
    expect(counts).toMatchObject({ value: { total: lines.length } })
    expect(lines.length).toBeGreaterThan(document.querySelectorAll('[data-refund]').length)
  })

  it('does by key what the marked card needs as it is now, not as it was when it was marked', async () => {
    const { fake } = renderRefunds({}, '?view=board')
    const user = userEvent.setup()
    const failed = await screen.findByRole('region', { name: 'Failed' })
    const [card] = await within(failed).findAllByRole('button')
    act(() => card?.focus())
    await fake.bridge.call('refund.recordOtherWay', {
      deskId: 'demo', noteId: '6f0ad0c4-6a52-4c8c-9a5a-00000000000b', refundId: card?.dataset['refund'], how: 'store_credit', reference: 'V-1',
    }) // prettier-ignore
    await within(failed).findByText(/another way/)
    await user.keyboard('w')
    expect(useOverlay.getState().overlay).toEqual({ kind: 'none' })
  })

  it('does nothing by key to a card that was marked under another filter', async () => {
    const { callsOf } = renderRefunds({}, '?view=board')
    const user = userEvent.setup()
    await within(await screen.findByRole('region', { name: 'Pending' })).findAllByRole('button')
    await user.keyboard('j')
    goTo('/desks/demo/refunds?view=board&q=nobody')
    await waitFor(() => expect(document.querySelector('[data-refund]')).toBeNull())
    await user.keyboard('c')
    expect(callsOf('text.copy')).toHaveLength(0)
  })
})

const day = 86_400_000
const life = (more: Partial<RefundLife>): RefundLife =>
  ({ state: 'pending', since: 0, at: 0, otherWay: null, ...more }) as RefundLife

describe('the age of a refund', () => {
  it('is counted from when its state began, and called long when it is', () => {
    expect(ageOf(life({}), 3 * day)).toEqual({ word: '3 d', long: false, atMost: false })
    expect(ageOf(life({}), 11 * day)).toMatchObject({ word: '11 d', long: true })
    expect(ageOf(life({ since: null, at: day }), 3 * day)).toEqual({ word: '2 d', long: false, atMost: true })
  })

  it('does not go on when all is over', () => {
    for (const state of ['succeeded', 'canceled', 'refused', 'withdrawn'] as const)
      expect(ageOf(life({ state }), 30 * day)).toBeNull()
    const otherWay = {
      id: '1',
      refundId: 're_1',
      at: 1,
      operator: 'ada',
      how: 'cash',
      reference: '1',
      struck: null,
    } as const
    expect(ageOf(life({ state: 'failed', otherWay }), 30 * day)).toBeNull()
  })
})

describe('the address', () => {
  it('is restored exactly, and what is no filter is ignored', () => {
    const search = 'view=board&state=failed&older=7&q=ada'
    expect(formatRefundQuery(parseRefundQuery(search))).toBe(search)
    expect(formatRefundQuery(parseRefundQuery('view=x&state=nope&older=5'))).toBe('')
  })

  it('means whole days of the local calendar, and nothing younger even just after midnight', () => {
    const query = parseRefundQuery('older=7')
    const { createdBefore } = toFilter(query, new Date(2026, 10, 25, 0, 5))
    expect(createdBefore).toBe(new Date(2026, 10, 18).getTime() / 1000)
  })
})
