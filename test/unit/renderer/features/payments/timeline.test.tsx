// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { TimelineEntry } from '../../../../../src/contract/payments.ts'
import { Timeline } from '../../../../../src/renderer/features/payments/timeline.tsx'

afterEach(cleanup)

const entry = (kind: TimelineEntry['kind'], text: string, at: number): TimelineEntry => ({
  at,
  kind,
  text,
  amount: null,
  currency: null,
  objectId: null,
})

it('tells the newest first, and of one second what came about later', () => {
  render(
    <Timeline
      entries={[
        entry('created', 'Payment created', 1000),
        entry('succeeded', 'Payment succeeded', 1000),
        entry('refund_succeeded', 'Refunded', 5000),
      ]}
    />,
  )
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^Refunded/),
    expect.stringMatching(/^Payment succeeded/),
    expect.stringMatching(/^Payment created/),
  ])
})
