// @vitest-environment jsdom
// The inspector says what a payment waits for and gives the page that can be sent, or says that there is none.
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { Route } from 'wouter'
import type { PaymentWaiting } from '../../../../../src/contract/payments.ts'
import { CommandPalette } from '../../../../../src/renderer/app/command-palette.tsx'
import { PaymentsScreen } from '../../../../../src/renderer/features/payments/payments-screen.tsx'
import { Waiting } from '../../../../../src/renderer/features/payments/waiting.tsx'
import { demoDesk } from '../../../../doubles/bridge/fake-bridge.ts'
import { goTo, renderFace } from '../../support.tsx'

afterEach(cleanup)

const waiting: PaymentWaiting = {
  step: 'authentication',
  since: 1_795_000_000,
  sinceIsKnown: true,
  page: null,
}

it('gives the page of the invoice to be copied', async () => {
  const url = 'https://invoice.stripe.com/i/acct_1/test_1'
  const page = { kind: 'invoice', id: 'in_1', url, expiresAt: null } as const
  const { callsOf } = renderFace(<Waiting desk={{ kind: 'account' }} waiting={{ ...waiting, page }} />)
  const section = screen.getByRole('region', { name: 'Waits for the customer' })
  expect(within(section).getByText(/3-D Secure/)).toBeTruthy()
  await userEvent.setup().click(within(section).getByRole('button', { name: /^Copy the link/ }))
  await waitFor(() => expect(callsOf('text.copy').map(({ request }) => request)).toEqual([{ text: url }]))
})

it('lets the page be played on the demo desk, and on no other', async () => {
  const url = 'https://invoice.stripe.com/i/acct_1/test_1'
  const page = { kind: 'invoice', id: 'in_1', url, expiresAt: null } as const
  const { callsOf } = renderFace(<Waiting desk={{ kind: 'demo' }} waiting={{ ...waiting, page }} />)
  await userEvent.setup().click(screen.getByRole('button', { name: 'Play the customer’s page' }))
  await waitFor(() => expect(callsOf('page.play').map(({ request }) => request)).toEqual([{ url }]))
  cleanup()
  renderFace(<Waiting desk={{ kind: 'account' }} waiting={{ ...waiting, page }} />)
  expect(screen.queryByRole('button', { name: 'Play the customer’s page' })).toBeNull()
})

it('says where there is no page, and that another payment may be one too many', () => {
  renderFace(<Waiting desk={{ kind: 'account' }} waiting={{ ...waiting, sinceIsKnown: false }} />)
  expect(
    screen.getByText(/^No page of Stripe’s that could be sent is known for it.*they may pay twice/),
  ).toBeTruthy()
  expect(screen.getByText('Since, at the earliest')).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
})

it('lets a page of ours be ended, and no page of an invoice', async () => {
  const ended: string[] = []
  const onEnd = (id: string): void => void ended.push(id)
  const end = () => screen.queryByRole('button', { name: 'End this page…' })
  const url = 'https://checkout.stripe.com/c/pay/cs_1'
  const page = { kind: 'checkout_session', id: 'cs_1', url, expiresAt: null } as const
  const desk = { kind: 'account' } as const
  renderFace(<Waiting desk={desk} waiting={{ ...waiting, page }} onEnd={onEnd} />)
  await userEvent.setup().click(end()!)
  expect(ended).toEqual(['cs_1'])
  cleanup()
  renderFace(<Waiting desk={desk} waiting={{ ...waiting, page }} />)
  expect(end()).toBeNull()
  cleanup()
  renderFace(
    <Waiting desk={desk} waiting={{ ...waiting, page: { ...page, kind: 'invoice' } }} onEnd={onEnd} />,
  )
  expect(end()).toBeNull()
})

it('offers no page that has ended meanwhile', () => {
  const page = {
    kind: 'checkout_session',
    id: 'cs_1',
    url: 'https://checkout.stripe.com/c/pay/cs_1',
  } as const
  renderFace(
    <Waiting
      desk={{ kind: 'account' }}
      waiting={{ ...waiting, page: { ...page, expiresAt: Date.now() - 1 } }}
    />,
  )
  expect(screen.queryByText(page.url)).toBeNull()
  cleanup()
  renderFace(
    <Waiting
      desk={{ kind: 'account' }}
      waiting={{ ...waiting, page: { ...page, expiresAt: Date.now() + 60_000 } }}
    />,
  )
  expect(screen.getByText(page.url)).toBeTruthy()
})

it('goes from the inspector when the payment has succeeded', async () => {
  const { fake } = renderFace(
    <Route path="/desks/:deskId/payments/:paymentId?">
      {({ paymentId }) => <PaymentsScreen desk={demoDesk} paymentId={paymentId ?? null} />}
    </Route>,
    { payments: 200 },
  )
  const row = fake.rows[0]!
  row.status = 'requires_action'
  goTo(`/desks/demo/payments/${row.id}`)
  expect(await screen.findByRole('region', { name: 'Waits for the customer' })).toBeTruthy()
  expect(screen.getByText('It is not paid yet, so there is nothing to refund.')).toBeTruthy()
  row.status = 'succeeded'
  fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] })
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Waits for the customer' })).toBeNull())
})

it('is a list that a command opens', async () => {
  renderFace(<CommandPalette desk={demoDesk} finding={false} onClose={() => undefined} />)
  await userEvent.setup().type(screen.getByRole('combobox'), 'waiting{Enter}')
  await waitFor(() => expect(window.location.hash).toBe('#/desks/demo/payments?status=requires_action'))
})
