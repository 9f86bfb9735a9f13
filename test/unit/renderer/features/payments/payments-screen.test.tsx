// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Route } from 'wouter'
import { PaymentsScreen } from '../../../../../src/renderer/features/payments/payments-screen.tsx'
import { useOverlay } from '../../../../../src/renderer/state/overlays.ts'
import { usualRow } from '../../../../../src/renderer/ui/lists/heights.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { goTo, renderFace } from '../../support.tsx'

afterEach(cleanup)

async function openList(options: FakeOptions = {}, address = '/desks/demo/payments') {
  useOverlay.setState({ overlay: { kind: 'none' } })
  const desk = { ...demoDesk, ...options.desk }
  const face = renderFace(
    <Route path="/desks/:deskId/payments/:paymentId?">
      {({ paymentId }) => <PaymentsScreen desk={desk} paymentId={paymentId ?? null} />}
    </Route>,
    options,
  )
  goTo(address)
  await screen.findByRole('heading', { name: 'Payments' })
  return { ...face, user: userEvent.setup() }
}

const rows = async (): Promise<HTMLElement[]> => (await screen.findAllByRole('row')).slice(1)
const focused = (): string | null => document.activeElement?.getAttribute('data-payment') ?? null

describe('the payments list', () => {
  it('says that there are none only once all is read, and else whether it is being read', async () => {
    const nobody = async (sync: FakeOptions['sync']) => {
      cleanup()
      return openList({ payments: 0, ...(sync && { sync }) })
    }
    await nobody({ phase: 'idle', reading: 'go', completeTo: null })
    expect(await screen.findByLabelText('Loading payments')).toBeTruthy()
    expect(screen.queryByText('No payments yet')).toBeNull()
    await nobody({ phase: 'idle', reading: 'canceled', completeTo: null })
    expect(await screen.findByText('No payments so far')).toBeTruthy()
    await nobody({})
    expect(await screen.findByText('No payments yet')).toBeTruthy()
  })

  it('says how many rows there are in all, though only those in sight exist', async () => {
    await openList({ payments: 500 })
    const grid = await screen.findByRole('grid', { name: 'Payments' })
    await waitFor(() => expect(grid.getAttribute('aria-rowcount')).toBe('501'))
    expect((await rows()).length).toBeLessThan(60)
  })

  it('is exported whole, with the filters in force and amounts as they are', async () => {
    const { user, fake, callsOf } = await openList({ payments: 900 }, '/desks/demo/payments?currency=eur')
    await rows()
    await user.click(screen.getByRole('button', { name: 'Export CSV' }))
    await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
    const [saved] = callsOf('text.save')
    const { fileName, text } = saved!.request as { fileName: string; text: string }
    expect(fileName).toMatch(/^payments-lovelace-bindery-demo-\d{4}-\d\d-\d\d\.csv$/)
    expect(text).toContain('"Filter","Currency: EUR"')
    const lines = text.split('\r\n').filter((line) => line.startsWith('"pi_'))
    const wanted = fake.rows.filter(({ currency }) => currency === 'eur')
    expect(wanted.length).toBeGreaterThan(100)
    expect(lines).toHaveLength(wanted.length)
    for (const { id, amount } of wanted.slice(0, 20))
      expect(lines.find((line) => line.includes(id))).toContain(`"${(amount / 100).toFixed(2)}","EUR"`)
  })

  it('moves with arrows, j, k and Home, one focusable row at a time', async () => {
    const { user, fake } = await openList()
    await rows()
    const ids = fake.rows.toSorted((one, other) => other.created - one.created).map((row) => row.id)
    await user.keyboard('j')
    expect(focused()).toBe(ids[0])
    await user.keyboard('{ArrowDown}j')
    expect(focused()).toBe(ids[2])
    await user.keyboard('k')
    expect(focused()).toBe(ids[1])
    expect((await rows()).filter((row) => row.tabIndex === 0)).toHaveLength(1)
    await user.keyboard('{End}')
    expect(focused()).toBe(ids.at(-1))
    await user.keyboard('{Home}')
    expect(focused()).toBe(ids[0])
  })

  it('opens the inspector with Enter and closes it with Escape, the address following', async () => {
    const { user } = await openList()
    await rows()
    await user.keyboard('jj{Enter}')
    const inspector = await screen.findByRole('complementary', { name: 'Payment' })
    expect(window.location.hash).toMatch(/payments\/pi_/)
    expect(await within(inspector).findByText('Timeline')).toBeTruthy()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
    expect(window.location.hash).toBe('#/desks/demo/payments')
  })

  it('opens a refund with r, copies the id with c, opens the Dashboard with o', async () => {
    const { user, fake, callsOf } = await openList()
    await rows()
    const newest = fake.rows.toSorted((one, other) => other.created - one.created)[0]!
    await user.keyboard('jcor')
    expect(callsOf('text.copy')[0]?.request).toEqual({ text: newest.id })
    expect(callsOf('link.open')[0]?.request).toEqual({
      url: `https://dashboard.stripe.com/acct_demo/test/payments/${newest.id}`,
    })
    expect(useOverlay.getState().overlay).toMatchObject({ kind: 'refund', paymentId: newest.id })
  })

  it('does what a key means to the row that has the focus, by whatever way it came there and whatever came above it', async () => {
    const { user, fake, callsOf } = await openList()
    const [first] = await rows()
    const id = first?.dataset['payment']
    // As Tab does, or the cursor of a screen reader.
    act(() => first?.focus())
    const newest = fake.rows.find((row) => row.id === id)!
    fake.rows.push({ ...newest, id: 'pi_arrived', created: newest.created + 60 })
    fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] })
    await waitFor(async () => expect((await rows())[0]?.dataset['payment']).toBe('pi_arrived'))
    expect(focused()).toBe(id)
    await user.keyboard('c')
    expect(callsOf('text.copy').map(({ request }) => request)).toEqual([{ text: id }])
    await user.keyboard('{Enter}')
    expect(window.location.hash).toBe(`#/desks/demo/payments/${id}`)
  })

  it('does nothing by key to a payment that was marked and is not listed any more', async () => {
    const { user, fake, callsOf } = await openList()
    await rows()
    await user.keyboard('j')
    const marked = fake.rows.find(({ id }) => id === focused())!
    const other = fake.rows.find(({ status }) => status !== marked.status)!.status
    goTo(`/desks/demo/payments?status=${other}`)
    await waitFor(() => expect(document.querySelector(`[data-payment="${marked.id}"]`)).toBeNull())
    await user.keyboard('cor')
    expect([...callsOf('text.copy'), ...callsOf('link.open')]).toEqual([])
    expect(useOverlay.getState().overlay.kind).toBe('none')
  })

  it('goes from the search to the first row of what was typed, however soon Enter follows', async () => {
    const { user, fake } = await openList({ latencyMilliseconds: 40 })
    await rows()
    const newestFirst = fake.rows.toSorted((one, other) => other.created - one.created)
    const wanted = newestFirst.at(-1)!
    await user.keyboard(`/${wanted.id}{Enter}`)
    expect(focused()).toBeNull()
    await waitFor(() => expect(focused()).toBe(wanted.id))
    expect((await rows()).length).toBe(1)
  })

  it('leaves the focus in the search to whoever types on before there is an answer', async () => {
    const { user, fake } = await openList({ latencyMilliseconds: 40 })
    await rows()
    const { id } = fake.rows[0]!
    await user.keyboard(`/${id}{Enter}{Backspace}`)
    await waitFor(async () => expect((await rows()).length).toBeLessThan(50))
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Search payments' }))
  })

  it('does not take letters from somebody who is typing', async () => {
    const { user } = await openList()
    await rows()
    await user.keyboard('/')
    const search = screen.getByRole('searchbox', { name: 'Search payments' })
    expect(document.activeElement).toBe(search)
    await user.keyboard('jr')
    expect(search).toHaveProperty('value', 'jr')
    expect(useOverlay.getState().overlay.kind).toBe('none')
  })

  it('is filtered by the address, and clears again', async () => {
    const { user, callsOf } = await openList({}, '/desks/demo/payments?status=failed&q=zzz')
    expect(await screen.findByText('No payment matches')).toBeTruthy()
    expect(callsOf('payments.list').at(-1)?.request).toMatchObject({
      filter: { status: ['failed'], text: 'zzz' },
    })
    await user.click(screen.getByRole('button', { name: 'Clear all filters' }))
    expect((await rows()).length).toBeGreaterThan(5)
    expect(window.location.hash).toBe('#/desks/demo/payments')
  })

  it('tells a screen reader how many match of a search, and not of an open list, which grows all the time', async () => {
    const { fake } = await openList()
    const grid = await screen.findByRole('grid', { name: 'Payments' })
    await waitFor(() => expect(grid.getAttribute('aria-rowcount')).toBe('61'))
    expect(screen.queryByText(/match/)).toBeNull()
    goTo('/desks/demo/payments?status=succeeded')
    expect((await screen.findByText(/^\d+ payments match$/)).closest('[role="status"]')).not.toBeNull()
    goTo(`/desks/demo/payments?q=${fake.rows[0]!.id}`)
    expect(await screen.findByText('1 payment matches')).toBeTruthy()
  })

  it('tells how many match once, and not of each that comes after that', async () => {
    const { fake } = await openList({}, '/desks/demo/payments?status=succeeded')
    const told = await screen.findByText(/^\d+ payments match$/)
    const words = told.textContent
    const grid = await screen.findByRole('grid')
    const rowCount = (): number => Number(grid.getAttribute('aria-rowcount'))
    const before = rowCount()
    const one = fake.rows.find(({ status }) => status === 'succeeded')!
    fake.rows.push({ ...one, id: 'pi_arrived' })
    fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] })
    await waitFor(() => expect(rowCount()).toBe(before + 1))
    expect(told.textContent).toBe(words)
  })

  it('takes an amount as people write it, never as one that it is not, and says so in the export', async () => {
    const { user, callsOf } = await openList()
    await rows()
    await user.click(screen.getByRole('button', { name: /^Filter by ?Amount$/ }))
    const least = await screen.findByLabelText('At least')
    await user.type(least, '1,000{Enter}')
    expect(await screen.findByText(/^This could mean two amounts/)).toBeTruthy()
    expect(window.location.hash).toBe('#/desks/demo/payments')
    await user.clear(least)
    await user.type(least, '1,000.00{Enter}')
    await waitFor(() => expect(window.location.hash).toBe('#/desks/demo/payments?min=1000.00'))
    goTo('/desks/demo/payments?min=10.00')
    await rows()
    await user.click(screen.getByRole('button', { name: 'Export CSV' }))
    await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
    expect((callsOf('text.save')[0]!.request as { text: string }).text).toContain(
      '"Filter","Amount: from 10.00"',
    )
  })

  it('writes a chosen status and the sort into the address', async () => {
    const { user } = await openList()
    await rows()
    await user.click(await screen.findByRole('button', { name: /^Succeeded/ }))
    await user.click(screen.getByRole('button', { name: 'Amount' }))
    expect(window.location.hash).toBe('#/desks/demo/payments?status=succeeded&sort=amount_desc')
    expect(screen.getByRole('columnheader', { name: 'Amount' }).getAttribute('aria-sort')).toBe('descending')
  })

  it('says when it could not be read, and tries again', async () => {
    const { user, callsOf } = await openList({
      failing: { 'payments.list': { code: 'store_corrupt', message: 'The cache of this desk is damaged.' } },
    })
    expect(await screen.findByText('The cache of this desk is damaged.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(callsOf('payments.list')).toHaveLength(2))
  })

  it('offers no refund on a read-only desk, and says why', async () => {
    const { user } = await openList({
      desk: {
        readOnlyReason: 'Live desks are read-only for now.',
        access: { ...demoDesk.access, orders: 'refused' },
      },
    })
    await rows()
    await user.keyboard('j{Enter}')
    const inspector = await screen.findByRole('complementary', { name: 'Payment' })
    expect(await within(inspector).findByText('Live desks are read-only for now.')).toBeTruthy()
    expect(within(inspector).queryByRole('button', { name: /Refund/ })).toBeNull()
    await user.keyboard('r')
    expect(useOverlay.getState().overlay.kind).toBe('none')
  })

  it('is covered by the inspector in a narrow window, which keeps the focus until it closes and gives it back', async () => {
    const { user, fake } = await openList()
    const narrow = vi.spyOn(globalThis, 'matchMedia').mockImplementation(
      (media) =>
        ({
          media,
          matches: true,
          addEventListener() {},
          removeEventListener() {},
        }) as unknown as MediaQueryList,
    )
    await rows()
    const ids = fake.rows.toSorted((one, other) => other.created - one.created).map((row) => row.id)
    await user.keyboard('jj{Enter}')
    const inspector = await screen.findByRole('dialog', { name: 'Payment' })
    await within(inspector).findByText('Timeline')
    const held = () => inspector.contains(document.activeElement)
    expect(held()).toBe(true)
    await user.tab({ shift: true })
    expect(held()).toBe(true)
    await user.tab()
    expect(document.activeElement).toBe(
      within(inspector).getByRole('button', { name: 'Copy the Dashboard link' }),
    )
    await user.keyboard('{Escape}{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(focused()).toBe(ids[1])
    narrow.mockRestore()
  })

  it('keeps what is looked at in its place when others come above it, and shows them at the top', async () => {
    const { user, fake } = await openList()
    await rows()
    const grid = screen.getByRole('grid', { name: 'Payments' })
    const newest = fake.rows.toSorted((one, other) => other.created - one.created)[0]!
    let arrived = 0
    const arrive = async (): Promise<void> => {
      arrived += 1
      fake.rows.push({ ...newest, id: `pi_arrived_${arrived}`, created: newest.created + arrived })
      fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] })
      await waitFor(() => expect(grid.getAttribute('aria-rowcount')).toBe(String(61 + arrived)), {
        timeout: 3000,
      })
    }
    await arrive()
    expect((await rows())[0]?.dataset['payment']).toBe('pi_arrived_1')
    expect(grid.scrollTop).toBe(0)
    fireEvent.scroll(grid, { target: { scrollTop: 10 * usualRow } })
    await arrive()
    expect(grid.scrollTop).toBe(11 * usualRow)
    fireEvent.scroll(grid, { target: { scrollTop: 0 } })
    await user.keyboard('j')
    expect(focused()).toBe('pi_arrived_2')
    await arrive()
    expect(grid.scrollTop).toBe(usualRow)
  })

  it('asks once for a page that could not be read, says so, and goes on when it is asked to', async () => {
    const options: FakeOptions = { payments: 500, failing: {} }
    const { user, callsOf } = await openList(options)
    await rows()
    options.failing!['payments.list'] = {
      code: 'store_corrupt',
      message: 'The cache of this desk is damaged.',
    }
    fireEvent.scroll(screen.getByRole('grid', { name: 'Payments' }), { target: { scrollTop: 6000 } })
    const said = await screen.findByText(/^The rows that follow could not be read: The cache/)
    const asked = callsOf('payments.list').length
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(callsOf('payments.list')).toHaveLength(asked)
    delete options.failing!['payments.list']
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(said.isConnected).toBe(false))
    expect(callsOf('payments.list').length).toBeGreaterThan(asked)
  })

  it('asks for the page in sight again when something changes', async () => {
    const { fake, callsOf } = await openList({ payments: 1000 })
    await rows()
    const before = callsOf('payments.list').length
    fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] })
    await waitFor(() => expect(callsOf('payments.list')).toHaveLength(before + 1))
    expect(callsOf('payments.list').at(-1)?.request).not.toHaveProperty('after')
  })
})
