// @vitest-environment jsdom
// Counts of payments by state: exact ones as they are, bounded ones as what they are, never as the whole truth.
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { PaymentCounts } from '../../../../../src/contract/payments.ts'
import { StatusTabs } from '../../../../../src/renderer/features/payments/status-tabs.tsx'

const byStatus: PaymentCounts['byStatus'] = {
  succeeded: 4321,
  partially_refunded: 0,
  refunded: 0,
  disputed: 0,
  failed: 0,
  requires_action: 0,
  processing: 0,
  uncaptured: 0,
  incomplete: 0,
  canceled: 0,
}

function show(more: Partial<PaymentCounts> = {}): void {
  const counts = { byStatus, total: 4321, currencies: [], ...more }
  render(<StatusTabs counts={counts} status={[]} onChoose={() => undefined} />)
}

afterEach(cleanup)

it('shows whole counts, and leaves out states that nothing is in', () => {
  show()
  expect(screen.getByRole('button', { name: /Succeeded/ }).textContent).toBe('Succeeded4,321')
  expect(screen.queryByRole('button', { name: /Failed/ })).toBeNull()
})

it('marks counts that stopped at a bound, and leaves no state out for what was not counted', () => {
  show({ atLeast: true })
  expect(screen.getByRole('button', { name: /All/ }).textContent).toBe('All4,321+')
  expect(screen.getByRole('button', { name: /Failed/ }).textContent).toBe('Failed0+')
})
