// Disputes by their deadline: what stands in the list, how much time is left in words, and the ways on from an opened one.
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { Route } from 'wouter'
import { afterEach, describe, expect, it } from 'vitest'
import type { DisputeCounts, DisputeRow } from '../../../../../src/contract/disputes.ts'
import { disputeReason } from '../../../../../src/domain/dispute-reason.ts'
import { statusesOfState, takenStatuses } from '../../../../../src/domain/dispute-state.ts'
import { formatAmount } from '../../../../../src/domain/money.ts'
import {
  deadlineOf,
  refundWords,
  whatItMeans,
} from '../../../../../src/renderer/features/disputes/dispute-looks.ts'
import {
  emptyQuery,
  formatDisputeQuery,
  parseDisputeQuery,
} from '../../../../../src/renderer/features/disputes/dispute-query.ts'
import { DisputesScreen } from '../../../../../src/renderer/features/disputes/disputes-screen.tsx'
import { hitLook } from '../../../../../src/renderer/ui/words/hit-looks.ts'
import { disputeLook } from '../../../../../src/renderer/ui/words/looks.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { renderFace } from '../../support.tsx'

afterEach(cleanup)

const place = '/desks/demo/disputes'
function renderDisputes(options: FakeOptions = {}, search = '') {
  const face = renderFace(
    <Route path="/desks/:deskId/disputes/:disputeId?">
      {({ disputeId }) => <DisputesScreen desk={demoDesk} disputeId={disputeId ?? null} />}
    </Route>,
    { payments: 2000, ...options },
    `${place}${search}`,
  )
  return { ...face, user: userEvent.setup() }
}
const rowsShown = (): HTMLElement[] =>
  screen.queryAllByRole('row').filter((row) => row.dataset['dispute'] !== undefined)
const inspector = (): HTMLElement => screen.getByRole('complementary', { name: 'Dispute' })

it('what the chosen state comes to is told above the list, each currency by itself', async () => {
  const { fake } = renderDisputes({}, '?state=answer')
  const asked = { deskId: 'demo', filter: {} }
  const counts = (await fake.bridge.call('disputes.counts', asked)) as { value: DisputeCounts }
  const answer = counts.value.byState.find(({ state }) => state === 'answer')
  const wanted = answer?.sums.map(
    ({ amount, currency, count }) =>
      `${formatAmount(amount, currency)} of ${count} ${count === 1 ? 'dispute' : 'disputes'}`,
  )
  const told = await screen.findByRole('group', { name: 'Disputed' })
  await waitFor(() =>
    expect(
      within(told)
        .getAllByTitle(/^Of \d/)
        .map(({ textContent }) => textContent)
        .toSorted(),
    ).toEqual(wanted?.toSorted()),
  )
  expect(wanted?.length).toBeGreaterThan(1)
})

describe('a deadline', () => {
  const day = 86_400_000
  const now = Date.UTC(2026, 10, 26)
  const due = (left: number, state: DisputeRow['state'] = 'answer') =>
    deadlineOf({ state, evidenceDueBy: (now + left) / 1000 } as DisputeRow, now)

  it('is told in whole days that are there, by colour and word', () => {
    expect(due(10.9 * day)).toMatchObject({ word: '10 days left', look: { tone: 'grey' } })
    expect(due(6 * day)).toMatchObject({ word: '6 days left', look: { tone: 'amber' } })
    expect(due(1.5 * day)).toMatchObject({ word: '1 day left', look: { tone: 'red' } })
    expect(due(5 * 3_600_000)).toMatchObject({ word: '5 h left', look: { tone: 'red' } })
    expect(due(0)).toMatchObject({ word: 'Overdue', look: { tone: 'red' } })
  })

  it('is none where no answer is wanted, and said to be unknown where Stripe gave none', () => {
    expect(due(day, 'won')).toBeNull()
    expect(deadlineOf({ state: 'answer', evidenceDueBy: null } as DisputeRow, now)?.word).toBe(
      'No deadline given',
    )
  })

  it('that has passed is not called open', () => {
    const row = { state: 'answer', status: 'needs_response', submissions: 0, evidenceDueBy: now / 1000 - 1 }
    expect(whatItMeans(row as DisputeRow, now)).toContain('has passed')
  })
})

it('one that was lost in part says what came back, and a won one tells what it cost', async () => {
  const lost = { state: 'lost', status: 'lost', evidenceDueBy: null, submissions: 1 }
  const moved = (...amounts: number[]) => ({
    ...lost,
    movements: amounts.map((amount, index) => ({
      id: `txn_${index}`,
      amount,
      fee: 0,
      currency: 'eur',
      created: 1,
    })),
  })
  expect(whatItMeans(moved(-10_000) as DisputeRow, 0)).toContain('the money is gone')
  expect(whatItMeans(moved(-10_000, 4000) as DisputeRow, 0)).toContain('€40.00 came back')
  const { user } = renderDisputes({}, '?state=won')
  await waitFor(() => expect(rowsShown().length).toBeGreaterThan(0))
  await user.click(rowsShown()[0]!)
  const told = await within(inspector()).findByText('Came back')
  expect(told.nextSibling?.textContent).toBe(
    within(inspector()).getByText('Taken from the balance').nextSibling?.textContent,
  )
  expect(within(inspector()).getByText('Fees')).toBeTruthy()
})

it('says of evidence, of an answer and of a status to come no more than is known', () => {
  const says = (row: object): string =>
    whatItMeans({ evidenceDueBy: null, movements: [], ...row } as unknown as DisputeRow, 0)
  const asked = says({ state: 'answer', status: 'warning_needs_response', submissions: 0 })
  expect(asked).toBe(
    'The bank asks before it takes the money. A refund of all of it usually settles that; an answer may.',
  )
  const waiting = { state: 'waiting', status: 'under_review' }
  expect(says({ ...waiting, submissions: 1 })).toContain('The evidence is with the bank')
  expect(says({ ...waiting, submissions: 0 })).toContain('No evidence was handed in')
  for (const status of ['warning_closed', 'prevented', 'charge_refunded'])
    expect(says({ state: 'other', status })).toBe('Nothing is wanted of you.')
  expect(says({ state: 'other', status: 'some_new_status' })).toContain('does not know')
})

it('a refund is called the end of an open inquiry alone, forbidden only while the money is gone, and never asked for after the end', () => {
  const words = (status: string, refundable: boolean) => refundWords({ status, refundable } as DisputeRow)
  for (const status of ['warning_needs_response', 'warning_under_review']) {
    expect(words(status, true)).toContain('ends it')
    expect(words(status, false)).toBeNull()
  }
  for (const status of takenStatuses) expect(words(status, false)).toContain('pay the customer twice')
  expect(words('lost', true)).toContain('still takes a refund of that')
  for (const status of ['won', 'warning_closed'])
    for (const refundable of [true, false]) expect(words(status, refundable)).toContain('would be a gift')
  for (const status of ['prevented', 'charge_refunded', 'some_new_status'])
    for (const refundable of [true, false]) expect(words(status, refundable)).toBeNull()
})

it('every state has one word and one colour, in lists, inspectors and the search', () => {
  for (const status of [...Object.values(statusesOfState).flat(), 'warning_closed', 'some_new_status'])
    expect(hitLook({ kind: 'dispute', status })).toEqual(disputeLook(status))
  expect(disputeLook('needs_response')).toMatchObject({ word: 'Needs an answer', tone: 'red' })
  expect(disputeLook('appeal_under_review')).toMatchObject({ word: 'Appeal, bank decides', tone: 'blue' })
  expect(disputeLook('lost')).toMatchObject({ word: 'Lost', tone: 'grey' })
  expect(disputeLook('some_new_status').word).toBe('Some new status')
})

it('a reason that is not known is shown as it came', () => {
  expect(disputeReason('fraudulent')).toBe('Customer says it was not them')
  expect(disputeReason('some_new_reason')).toBe('Some new reason')
})

it('an address restores every filter', () => {
  const query = { state: 'answer', currency: 'usd', when: '30d', text: 'Ada', sort: 'amount_desc' } as const
  expect(parseDisputeQuery(formatDisputeQuery(query))).toEqual(query)
  expect(formatDisputeQuery(emptyQuery)).toBe('')
})

it('the most urgent stands first, and the states are tabs with counts', async () => {
  const { user, callsOf } = renderDisputes()
  await waitFor(() => expect(rowsShown().length).toBeGreaterThan(3))
  expect(rowsShown()[0]?.textContent).toContain('Overdue')
  await user.click(await screen.findByRole('button', { name: /^Won/ }))
  expect(window.location.hash).toBe(`#${place}?state=won`)
  expect(callsOf('disputes.list').at(-1)?.request).toMatchObject({
    filter: { state: ['won'] },
    sort: 'due_asc',
  })
})

it('an opened one leads to the Dashboard for evidence, says why it can’t be refunded, and opens its payment', async () => {
  const { user, callsOf } = renderDisputes()
  await waitFor(() => expect(rowsShown().length).toBeGreaterThan(3))
  await user.click(rowsShown()[0]!)
  await user.click(
    await within(inspector()).findByRole('button', { name: /Give evidence in the Stripe Dashboard/ }),
  )
  expect(callsOf('link.open')[0]?.request).toMatchObject({
    url: expect.stringMatching(/^https:\/\/dashboard\.stripe\.com\/.*\/disputes\/dp_/),
  })
  expect(within(inspector()).getByText(/It can’t be refunded/)).toBeTruthy()
  await user.keyboard('o')
  expect(window.location.hash).toContain('/desks/demo/payments/pi_')
})

it('one that is over asks for no evidence', async () => {
  const { user } = renderDisputes({}, '?state=lost')
  await waitFor(() => expect(rowsShown().length).toBeGreaterThan(0))
  await user.click(rowsShown()[0]!)
  await within(inspector()).findByText('Facts')
  expect(within(inspector()).queryByRole('button', { name: /Give evidence/ })).toBeNull()
})

it('one opened by a link, that the list does not show, is found', async () => {
  const { fake } = renderDisputes({}, '?state=won')
  const all = fake
    .roomOf({ deskId: 'demo' })
    .disputes.list({ deskId: 'demo', filter: { state: ['lost'] } } as never)
  const [lost] = all.ok ? all.value.rows : []
  cleanup()
  renderDisputes({}, `/${lost?.id ?? ''}?state=won`)
  expect(await screen.findByText(/the money is gone/)).toBeTruthy()
})

it('where there are none it teaches, and where it could not be read it says so', async () => {
  renderDisputes({ payments: 0 })
  expect(await screen.findByText('No disputes')).toBeTruthy()
  cleanup()
  renderDisputes({
    failing: { 'disputes.list': { code: 'store_corrupt', message: 'The cache is damaged.' } },
  })
  expect(await screen.findByText('The cache is damaged.')).toBeTruthy()
})
