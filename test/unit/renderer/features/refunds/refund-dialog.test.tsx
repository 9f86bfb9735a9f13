// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import type { PaymentRow } from '../../../../../src/contract/payments.ts'
import { OrderTray } from '../../../../../src/renderer/features/refunds/order-tray.tsx'
import { RefundDialog } from '../../../../../src/renderer/features/refunds/refund-dialog.tsx'
import { methodText } from '../../../../../src/renderer/ui/words/method-words.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { makePayments } from '../../../../doubles/bridge/fixtures.ts'
import { pressEscapeOnceShown, renderFace } from '../../support.tsx'

afterEach(cleanup)

// The made-up payments are the same every time: the second is a succeeded one.
const paid = makePayments(60, Math.floor(Date.now() / 1000))[1] as PaymentRow

function Desk() {
  const [open, setOpen] = useState(true)
  return (
    <>
      <OrderTray deskId="demo" />
      {open && <RefundDialog desk={demoDesk} paymentId={paid.id} onClose={() => setOpen(false)} />}
    </>
  )
}

async function openForm(options: FakeOptions = {}) {
  const face = renderFace(<Desk />, options)
  const amount = await screen.findByLabelText<HTMLInputElement>(/^Amount in/)
  return { ...face, amount, user: userEvent.setup() }
}

/** Words in the form itself: the tray announces the same titles for those who can't see. */
const inForm = (words: string | RegExp): Promise<HTMLElement> =>
  within(screen.getByRole('dialog')).findByText(words)

const submit = (): HTMLElement => screen.getByRole('button', { name: /^Refund / })

describe('the refund form', () => {
  it('offers the whole refundable amount, and says what will happen', async () => {
    const { amount } = await openForm()
    expect(Number(amount.value)).toBeGreaterThan(0)
    expect(screen.getByText(/^Refund all .* Money cannot be called back\.$/)).toBeTruthy()
  })

  it('names the card beside a name of any length', async () => {
    await openForm()
    expect(screen.getByText(methodText(paid.method!)).className).toContain('shrink-0')
  })

  it('cannot be sent while the amount is wrong, and says why', async () => {
    const { amount, user, callsOf } = await openForm()
    const consequence = screen.getByText(/^Refund all /)
    await user.clear(amount)
    await user.type(amount, '99999999')
    // It stays, empty, to be announced once there is an amount again.
    expect(consequence.isConnected && consequence.textContent).toBe('')
    expect(screen.getByRole('alert').textContent).toMatch(/^At most/)
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Refund' }).disabled).toBe(true)
    fireEvent.submit(amount.form as HTMLFormElement)
    expect(callsOf('refund.place')).toEqual([])
  })

  it('keeps the focus when Stripe is asked again, and the button that asked goes', async () => {
    const message = 'Stripe could not be reached.'
    renderFace(<Desk />, {
      failing: { 'refund.preflight': { code: 'stripe_unreachable', message } },
      latencyMilliseconds: 50,
    })
    const again = await screen.findByRole('button', { name: 'Try again' })
    again.focus()
    await userEvent.keyboard('{Enter}')
    await waitFor(() => expect(again.isConnected).toBe(false))
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('dialog')))
  })

  it('sends one order for two quick submits', async () => {
    const { amount, callsOf } = await openForm({ latencyMilliseconds: 20 })
    const form = amount.form as HTMLFormElement
    fireEvent.submit(form)
    fireEvent.submit(form)
    await inForm('Refund held')
    expect(callsOf('refund.place')).toHaveLength(1)
  })

  it('may be left by Escape from the very moment that the order is shown, though its call is not answered yet', async () => {
    const { user, fake } = await openForm()
    const { bridge } = fake
    const call = bridge.call.bind(bridge)
    bridge.call = async (method, request) => {
      const answer = await call(method, request)
      return method === 'refund.place' ? new Promise(() => undefined) : answer
    }
    pressEscapeOnceShown(() => within(screen.getByRole('dialog')).queryByText('Refund held') !== null)
    await user.click(submit())
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('keeps its order id when a failed call is sent again', async () => {
    const { callsOf, user } = await openForm({
      failing: { 'refund.place': { code: 'store_full', message: 'The disk is full. Nothing was ordered.' } },
    })
    await user.click(submit())
    expect(await screen.findByText('The disk is full. Nothing was ordered.')).toBeTruthy()
    await user.click(submit())
    await waitFor(() => expect(callsOf('refund.place')).toHaveLength(2))
    const ids = callsOf('refund.place').map((call) => (call.request as { orderId: string }).orderId)
    expect(new Set(ids).size).toBe(1)
  })

  it('is not offered where the preflight says stop', async () => {
    renderFace(<RefundDialog desk={demoDesk} paymentId={paid.id} onClose={() => undefined} />, {
      preflight: {
        canRefund: false,
        findings: [{ id: 'open_order', verdict: 'stop', text: 'Another refund is not settled yet.' }],
      },
    })
    expect(await screen.findByText('Another refund is not settled yet.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Refund/ })).toBeNull()
  })

  it('keeps what was typed when it could not be checked again, and orders nothing until it was', async () => {
    const options: FakeOptions = { failing: {} }
    const { amount, user, callsOf } = await openForm(options)
    await user.clear(amount)
    await user.type(amount, '1.23')
    await user.type(screen.getByLabelText('Internal note'), 'cup broken')
    options.failing!['refund.preflight'] = {
      code: 'stripe_unreachable',
      message: 'Stripe could not be reached.',
    }
    await user.click(screen.getByRole('button', { name: 'Check again' }))
    expect(
      await screen.findByText(
        'What can be refunded could not be checked again: Stripe could not be reached.',
      ),
    ).toBeTruthy()
    expect(screen.getByLabelText('Internal note')).toHaveProperty('value', 'cup broken')
    expect(screen.getByRole('button', { name: /^Refund/ })).toHaveProperty('disabled', true)
    fireEvent.submit(amount.form as HTMLFormElement)
    expect(callsOf('refund.place')).toEqual([])
    delete options.failing!['refund.preflight']
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(submit()).toHaveProperty('disabled', false))
    expect(amount.value).toBe('1.23')
  })

  it('keeps what was typed when its payment could not be read again', async () => {
    const options: FakeOptions = { failing: {} }
    const { amount, user, fake } = await openForm(options)
    await user.clear(amount)
    await user.type(amount, '1.23')
    options.failing!['payments.detail'] = { code: 'stopping', message: 'Bursar is being restarted.' }
    fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] })
    expect(
      await screen.findByText('This payment could not be read again: Bursar is being restarted.'),
    ).toBeTruthy()
    expect(amount.isConnected).toBe(true)
    expect(amount.value).toBe('1.23')
  })

  it('can check again after the preflight failed', async () => {
    const { callsOf } = renderFace(
      <RefundDialog desk={demoDesk} paymentId={paid.id} onClose={() => undefined} />,
      {
        failing: {
          'refund.preflight': { code: 'stripe_unreachable', message: 'Stripe could not be reached.' },
        },
      },
    )
    expect(await screen.findByText('Stripe could not be reached.')).toBeTruthy()
    await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(callsOf('refund.preflight')).toHaveLength(2))
  })
})

describe('a placed refund', () => {
  it('is undone with z while it is held, and is never sent', async () => {
    const { user } = await openForm({ holdMilliseconds: 5000 })
    await user.click(submit())
    await inForm('Refund held')
    // The form, not Bursar: that withdraws what is held.
    expect(screen.getByText(/What is held is sent only while Bursar itself stays open/)).toBeTruthy()
    await user.keyboard('z')
    expect(await inForm('Refund undone')).toBeTruthy()
    expect(screen.queryByText(/This form can be closed/)).toBeNull()
  })

  it('is sent at once when asked, and says when it succeeded', async () => {
    const { user } = await openForm()
    await user.click(submit())
    await user.click(await screen.findByRole('button', { name: 'Send now' }))
    expect(await inForm('Refunded')).toBeTruthy()
  })

  it.each([
    ['pending', 'Refund pending', 'has not finished it'],
    ['failed', 'Refund failed', 'the money is back in the Stripe balance'],
    ['refused', 'Refund refused', 'No money moved'],
  ] as const)('that ends %s says so, and what it means', async (outcome, title, words) => {
    const { user } = await openForm({ outcome, holdMilliseconds: 10 })
    await user.click(submit())
    expect(await inForm(title)).toBeTruthy()
    expect(await inForm(new RegExp(words))).toBeTruthy()
  })

  it('of unknown outcome says why nothing else can be ordered, and can be checked again', async () => {
    const { user, callsOf } = await openForm({ outcome: 'unknown', holdMilliseconds: 10 })
    await user.click(submit())
    expect(await inForm('Outcome unknown')).toBeTruthy()
    expect(await inForm(/nothing else can be refunded on this payment until it is known/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Check again' }))
    expect(await inForm('Refunded')).toBeTruthy()
    expect(callsOf('order.reconcile')).toHaveLength(1)
  })

  it('goes on in the tray, with its undo, after the form is closed', async () => {
    const { user } = await openForm({ holdMilliseconds: 5000 })
    await user.click(submit())
    await inForm('Refund held')
    expect(screen.queryByRole('region', { name: 'Orders' })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Done' }))
    const tray = await screen.findByRole('region', { name: 'Orders' })
    expect(within(tray).getByRole('button', { name: 'Undo' })).toBeTruthy()
  })
})

describe('the order tray', () => {
  it('shows an order that was held before the window opened', async () => {
    const { fake, client } = renderFace(<OrderTray deskId="demo" />, { holdMilliseconds: 5000 })
    await fake.bridge.call('refund.place', {
      deskId: 'demo',
      orderId: '7f2c1f5e-9a54-4a3f-8f0e-0d4f6a3b2c1d',
      paymentIntentId: paid.id,
      amount: 100,
      currency: 'eur',
      reason: null,
      note: null,
      customerLabel: 'Ada Lovelace',
    })
    await client.invalidateQueries()
    const tray = await screen.findByRole('region', { name: 'Orders' })
    expect(within(tray).getByText('Refund held')).toBeTruthy()
    expect(within(tray).getByRole('timer').getAttribute('aria-live')).toBe('off')
    await userEvent.setup().click(within(tray).getByRole('button', { name: 'Undo' }))
    expect(await within(tray).findByText('Refund undone')).toBeTruthy()
  })
})
