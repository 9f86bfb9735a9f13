// @vitest-environment jsdom
// The inspector offers a refund where one can be made, and otherwise says why there is none.
import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { PaymentStatus } from '../../../../../src/contract/payments.ts'
import { Inspector } from '../../../../../src/renderer/features/payments/inspector.tsx'
import { demoDesk } from '../../../../doubles/bridge/fake-bridge.ts'
import { makePayments } from '../../../../doubles/bridge/fixtures.ts'
import { renderFace } from '../../support.tsx'

afterEach(cleanup)

async function openInspector(status: PaymentStatus) {
  const row = makePayments(300, Math.floor(Date.now() / 1000)).find((each) => each.status === status)
  if (!row) throw new Error(`no made-up payment is ${status}`)
  renderFace(
    <Inspector desk={demoDesk} paymentId={row.id} row={undefined} over={false} onClose={() => undefined} />,
    { payments: 300 },
  )
  await screen.findByRole('heading', { name: 'Timeline' })
}
const refundButton = () => screen.queryByRole('button', { name: /^Refund/ })

it('offers a refund of a payment that succeeded', async () => {
  await openInspector('succeeded')
  expect(refundButton()).toBeTruthy()
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
  expect(refundButton()).toBeNull()
})
