// @vitest-environment jsdom
// The inspector offers a refund where one can be made, and otherwise says why there is none.
import { act, cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { PaymentDetail, PaymentStatus } from '../../../../../src/contract/payments.ts'
import { Inspector } from '../../../../../src/renderer/features/payments/inspector.tsx'
import { demoDesk } from '../../../../doubles/bridge/fake-bridge.ts'
import { makePayments } from '../../../../doubles/bridge/fixtures.ts'
import { renderFace } from '../../support.tsx'

afterEach(cleanup)

async function openInspector(status: PaymentStatus) {
  const row = makePayments(300, Math.floor(Date.now() / 1000)).find((each) => each.status === status)
  if (!row) throw new Error(`no made-up payment is ${status}`)
  const { fake } = renderFace(
    <Inspector desk={demoDesk} paymentId={row.id} row={undefined} over={false} onClose={() => undefined} />,
    { payments: 300 },
  )
  await screen.findByRole('heading', { name: 'Timeline' })
  return fake
}
const refundButton = () => screen.queryByRole('button', { name: /^Refund/ })

it('offers a refund of a payment that succeeded', async () => {
  await openInspector('succeeded')
  expect(refundButton()).toBeTruthy()
  expect(screen.getByText('Came in').nextSibling?.textContent).toMatch(/[A-Z]{3} after fees$/)
  expect(screen.getByText('Available from').nextSibling?.textContent).toMatch(/^\d/)
  expect(screen.queryByText('Can be captured')).toBeNull()
})

it('offers no refund of a payment whose dispute is open, and says why and that nothing is refundable', async () => {
  await openInspector('disputed')
  expect(screen.getByText(/^A dispute is open \(product not received\)/)).toBeTruthy()
  expect(refundButton()).toBeNull()
  expect(screen.getByText('Refundable').nextSibling?.textContent).toMatch(/^0/)
})

it('says of a hold that nothing was taken yet, and where it is captured or canceled', async () => {
  await openInspector('uncaptured')
  expect(screen.getByText(/Capture it or cancel it in the Stripe Dashboard/)).toBeTruthy()
  expect(screen.getByText('Can be captured').nextSibling?.textContent).toMatch(/[A-Z]{3} until \d/)
  expect(screen.queryByText('Came in')).toBeNull()
  expect(refundButton()).toBeNull()
})

it('says of a payment whose charge is not here that what can be refunded is not known, and not that it is nothing', async () => {
  const fake = await openInspector('succeeded')
  const answer = fake.bridge.call.bind(fake.bridge)
  fake.bridge.call = async (method, request) => {
    const told = await answer(method, request)
    if (method === 'payments.detail' && told.ok)
      Object.assign(told.value as PaymentDetail, { amountCaptured: null, amountRefundable: 0 })
    return told
  }
  act(() => fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] }))
  expect(await screen.findByText(/^Its charge is not here/)).toBeTruthy()
  expect(screen.getByText('Refundable').nextSibling?.textContent).toBe('not known')
  expect(screen.queryByText('Captured')).toBeNull()
  expect(refundButton()).toBeNull()
})
