// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import type { Order } from '../../../src/contract/refunds.ts'
import { outcomeOf } from '../../../src/renderer/features/refunds/outcome.ts'
import { RefundsScreen } from '../../../src/renderer/features/refunds/refunds-screen.tsx'
import { demoDesk } from '../../doubles/bridge/fake-bridge.ts'
import { renderFace } from './support.tsx'

afterEach(cleanup)

const day = 86_400_000
const pending: Order = {
  id: '6f0ad0c4-6a52-4c8c-9a5a-000000000000',
  deskId: 'demo',
  kind: 'refund',
  state: 'done',
  paymentIntentId: 'pi_1',
  amount: 100,
  currency: 'eur',
  reason: null,
  note: null,
  placedAt: 0,
  sendAt: 8000,
  sentAt: 8000,
  settledAt: null,
  refundId: 're_1',
  refundStatus: 'pending',
  refundStatusReason: 'processing',
  problem: null,
  confirmedByEvent: false,
  customerLabel: 'Ada Lovelace',
}

describe('the list of refunds', () => {
  it('teaches how to make one when there is none', async () => {
    renderFace(<RefundsScreen desk={demoDesk} />)
    expect(await screen.findByText('No refunds ordered here yet')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Choose a payment' })).toBeTruthy()
  })

  it('moves with j and k from link to link, and copies the refund id with c', async () => {
    const { fake, callsOf } = renderFace(<RefundsScreen desk={demoDesk} />, { holdMilliseconds: 100_000 })
    const user = userEvent.setup()
    for (const [index, row] of fake.rows.slice(0, 3).entries()) {
      const { result } = {
        result: await fake.bridge.call('refund.place', {
          deskId: 'demo',
          orderId: `6f0ad0c4-6a52-4c8c-9a5a-00000000000${index}`,
          paymentIntentId: row.id,
          amount: 100,
          currency: row.currency,
          reason: null,
          note: null,
          customerLabel: `Customer ${index}`,
        }),
      }
      expect(result.ok).toBe(true)
    }
    const links = await screen.findAllByRole('link', { name: /Customer/ })
    expect(links).toHaveLength(3)
    expect(links.filter((link) => link.tabIndex === 0)).toHaveLength(1)
    await user.keyboard('j')
    expect(document.activeElement).toBe(links[0])
    await user.keyboard('j{ArrowDown}k')
    expect(document.activeElement).toBe(links[1])
    await user.keyboard('c')
    expect(callsOf('text.copy')).toHaveLength(0)
  })
})

describe('the outcome of a refund', () => {
  it('says for how long it has been pending, and when that is longer than usual', () => {
    expect(outcomeOf(pending, 8000 + 3 * day).waiting).toEqual({ since: '3 d', long: false })
    expect(outcomeOf(pending, 8000 + 11 * day).waiting).toEqual({ since: '11 d', long: true })
  })

  it('does not age what has ended', () => {
    expect(outcomeOf({ ...pending, refundStatus: 'succeeded' }, 30 * day).waiting).toBeNull()
    expect(outcomeOf({ ...pending, refundStatus: 'failed' }, 30 * day).waiting).toBeNull()
    expect(outcomeOf({ ...pending, state: 'refused' }, 30 * day).waiting).toBeNull()
  })
})
