// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Route } from 'wouter'
import { PaymentsScreen } from '../../../src/renderer/features/payments/payments-screen.tsx'
import { useOverlay } from '../../../src/renderer/state/overlays.ts'
import { demoDesk, type FakeOptions } from '../../doubles/bridge/fake-bridge.ts'
import { goTo, renderFace } from './support.tsx'

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

  it('asks for the page in sight again when something changes', async () => {
    const { fake, callsOf } = await openList({ payments: 1000 })
    await rows()
    const before = callsOf('payments.list').length
    fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] })
    await waitFor(() => expect(callsOf('payments.list')).toHaveLength(before + 1))
    expect(callsOf('payments.list').at(-1)?.request).not.toHaveProperty('after')
  })
})
