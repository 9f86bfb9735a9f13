// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DayCheck } from '../../../../../src/contract/finance.ts'
import { DayCheckDialog } from '../../../../../src/renderer/features/overview/day-check-dialog.tsx'
import { judgeDay, judgeRow } from '../../../../../src/renderer/features/overview/day-check-words.ts'
import { useOverlay } from '../../../../../src/renderer/state/overlays.ts'
import { dayOf } from '../../../../../src/domain/day-words.ts'
import { dayText } from '../../../../../src/renderer/ui/dates/period.ts'
import { OverviewScreen } from '../../../../../src/renderer/features/overview/overview-screen.tsx'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { renderFace } from '../../support.tsx'

afterEach(cleanup)

const sum = (amount: number, count: number) => ({ amount, count })
const row = (what: DayCheck['rows'][number]['what'], here = sum(12_345, 2), stripe = here) => ({
  what,
  currency: 'eur',
  here,
  stripe,
})

function openCheck(options: FakeOptions = {}) {
  const onClose = vi.fn()
  const face = renderFace(<DayCheckDialog desk={demoDesk} onClose={onClose} />, options)
  return { ...face, onClose, user: userEvent.setup() }
}

async function checked(dayCheck: Partial<DayCheck>) {
  const face = openCheck({ dayCheck })
  await face.user.click(screen.getByRole('button', { name: 'Check' }))
  await screen.findByText(/found at/)
  return face
}

const cellsOf = (name: RegExp) =>
  [...screen.getByRole('rowheader', { name }).closest('tr')!.cells].map(({ textContent }) => textContent)

describe('A day checked against Stripe', () => {
  it('is asked for from the head of Overview', async () => {
    const { findByRole } = renderFace(<OverviewScreen desk={demoDesk} />)
    await userEvent.setup().click(await findByRole('button', { name: 'Check a day against Stripe…' }))
    expect(useOverlay.getState().overlay).toEqual({ kind: 'day-check', deskId: demoDesk.id })
  })

  it('writes the day out beside the field, and again above what was found', async () => {
    const { container } = await checked({})
    const now = new Date()
    const yesterday = dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1).getTime())
    expect(screen.getByLabelText('Day').parentElement?.textContent).toBe(yesterday)
    expect(screen.getByText(/found at/).textContent).toContain(yesterday)
    expect(container.textContent).not.toMatch(/\d{4}-\d{2}-\d{2}/)
  })

  it('tells how many lists and pages were read of how many, and can be stopped', async () => {
    const { user, fake, callsOf } = openCheck({ silent: ['day.check'] })
    await user.click(screen.getByRole('button', { name: 'Check' }))
    const bar = screen.getByRole('progressbar', { name: 'Checking the day' })
    expect(bar.getAttribute('aria-valuenow')).toBeNull()
    const { day } = callsOf('day.check')[0]!.request as { day: string }
    const progress = {
      deskId: demoDesk.id,
      what: 'refunds',
      listsRead: 1,
      lists: 4,
      pages: 3,
      objects: 250,
    } as const
    // Of another day that was asked for before.
    act(() => fake.push('day.progress', { ...progress, day: '2020-01-01' }))
    expect(screen.queryByText(/^List/)).toBeNull()
    act(() => fake.push('day.progress', { ...progress, day }))
    expect(await screen.findByText('List 2 of 4: refunds. 3 pages, 250 read.')).toBeTruthy()
    expect(bar.getAttribute('aria-valuenow')).toBe('25')
    await user.click(screen.getByRole('button', { name: 'Stop' }))
    expect(screen.queryByRole('progressbar')).toBeNull()
    expect(callsOf('day.stop').map(({ request }) => request)).toEqual([{ deskId: demoDesk.id }])
  })

  it('is yesterday unless another is chosen, in the days of this machine', async () => {
    const { user, callsOf } = openCheck()
    const yesterday = new Date()
    yesterday.setDate(yesterday.getDate() - 1)
    await user.click(screen.getByRole('button', { name: 'Check' }))
    await screen.findByText(/found at/)
    const [asked] = callsOf('day.check').map(({ request }) => request)
    expect(asked).toEqual({
      deskId: demoDesk.id,
      day: dayText(yesterday),
      timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    })
  })

  it('is not asked about a day that has not come', async () => {
    const { user, callsOf } = openCheck()
    const day = screen.getByLabelText('Day')
    await user.clear(day)
    await user.type(day, '2999-01-01')
    await user.click(screen.getByRole('button', { name: 'Check' }))
    expect((await screen.findByRole('alert')).textContent).toBe('This day has not come yet.')
    expect(callsOf('day.check')).toHaveLength(0)
  })

  it('says that it is read, and may be closed meanwhile', async () => {
    const { user, onClose } = openCheck({ silent: ['day.check'] })
    await user.click(screen.getByRole('button', { name: 'Check' }))
    expect(await screen.findByRole('progressbar', { name: 'Checking the day' })).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Close' }))
    expect(onClose).toHaveBeenCalledOnce()
  })

  it('puts counts and sums side by side, and says in words which are equal', async () => {
    await checked({ rows: [row('payments'), row('refunds', sum(500, 1), sum(1500, 2))] })
    expect(cellsOf(/^Payments/)).toEqual(['Payments', 'EUR', '123.452', '123.452', 'Equal'])
    expect(cellsOf(/^Refunds/)).toEqual(['Refunds', 'EUR', '5.001', '15.002', 'Differs'])
    expect(screen.getByRole('heading', { name: 'Not the same here as at Stripe' })).toBeTruthy()
  })

  it('calls a day the same only when all of it was read and nothing differs', async () => {
    await checked({ rows: [row('payments')] })
    expect(screen.getByRole('heading', { name: 'The same here as at Stripe' })).toBeTruthy()
    cleanup()
    await checked({ rows: [row('payments')], unreadable: ['The disputes could not be read: no permission.'] })
    expect(screen.getByRole('heading', { name: 'Not everything could be compared' })).toBeTruthy()
    const unread = within(screen.getByRole('region', { name: 'What could not be read' }))
    expect(unread.getByRole('listitem').textContent).toContain('The disputes could not be read')
  })

  it('names what differs, to be copied and opened, but opens no screen that is not there', async () => {
    const { user, onClose } = await checked({
      rows: [row('payments')],
      differences: [
        { what: 'payments', id: 'pi_1', how: 'differs' },
        { what: 'balance_transactions', id: 'txn_1', how: 'missing' },
      ],
    })
    expect(cellsOf(/^Payments/).at(-1)).toBe('Sums equal, single ones differ')
    const [payment, movement] = within(screen.getByRole('region', { name: 'What differs' })).getAllByRole(
      'listitem',
    )
    expect(payment?.textContent).toContain('differed, and has been taken in anew')
    expect(within(movement!).getByRole('button', { name: /txn_1/ })).toBeTruthy()
    expect(within(movement!).queryByRole('link')).toBeNull()
    await user.click(within(payment!).getByRole('link', { name: 'Open payment pi_1' }))
    expect(window.location.hash).toContain('payments/pi_1')
    expect(onClose).toHaveBeenCalledOnce()
  })

  it('says that something was taken in only where something was', async () => {
    await checked({ differences: [{ what: 'refunds', id: 're_1', how: 'extra' }] })
    expect(screen.getByText('1 difference. What Stripe does not list stays here as it is.')).toBeTruthy()
    cleanup()
    await checked({ differences: [{ what: 'refunds', id: 're_1', how: 'missing' }] })
    expect(screen.getByText(/^1 difference\. What was missing or had changed is taken in;/)).toBeTruthy()
  })

  it('says what went wrong with the way to mend it, and asks again', async () => {
    const { user, callsOf } = openCheck({
      failing: { 'day.check': { code: 'key_revoked', message: 'Stripe no longer accepts this key.' } },
    })
    await user.click(screen.getByRole('button', { name: 'Check' }))
    expect((await screen.findByRole('alert')).textContent).toContain('Stripe no longer accepts this key.')
    expect(screen.getByRole('link', { name: 'Look at the key in Settings' })).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(callsOf('day.check')).toHaveLength(2))
  })

  it('is not called equal where there are more differences than are named', () => {
    const differences = Array.from({ length: 100 }, (_, index) => ({
      what: 'payments' as const,
      id: `pi_${index}`,
      how: 'differs' as const,
    }))
    expect(judgeRow(row('balance_transactions'), differences)).toBe('sums_equal')
    expect(judgeRow(row('balance_transactions'), differences.slice(1))).toBe('equal')
    expect(judgeDay({ from: 0, before: 1, rows: [], differences: [], unreadable: ['Disputes'] })).toBe(
      'incomplete',
    )
  })
})
