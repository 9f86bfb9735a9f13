// @vitest-environment jsdom
// The form of a bulk run: every wrong row is named by its line, none is left out unasked, and what is placed is what was checked.
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { QueryClientProvider } from '@tanstack/react-query'
import { Route, Router } from 'wouter'
import { useHashPath, useHashSearch } from '../../../../../src/renderer/app/hash-location.ts'
import { HintProvider } from '../../../../../src/renderer/ui/hint.tsx'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Desk } from '../../../../../src/contract/desks.ts'
import type { PaymentRow } from '../../../../../src/contract/payments.ts'
import type { RequestOf } from '../../../../../src/contract/schemas.ts'
import { ConfirmRun } from '../../../../../src/renderer/features/runs/confirm-run.tsx'
import { NewRunScreen } from '../../../../../src/renderer/features/runs/new-run-screen.tsx'
import { chosenPayments } from '../../../../../src/renderer/state/chosen.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { ToastRegion } from '../../../../../src/renderer/ui/toast.tsx'
import { goTo, renderFace } from '../../support.tsx'

afterEach(cleanup)
beforeEach(chosenPayments.forget)

const place = '/desks/demo/runs/new'
const liveDesk: Desk = {
  ...demoDesk,
  kind: 'account',
  mode: 'live',
  businessName: 'Hopper Instruments',
  access: { orders: 'open', unlockedUntil: Date.now() + 200_000, passphrase: true, tryAgainAt: null },
}

const formOf = (desk: Desk) => (
  <Route path="/desks/:deskId/runs/new">
    <NewRunScreen desk={desk} />
  </Route>
)
function openForm(options: FakeOptions = {}, desk = demoDesk, search = '') {
  const face = renderFace(formOf(desk), { desk, ...options }, `${place}${search}`)
  const paid = face.fake.rows.filter(({ status }) => status === 'succeeded')
  const upload = (text: string | Uint8Array<ArrayBuffer>, name = 'refunds.csv'): Promise<void> =>
    userEvent.upload(screen.getByLabelText('CSV file'), new File([text], name, { type: 'text/csv' }))
  return { ...face, paid, upload, user: userEvent.setup() }
}
const checked = (): Promise<HTMLElement> => screen.findByText(/rows are checked/)
const rowAt = (line: number): Promise<HTMLElement> =>
  screen.findByRole('row', { name: new RegExp(`^${line} `) })
const placeButton = (): HTMLButtonElement => screen.getByRole('button', { name: /^Place \d/ })
const placed = (calls: { request: unknown }[]): RequestOf<'run.place'> =>
  calls.at(-1)?.request as RequestOf<'run.place'>
const ids = (rows: readonly PaymentRow[], count: number): string[] => rows.slice(0, count).map(({ id }) => id)

describe('a file', () => {
  it('is checked whole; wrong rows are named by line and must be given up before the others are placed', async () => {
    const { paid, upload, user, callsOf } = openForm()
    const good = ids(paid, 10)
    await upload(['payment;amount', ...good.map((id) => `${id};`), '1,2E+20;5', 'pi_unknown;5'].join('\n'))
    await checked()
    expect((await rowAt(12)).textContent).toContain('A spreadsheet has made a number of this id')
    expect((await rowAt(13)).textContent).toContain('No payment of this desk has this id')
    expect(screen.getByRole('button', { name: /^Errors/ }).textContent).toContain('2')
    expect(placeButton().disabled).toBe(true)
    expect(screen.getByText('Mend the rows with errors, or leave them out.')).toBeTruthy()
    await user.click(screen.getByLabelText('Leave out the 2 rows with errors'))
    await user.click(placeButton())
    await waitFor(() => expect(callsOf('run.place')).toHaveLength(1))
    const request = placed(callsOf('run.place'))
    expect(request.rows.map(({ line, paymentIntentId }) => [line, paymentIntentId])).toEqual(
      good.map((id, at) => [at + 2, id]),
    )
    expect(request.rows.map(({ amount }) => amount)).toEqual(paid.slice(0, 10).map(({ amount }) => amount))
    expect(new Set(request.rows.map(({ refunded }) => refunded))).toEqual(new Set([0]))
    expect(request).toMatchObject({ name: 'refunds.csv', canary: 5, afterCanary: 'ask', retryOf: null, approval: null })
    await waitFor(() => expect(window.location.hash).toBe(`#/desks/demo/runs/${request.runId}`))
  }) // prettier-ignore

  it('shows no currency by itself where no amount is known', async () => {
    const { paid, upload } = openForm()
    await upload(`payment;amount;currency\n${paid[0]?.id};;\npi_unknown;;eur`)
    await checked()
    expect((await rowAt(3)).textContent).toContain('No payment of this desk has this id')
    expect((await rowAt(3)).textContent).not.toContain('EUR')
  })

  it.each([
    ['gone to another screen', ['/desks/demo/payments']],
    ['come back to begin another run', ['/desks/demo/payments', '/desks/demo/runs/new']],
  ])('is placed, and nobody is moved to it who has %s meanwhile', async (_, places) => {
    const options = { latencyMilliseconds: 400 }
    const { paid, upload, user, fake } = openForm(options)
    render(<ToastRegion />)
    await upload(ids(paid, 2).join('\n'))
    await checked()
    await user.click(placeButton())
    for (const place of places) {
      goTo(place)
      await act(async () => undefined)
    }
    expect(await screen.findByText('The run was placed')).toBeTruthy()
    expect(window.location.hash).toBe(`#${places.at(-1)}`)
    expect(fake.calls.filter(({ method }) => method === 'run.place')).toHaveLength(1)
  })

  it('says what it comes to by currency, and never adds two currencies', async () => {
    const { paid, upload } = openForm()
    const euro = paid.filter(({ currency }) => currency === 'eur').slice(0, 2)
    const other = paid.find(({ currency }) => currency === 'usd')
    await upload(`${euro[0]?.id},12.50\n${euro[1]?.id},"7,50"\n${other?.id},3.00\n`)
    await checked()
    const sums = screen.getByRole('region', { name: 'What it comes to' })
    expect(sums.textContent).toBe('2 refunds€20.001 refund$3.00')
  })

  it('finds two rows that are of one payment by different ids', async () => {
    const { paid, upload } = openForm()
    const id = paid[0]?.id ?? ''
    await upload(`${id},1.00\n${id.replace('pi_', 'ch_')},1.00\n`)
    await checked()
    expect((await rowAt(2)).textContent).toContain('The same payment as on line 1, by another id.')
  })

  it('is asked about 200 rows at a time, and the check can be stopped and taken up again', async () => {
    const { upload, user, callsOf } = openForm({ payments: 3000, latencyMilliseconds: 300 })
    await upload(Array.from({ length: 700 }, (_, at) => `pi_${at}`).join('\n'))
    await user.click(await screen.findByRole('button', { name: 'Cancel' }))
    expect(await screen.findByText(/^The check was stopped at/)).toBeTruthy()
    expect(placeButton().disabled).toBe(true)
    await user.click(screen.getByRole('button', { name: 'Check the rest' }))
    await checked()
    const sizes = callsOf('run.check').map(({ request }) => (request as RequestOf<'run.check'>).rows.length)
    expect(Math.max(...sizes)).toBe(200)
  })

  it('tells a screen reader that it is checked by the line that said that it is being checked', async () => {
    const { paid, upload } = openForm({ latencyMilliseconds: 1500 })
    await upload(ids(paid, 2).join('\n'))
    const line = await screen.findByText('Checking the rows with Stripe')
    expect(await checked()).toBe(line)
    expect(line.getAttribute('role')).toBe('status')
  })

  it('of which the check fails keeps what was found, and says why', async () => {
    const { paid, upload } = openForm({
      failing: { 'run.check': { code: 'stripe_unreachable', message: 'Stripe could not be reached.' } },
    })
    await upload(ids(paid, 2).join('\n'))
    expect(await screen.findByText('The check stopped at 0 of 2: Stripe could not be reached.')).toBeTruthy()
    expect(placeButton().disabled).toBe(true)
  })

  it('that can’t be used says why, and can be chosen again', async () => {
    const { upload, paid } = openForm()
    await upload('name,amount\nAda,5\n', 'people.csv')
    expect((await screen.findByRole('alert')).textContent).toContain(
      'No column of this file says which payment',
    )
    await upload(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]), 'book.csv')
    await waitFor(() =>
      expect(screen.getByRole('alert').textContent).toContain('save the sheet as CSV first'),
    )
    await upload(paid[0]?.id ?? '')
    await checked()
  })

  it('is taken when it is dropped', async () => {
    const { paid } = openForm()
    const zone = screen.getByText('Drop a CSV file here')
    fireEvent.drop(zone, { dataTransfer: { files: [new File([ids(paid, 3).join('\n')], 'dropped.csv')] } })
    await checked()
    expect(screen.getByLabelText('Name')).toHaveProperty('value', 'dropped.csv')
  })

  it('is not one of several that are dropped: none of them is left out in silence', async () => {
    const { paid, upload } = openForm()
    const files = ids(paid, 2).map((id, at) => new File([id], `part-${at + 1}.csv`))
    fireEvent.drop(screen.getByText('Drop a CSV file here'), { dataTransfer: { files } })
    expect((await screen.findByRole('alert')).textContent).toBe(
      '2 files can’t be usedOne run takes one file.',
    )
    await upload(paid[0]?.id ?? '')
    await checked()
  })

  it('names the columns that it does not read, and that all is refunded where there are no amounts', async () => {
    const { paid, upload } = openForm()
    await upload(`payment,shoe size\n${paid[0]?.id},44\n`)
    await checked()
    expect(screen.getByText('Not read: “shoe size”.')).toBeTruthy()
    expect(screen.getByText(/^No amounts stand in this file/)).toBeTruthy()
  })

  it('says of how many payments all is refunded because no amount stands beside them', async () => {
    const { paid, upload, user } = openForm()
    const [one, two, three] = ids(paid, 3)
    await upload(`payment,amount,refund\n${one},90.00,\n${two},90.00,1.00\n${three},90.00,\n`)
    await checked()
    expect(screen.getByText('2 rows have no amount: of their payments all that is left is refunded.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Another file' }))
    await upload(`payment,amount\n${one},1.00\n${two},\n`)
    await checked()
    expect(screen.getByText('One row has no amount: of its payment all that is left is refunded.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Another file' }))
    await upload(`payment,amount\n${one},1.00\n`)
    await checked()
    expect(screen.queryByText(/all that is left is refunded/)).toBeNull()
  }) // prettier-ignore

  it('gives its errors as a file that no spreadsheet runs', async () => {
    const { paid, upload, user, callsOf } = openForm()
    await upload(`payment;amount\n=cmd|calc;5\n${paid[0]?.id};5`)
    await checked()
    await user.click(screen.getByRole('button', { name: 'Save the errors' }))
    const saved = callsOf('text.save')[0]?.request as RequestOf<'text.save'>
    expect(saved.fileName).toMatch(/^errors-of-refunds-lovelace-bindery-demo-\d{4}-\d\d-\d\d\.csv$/)
    expect(saved.text.split('\r\n')[1]).toMatch(
      /^"2","'=cmd\|calc","5","","","“=cmd\|calc” begins as a formula does/,
    )
  })

  it('whose errors are other ones after another check has them given up anew', async () => {
    const { paid, upload, user } = openForm()
    const disputed = paid[1]
    await upload([`${paid[0]?.id},1`, `${disputed?.id},1`, 'pi_unknown,1'].join('\n'))
    await checked()
    const leaveOut = (): HTMLInputElement => screen.getByLabelText(/^Leave out the/)
    await user.click(leaveOut())
    expect(placeButton().disabled).toBe(false)
    if (disputed) disputed.status = 'disputed'
    await user.click(screen.getByRole('button', { name: 'Check again' }))
    await screen.findByLabelText('Leave out the 2 rows with errors')
    expect(leaveOut().checked).toBe(false)
    expect(placeButton().disabled).toBe(true)
  })

  it('as fraudulent says that the customers are blocked', async () => {
    const { paid, upload, user } = openForm()
    await upload(`payment\n${paid[0]?.id}\n`)
    await checked()
    expect(screen.queryByText(/block lists/)).toBeNull()
    await user.selectOptions(screen.getByLabelText('Reason, where a row has none'), 'fraudulent')
    expect(screen.getByText(/on your block lists/)).toBeTruthy()
  })

  it('is checked again for the reason that was chosen', async () => {
    const { paid, upload, user, callsOf } = openForm()
    await upload(`payment,reason\n${paid[0]?.id},\n${paid[1]?.id},fraudulent\n`)
    await checked()
    await user.selectOptions(screen.getByLabelText('Reason, where a row has none'), 'duplicate')
    await checked()
    expect(callsOf('run.check').at(-1)?.request).toMatchObject({ rows: [{ reason: 'duplicate' }] })
    await waitFor(() => expect(placeButton().disabled).toBe(false))
    await user.click(placeButton())
    await waitFor(() => expect(callsOf('run.place')).toHaveLength(1))
    expect(placed(callsOf('run.place')).rows.map(({ reason }) => reason)).toEqual(['duplicate', 'fraudulent'])
  })
})

describe('placing it', () => {
  it('again after a failure is placing the same run with the same orders', async () => {
    const failing: NonNullable<FakeOptions['failing']> = {
      'run.place': { code: 'stopping', message: 'The engine was restarted. Nothing was placed.' },
    }
    const { paid, upload, user, callsOf } = openForm({ failing })
    await upload(ids(paid, 3).join('\n'))
    await checked()
    await user.click(placeButton())
    expect(await screen.findByText('The engine was restarted. Nothing was placed.')).toBeTruthy()
    delete failing['run.place']
    await user.click(placeButton())
    await waitFor(() => expect(window.location.hash).toContain(`${place.replace('/new', '')}/`))
    const [first, second] = callsOf('run.place').map(({ request }) => request)
    expect(second).toEqual(first)
  })

  it('twice by a double click is one call', async () => {
    const { paid, upload, callsOf } = openForm({ latencyMilliseconds: 20 })
    await upload(ids(paid, 3).join('\n'))
    await checked()
    await waitFor(() => expect(placeButton().disabled).toBe(false))
    const button = placeButton()
    button.click()
    button.click()
    await waitFor(() => expect(window.location.hash).not.toContain('/new'))
    expect(callsOf('run.place')).toHaveLength(1)
  })

  it('is not offered where the policy says no, with its words', async () => {
    const { paid, upload } = openForm({ runRules: { stop: 'Another run is not over yet.' } })
    await upload(ids(paid, 3).join('\n'))
    await checked()
    expect(screen.getAllByText(/Another run is not over yet/).length).toBeGreaterThan(0)
    expect(placeButton().disabled).toBe(true)
  })

  it('on a locked desk waits until it is unlocked, and asks for the rules anew', async () => {
    const locked: Desk = {
      ...liveDesk,
      access: { ...liveDesk.access, orders: 'locked', unlockedUntil: null },
    }
    const rules = { stop: 'The desk is locked.' }
    const { paid, upload, rerender, callsOf, client } = openForm({ runRules: rules }, locked)
    await upload(ids(paid, 2).join('\n'))
    await checked()
    const review = (): HTMLButtonElement => screen.getByRole('button', { name: 'Review the run…' })
    expect(review().disabled).toBe(true)
    expect(screen.getByRole('button', { name: 'Unlock…' })).toBeTruthy()
    Object.assign(rules, { stop: null })
    rerender(
      <QueryClientProvider client={client}>
        <HintProvider>
          <Router hook={useHashPath} searchHook={useHashSearch}>
            {formOf(liveDesk)}
          </Router>
        </HintProvider>
      </QueryClientProvider>,
    )
    await waitFor(() => expect(review().disabled).toBe(false))
    expect(callsOf('run.rules').length).toBeGreaterThan(1)
  })

  it('says how many rows are marked and ordered all the same, and once more before the yes', async () => {
    const { paid, upload, user } = openForm({}, liveDesk)
    Object.assign(paid[1] ?? {}, { status: 'partially_refunded', amountRefunded: 1 })
    await upload(ids(paid, 2).join('\n'))
    await checked()
    expect(screen.getByText('1 row marked “Be aware” is ordered too: look at it.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Review the run…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Confirm the run' })
    expect(dialog.textContent).toContain('1 row marked “Be aware”')
  })

  it('on a live desk takes the total of every currency, typed, and the passphrase', async () => {
    const { paid, upload, user, callsOf } = openForm({}, liveDesk)
    const euro = paid.find(({ currency }) => currency === 'eur')
    const dollar = paid.find(({ currency }) => currency === 'usd')
    await upload(`${euro?.id},12.50\n${dollar?.id},3\n`)
    await checked()
    await user.click(screen.getByRole('button', { name: 'Review the run…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Confirm the run' })
    for (const words of ['LIVE', 'Hopper Instruments', '2 refunds of real money', '12.50 EUR and 3.00 USD'])
      expect(dialog.textContent).toContain(words)
    const yes = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Yes, place 2 refunds' })
    await user.type(within(dialog).getByLabelText('Type the total in EUR'), '12,50')
    await user.type(within(dialog).getByLabelText('Passphrase of this desk'), 'right passphrase')
    await user.type(within(dialog).getByLabelText('Type the total in USD'), '4')
    expect(await within(dialog).findByText('That is $4.00, not $3.00.')).toBeTruthy()
    await new Promise((resolve) => setTimeout(resolve, 800))
    expect(yes.disabled).toBe(true)
    await user.clear(within(dialog).getByLabelText('Type the total in USD'))
    await user.type(within(dialog).getByLabelText('Type the total in USD'), '3.00')
    await waitFor(() => expect(yes.disabled).toBe(false))
    expect(callsOf('run.place')).toHaveLength(0)
    await user.click(yes)
    await waitFor(() => expect(callsOf('run.place')).toHaveLength(1))
    expect(placed(callsOf('run.place')).approval).toEqual({
      passphrase: 'right passphrase',
      totals: [
        { currency: 'eur', amount: '12,50' },
        { currency: 'usd', amount: '3.00' },
      ],
    })
  })
})

const rules = {
  stop: null,
  holdSeconds: 8,
  pace: { perMinute: 60, isMeasured: true },
  approval: 'passphrase_and_totals',
} as const

describe('the deliberate step', () => {
  it.each([
    [60, /^Sending takes about 1 min, as fast as the last runs went\.$/],
    [600, /^Sending takes about 10 min, .* That is longer than the desk stays unlocked \(\d min more\)/],
  ])('says how long %d refunds take, and that the run pauses where the desk locks before', (count, words) => {
    const about = { left: 0, aware: 0, sends: 'it', placing: false, locked: false, failure: null }
    const totals = [{ currency: 'eur', amount: 100, rows: count }]
    renderFace(
      <ConfirmRun {...about} desk={liveDesk} count={count} rules={rules} totals={totals} onConfirm={vi.fn()} onClose={vi.fn()} />,
    )
    expect(screen.getByText(words)).toBeTruthy()
  }) // prettier-ignore

  it('takes the total of a run that ends a payment with an odd rest', async () => {
    const user = userEvent.setup()
    const onConfirm = vi.fn()
    const about = { desk: liveDesk, count: 1, left: 0, aware: 0, sends: 'it', rules, placing: false, locked: false, failure: null }
    renderFace(
      <ConfirmRun {...about} totals={[{ currency: 'kwd', amount: 12_345, rows: 1 }]} onConfirm={onConfirm} onClose={vi.fn()} />,
    )
    const total = screen.getByLabelText('Type the total in KWD')
    await user.type(total, '12,345')
    expect(await screen.findByText(/^This could mean two amounts\./)).toBeTruthy()
    await user.clear(total)
    await user.type(total, '12.345')
    expect(screen.queryByText(/^This could mean/)).toBeNull()
    await user.type(screen.getByLabelText('Passphrase of this desk'), 'right')
    const yes = screen.getByRole<HTMLButtonElement>('button', { name: 'Yes, place 1 refund' })
    await waitFor(() => expect(yes.disabled).toBe(false))
    await user.click(yes)
    expect(onConfirm).toHaveBeenCalledWith({ passphrase: 'right', totals: [{ currency: 'kwd', amount: '12.345' }] })
    expect(screen.getByLabelText('Passphrase of this desk')).toHaveProperty('value', '')
  }) // prettier-ignore
})

describe('other beginnings', () => {
  it('are the payments that were chosen, let go once the run is placed', async () => {
    chosenPayments.set([])
    const rows = openForm().paid.slice(0, 4)
    cleanup()
    chosenPayments.set(rows)
    const { user, callsOf } = openForm({}, demoDesk, '?of=chosen')
    await checked()
    expect(screen.getByLabelText('Name')).toHaveProperty('value', '4 chosen payments')
    await user.click(placeButton())
    await waitFor(() => expect(callsOf('run.place')).toHaveLength(1))
    expect(placed(callsOf('run.place')).rows).toHaveLength(4)
    await waitFor(() => expect(chosenPayments.use.getState().chosen.size).toBe(0))
  })

  it('are the failed rows of another run, with the amounts that were ordered', async () => {
    const failedRun = '00000000-0000-4000-8000-000000000003'
    const { user, callsOf, fake } = openForm({ runs: 'some', payments: 400 }, demoDesk, `?retry=${failedRun}`)
    await checked()
    // What was ordered without a reason is tried again without one.
    expect(screen.getByLabelText('Reason, where a row has none')).toHaveProperty('value', 'none')
    expect(callsOf('runs.rows')[0]?.request).toMatchObject({ retriable: true })
    const rows = await fake.bridge.call('runs.rows', { deskId: 'demo', runId: failedRun, state: ['failed'] })
    expect(rows).toMatchObject({ ok: true, value: { rows: { length: 4 } } })
    expect(callsOf('run.check')[0]?.request).toMatchObject({
      rows: [{ amount: expect.stringMatching(/^\d/) }, {}, {}, {}],
    })
    await user.click(placeButton())
    await waitFor(() => expect(callsOf('run.place')).toHaveLength(1))
    expect(placed(callsOf('run.place'))).toMatchObject({ retryOf: failedRun, rows: { length: 4 } })
  })

  it('are what is left of a run that was stopped: failed or never sent, with its note', async () => {
    const stopped = '00000000-0000-4000-8000-000000000004'
    const { user, callsOf } = openForm({ runs: 'some', payments: 400 }, demoDesk, `?retry=${stopped}`)
    await checked()
    expect(screen.getByRole('heading', { name: 'Refund what is left of a run' })).toBeTruthy()
    expect(screen.getByLabelText('Name')).toHaveProperty('value', 'Rest of goodwill October')
    expect(callsOf('run.check')[0]?.request).toMatchObject({ retryOf: stopped, rows: { length: 16 } })
    await user.click(placeButton())
    await waitFor(() => expect(callsOf('run.place')).toHaveLength(1))
    expect(placed(callsOf('run.place'))).toMatchObject({ retryOf: stopped, rows: { length: 16 } })
  })

  it('say that nothing is left of a run, or that its rows could not be read', async () => {
    const made = '00000000-0000-4000-8000-000000000005'
    const { user } = openForm({ runs: 'some', payments: 400 }, demoDesk, `?retry=${made}`)
    await screen.findByText('Nothing is left of this run')
    await user.click(screen.getByRole('button', { name: 'Back to the run' }))
    expect(window.location.hash).toBe(`#/desks/demo/runs/${made}`)
    cleanup()
    openForm({}, demoDesk, `?retry=${made}`)
    expect(await screen.findByText('The rows that are left could not be read')).toBeTruthy()
    expect(screen.getByText('There is no such run on this desk.')).toBeTruthy()
  })
})
