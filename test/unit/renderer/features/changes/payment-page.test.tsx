// @vitest-environment jsdom
// A price is chosen by keyboard, only where one payment can collect it; and the page that was made is followed.
import { cleanup, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import type { ChangeOrder, PageState } from '../../../../../src/contract/changes.ts'
import { PaymentPageForm } from '../../../../../src/renderer/features/changes/payment-page-form.tsx'
import { useOverlay } from '../../../../../src/renderer/state/overlays.ts'
import { OrderCard } from '../../../../../src/renderer/ui/orders/order-card.tsx'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { renderFace } from '../../support.tsx'

afterEach(cleanup)
const none = (): void => undefined

function openForm(options: FakeOptions = {}) {
  const face = renderFace(
    <PaymentPageForm
      desk={demoDesk}
      customer={null}
      onFinished={none}
      onBusy={none}
      onPlaced={none}
      onClose={none}
    />,
    options,
  )
  const checked = () =>
    face
      .callsOf('change.preflight')
      .map(({ request }) => (request as { change: { what: unknown } }).change.what)
  return { ...face, checked, user: userEvent.setup() }
}

describe('a price', () => {
  it('is found by its words, chosen by keyboard, and comes to a total', async () => {
    const { user, checked } = openForm()
    await user.click(screen.getByRole('button', { name: 'A price' }))
    await user.type(screen.getByRole('combobox', { name: 'Price' }), 'gift')
    await waitFor(() => expect(screen.queryByText('Rebinding, leather')).toBeNull())
    await user.keyboard('{Enter}')
    const quantity = await screen.findByLabelText('Quantity')
    await user.clear(quantity)
    await user.type(quantity, '3')
    expect(screen.getByText('€72.00 in all.')).toBeTruthy()
    await screen.findByRole('button', { name: 'Make the page for €72.00' })
    await waitFor(() => expect(checked().at(-1)).toEqual({ priceId: 'price_box', quantity: 3 }))
  })

  it('is not chosen by Enter from what was found before', async () => {
    const { user } = openForm()
    await user.click(screen.getByRole('button', { name: 'A price' }))
    await screen.findByText('Gift box')
    await user.type(screen.getByRole('combobox', { name: 'Price' }), 'rebinding{Enter}')
    expect(screen.queryByLabelText('Quantity')).toBeNull()
    await waitFor(() => expect(screen.queryByText('Gift box')).toBeNull())
    await screen.findByRole('option', { name: /Rebinding/ })
    await user.keyboard('{Enter}')
    expect(await screen.findByText('€49.90 in all.')).toBeTruthy()
  })

  it('that recurs is shown, said why, and not chosen', async () => {
    const { user } = openForm()
    await user.click(screen.getByRole('button', { name: 'A price' }))
    await user.type(screen.getByRole('combobox', { name: 'Price' }), 'reading')
    expect(await screen.findByText('€19.00 every month')).toBeTruthy()
    expect(screen.getByText('€49.00 every 3 months')).toBeTruthy()
    expect(screen.getByText(/sold as a subscription/)).toBeTruthy()
    await waitFor(() => expect(screen.queryByText('Gift box')).toBeNull())
    await user.keyboard('{Enter}')
    await user.click(screen.getByText('€19.00 every month'))
    expect(screen.queryByLabelText('Quantity')).toBeNull()
  })

  it('is asked for in whole numbers', async () => {
    const { user, checked } = openForm()
    await user.click(screen.getByRole('button', { name: 'A price' }))
    await user.click(await screen.findByText('Gift box'))
    for (const wrong of ['0', '1.5', '-2', '1000000']) {
      const quantity = screen.getByLabelText('Quantity')
      await user.clear(quantity)
      await user.type(quantity, wrong)
      expect(screen.getByText('A whole number from 1 to 999,999.')).toBeTruthy()
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(
      checked().filter((what) => JSON.stringify(what) !== '{"priceId":"price_box","quantity":1}'),
    ).toEqual([])
  })

  it('whose total Stripe works out is not given one here', async () => {
    const { user } = openForm()
    await user.click(screen.getByRole('button', { name: 'A price' }))
    await user.click(await screen.findByText('Postcards'))
    expect(await screen.findByText('Stripe works out what it comes to.')).toBeTruthy()
    expect(screen.getByRole('button', { name: /^Make the page/ }).textContent).not.toMatch(/for/)
  })
})

describe('the page that was made', () => {
  const order: ChangeOrder = {
    id: '3f2c9d1e-5a77-4c0b-9a51-1d2e3f4a5b6c',
    deskId: 'demo',
    kind: 'payment_session',
    state: 'done',
    objectId: 'new',
    change: {
      kind: 'payment_session',
      customerId: null,
      what: { priceId: 'price_box', quantity: 1 },
      successUrl: null,
    },
    words: 'A page is made.',
    subject: null,
    note: null,
    operator: 'ada',
    placedAt: 1,
    sendAt: 1,
    sentAt: 1,
    settledAt: 1,
    resultId: 'cs_test_1',
    result: { url: 'https://checkout.stripe.com/c/pay/cs_test_1', expiresAt: Date.now() + 86_400_000 },
    problem: null,
    confirmedByEvent: false,
  }

  it.each<[PageState['state'], boolean, string, boolean]>([
    ['open', false, 'Nobody has finished it yet.', true],
    ['complete', true, 'The payment is under Payments.', false],
    ['complete', false, 'The money has not come yet.', false],
    [
      'failed',
      false,
      'The payment failed after the customer was through. Make another page if it is still to be paid.',
      false,
    ],
    ['expired', false, 'Nobody can use it any more. Make another if it is still wanted.', false],
  ])(
    'is %s (paid: %s), and its link is there while somebody can use it',
    async (state, paid, words, hasLink) => {
      renderFace(<OrderCard order={order} />, { pageState: { state, paid, paymentIntentId: null } })
      expect(await screen.findByText(words)).toBeTruthy()
      expect(screen.queryByRole('button', { name: 'Copy the link' }) !== null).toBe(hasLink)
      expect(screen.queryByText('Payment page is ready') !== null).toBe(hasLink)
      expect(screen.queryByText(/^Send the link/) !== null).toBe(hasLink)
    },
  )

  it('can be ended while it is known to be open', async () => {
    const user = userEvent.setup()
    const open = { state: 'open', paid: false, paymentIntentId: null } as const
    renderFace(<OrderCard order={{ ...order, subject: 'Ada' }} />, { pageState: open })
    await user.click(await screen.findByRole('button', { name: 'End this page…' }))
    expect(useOverlay.getState().overlay).toEqual({
      kind: 'change',
      deskId: 'demo',
      wanted: { form: 'expire_session', sessionId: 'cs_test_1', subject: 'Ada' },
    })
    cleanup()
    renderFace(<OrderCard order={order} />, { pageState: { ...open, state: 'complete' } })
    await screen.findByText('The money has not come yet.')
    expect(screen.queryByRole('button', { name: 'End this page…' })).toBeNull()
  })

  it('keeps its link where it is not known how it stands', async () => {
    const failing = { 'page.state': { code: 'not_found', message: 'Not here yet.' } } as const
    renderFace(<OrderCard order={order} />, { failing })
    expect(await screen.findByRole('button', { name: 'Copy the link' })).toBeTruthy()
  })

  it('on which a customer has to confirm is not offered any more once the money came, and the order says so', async () => {
    const retried: ChangeOrder = {
      ...order,
      kind: 'retry_invoice',
      change: { kind: 'retry_invoice', invoiceId: 'in_1', paymentMethodId: null, override: null },
      resultId: 'in_1',
      result: { awaits: 'customer', url: 'https://invoice.stripe.com/i/1' },
    }
    const pageState: PageState = { state: 'open', paid: false, paymentIntentId: null }
    const { fake, callsOf } = renderFace(<OrderCard order={retried} />, { pageState })
    expect(await screen.findByText('Waits for the customer')).toBeTruthy()
    expect(await screen.findByRole('button', { name: 'Copy the link' })).toBeTruthy()
    expect(callsOf('page.state').map(({ request }) => request)).toEqual([{ deskId: 'demo', id: 'in_1' }])
    Object.assign(pageState, { state: 'complete', paid: true })
    fake.push('data.changed', { deskId: 'demo', kinds: ['events'] })
    expect(await screen.findByText(/It is paid by now\./)).toBeTruthy()
    expect(screen.queryByText('Waits for the customer')).toBeNull()
    expect(screen.queryByRole('button', { name: 'Copy the link' })).toBeNull()
  })

  it('is followed by what is pushed', async () => {
    const pageState: PageState = { state: 'open', paid: false, paymentIntentId: null }
    const { fake } = renderFace(<OrderCard order={order} />, { pageState })
    expect(await screen.findByText('Open')).toBeTruthy()
    Object.assign(pageState, { state: 'complete', paid: true })
    fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] })
    expect(await screen.findByText('Paid')).toBeTruthy()
  })
})
