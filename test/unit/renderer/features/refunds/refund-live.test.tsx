// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Desk } from '../../../../../src/contract/desks.ts'
import type { PaymentRow } from '../../../../../src/contract/payments.ts'
import type { Preflight } from '../../../../../src/contract/refunds.ts'
import type { Failure } from '../../../../../src/contract/result.ts'
import { editableAmount } from '../../../../../src/domain/money.ts'
import { ConfirmStep } from '../../../../../src/renderer/features/refunds/confirm-step.tsx'
import { RefundDialog } from '../../../../../src/renderer/features/refunds/refund-dialog.tsx'
import { mostOf, readRefundAmount } from '../../../../../src/renderer/features/refunds/refund-amount.ts'
import { useOverlay } from '../../../../../src/renderer/state/overlays.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { makePayments } from '../../../../doubles/bridge/fixtures.ts'
import { renderFace } from '../../support.tsx'

afterEach(cleanup)

const paid = makePayments(60, Math.floor(Date.now() / 1000))[1] as PaymentRow
const liveDesk: Desk = {
  ...demoDesk,
  kind: 'account',
  mode: 'live',
  businessName: 'Hopper Instruments',
  access: { orders: 'open', unlockedUntil: Date.now() + 200_000, passphrase: true, tryAgainAt: null },
}
const noLimits: Preflight['limits'] = {
  perOrder: null,
  leftToday: null,
  reasons: ['none', 'requested_by_customer', 'duplicate', 'fraudulent'],
  holdSeconds: 8,
}

async function openForm(
  preflight: Partial<Preflight>,
  options: FakeOptions = {},
  desk = liveDesk,
  onClose = () => {},
) {
  const face = renderFace(<RefundDialog desk={desk} paymentId={paid.id} onClose={onClose} />, {
    desk: liveDesk,
    ...options,
    preflight: Object.assign(preflight, {
      limits: noLimits,
      confirm: { typeAbove: Number.MAX_SAFE_INTEGER },
      ...preflight,
    }),
  })
  const amount = await screen.findByLabelText<HTMLInputElement>(/^Amount in/)
  return { ...face, amount, user: userEvent.setup() }
}

const unreachable: Failure = { code: 'stripe_unreachable', message: 'Stripe could not be reached.' }

const yes = (): HTMLButtonElement => screen.getByRole('button', { name: /^Yes, refund/ })
const review = (): HTMLElement => screen.getByRole('button', { name: 'Review the refund…' })
const awake = (): Promise<void> => waitFor(() => expect(yes().disabled).toBe(false))

describe('a refund on a live desk', () => {
  it('is confirmed after the business, the mode, the amount and the customer were said in words', async () => {
    const { user, callsOf } = await openForm({})
    await user.click(review())
    const asked = screen.getByRole('form', { name: 'Confirm the refund' })
    for (const words of [
      'LIVE',
      'Hopper Instruments',
      'of real money to',
      paid.customerName ?? paid.customerEmail ?? '',
    ])
      expect(asked.textContent).toContain(words)
    expect(callsOf('refund.place')).toEqual([])
    await awake()
    await user.click(yes())
    expect(await screen.findByText('Refund held')).toBeTruthy()
    expect(callsOf('refund.place').map(({ request }) => request)).toMatchObject([
      { confirmation: { how: 'agreed' }, amount: paid.amount },
    ])
  })

  it('as fraudulent says that the customer is blocked, when the reason is chosen and once more before the yes', async () => {
    const { user } = await openForm({})
    expect(screen.queryByText(/block lists/)).toBeNull()
    const reason = screen.getByLabelText('Reason')
    await user.selectOptions(reason, 'fraudulent')
    const said = screen.getByText(/the card and the e-mail address on your block lists/)
    expect(reason.getAttribute('aria-describedby')).toBe(said.id)
    await user.click(review())
    const asked = screen.getByRole('form', { name: 'Confirm the refund' })
    expect(asked.textContent).toContain('on your block lists')
  })

  it('is not ordered by a double click, nor by holding Enter, nor by the keys of the step before', async () => {
    const { amount, callsOf } = await openForm({})
    const before = review()
    // Both clicks in one breath: however busy the machine is, the step does not wake in between.
    fireEvent.click(before)
    fireEvent.click(before)
    fireEvent.dblClick(before)
    expect(yes().disabled).toBe(true)
    fireEvent.click(yes())
    cleanup()
    const again = await openForm({})
    for (let repeat = 0; repeat < 4; repeat += 1)
      fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Enter', repeat: repeat > 0 })
    fireEvent.submit(again.amount.form as HTMLFormElement)
    await awake()
    expect(document.activeElement?.tagName).toBe('H3')
    fireEvent.keyDown(document.activeElement as Element, { key: 'Enter', repeat: true })
    fireEvent.keyDown(document.activeElement as Element, { key: 'Enter', ctrlKey: true })
    fireEvent.keyDown(document.activeElement as Element, { key: 'y', repeat: true })
    fireEvent.submit(screen.getByRole('form', { name: 'Confirm the refund' }))
    expect([...callsOf('refund.place'), ...again.callsOf('refund.place')]).toEqual([])
    expect(amount).toBeTruthy()
    await waitFor(() => expect(yes().disabled).toBe(false))
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'y' })
    await waitFor(() => expect(again.callsOf('refund.place')).toHaveLength(1))
  })

  it('is not closed by a click beside the dialog, where a second click may find itself', async () => {
    const closed = vi.fn()
    const { user } = await openForm({}, {}, liveDesk, closed)
    await user.click(review())
    await user.click(document.querySelector('.overlay-shade') as Element)
    expect(screen.getByRole('form', { name: 'Confirm the refund' })).toBeTruthy()
    expect(closed).not.toHaveBeenCalled()
    await user.keyboard('{Escape}')
    expect(closed).toHaveBeenCalledOnce()
  })

  it('above the threshold is confirmed by typing its amount, and sends what was typed', async () => {
    const { user, callsOf } = await openForm({ confirm: { typeAbove: paid.amount - 1 } })
    await user.click(review())
    const field = screen.getByLabelText(/^Type the amount/)
    await user.type(field, `1{Enter}`)
    await new Promise((resolve) => setTimeout(resolve, 750))
    expect(yes().disabled).toBe(true)
    expect(screen.getByRole('alert').textContent).toMatch(/^That is .*, not /)
    fireEvent.keyDown(document.body, { key: 'y' })
    await user.clear(field)
    await user.type(field, editableAmount(paid.amount, paid.currency))
    await awake()
    expect(callsOf('refund.place')).toEqual([])
    await user.keyboard('{Enter}')
    await waitFor(() =>
      expect(callsOf('refund.place').map(({ request }) => request)).toMatchObject([
        { confirmation: { how: 'typed', amount: editableAmount(paid.amount, paid.currency) } },
      ]),
    )
  })

  it('of an odd rest is confirmed by typing it exactly', async () => {
    const user = userEvent.setup()
    const onConfirm = vi.fn()
    const about = {
      desk: liveDesk,
      holdSeconds: 8,
      placing: false,
      locked: false,
      outdated: false,
      onConfirm,
      onBack: vi.fn(),
    }
    const odd = { ...paid, amount: 12_345, currency: 'kwd' }
    renderFace(<ConfirmStep {...about} payment={odd} amount={12_345} reason="none" typing />)
    await user.type(screen.getByLabelText(/^Type the amount/), '12.345')
    await awake()
    await user.click(yes())
    expect(onConfirm).toHaveBeenCalledWith({ how: 'typed', amount: '12.345' })
  })

  it('takes no yes to what could not be checked again, and says why', async () => {
    const options: FakeOptions = { failing: {} }
    const { user, callsOf, fake } = await openForm({}, options)
    const answer = fake.holdAnswers()
    await user.click(await screen.findByRole('button', { name: 'Check again' }))
    options.failing!['refund.preflight'] = unreachable
    await user.click(review())
    answer()
    expect((await screen.findByRole('alert')).textContent).toContain(unreachable.message)
    await new Promise((resolve) => setTimeout(resolve, 800))
    expect(yes().disabled).toBe(true)
    await user.keyboard('y')
    expect(callsOf('refund.place')).toEqual([])
  })

  const later = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, milliseconds))

  it('takes no yes while it is checked again, and takes it where that says the same', async () => {
    const { user, callsOf, fake } = await openForm({ amountRefunded: 0 })
    const answer = fake.holdAnswers()
    await user.click(await screen.findByRole('button', { name: 'Check again' }))
    await user.click(review())
    await later(750)
    expect(yes().disabled).toBe(true)
    expect(callsOf('refund.preflight')).toHaveLength(2)
    answer()
    await awake()
    expect(screen.queryByRole('alert')).toBeNull()
    await user.keyboard('y')
    expect(callsOf('refund.place').map(({ request }) => request)).toMatchObject([{ amountRefunded: 0 }])
  })

  it.each<[string, Partial<Preflight>]>([
    ['what somebody else refunded meanwhile', { amountRefunded: 500 }],
    ['how much is left', { amountRefundable: paid.amount - 1 }],
    ['whether it can be refunded', { canRefund: false }],
    ['what was found', { findings: [] }],
  ])('takes no yes to what was checked anew with another outcome: %s', async (_, changed) => {
    const preflight: Partial<Preflight> = { amountRefunded: 0 }
    const { user, callsOf, fake } = await openForm(preflight)
    const answer = fake.holdAnswers()
    await user.click(await screen.findByRole('button', { name: 'Check again' }))
    Object.assign(preflight, changed)
    await user.click(review())
    answer()
    expect((await screen.findByRole('alert')).textContent).toContain('not what it says any more')
    await later(800)
    expect(yes().disabled).toBe(true)
    await user.keyboard('y')
    expect(callsOf('refund.place')).toEqual([])
  })

  it('takes no yes to what could be checked again at last, with another outcome', async () => {
    const preflight: Partial<Preflight> = { amountRefunded: 0 }
    const options: FakeOptions = { failing: {} }
    const { user, fake } = await openForm(preflight, options)
    const answer = fake.holdAnswers()
    await user.click(await screen.findByRole('button', { name: 'Check again' }))
    options.failing!['refund.preflight'] = unreachable
    await user.click(review())
    answer()
    const again = await within(await screen.findByRole('alert')).findByRole('button')
    Object.assign(preflight, { amountRefunded: 500 })
    delete options.failing!['refund.preflight']
    await user.click(again)
    expect(await screen.findByText(/not what it says any more/)).toBeTruthy()
    await later(800)
    expect(yes().disabled).toBe(true)
  })

  it('at the threshold needs no typing', async () => {
    const { user } = await openForm({ confirm: { typeAbove: paid.amount } })
    await user.click(review())
    expect(screen.queryByLabelText(/^Type the amount/)).toBeNull()
  })

  it('takes no card number in the note, and says why', async () => {
    const { user } = await openForm({})
    await user.type(screen.getByLabelText('Internal note'), 'card 4242 4242 4242 4242')
    expect(screen.getByRole('alert').textContent).toContain('card number')
    expect(review()).toHaveProperty('disabled', true)
  })

  it('goes back to the form as it was filled in', async () => {
    const { user, amount } = await openForm({})
    await user.clear(amount)
    await user.type(amount, '1.00')
    await user.type(screen.getByLabelText('Internal note'), 'Broken on arrival')
    await user.click(review())
    await user.click(screen.getByRole('button', { name: 'Back' }))
    expect(screen.getByLabelText<HTMLInputElement>(/^Amount in/).value).toBe('1.00')
    expect(screen.getByLabelText<HTMLInputElement>('Internal note').value).toBe('Broken on arrival')
  })

  it.each([
    ['locked', 'This desk is locked. Nothing was ordered.', true],
    ['policy_refused', 'The policy allows €500.00 a day, of which nothing is left.', false],
    ['confirmation_missing', 'The amount was not confirmed. Nothing was ordered.', false],
  ] as const)(
    'that the engine refuses as %s says why, and keeps its order id',
    async (code, message, unlocks) => {
      const { user, callsOf } = await openForm({}, { failing: { 'refund.place': { code, message } } })
      await user.click(review())
      await awake()
      await user.click(yes())
      const alert = await screen.findByRole('alert')
      expect(alert.textContent).toContain(message)
      expect(within(alert).queryByRole('button', { name: 'Unlock…' }) !== null).toBe(unlocks)
      await user.click(yes())
      const ids = callsOf('refund.place').map(({ request }) => (request as { orderId: string }).orderId)
      expect(new Set(ids).size).toBe(1)
    },
  )

  it('that was refused because the desk is locked leads to unlocking it, over the form', async () => {
    const message = 'This desk is locked. Nothing was ordered.'
    const { user } = await openForm({}, { failing: { 'refund.place': { code: 'locked', message } } })
    await user.click(review())
    await awake()
    await user.click(yes())
    await user.click(await screen.findByRole('button', { name: 'Unlock…' }))
    expect(useOverlay.getState().unlocking).toEqual({ wanted: null })
    expect(yes()).toBeTruthy()
  })

  it('can’t be confirmed once the desk has locked itself, and says so', async () => {
    const locked: Desk = {
      ...liveDesk,
      access: { ...liveDesk.access, orders: 'locked', unlockedUntil: null },
    }
    const { user } = await openForm({}, {}, locked)
    await user.click(review())
    expect(screen.getByRole('alert').textContent).toContain('The desk is locked now')
    await new Promise((resolve) => setTimeout(resolve, 750))
    expect(yes().disabled).toBe(true)
  })
})

describe('what the policy leaves', () => {
  const left = (limits: Partial<Preflight['limits']>) =>
    mostOf({ amountRefundable: 50_000, limits: { ...noLimits, ...limits } })

  it('is the least of what is refundable, one order’s limit and what is left today', () => {
    expect(left({})).toEqual({ amount: 50_000, by: 'payment' })
    expect(left({ perOrder: 50_000 })).toEqual({ amount: 50_000, by: 'payment' })
    expect(left({ perOrder: 49_999, leftToday: 60_000 })).toEqual({ amount: 49_999, by: 'order' })
    expect(left({ perOrder: 10_000, leftToday: 0 })).toEqual({ amount: 0, by: 'day' })
  })

  it('is told to the cent when more is typed', () => {
    const most = left({ perOrder: 10_000 })
    expect(readRefundAmount('100.00', 'eur', 50_000, most)).toEqual({ ok: true, amount: 10_000 })
    expect(readRefundAmount('100.01', 'eur', 50_000, most)).toEqual({
      ok: false,
      message: 'The policy of this desk allows €100.00 in one refund.',
    })
    expect(readRefundAmount('0.01', 'eur', 50_000, left({ leftToday: 0 }))).toEqual({
      ok: false,
      message: 'The policy of this desk leaves nothing for today.',
    })
    expect(readRefundAmount('500.00', 'eur', 50_000, most)).toMatchObject({ ok: false })
  })

  it('is what the form offers: amounts, reasons and the hold', async () => {
    const { amount, callsOf, user } = await openForm(
      {
        confirm: null,
        limits: { perOrder: 700, leftToday: 500, reasons: ['duplicate'], holdSeconds: 15 },
      },
      {},
      demoDesk,
    )
    expect(amount.value).toBe(editableAmount(500, paid.currency))
    expect(screen.getByText(/left today/).textContent).toMatch(/in one refund · .*5\.00 left today/)
    expect(
      within(screen.getByLabelText('Reason'))
        .getAllByRole('option')
        .map((each) => each.textContent),
    ).toEqual(['Duplicate'])
    expect(screen.getByText('Held 15 s, then sent')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: /^Refund / }))
    await waitFor(() =>
      expect(callsOf('refund.place').map(({ request }) => request)).toMatchObject([
        { amount: 500, reason: 'duplicate', confirmation: null },
      ]),
    )
  })
})
