// The forms about one subscription: a change that is only ordered with Stripe's figures on the screen, what ends it, what pauses it, and the ways
// back.
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Desk } from '../../../../../src/contract/desks.ts'
import type { ExpectedMoney, SubscriptionPreview } from '../../../../../src/contract/subscription-changes.ts'
import type { SubscriptionStatus } from '../../../../../src/contract/subscription-lists.ts'
import { spokenAmount } from '../../../../../src/domain/money.ts'
import { ChangeDialog } from '../../../../../src/renderer/features/changes/change-dialog.tsx'
import {
  closeOverlay,
  useOverlay,
  type SubscriptionForm,
} from '../../../../../src/renderer/state/overlays.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { makeCustomers } from '../../../../doubles/bridge/customer-fixtures.ts'
import { makePayments } from '../../../../doubles/bridge/fixtures.ts'
import { makeSubscriptions, type FakeSubscription } from '../../../../doubles/bridge/subscription-fixtures.ts'
import { dueAtStripe, renderFace } from '../../support.tsx'

afterEach(() => {
  cleanup()
  closeOverlay()
})

const payments = 300
const all = makeSubscriptions([
  ...makeCustomers(makePayments(payments, Math.floor(Date.now() / 1000))).values(),
])
function one(status: SubscriptionStatus, fits: (each: FakeSubscription) => boolean = () => true): string {
  const found = all.find((each) => each.row.status === status && fits(each))
  if (!found) throw new Error(`There is no ${status} subscription.`)
  return found.row.id
}

const liveDesk: Desk = {
  ...demoDesk,
  kind: 'account',
  mode: 'live',
  access: { orders: 'open', unlockedUntil: Date.now() + 200_000, passphrase: true, tryAgainAt: null },
}

function openForm(
  form: SubscriptionForm,
  subscriptionId: string,
  options: FakeOptions = {},
  desk: Desk = demoDesk,
  onClose = (): void => undefined,
) {
  const face = renderFace(<ChangeDialog desk={desk} wanted={{ form, subscriptionId }} onClose={onClose} />, {
    payments,
    desk,
    holdMilliseconds: 60_000,
    ...options,
  })
  const requests = (method: string): unknown[] => face.callsOf(method).map(({ request }) => request)
  return { ...face, requests, user: userEvent.setup() }
}
const button = (name: string | RegExp): HTMLButtonElement => screen.getByRole('button', { name })
const ready = (name: string | RegExp): Promise<void> =>
  waitFor(() => expect(button(name).disabled).toBe(false))

describe('an invoice of one', () => {
  it.each([
    ['active', 'The subscription goes on.'],
    ['past_due', 'The subscription goes on, and Stripe may call it active again: what it gives comes back with that.'],
    ['incomplete', 'The subscription waits for its first payment: it does not begin by this.'],
    ['canceled', 'The subscription has ended, and stays so.'],
  ] as const)('that is given up says what becomes of one that is %s', async (status, words) => {
    const subscriptionId = one(status)
    const wanted = { form: 'invoice', act: 'void_invoice', subscriptionId, invoiceId: 'in_1' } as const
    renderFace(<ChangeDialog desk={demoDesk} wanted={wanted} onClose={() => undefined} />, { payments })
    expect((await screen.findByText(/^Nobody owes it any more/)).textContent).toBe(
      `Nobody owes it any more, and it can’t be opened again. ${words}`,
    )
  }) // prettier-ignore

  it.each([
    [
      'is asked for by the sum that Stripe says is still due',
      { amount: 900, currency: 'eur' },
      'Ask for €9.00',
    ],
    ['is asked for without a sum where that is not known', null, 'Ask for it'],
  ])('%s', async (_, money, word) => {
    const subscriptionId = one('past_due')
    const { fake } = renderFace(
      <ChangeDialog
        desk={demoDesk}
        wanted={{
          form: 'invoice',
          act: 'retry_invoice',
          subscriptionId,
          invoiceId: `in_2Q0${subscriptionId.slice(6)}`,
        }}
        onClose={() => undefined}
      />,
      { payments },
    )
    dueAtStripe(fake, money)
    const act = await screen.findByText(/^Ask for/)
    await waitFor(() => expect(act.closest('button')?.disabled).toBe(false))
    expect(act.firstChild?.textContent).toBe(word)
  })
})

describe('a change', () => {
  const change = /^Change the subscription/

  it('asks Stripe for nothing and orders nothing before something was changed', async () => {
    const { requests } = openForm('update_subscription', one('active'))
    expect(await screen.findByText(/Stripe says what it would cost before anything is sent/)).toBeTruthy()
    expect(button(change).disabled).toBe(true)
    expect(requests('subscription.preview')).toHaveLength(0)
  })

  it('shows today and the next invoice line by line, and orders with exactly those figures', async () => {
    const { user, requests } = openForm('update_subscription', one('active'))
    const quantity = await screen.findByLabelText(/^Quantity of/)
    await user.clear(quantity)
    await user.type(quantity, '7')
    await user.click(screen.getByLabelText('At once'))
    const today = within(await screen.findByRole('region', { name: 'Today' }))
    expect((await today.findAllByText('part of a period')).length).toBeGreaterThan(1)
    expect(within(screen.getByRole('region', { name: 'Next invoice' })).getByText('Total')).toBeTruthy()
    await ready(change)
    await user.click(button(change))
    await waitFor(() => expect(requests('change.place')).toHaveLength(1))
    const [placed] = requests('change.place') as [
      { change: { update: unknown; expected: { today: { total: number } } } },
    ]
    const asked = requests('subscription.preview').at(-1) as { what: { update: unknown } }
    expect(placed.change.update).toEqual(asked.what.update)
    expect(placed.change).toMatchObject({
      kind: 'update_subscription',
      update: { prorationBehavior: 'always_invoice', items: [{ what: 'change', quantity: 7 }] },
      expected: { today: { total: expect.any(Number) }, next: { total: expect.any(Number) } },
    })
  })

  it('is not to be ordered from the moment something else is typed until Stripe has answered again', async () => {
    const { user } = openForm('update_subscription', one('active'))
    const quantity = await screen.findByLabelText(/^Quantity of/)
    await user.type(quantity, '1')
    await ready(change)
    await user.type(quantity, '2')
    expect(button(change).disabled).toBe(true)
    expect(screen.getByRole('status', { name: 'Asking Stripe what it would cost' })).toBeTruthy()
    await ready(change)
  })

  it('can be ordered on a computer whose clock is far from Stripe’s', async () => {
    const { user, fake } = openForm('update_subscription', one('active'))
    const { call } = fake.bridge
    fake.bridge.call = async (method, request) => {
      const answer = await call(method, request)
      return method === 'subscription.preview' && answer.ok
        ? { ...answer, value: { ...(answer.value as SubscriptionPreview), asOf: Date.now() - 3_600_000 } }
        : answer
    }
    await user.type(await screen.findByLabelText(/^Quantity of/), '1')
    await ready(change)
    expect(screen.queryByText(/These figures are old/)).toBeNull()
  })

  it('is not to be ordered where Stripe can’t say what it costs', async () => {
    const offline = { code: 'stripe_unreachable', message: 'Stripe can’t be reached now.' } as const
    const { user, requests } = openForm('update_subscription', one('active'), {
      failing: { 'subscription.preview': offline },
    })
    await user.type(await screen.findByLabelText(/^Quantity of/), '1')
    expect(await screen.findByText(/Without these figures nothing can be ordered/)).toBeTruthy()
    expect(button(change).disabled).toBe(true)
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(requests('change.place')).toHaveLength(0)
  })

  it('says that nothing of it is collected while the collection is paused', async () => {
    const { user } = openForm(
      'update_subscription',
      one('active', ({ row }) => row.pause?.behavior === 'void'),
    )
    await user.type(await screen.findByLabelText(/^Quantity of/), '1')
    await ready(change)
    expect(screen.getByText(/^Its collection is paused. Invoices made meanwhile are void/)).toBeTruthy()
    expect(screen.getAllByText(/\(not collected\)$/).length).toBeGreaterThan(0)
    expect(screen.queryByText(/\d due$/)).toBeNull()
  })

  it('goes on where it was when a price was looked for: Escape leaves the search, not the form', async () => {
    const onClose = vi.fn<() => void>()
    const { user } = openForm('update_subscription', one('active'), {}, demoDesk, onClose)
    await user.click(await screen.findByRole('button', { name: 'Add an item' }))
    await user.type(screen.getByRole('combobox', { name: 'Price' }), 'reading{Escape}')
    expect(screen.queryByRole('combobox', { name: 'Price' })).toBeNull()
    expect(onClose).not.toHaveBeenCalled()
    expect(document.activeElement).toBe(button('Add an item'))
    await user.click(button('Add an item'))
    await user.click(await screen.findByRole('option', { name: /every 3 months/ }))
    expect(document.activeElement).toBe(screen.getAllByLabelText(/^Quantity of/).at(-1))
    await user.click(screen.getAllByRole('button', { name: /^Take .* out$/ }).at(-1)!)
    expect(document.activeElement).toBe(button('Add an item'))
    await user.keyboard('{Escape}')
    expect(onClose).toHaveBeenCalledOnce()
  })

  it('adds and takes out items, and never leaves none', async () => {
    const { user, requests } = openForm('update_subscription', one('active'))
    await user.click(await screen.findByRole('button', { name: /^Take .* out$/ }))
    expect(screen.getByText(/One item is needed/)).toBeTruthy()
    await user.click(button('Add an item'))
    // What is sold once is shown, but can't be chosen.
    const once = await screen.findByRole('option', { name: /Gift box/ })
    expect(once.getAttribute('aria-disabled')).toBe('true')
    await user.click(screen.getByRole('option', { name: /every 3 months/ }))
    await ready(change)
    expect(requests('subscription.preview').at(-1)).toMatchObject({
      what: {
        update: { items: [{ what: 'remove' }, { what: 'add', priceId: 'price_quarter', quantity: 1 }] },
      },
    })
  })
})

describe('canceling', () => {
  const cancel = /^Cancel (it now|the subscription)/

  it('is with the period unless something else is chosen, with feedback and comment', async () => {
    const { user, requests } = openForm('cancel_subscription', one('active'))
    await user.selectOptions(await screen.findByLabelText('Why the customer leaves'), 'unused')
    await user.type(screen.getByLabelText('Comment'), 'Moves away')
    await ready(cancel)
    await user.click(button(cancel))
    await waitFor(() => expect(requests('change.place')).toHaveLength(1))
    expect(requests('change.place')[0]).toMatchObject({
      change: { kind: 'cancel_subscription', at: 'period_end', feedback: 'unused', comment: 'Moves away' },
    })
    expect(requests('subscription.preview')).toHaveLength(0)
  })

  it('takes no card number in its comment', async () => {
    const { user, requests } = openForm('cancel_subscription', one('active'))
    const comment = await screen.findByLabelText('Comment')
    await user.type(comment, 'Card 4242 4242 4242 4242')
    expect(screen.getByRole('alert').textContent).toMatch(/card number/)
    expect(comment.getAttribute('aria-invalid')).toBe('true')
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(button(cancel).disabled).toBe(true)
    expect(JSON.stringify(requests('change.preflight'))).not.toContain('4242')
  })

  it('now credits exactly what Stripe says the unused time is worth', async () => {
    const { user, requests } = openForm('cancel_subscription', one('active'))
    await user.click(await screen.findByLabelText('Now, for good'))
    await user.click(await screen.findByLabelText(/^Is credited: about €/))
    expect(await screen.findByText(/reckoned to the second when it ends; if anything else/)).toBeTruthy()
    expect(screen.queryByText(/cost anything else/)).toBeNull()
    await ready(cancel)
    await user.click(button(cancel))
    await waitFor(() => expect(requests('change.place')).toHaveLength(1))
    expect(requests('change.place')[0]).toMatchObject({
      change: {
        at: 'now',
        credit: { prorationDate: expect.any(Number), today: { total: expect.any(Number) } },
      },
    })
  })

  it('now gives nothing back of a period that was not paid', async () => {
    const { user } = openForm('cancel_subscription', one('past_due'))
    await user.click(await screen.findByLabelText('Now, for good'))
    for (const choice of [/^Is credited: about €0\.00/, /^Is refunded afterwards: €0\.00/])
      expect(await screen.findByLabelText(choice)).toHaveProperty('disabled', true)
    expect(screen.getAllByText(/Nothing of this period was paid and kept/)).toHaveLength(2)
    expect(screen.getByLabelText('Is lost')).toHaveProperty('disabled', false)
  })

  it('now can lead on to the refund of the last payment, with the amount filled in', async () => {
    const { user, requests } = openForm('cancel_subscription', one('active'))
    await user.click(await screen.findByLabelText('Now, for good'))
    await user.click(await screen.findByLabelText(/^Is refunded afterwards: €/))
    expect(await screen.findByText(/Nothing of it goes with this order/)).toBeTruthy()
    await ready(cancel)
    await user.click(button(cancel))
    const refund = await screen.findByRole('button', { name: /^Refund €/ })
    expect(requests('change.place')[0]).toMatchObject({ change: { at: 'now' } })
    expect((requests('change.place')[0] as { change: object }).change).not.toHaveProperty('credit')
    await user.click(refund)
    const { overlay } = useOverlay.getState()
    expect(overlay).toMatchObject({ kind: 'refund', paymentId: expect.stringMatching(/^pi_/) })
    if (overlay.kind !== 'refund') throw new Error('no refund was opened')
    expect(refund.textContent).toContain(((overlay.amount ?? 0) / 100).toFixed(2))
  })

  it('takes no day that has begun', async () => {
    const { user } = openForm('cancel_subscription', one('active'))
    await user.click(await screen.findByLabelText('On a day'))
    expect(button(cancel).disabled).toBe(true)
    await user.type(screen.getByLabelText('Ends on'), '2020-01-01')
    expect(screen.getByText('A day to come is needed.')).toBeTruthy()
    expect(button(cancel).disabled).toBe(true)
  })
})

describe('pausing', () => {
  it('says of each way what the customer will notice, and orders the one that is chosen', async () => {
    const { user, requests } = openForm('pause_subscription', one('active'))
    await user.click(await screen.findByLabelText('Wait as drafts, to be collected later'))
    expect(screen.getByText(/The customer keeps the service and pays nothing/)).toBeTruthy()
    await ready(/^Pause the collection/)
    await user.click(button(/^Pause the collection/))
    await waitFor(() => expect(requests('change.place')).toHaveLength(1))
    expect(requests('change.place')[0]).toMatchObject({
      change: { kind: 'pause_subscription', behavior: 'keep_as_draft', resumesAt: null },
    })
  })

  it('as a whole is not offered where billing is classic, and why is said', async () => {
    openForm(
      'pause_service',
      one('active', ({ billingMode }) => billingMode === 'classic'),
    )
    expect(await screen.findByText(/only where billing is flexible/)).toBeTruthy()
    expect(button(/^Let it stand still/).disabled).toBe(true)
  })
})

describe('one that stands still', () => {
  const act = /^Let it go on/
  const billedToday = (): string => screen.getAllByText(/^Invoice today: /)[0]?.textContent ?? ''
  type Placed = { change: { anchor: string; expected: ExpectedMoney } }

  it('credits what is unused on the next invoice, not in the balance', async () => {
    openForm(
      'pause_service',
      one('active', ({ billingMode }) => billingMode === 'flexible'),
    )
    expect(await screen.findByText(/next invoice, which is less by it/)).toBeTruthy()
    expect(screen.queryByText(/balance/)).toBeNull()
  })

  it.each([
    ['now', 'Begins now'],
    ['unchanged', 'Keeps to the day it had'],
  ])('goes on (%s) with exactly the figures that are shown', async (anchor, word) => {
    const { user, requests } = openForm('resume_service', one('paused'))
    await user.click(await screen.findByLabelText(word))
    await screen.findByRole('region', { name: 'Today' })
    await ready(act)
    const said = billedToday()
    await user.click(button(act))
    await waitFor(() => expect(requests('change.place')).toHaveLength(1))
    expect(requests('subscription.preview').at(-1)).toMatchObject({ what: { kind: 'resume', anchor } })
    const { change } = requests('change.place')[0] as Placed
    expect(change).toMatchObject({ kind: 'resume_service', anchor })
    expect(change.expected).toEqual({
      prorationDate: expect.any(Number),
      today: { total: expect.any(Number), amountDue: expect.any(Number) },
    })
    expect(said).toContain(`Invoice today: ${spokenAmount(change.expected.today?.amountDue ?? 0, 'eur')} due`)
  })

  it('is not to be ordered on before Stripe has answered', async () => {
    const { requests, user } = openForm('resume_service', one('paused'), { silent: ['subscription.preview'] })
    expect(await screen.findByRole('status', { name: 'Asking Stripe what it would cost' })).toBeTruthy()
    expect(button(act).disabled).toBe(true)
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(requests('change.preflight')).toHaveLength(0)
    expect(requests('change.place')).toHaveLength(0)
  })

  it('is not to be ordered on where Stripe can’t say what it costs', async () => {
    const offline = { code: 'stripe_unreachable', message: 'Stripe can’t be reached now.' } as const
    const { requests } = openForm('resume_service', one('paused'), {
      failing: { 'subscription.preview': offline },
    })
    expect(await screen.findByText(/Without these figures nothing can be ordered/)).toBeTruthy()
    expect(button(act).disabled).toBe(true)
    expect(requests('change.place')).toHaveLength(0)
  })

  it('is confirmed with the figures on that step, and with none once they were asked again', async () => {
    const { user, requests, fake, client } = openForm('resume_service', one('paused'), {}, liveDesk)
    await screen.findByText('Internal note')
    await ready(/^Review/)
    await user.click(button(/^Review/))
    await ready(/^Yes, let it go on/)
    const before = billedToday()
    for (const item of fake.roomOf({ deskId: 'demo' }).subscriptions.find(one('paused'))?.items ?? [])
      item.unitAmount = 123_400
    await client.invalidateQueries({ queryKey: ['subscription preview'] })
    expect((await screen.findByRole('alert')).textContent).toMatch(/asked again/)
    expect(billedToday()).toBe(before)
    expect(button(/^Yes, let it go on/).disabled).toBe(true)
    await user.keyboard('y')
    expect(requests('change.place')).toHaveLength(0)

    await user.click(button('Back'))
    await ready(/^Review/)
    await user.click(button(/^Review/))
    await ready(/^Yes, let it go on/)
    const after = billedToday()
    expect(after).not.toBe(before)
    await user.keyboard('y')
    await waitFor(() => expect(requests('change.place')).toHaveLength(1))
    const { change } = requests('change.place')[0] as Placed
    expect(after).toContain(
      `Invoice today: ${spokenAmount(change.expected.today?.amountDue ?? 0, 'eur')} due`,
    )
  })
})

it('a yes on a live desk is to what was read: one that says something else when it is checked again is none', async () => {
  const id = one('active', ({ billingMode }) => billingMode === 'flexible')
  const { user, requests, fake, client } = openForm('pause_service', id, {}, liveDesk)
  await screen.findByText('Internal note')
  await ready(/^Review/)
  await user.click(button(/^Review/))
  await ready(/^Yes, let it stand still/)
  // Checked again with the same outcome, it stays as it was.
  await client.invalidateQueries({ queryKey: ['change preflight'] })
  await ready(/^Yes, let it stand still/)
  const other = { kind: 'pause_subscription', subscriptionId: id, behavior: 'void', resumesAt: null } as const
  await fake.bridge.call('change.place', {
    deskId: 'demo',
    orderId: crypto.randomUUID(),
    change: other,
    subject: null,
    note: null,
    confirmation: { how: 'agreed' },
  })
  await client.invalidateQueries({ queryKey: ['change preflight'] })
  expect((await screen.findByRole('alert')).textContent).toMatch(/asked again/)
  await user.keyboard('y')
  expect(requests('change.place')).toHaveLength(1)
})

describe('the way back', () => {
  it.each<[SubscriptionForm, SubscriptionStatus, RegExp]>([
    ['resume_subscription', 'active', /^Collect again/],
    ['keep_subscription', 'active', /^Keep the subscription/],
  ])('%s is ordered by one form', async (form, status, act) => {
    const { user, requests } = openForm(form, one(status))
    await screen.findByText('Internal note')
    await ready(act)
    await user.click(button(act))
    await waitFor(() => expect(requests('change.place')).toMatchObject([{ change: { kind: form } }]))
  })

  it('of one that has ended is a new one, whose first invoice is shown and goes with the order', async () => {
    const { user, requests } = openForm('start_subscription_again', one('canceled'))
    const act = /^Start a new subscription/
    await screen.findByRole('region', { name: 'Today' })
    await ready(act)
    await user.click(button(act))
    await waitFor(() => expect(requests('change.place')).toHaveLength(1))
    expect(requests('change.place')[0]).toMatchObject({
      change: { kind: 'start_subscription_again', expected: { today: { total: expect.any(Number) } } },
    })
  })
})

it('a subscription that could not be read is said to be so', async () => {
  openForm('cancel_subscription', 'sub_nowhere')
  expect(await screen.findByText(/not on this desk/)).toBeTruthy()
})
