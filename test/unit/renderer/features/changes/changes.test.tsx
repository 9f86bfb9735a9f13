// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Desk } from '../../../../../src/contract/desks.ts'
import { ChangeDialog } from '../../../../../src/renderer/features/changes/change-dialog.tsx'
import { OrderTray } from '../../../../../src/renderer/features/refunds/order-tray.tsx'
import { useOverlay, type WantedChange } from '../../../../../src/renderer/state/overlays.ts'
import { changeAccess } from '../../../../../src/renderer/ui/orders/order-access.ts'
import { orderChange } from '../../../../../src/renderer/ui/orders/order-change.ts'
import { makeCustomers } from '../../../../doubles/bridge/customer-fixtures.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { lockedAccess } from '../../../../doubles/bridge/fake-desks.ts'
import { makePayments } from '../../../../doubles/bridge/fixtures.ts'
import { pressEscapeOnceShown, renderFace } from '../../support.tsx'

afterEach(cleanup)

const liveDesk: Desk = {
  ...demoDesk,
  kind: 'account',
  mode: 'live',
  businessName: 'Hopper Instruments',
  access: { orders: 'open', unlockedUntil: Date.now() + 200_000, passphrase: true, tryAgainAt: null },
}

const troubled = [...makeCustomers(makePayments(60, Math.floor(Date.now() / 1000))).values()][0]
if (!troubled) throw new Error('There are no customers.')
const customerId = troubled.row.id
const methodEnding = (last4: string): string =>
  troubled.methods.find(({ method }) => method.last4 === last4)?.id ?? ''
const [annual] = troubled.subscriptions

function openForm(
  wanted: WantedChange,
  options: FakeOptions = {},
  desk = demoDesk,
  onClose = (): void => undefined,
) {
  const face = renderFace(
    <>
      <ChangeDialog desk={desk} wanted={wanted} onClose={onClose} />
      <OrderTray deskId={desk.id} />
    </>,
    { desk, ...options },
  )
  const placed = () => face.callsOf('change.place').map(({ request }) => request)
  return { ...face, placed, user: userEvent.setup() }
}
const useVisa = {
  form: 'default_method',
  customerId,
  paymentMethodId: methodEnding('4242'),
  subscriptionId: null,
} as const satisfies WantedChange
const detach = {
  form: 'detach_method',
  customerId,
  paymentMethodId: methodEnding('4444'),
} as const satisfies WantedChange
const button = (name: string | RegExp): HTMLButtonElement => screen.getByRole('button', { name })
const ready = (name: string | RegExp): Promise<void> =>
  waitFor(() => expect(button(name).disabled).toBe(false))

describe('an invoice of no subscription', () => {
  it('is voided once, and it is said before that this is for good', async () => {
    const { user, placed } = openForm({ form: 'void_invoice', customerId, invoiceId: 'in_Once' })
    await screen.findByText('Nobody owes it any more, and it can’t be opened again.')
    await ready(/^Void/)
    await user.click(button(/^Void/))
    await waitFor(() =>
      expect(placed()).toMatchObject([
        { change: { kind: 'void_invoice', invoiceId: 'in_Once' }, subject: troubled.row.name },
      ]),
    )
  })
})

describe('a new default', () => {
  it('is offered for the customer and for each subscription, those that are failing chosen along', async () => {
    openForm(useVisa)
    const boxes = await screen.findAllByRole<HTMLInputElement>('checkbox')
    expect(boxes.map((box) => [box.labels?.[0]?.textContent, box.checked])).toEqual([
      ['The customer’s default', true],
      ['Annual plan', true],
      ['Monthly plan', false],
    ])
  })

  it('warns of subscriptions that would go on charging another method, as long as they are not chosen', async () => {
    const { user } = openForm(useVisa)
    const box = await screen.findByRole('checkbox', { name: 'Annual plan' })
    expect(screen.queryByText(/Stripe goes on charging that/)).toBeNull()
    await user.click(box)
    expect(screen.getByText(/Stripe goes on charging that, whatever the default is/)).toBeTruthy()
    expect(await screen.findByText(/will go on doing so/)).toBeTruthy()
    await user.click(box)
    await waitFor(() => expect(screen.queryByText(/will go on doing so/)).toBeNull())
  })

  it('is one order for each, held, and can be undone', async () => {
    const { user, placed } = openForm(useVisa)
    await screen.findAllByRole('checkbox')
    await ready(/^Pay with/)
    await user.click(button(/^Pay with/))
    const orders = within(await screen.findByRole('list', { name: 'Orders placed' }))
    // Each says what was read of it, so that it is refused where that has changed.
    expect(placed()).toMatchObject([
      {
        change: { kind: 'subscription_default_method', subscriptionId: annual?.id },
        base: `${annual?.id} as it is`,
        confirmation: null,
      },
      {
        change: { kind: 'customer_default_method', customerId },
        base: `${customerId} as it is`,
        confirmation: null,
      },
    ])
    expect(orders.getAllByText(/Nothing has been sent yet/)).toHaveLength(2)
    const [first] = orders.getAllByRole('button', { name: 'Undo' })
    if (first) await user.click(first)
    expect(await orders.findByText('Change of a subscription undone')).toBeTruthy()
  })

  it('may be left by Escape from the very moment that the last order is shown', async () => {
    const onClose = vi.fn<() => void>()
    const { user } = openForm(useVisa, {}, demoDesk, onClose)
    await screen.findAllByRole('checkbox')
    await ready(/^Pay with/)
    pressEscapeOnceShown(() => {
      const orders = screen.queryByRole('list', { name: 'Orders placed' })
      return orders !== null && within(orders).queryAllByText(/Nothing has been sent yet/).length === 2
    })
    await user.click(button(/^Pay with/))
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
  })

  it('of a subscription alone leaves the customer’s default as it is', async () => {
    const { user, placed } = openForm({
      form: 'default_method',
      customerId,
      paymentMethodId: null,
      subscriptionId: annual?.id ?? '',
    })
    await screen.findAllByRole('checkbox')
    await ready(/^Pay with Visa/)
    await user.click(button(/^Pay with/))
    await waitFor(() => expect(placed()).toHaveLength(1))
    expect(placed()).toMatchObject([
      { change: { kind: 'subscription_default_method', paymentMethodId: methodEnding('4242') } },
    ])
  })

  it('shows that what was chosen is gone by now, and orders nothing with it', async () => {
    const { fake } = openForm(useVisa)
    await screen.findAllByRole('checkbox')
    await ready(/^Pay with Visa/)
    const somebody = fake.roomOf({ deskId: 'demo' }).customers.find(customerId)!
    somebody.methods = somebody.methods.filter(({ id }) => id !== useVisa.paymentMethodId)
    act(() => fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] }))
    expect(
      await screen.findByRole('option', { name: 'One that is gone by now', selected: true }),
    ).toBeTruthy()
    expect(button(/^Pay with it/).disabled).toBe(true)
  })

  it('without any method leads to asking for one', async () => {
    const { fake, user } = openForm(useVisa)
    fake.roomOf({ deskId: 'demo' }).customers.find(customerId)!.methods = []
    act(() => fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] }))
    await user.click(await screen.findByRole('button', { name: 'Ask for a new method…' }))
    expect(useOverlay.getState().overlay).toEqual({
      kind: 'change',
      deskId: 'demo',
      wanted: { form: 'setup_session', customerId },
    })
  })

  it('of a subscription that is not told with its customer, who has hundreds, is of that one', async () => {
    const { user, placed } = openForm({
      form: 'default_method',
      customerId,
      paymentMethodId: null,
      subscriptionId: `sub_2Q${customerId.replace('cus_', '')}`,
    })
    const boxes = await screen.findAllByRole<HTMLInputElement>('checkbox')
    expect(boxes.map(({ checked }) => checked)).toEqual([false, true, false, false])
    await ready(/^Pay with/)
    await user.click(button(/^Pay with/))
    await waitFor(() => expect(placed()).toHaveLength(1))
    expect(placed()).toMatchObject([
      {
        change: {
          kind: 'subscription_default_method',
          subscriptionId: `sub_2Q${customerId.replace('cus_', '')}`,
        },
      },
    ])
  })

  it('that was not taken half-way says so, keeps the form, and is placed once when sent again', async () => {
    const { user, fake, placed } = openForm(useVisa)
    await screen.findAllByRole('checkbox')
    await ready(/^Pay with/)
    const { bridge } = fake
    const call = bridge.call.bind(bridge)
    let calls = 0
    bridge.call = async (method, request) => {
      if (method === 'change.place' && (calls += 1) === 2)
        return { ok: false, error: { code: 'stripe_unreachable', message: 'Stripe could not be reached.' } }
      return call(method, request)
    }
    await user.click(button(/^Pay with/))
    expect(await screen.findByText('Stripe could not be reached.')).toBeTruthy()
    expect(within(screen.getByRole('list', { name: 'Orders placed' })).getAllByRole('listitem')).toHaveLength(
      1,
    )
    const ids = (): string[] => placed().map((request) => (request as { orderId: string }).orderId)
    const [first] = ids()
    await user.click(screen.getByRole('checkbox', { name: 'Annual plan' }))
    await ready(/^Pay with/)
    await user.click(button(/^Pay with/))
    await waitFor(() => expect(ids()).toHaveLength(2))
    expect(new Set([first, ...ids()]).size).toBe(2)
  })
})

describe('detaching', () => {
  it('is told where it was waited for, so that a screen reader says what will happen', async () => {
    openForm(detach)
    await screen.findByLabelText('Internal note')
    const told = button(/^Detach Mastercard/)
      .closest('footer')
      ?.querySelector('[aria-live="polite"]')
    expect(told?.textContent).toBe('')
    await ready(/^Detach Mastercard/)
    expect(told?.isConnected).toBe(true)
    expect(told?.textContent).not.toBe('')
  })

  it('names which of two that read alike it is about', async () => {
    const { fake } = openForm(detach)
    await screen.findByRole('button', { name: /^Detach Mastercard/ })
    const { methods } = fake.roomOf({ deskId: 'demo' }).customers.find(customerId)!
    const old = methods.find(({ id }) => id === detach.paymentMethodId)!
    const expYear = (old.method.expYear ?? 0) + 4
    methods.push({ ...old, id: 'pm_Renewed', method: { ...old.method, expYear } })
    act(() => fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] }))
    expect(
      await screen.findByRole('button', { name: `Detach Mastercard •••• 4444, 10/${old.method.expYear}` }),
    ).toBeTruthy()
  })

  it('says what would fail first, and offers to prevent it', async () => {
    const { user } = openForm(detach)
    expect(await screen.findByText(/its next payment will fail/)).toBeTruthy()
    expect(screen.getByText(/This is for good/)).toBeTruthy()
    await user.click(button('Give the subscription another method first…'))
    expect(useOverlay.getState().overlay).toMatchObject({
      kind: 'change',
      wanted: { form: 'default_method', subscriptionId: annual?.id },
    })
  })

  it('whose outcome is unknown says so, never that it is done, and can be looked up', async () => {
    const { user } = openForm(detach, { changeOutcome: 'unknown', holdMilliseconds: 100 })
    await ready(/^Detach Mastercard/).catch(() => screen.findByText(/its next payment/))
    await ready(/^Detach Mastercard/)
    await user.click(button(/^Detach Mastercard/))
    expect((await screen.findAllByText('Outcome unknown')).length).toBeGreaterThan(0)
    expect(screen.queryByText('Detached')).toBeNull()
    const placed = within(screen.getByRole('list', { name: 'Orders placed' }))
    await user.click(placed.getByRole('button', { name: 'Check again' }))
    expect(await placed.findByText('Detached')).toBeTruthy()
  })

  it('that Stripe refused says that nothing was changed, and why', async () => {
    const { user } = openForm(detach, { changeOutcome: 'refused', holdMilliseconds: 100 })
    await screen.findByText(/its next payment/)
    await user.click(button(/^Detach Mastercard/))
    const placed = within(await screen.findByRole('list', { name: 'Orders placed' }))
    expect(await placed.findByText(/Nothing was changed\. Stripe refused/)).toBeTruthy()
  })
})

describe('what could not be read again', () => {
  it('leaves the form as it was filled in, and says so', async () => {
    const options: FakeOptions = { failing: {} }
    const { user, fake } = openForm(detach, options)
    const note = await screen.findByLabelText<HTMLInputElement>('Internal note')
    await user.type(note, 'asked by phone')
    options.failing!['customers.detail'] = { code: 'stopping', message: 'Bursar is being restarted.' }
    fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] })
    expect(
      await screen.findByText('This customer could not be read again: Bursar is being restarted.'),
    ).toBeTruthy()
    expect(note.isConnected).toBe(true)
    expect(note.value).toBe('asked by phone')
  })
})

describe('a hosted page', () => {
  it('is checked and made at once, and its link is copied, also as a message', async () => {
    const { user, callsOf, placed } = openForm({ form: 'payment_session', customerId })
    await user.type(await screen.findByLabelText('Amount'), '49,90')
    await user.type(screen.getByLabelText('For'), 'Rebinding')
    await ready(/^Make the page for/)
    await user.click(button(/^Make the page for/))
    const orders = within(await screen.findByRole('list', { name: 'Orders placed' }))
    expect(placed()).toMatchObject([
      { change: { kind: 'payment_session', customerId, what: { amount: 4990, description: 'Rebinding' } } },
    ])
    await user.click(orders.getByRole('button', { name: 'Copy the link' }))
    await user.click(orders.getByRole('button', { name: 'Copy as a message' }))
    const copied = callsOf('text.copy').map(({ request }) => (request as { text: string }).text)
    expect(copied[0]).toMatch(/^https:\/\/checkout\.stripe\.com\//)
    expect(copied[1]).toContain(copied[0])
    expect(copied[1]).toContain(troubled.row.name)
  })

  it('is ended after it was checked, by the order that says what follows', async () => {
    const { user, placed } = openForm({ form: 'expire_session', sessionId: 'cs_1', subject: 'Ada' })
    await ready('End the page')
    expect(screen.getByText(/nobody can pay on it any more/)).toBeTruthy()
    await user.click(button('End the page'))
    expect(await screen.findByText('Page ended')).toBeTruthy()
    expect(placed()).toMatchObject([
      { change: { kind: 'expire_session', sessionId: 'cs_1' }, subject: 'Ada' },
    ])
  })

  it('for a new method offers the currencies that the desk is paid in, also those that this customer never was', async () => {
    const known = new Set(['eur', 'usd', 'gbp', 'chf', ...troubled.payments.map(({ currency }) => currency)])
    const all = makePayments(60, Math.floor(Date.now() / 1000)).map(({ currency }) => currency)
    const others = [...new Set(all)].filter((currency) => !known.has(currency))
    expect(others).not.toEqual([])
    openForm({ form: 'setup_session', customerId })
    for (const currency of others)
      expect(await screen.findByRole('option', { name: currency.toUpperCase() })).toBeTruthy()
  })

  it('can’t be made of what is no amount, nor lead to what is no address', async () => {
    const { user, callsOf } = openForm({ form: 'payment_session', customerId: null })
    await user.type(await screen.findByLabelText('Amount'), '49.999')
    await user.type(screen.getByLabelText('For'), 'Rebinding')
    await user.type(screen.getByLabelText('Leads to afterwards'), 'http://example.com')
    expect(screen.getByText(/begins with https/)).toBeTruthy()
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(callsOf('change.preflight')).toEqual([])
    expect(button('Make the page').disabled).toBe(true)
  })

  it('has no field for anything of a card', async () => {
    for (const form of ['setup_session', 'payment_session'] as const) {
      openForm({ form, customerId })
      await screen.findByLabelText('Internal note')
      const names = screen
        .getAllByRole('textbox')
        .map((field) => (field as HTMLInputElement).labels?.[0]?.textContent)
      for (const name of names) expect(name).toMatch(/^(Amount|For|Leads to afterwards|Internal note)$/)
      cleanup()
    }
  })
})

describe('a change on a live desk', () => {
  it('is confirmed by a deliberate yes, which a double click does not give', async () => {
    const { user, placed } = openForm(detach, {}, liveDesk)
    await screen.findByText(/its next payment/)
    await user.dblClick(button('Review…'))
    const asked = screen.getByRole('form', { name: 'Confirm the change' })
    for (const words of ['LIVE', 'Hopper Instruments', 'is taken away from'])
      expect(asked.textContent).toContain(words)
    fireEvent.click(button(/^Yes, detach/))
    expect(placed()).toEqual([])
    await ready(/^Yes, detach/)
    fireEvent.keyDown(document.activeElement as Element, { key: 'y' })
    await waitFor(() => expect(placed()).toMatchObject([{ confirmation: { how: 'agreed' } }]))
  })

  it('that is locked leads to unlocking it, and then to the form that was wanted', async () => {
    const locked: Desk = { ...liveDesk, access: lockedAccess }
    orderChange(locked, detach)
    expect(useOverlay.getState().unlocking).toEqual({
      wanted: { kind: 'change', deskId: locked.id, wanted: detach },
    })
    openForm(detach, {}, locked)
    expect(await screen.findByText(/This live desk is locked/)).toBeTruthy()
    expect(button('Review…').disabled).toBe(true)
  })
})

describe('whether changes can be ordered', () => {
  it('is for the policy, a dead key and the lock to say, not for what forbids refunds', () => {
    const policy = (allowed: Desk['policy']['allowed']) => ({ ...demoDesk.policy, allowed })
    expect(changeAccess({ ...demoDesk, policy: policy(['refund']) }).can).toBe('no')
    const refused = { ...liveDesk.access, orders: 'refused' as const }
    expect(changeAccess({ ...liveDesk, policy: policy(['change']), access: refused }).can).toBe('yes')
    expect(
      changeAccess({ ...liveDesk, policy: policy(['change']), access: { ...refused, unlockedUntil: null } })
        .can,
    ).toBe('unlock')
    expect(changeAccess({ ...liveDesk, access: refused }).can).toBe('yes')
    const dead = { code: 'key_revoked', message: 'Expired.' } as const
    expect(changeAccess({ ...liveDesk, problem: dead, readOnlyReason: 'Read-only.' })).toEqual({
      can: 'no',
      why: 'Read-only.',
    })
  })

  it('is for a damaged journal to say before anything else', () => {
    const damaged = { journalDamaged: true, readOnlyReason: 'The journal is damaged.' } as const
    const no = { can: 'no', why: 'The journal is damaged.' }
    expect(changeAccess({ ...demoDesk, ...damaged })).toEqual(no)
    expect(changeAccess({ ...liveDesk, access: lockedAccess, ...damaged })).toEqual(no)
  })
})
