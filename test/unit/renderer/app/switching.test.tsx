// @vitest-environment jsdom
import { act, cleanup, fireEvent, renderHook, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { useHashPath } from '../../../../src/renderer/app/hash-location.ts'
import { Routes } from '../../../../src/renderer/app/routes.tsx'
import { deskOfKey, keys } from '../../../../src/renderer/bridge/keys.ts'
import { useOrdersStore } from '../../../../src/renderer/state/orders.ts'
import { useOverlay } from '../../../../src/renderer/state/overlays.ts'
import { toast } from '../../../../src/renderer/ui/toast.tsx'
import type { FakeOptions } from '../../../doubles/bridge/fake-bridge.ts'
import { goTo, renderFace } from '../support.tsx'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const test = 'acct_Hopper_test'
const live = 'acct_Hopper_live'

async function openDesk(deskId: string, options: FakeOptions = {}) {
  const face = renderFace(<Routes />, { desks: 'many', ...options }, `#/desks/${deskId}/payments`)
  const user = userEvent.setup()
  await firstRow(face, deskId)
  return { ...face, user }
}

type Face = ReturnType<typeof renderFace>
const customersOf = ({ fake }: Face, deskId: string): string[] =>
  fake
    .roomOf({ deskId })
    .rows.slice(0, 8)
    .map(({ id }) => id)

/** Payment ids are of one desk alone, and stand on each row. */
const firstRow = async (face: Face, deskId: string): Promise<void> => {
  const [first] = customersOf(face, deskId)
  await waitFor(() => expect(document.querySelector(`[data-payment="${first}"]`)).toBeTruthy())
}

/** Watches every change of the page and of the answers kept, from now on, for anything of another desk. */
function watchForTraces({ client, fake }: Face, of: string) {
  const traces: string[] = []
  const room = fake.roomOf({ deskId: of })
  const names = new Set(room.rows.map(({ id }) => id))
  const look = (when: string): void => {
    // Written out once: that takes longer than to look for all the names in it.
    const page = document.documentElement.innerHTML
    for (const id of names) if (page.includes(id)) traces.push(`${when}: ${id} is on the page`)
    for (const { queryKey } of client.getQueryCache().getAll())
      if (deskOfKey(queryKey) === of) traces.push(`${when}: ${JSON.stringify(queryKey)} is kept`)
  }
  const observer = new MutationObserver(() => arrived() && look('after a change of the page'))
  observer.observe(document.documentElement, { childList: true, subtree: true, characterData: true })
  let frames = 0
  let going = true
  const frame = (): void => {
    if (!going) return
    frames += 1
    if (arrived()) look(`frame ${frames}`)
    requestAnimationFrame(frame)
  }
  const arrived = (): boolean => !window.location.hash.includes(of)
  requestAnimationFrame(frame)
  return {
    look,
    end: () => {
      going = false
      observer.disconnect()
      return { traces, frames }
    },
  }
}

describe('going to another desk', () => {
  it('leaves nothing of the one before on the page or in the answers kept, at any frame', async () => {
    const face = await openDesk(test, { latencyMilliseconds: 15 })
    const { user, fake } = face
    await user.click(document.querySelector('[data-payment]') as HTMLElement)
    await screen.findByRole('complementary', { name: 'Payment' })
    await screen.findByText('Summary')
    await user.keyboard('r')
    await screen.findByLabelText(/^Amount in/)
    const watch = watchForTraces(face, test)
    // As the app itself does: an address from outside would wait for the form.
    const { result } = renderHook(() => useHashPath())
    act(() => result.current[1](`/desks/${live}/payments`))
    // Answers and pushes of the desk before go on coming.
    fake.push('sync.changed', { ...freshnessOf(face, test), deskId: test })
    fake.push('data.changed', { deskId: test, kinds: ['payments', 'orders', 'events', 'audit'] })
    await firstRow(face, live)
    await new Promise((resolve) => setTimeout(resolve, 300))
    watch.look('at the end')
    const { traces, frames } = watch.end()
    expect(traces).toEqual([])
    expect(frames).toBeGreaterThan(2)
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(useOverlay.getState().overlay.kind).toBe('none')
  })

  it('keeps an answer out that was still on its way', async () => {
    const face = await openDesk(test, { latencyMilliseconds: 60 })
    goTo(`/desks/${test}/events`)
    goTo(`/desks/${live}/payments`)
    await firstRow(face, live)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const kept = face.client
      .getQueryCache()
      .getAll()
      .map(({ queryKey }) => deskOfKey(queryKey))
    expect(new Set(kept)).toEqual(new Set([null, live]))
  })

  it('keeps a late write by code of the desk before out as well', async () => {
    const { client } = await openDesk(live)
    client.setQueryData(keys.sync(test), { anything: true })
    expect(client.getQueryData(keys.sync(test))).toBeUndefined()
    client.setQueryData(keys.sync(live), { anything: true })
    expect(client.getQueryData(keys.sync(live))).toEqual({ anything: true })
  })

  it('takes what was said on the desk before off the screen', async () => {
    const face = await openDesk(test)
    toast({ title: 'Payment id copied' })
    await screen.findByText('Payment id copied')
    goTo(`/desks/${live}/payments`)
    await firstRow(face, live)
    expect(screen.queryByText('Payment id copied')).toBeNull()
  })

  it('tells the engine once for each switch, and of leaving for the start screen', async () => {
    const face = await openDesk(test)
    goTo(`/desks/${test}/refunds`)
    goTo(`/desks/${live}/payments`)
    await firstRow(face, live)
    goTo('/')
    await screen.findByRole('button', { name: 'Open the demo desk' })
    expect(face.callsOf('desk.switch').map(({ request }) => request)).toEqual([
      { deskId: test },
      { deskId: live },
      { deskId: null },
    ])
  })

  it('says over the whole window where one is going, for a moment, and takes no keys', async () => {
    const face = await openDesk(test)
    // Looked at as soon as it is there: on a busy machine it may be over before what comes after the keys.
    const said: (string | null | undefined)[] = []
    const watching = new MutationObserver(() => {
      const shown = screen.queryByTestId('announcement')
      if (shown === null) return
      watching.disconnect()
      const spoken = screen.getByText('Hopper Instruments, LIVE. Real money.')
      said.push(shown.textContent, spoken.getAttribute('aria-live'))
      fireEvent.keyDown(window, { key: '?' })
    })
    watching.observe(document.body, { childList: true, subtree: true })
    await face.user.keyboard('{Control>}2{/Control}')
    await waitFor(() => expect(said).toEqual(['LIVEHopper InstrumentsReal money', 'assertive']))
    expect(useOverlay.getState().overlay.kind).toBe('keys')
    await waitFor(() => expect(screen.queryByTestId('announcement')).toBeNull())
  })

  it('is not announced when the window opens at a desk', async () => {
    await openDesk(live)
    expect(screen.queryByTestId('announcement')).toBeNull()
  })

  it('names the window by mode, business and screen', async () => {
    await openDesk(live)
    expect(document.title).toBe('LIVE · Hopper Instruments · Payments — Bursar')
    goTo(`/desks/${test}/refunds`)
    await screen.findByRole('region', { name: 'Refunds' })
    expect(document.title).toBe('TEST · Hopper Instruments · Refunds — Bursar')
  })

  it('leaves orders that are held where they belong, and says only how many', async () => {
    const face = await openDesk(test, { holdMilliseconds: 60_000 })
    const [row] = face.fake.roomOf({ deskId: test }).rows
    if (!row) throw new Error('no payment')
    await face.fake.bridge.call('refund.place', {
      deskId: test,
      orderId: '7f2c1f5e-9a54-4a3f-8f0e-0d4f6a3b2c1d',
      paymentIntentId: row.id,
      amount: 100,
      currency: row.currency,
      reason: null,
      note: null,
      customerLabel: 'Ada Lovelace',
    })
    await screen.findByText('Refund held')
    goTo('/desks/acct_Turing_test/payments')
    const link = await screen.findByRole('link', { name: '1 order held on Hopper Instruments TEST' })
    expect(screen.queryByText('Refund held')).toBeNull()
    expect(document.body.textContent).not.toContain('Ada Lovelace. Nothing')
    await face.user.keyboard('z')
    expect(face.callsOf('order.undo')).toEqual([])
    // What is heard of it meanwhile changes the number alone.
    const [held] = ordersOf(face, test).rows
    if (!held) throw new Error('no order')
    face.fake.push('order.changed', held)
    expect(useOrdersStore.getState().known).toEqual({})
    face.fake.push('order.changed', { ...held, state: 'sending' })
    await waitFor(() => expect(screen.queryByRole('link', { name: /held on/ })).toBeNull())
    face.fake.push('order.changed', held)
    await screen.findByRole('link', { name: /held on/ })
    expect(link.isConnected).toBe(false)
    await face.user.click(screen.getByRole('link', { name: /held on/ }))
    expect(await screen.findByText('Refund held')).toBeTruthy()
    expect(screen.queryByRole('link', { name: /held on/ })).toBeNull()
  })
})

const freshnessOf = ({ fake }: Face, deskId: string) => {
  const { state } = fake.roomOf({ deskId }).freshness
  const result = state()
  if (!result.ok) throw new Error('no freshness')
  return result.value
}

const ordersOf = ({ fake }: Face, deskId: string) => {
  const result = fake.roomOf({ deskId }).orders({ deskId, limit: 100 })
  if (!result.ok) throw new Error('no orders')
  return result.value
}

describe('the menu of desks', () => {
  it('opens with g d, marks the desk one is at, and switches to the chosen one', async () => {
    const face = await openDesk(test)
    await face.user.keyboard('gd')
    const menu = await screen.findByRole('dialog', { name: 'Desks' })
    const options = await within(menu).findAllByRole('option')
    const names = options.map((option) => option.textContent)
    expect(names.slice(0, 2)).toEqual([
      'TESTHopper Instruments, No real money, here nowCtrl1',
      'LIVEHopper Instruments, Real moneyCtrl2',
    ])
    expect(names).toContain('Connect the live key…')
    await face.user.type(within(menu).getByPlaceholderText('Find a desk'), 'turing live{Enter}')
    await firstRow(face, 'acct_Turing_live')
    expect(window.location.hash).toBe('#/desks/acct_Turing_live/payments')
  })

  it('leads to the field for a key that a business lacks, which takes no key of the other mode', async () => {
    const face = await openDesk(test)
    await face.user.keyboard('gd')
    await face.user.click(await screen.findByText('Connect the live key…'))
    expect(await screen.findByText(/^The live key of Perlman Networks\./)).toBeTruthy()
    await face.user.type(screen.getByLabelText('Restricted or secret key'), 'rk_test_a1B2c3D4e5F6g7H8{Enter}')
    expect(screen.getByText(/a live key belongs here/)).toBeTruthy()
    expect(face.callsOf('account.connect')).toEqual([])
  })

  it('is in the palette too', async () => {
    const face = await openDesk(test)
    await face.user.keyboard('{Control>}k{/Control}')
    await face.user.type(
      await screen.findByPlaceholderText(/type a command$/),
      'switch to turing live{Enter}',
    )
    await firstRow(face, 'acct_Turing_live')
    expect(window.location.hash).toBe('#/desks/acct_Turing_live/payments')
  })
})
