// @vitest-environment jsdom
// What the inspector of a payment or a refund tells of disputes and of the bank's warnings, and the way to each dispute.
import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { dayAndTime } from '../../../../src/domain/day-words.ts'
import { DisputesAndWarnings } from '../../../../src/renderer/ui/disputes-and-warnings.tsx'
import { renderFace } from '../support.tsx'

afterEach(cleanup)

const dispute = { amount: 100, currency: 'eur', reason: 'fraudulent', created: 1 }
const evidenceDueBy = 1_796_000_000
const warning = { fraudType: 'made_with_stolen_card', created: 1_790_000_000 }

it('a payment tells the deadline of its dispute to the second, and only while an answer is wanted', () => {
  renderFace(
    <DisputesAndWarnings
      deskId="demo"
      warnings={[]}
      disputes={[
        { ...dispute, id: 'dp_1', status: 'needs_response', evidenceDueBy },
        { ...dispute, id: 'dp_2', status: 'under_review', evidenceDueBy },
        { ...dispute, id: 'dp_3', status: 'lost', evidenceDueBy },
      ]}
    />,
  )
  expect(screen.getAllByText(/answer by|due/i).map(({ textContent }) => textContent)).toEqual([
    `Customer says it was not them; answer by ${dayAndTime(evidenceDueBy * 1000)}`,
  ])
})

it('each dispute leads to its own page, and a warning says what can be done about it', () => {
  renderFace(
    <DisputesAndWarnings
      deskId="demo"
      disputes={[{ ...dispute, id: 'dp_1', status: 'needs_response', evidenceDueBy }]}
      warnings={[
        { ...warning, id: 'issfr_2', actionable: true },
        { ...warning, id: 'issfr_1', actionable: false },
      ]}
    />,
  )
  const link = screen.getByRole('link', { name: 'Open the dispute' })
  expect(link.getAttribute('href')).toBe('/desks/demo/disputes/dp_1')
  const told = screen.getAllByText(/^Early fraud warning: made with stolen card/)
  expect(told.map(({ textContent }) => textContent?.split('. ')[1])).toEqual([
    'A refund of all of it usually keeps it from becoming a dispute.',
    'The payment was refunded or disputed since.',
  ])
})

it('is absent where there is neither', () => {
  renderFace(<DisputesAndWarnings deskId="demo" disputes={[]} warnings={[]} />)
  expect(screen.queryByRole('heading')).toBeNull()
})
