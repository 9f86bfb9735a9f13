// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { success } from '../../../../src/contract/outcome.ts'
import { CommandPalette } from '../../../../src/renderer/app/command-palette.tsx'
import { Routes } from '../../../../src/renderer/app/routes.tsx'
import { forgetRecent, noteRecent } from '../../../../src/renderer/state/recent.ts'
import { useOverlay } from '../../../../src/renderer/state/overlays.ts'
import { demoDesk, type FakeOptions } from '../../../doubles/bridge/fake-bridge.ts'
import { someFreshness } from '../../../doubles/bridge/fake-freshness.ts'
import { renderFace } from '../support.tsx'

afterEach(() => {
  cleanup()
  forgetRecent()
})

function openPalette(options: FakeOptions = {}, finding = false) {
  const face = renderFace(
    <CommandPalette desk={demoDesk} finding={finding} onClose={() => undefined} />,
    options,
  )
  const field = screen.getByRole('combobox')
  return { ...face, field, user: userEvent.setup() }
}
const groupsShown = (): string[] =>
  screen.getAllByRole('group').map((group) => group.getAttribute('aria-labelledby') ?? '')
const selected = (): string => document.querySelector('[data-selected="true"]')?.textContent ?? ''

describe('the search over everything', () => {
  it('finds customers and payments as one types, in groups, with why', async () => {
    const { field, user, fake, callsOf } = openPalette()
    const customer = [...fake.roomOf({ deskId: 'demo' }).customers.customers.values()][0]?.row
    await user.type(field, customer?.name?.toLowerCase() ?? '')
    const found = await screen.findByText('Customers')
    const group = found.closest('[cmdk-group]') as HTMLElement
    await waitFor(() => expect(within(group).getByText(customer?.name ?? '')).toBeTruthy())
    expect(within(group).getAllByText(/by name/).length).toBeGreaterThan(0)
    expect(screen.getByText('Payments')).toBeTruthy()
    expect(callsOf('search.all').every(({ request }) => (request as { lane?: string }).lane === 'find')).toBe(
      true,
    )
    expect(groupsShown().length).toBeGreaterThan(1)
  })

  it('asks for what was typed to the end, not for every letter', async () => {
    const { field, user, callsOf } = openPalette()
    await user.type(field, 'grace hopper')
    await waitFor(() =>
      expect(callsOf('search.all').map(({ request }) => (request as { text: string }).text)).toContain(
        'grace hopper',
      ),
    )
    expect(callsOf('search.all').length).toBeLessThan(12)
  })

  it('says how the words were read', async () => {
    const { field, user } = openPalette()
    await user.type(field, '49.90 eur')
    expect(await screen.findByText('amount 49.90 EUR')).toBeTruthy()
  })

  it('opens the best with Enter, and remembers it', async () => {
    const { field, user, fake } = openPalette({}, true)
    const customer = [...fake.roomOf({ deskId: 'demo' }).customers.customers.values()][0]?.row
    await user.type(field, customer?.email ?? '')
    await waitFor(() => expect(selected()).toContain(customer?.name ?? ''))
    await user.keyboard('{Enter}')
    await waitFor(() => expect(window.location.hash).toBe(`#/desks/demo/customers/${customer?.id}`))
    cleanup()
    openPalette()
    expect(screen.getByText('Opened lately')).toBeTruthy()
    expect(selected()).toContain(customer?.name ?? '')
  })

  it('waits with Enter for the answer to what was typed last, rather than open what was found before', async () => {
    const { field, user, fake } = openPalette({ latencyMilliseconds: 60 }, true)
    const [one, other] = [...fake.roomOf({ deskId: 'demo' }).customers.customers.values()]
    await user.type(field, one?.row.email ?? '')
    await waitFor(() => expect(selected()).toContain(one?.row.name ?? ''))
    await user.clear(field)
    await user.type(field, `${other?.row.email}{Enter}`)
    await waitFor(() => expect(window.location.hash).toBe(`#/desks/demo/customers/${other?.row.id}`))
  })

  it('opens nothing by the Enter that ends a word which is composed', async () => {
    const { field, fake } = openPalette({ latencyMilliseconds: 60 }, true)
    const third = [...fake.roomOf({ deskId: 'demo' }).customers.customers.values()][2]
    fireEvent.change(field, { target: { value: third?.row.email } })
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true })
    await waitFor(() => expect(selected()).toContain(third?.row.name ?? ''))
    expect(window.location.hash).not.toContain(third?.row.id)
  })

  it('opens an id that is not known here', async () => {
    const { field, user } = openPalette()
    await user.type(field, 'cus_Elsewhere9{Enter}')
    await waitFor(() => expect(window.location.hash).toBe('#/desks/demo/customers/cus_Elsewhere9'))
  })

  it('says when nothing matches, and when that may be since history is still being read', async () => {
    const { field, user } = openPalette({ sync: someFreshness.loading() })
    const told = screen.getByRole('status')
    await user.type(field, 'zzqq')
    const nothing = await screen.findByText('Nothing kept here matches “zzqq”.')
    // What comes with an element of its own is not announced.
    expect(told.contains(nothing)).toBe(true)
    expect(screen.getByText(/History is still being read: there may be more/)).toBeTruthy()
  })

  it('says that there may be more by now, where Stripe was out of reach since the desk was opened', async () => {
    const { field, user } = openPalette({ sync: { phase: 'stalled', missing: [] } })
    await user.type(field, 'zzqq')
    expect(await screen.findByText(/Stripe could not be asked: there may be more by now\./)).toBeTruthy()
  })

  it('says that not all was looked through, where looking ended before anything was found', async () => {
    const { field, user, fake } = openPalette()
    const nothing = { hits: [], understood: [], complete: false }
    Object.assign(fake.roomOf({ deskId: 'demo' }), { search: () => success(nothing) })
    await user.type(field, 'visa failed')
    expect(
      await screen.findByText('Nothing was found for “visa failed”, but not everything was looked through.'),
    ).toBeTruthy()
    expect(screen.queryByText(/Nothing kept here matches/)).toBeNull()
  })

  it('says what went wrong, and asks again', async () => {
    const { field, user, callsOf } = openPalette({
      failing: { 'search.all': { code: 'store_corrupt', message: 'The cache of this desk is damaged.' } },
    })
    await user.type(field, 'ada')
    expect((await screen.findByRole('alert')).textContent).toContain('The cache of this desk is damaged.')
    const before = callsOf('search.all').length
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(callsOf('search.all').length).toBeGreaterThan(before))
  })

  it('offers commands by the beginnings of their words, and none when only finding', async () => {
    const { field, user } = openPalette()
    await user.type(field, 'dark')
    expect(screen.getByText('Dark theme')).toBeTruthy()
    expect(screen.queryByText('Light theme')).toBeNull()
    await user.clear(field)
    await user.type(field, '€')
    expect(screen.queryByText('Light theme')).toBeNull()
    cleanup()
    openPalette({}, true)
    expect(screen.queryByText('Dark theme')).toBeNull()
  })

  it('forgets what another desk opened', () => {
    noteRecent('demo', { kind: 'customer', id: 'cus_1', title: 'Ada', subtitle: '', place: '/' })
    renderFace(<Routes />, {}, '#/')
    cleanup()
    openPalette()
    expect(screen.queryByText('Opened lately')).toBeNull()
  })
})

describe('the key /', () => {
  it('searches everything where the screen has no search, and the list where it has', async () => {
    renderFace(<Routes />, {}, '#/desks/demo/settings')
    const user = userEvent.setup()
    await screen.findByRole('heading', { name: 'Settings' })
    await user.keyboard('/')
    expect(useOverlay.getState().overlay).toEqual({ kind: 'palette', finding: true })
    cleanup()
    renderFace(<Routes />, {}, '#/desks/demo/customers')
    const own = await screen.findByRole('searchbox', { name: 'Search customers' })
    await user.keyboard('/')
    expect(document.activeElement).toBe(own)
    expect(useOverlay.getState().overlay).toEqual({ kind: 'none' })
  })
})
