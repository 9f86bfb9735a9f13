// Subscriptions: the states with what they are worth, what an opened one says and offers, saved views, the keys, and what is done to many.
import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { Route } from 'wouter'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Desk } from '../../../../../src/contract/desks.ts'
import { formatAmount } from '../../../../../src/domain/money.ts'
import { Overlays } from '../../../../../src/renderer/app/overlays.tsx'
import '../../../../../src/renderer/features/changes/change-dialog.tsx'
import '../../../../../src/renderer/features/changes/subscriptions-many-dialog.tsx'
import { SubscriptionsScreen } from '../../../../../src/renderer/features/subscriptions/subscriptions-screen.tsx'
import { chosenSubscriptions } from '../../../../../src/renderer/state/chosen.ts'
import { useOverlay } from '../../../../../src/renderer/state/overlays.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { goTo, renderFace } from '../../support.tsx'

beforeEach(() => {
  chosenSubscriptions.forget()
})
afterEach(cleanup)

const place = '/desks/demo/subscriptions'
function renderSubscriptions(options: FakeOptions = {}, search = '', desk: Desk = demoDesk) {
  const face = renderFace(
    <>
      <Route path="/desks/:deskId/subscriptions/:subscriptionId?">
        {({ subscriptionId }) => <SubscriptionsScreen desk={desk} subscriptionId={subscriptionId ?? null} />}
      </Route>
      <Overlays desk={desk} />
    </>,
    { payments: 300, desk, ...options },
    `${place}${search}`,
  )
  const requests = (method: string): unknown[] => face.callsOf(method).map(({ request }) => request)
  const all = () => face.fake.roomOf({ deskId: 'demo' }).subscriptions.all
  return { ...face, requests, all, user: userEvent.setup() }
}
const rowsShown = (): HTMLElement[] =>
  screen.queryAllByRole('row').filter((row) => row.dataset['subscription'] !== undefined)
const firstRow = async (): Promise<HTMLElement> => {
  await waitFor(() => expect(rowsShown().length).toBeGreaterThan(0))
  return rowsShown()[0]!
}
const inspector = (): HTMLElement => screen.getByRole('complementary', { name: 'Subscription' })
async function openFirst(user: ReturnType<typeof userEvent.setup>): Promise<void> {
  await user.click(await firstRow())
  await within(inspector()).findByText('How it is billed')
}
const wanted = () => {
  const { overlay } = useOverlay.getState()
  return overlay.kind === 'change' ? overlay.wanted : overlay.kind
}

describe('the list', () => {
  it('has a tab for every state that occurs, and says what the month is worth with what that means', async () => {
    const { all } = renderSubscriptions()
    const tabs = within(await screen.findByRole('group', { name: 'State' }))
    const pastDue = all().filter(({ row }) => row.status === 'past_due').length
    expect((await tabs.findByRole('button', { name: /^Past due/ })).textContent).toContain(String(pastDue))
    const attentive = all().filter(({ row }) => row.attention.length > 0).length
    await waitFor(() =>
      expect(tabs.getByRole('button', { name: /^Needs attention/ }).textContent).toContain(String(attentive)),
    )
    const worth = all()
      .filter(({ row }) => ['active', 'past_due'].includes(row.status) && row.pause === null)
      .reduce((sum, { row }) => sum + (row.monthly ?? 0), 0)
    expect(screen.getByText(formatAmount(worth, 'eur'))).toBeTruthy()
    expect(screen.getByRole('button', { name: /^Monthly value: .*rounded half up/ })).toBeTruthy()
  })

  it('tells no amount where the price is not plain, and how many are so', async () => {
    const { all } = renderSubscriptions({}, '/not/open')
    for (const { row } of all()) row.monthly = null
    goTo(place)
    expect((await firstRow()).textContent).toContain('not known')
    const counted = all().filter(
      ({ row }) => ['active', 'past_due'].includes(row.status) && row.pause === null,
    )
    expect(await screen.findByText(`${counted.length} not counted: no plain price`)).toBeTruthy()
  })

  it('keeps state, attention, product, order and words in the address, and asks for exactly them', async () => {
    const { user, requests } = renderSubscriptions()
    await firstRow()
    const tabs = within(screen.getByRole('group', { name: 'State' }))
    await user.click(await tabs.findByRole('button', { name: /^Active/ }))
    expect(window.location.hash).toBe(`#${place}?status=active`)
    await user.selectOptions(screen.getByLabelText('Attention'), 'price_retired')
    await user.selectOptions(await screen.findByLabelText('Product'), 'prod_old')
    await user.click(screen.getByRole('button', { name: /^A month/ }))
    expect(requests('subscriptions.list').at(-1)).toMatchObject({
      filter: { status: ['active'], attention: ['price_retired'], productId: 'prod_old' },
      sort: 'monthly_desc',
    })
    await user.click(screen.getByRole('button', { name: 'Clear all' }))
    expect(window.location.hash).toBe(`#${place}?sort=monthly_desc`)
  })

  it('can be narrowed to a product that is not sold any more', async () => {
    const { user, requests } = renderSubscriptions()
    await user.selectOptions(await screen.findByLabelText('Product'), 'Bookmark of the month')
    expect(requests('subscriptions.list').at(-1)).toMatchObject({ filter: { productId: 'prod_old' } })
  })

  it('is exported whole, with its filters and what its columns mean', async () => {
    const { user, requests } = renderSubscriptions({}, '?status=past_due')
    await firstRow()
    await user.click(screen.getByRole('button', { name: 'Export CSV' }))
    await waitFor(() => expect(requests('text.save')).toHaveLength(1))
    const { fileName, text } = requests('text.save')[0] as { fileName: string; text: string }
    expect(fileName).toMatch(/^subscriptions-lovelace-bindery-demo-\d{4}-\d\d-\d\d\.csv$/)
    expect(text).toContain('"Filter","Status: Past due"')
    expect(text).toMatch(/"Definition","Monthly value, where it counts/)
    const exported = text.split('\r\n').filter((line) => line.startsWith('"sub_'))
    // Rows are drawn some in each frame.
    await waitFor(() => expect(rowsShown()).toHaveLength(exported.length))
  })

  it('says that words were looked for among the newest only, and that in the exported table too', async () => {
    const words = /Only the newest 20,000 subscriptions were looked through/
    const { user, requests, all } = renderSubscriptions({ subscriptionsLookedAt: 20 }, '?q=sub_')
    await firstRow()
    expect(await screen.findByText(words)).toBeTruthy()
    expect(rowsShown().length).toBeLessThanOrEqual(20)
    expect(all().length).toBeGreaterThan(20)
    await user.click(screen.getByRole('button', { name: 'Export CSV' }))
    await waitFor(() => expect(requests('text.save')).toHaveLength(1))
    expect((requests('text.save')[0] as { text: string }).text).toMatch(words)
    cleanup()
    renderSubscriptions({}, '?q=sub_')
    await firstRow()
    await screen.findByText('Monthly value')
    expect(screen.queryByText(words)).toBeNull()
  })

  it('teaches where there is none, and says what went wrong where it could not be read', async () => {
    renderSubscriptions({ payments: 0 })
    expect(await screen.findByText('No subscriptions yet')).toBeTruthy()
    cleanup()
    renderSubscriptions({
      failing: { 'subscriptions.list': { code: 'store_corrupt', message: 'The cache is damaged.' } },
    })
    expect(await screen.findByText('The cache is damaged.')).toBeTruthy()
  })
})

describe('one that is open', () => {
  it('says why it stands so, by which event, what comes next and what can be done', async () => {
    const { user } = renderSubscriptions({}, '?status=past_due')
    await openFirst(user)
    const explained = within(within(inspector()).getByRole('region', { name: 'Status, explained' }))
    expect(explained.getByText(/payment of its last invoice failed/)).toBeTruthy()
    expect(
      explained.getByRole('link', { name: 'customer.subscription.updated' }).getAttribute('href'),
    ).toMatch(/\/desks\/demo\/events\/evt_/)
    expect(explained.getByRole('list', { name: 'What comes next' }).textContent).toContain('in ')
    const acts = explained.getByRole('list', { name: 'What you can do' })
    expect(
      within(acts)
        .getAllByRole('button')
        .map((each) => each.textContent),
    ).toContain('Send the link…')
  })

  it('asks Stripe for the upcoming invoice only when somebody wants it, and says when Stripe can’t be reached', async () => {
    const { user, requests } = renderSubscriptions({}, '?status=active')
    await openFirst(user)
    expect(requests('subscription.preview')).toHaveLength(0)
    await user.keyboard('i')
    expect(await within(inspector()).findByText(/^Stripe said so/)).toBeTruthy()
    expect(requests('subscription.preview')).toMatchObject([{ what: { kind: 'upcoming' } }])
    cleanup()
    const offline = { code: 'stripe_unreachable', message: 'Stripe can’t be reached now.' } as const
    const again = renderSubscriptions({ failing: { 'subscription.preview': offline } }, '?status=active')
    await openFirst(again.user)
    await again.user.keyboard('i')
    expect((await within(inspector()).findByRole('alert')).textContent).toBe(offline.message)
  })

  it('warns where it pays with another method than the customer’s default, and offers to put it right', async () => {
    const { user, all } = renderSubscriptions({}, '?status=past_due')
    await firstRow()
    const trapped = all().find(({ ownMethodId, customer }) => ownMethodId !== null && ownMethodId !== customer.defaultMethodId)! // prettier-ignore
    goTo(`${place}/${trapped.row.id}`)
    await user.click(await screen.findByRole('button', { name: 'Put it right…' }))
    expect(wanted()).toMatchObject({ form: 'default_method', customerId: trapped.row.customerId })
  })

  it('is changed, paused and canceled by keys, and the keys follow what it allows', async () => {
    const { user } = renderSubscriptions({}, '?needs=cancel_scheduled')
    await openFirst(user)
    await user.keyboard('d')
    expect(wanted()).toMatchObject({ form: 'keep_subscription' })
    await user.keyboard('{Escape}')
    cleanup()
    const paused = renderSubscriptions({}, '?needs=pause_ending')
    await openFirst(paused.user)
    await paused.user.keyboard('p')
    expect(wanted()).toMatchObject({ form: 'resume_subscription' })
  })

  it('that has ended is changed by no key', async () => {
    const { user } = renderSubscriptions({}, '?status=canceled')
    await openFirst(user)
    await user.keyboard('e')
    expect(wanted()).toBe('none')
  })

  it('offers nothing where the policy allows no changes, and says so', async () => {
    const desk = { ...demoDesk, policy: { ...demoDesk.policy, allowed: [] } }
    const { user } = renderSubscriptions({}, '?status=active', desk)
    await openFirst(user)
    expect(within(inspector()).getByText(/allows no changes for customers/)).toBeTruthy()
    expect(within(inspector()).queryByRole('list', { name: 'What you can do' })).toBeNull()
  })
})

describe('a view', () => {
  it('is named, found again, renamed and deleted', async () => {
    const { user } = renderSubscriptions({}, '?status=past_due')
    await firstRow()
    await user.keyboard('v')
    const panel = within(await screen.findByRole('dialog', { name: 'Saved views' }))
    const name = panel.getByLabelText<HTMLInputElement>('Name these filters')
    expect(name.value).toBe('Past due')
    await user.clear(name)
    await user.type(name, 'Mondays')
    await user.click(panel.getByRole('button', { name: 'Save' }))
    expect(await screen.findByRole('button', { name: /^Mondays/, expanded: true })).toBeTruthy()
    await user.click(panel.getByRole('button', { name: 'Rename Mondays' }))
    await user.type(panel.getByLabelText('New name of Mondays'), ', early{Enter}')
    await user.click(await panel.findByRole('button', { name: 'Delete Mondays, early' }))
    await waitFor(() => expect(panel.queryByRole('list', { name: 'Saved views' })).toBeNull())
    // Its button went with it.
    const dialog = screen.getByRole('dialog', { name: 'Saved views' })
    await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true))
  })
})

describe('many at once', () => {
  const live: Desk = {
    ...demoDesk,
    kind: 'account',
    mode: 'live',
    access: { orders: 'open', unlockedUntil: Date.now() + 200_000, passphrase: true, tryAgainAt: null },
  }
  const choose = async (user: ReturnType<typeof userEvent.setup>, count: number): Promise<void> => {
    await firstRow()
    await user.keyboard('jx')
    for (let more = 1; more < count; more += 1) await user.keyboard('{Shift>}{ArrowDown}{/Shift}')
    expect(await screen.findByText(`${count} chosen`)).toBeTruthy()
  }

  it('are what the keys mean: one that is open shows none for them', async () => {
    const { user } = renderSubscriptions({}, '?status=active')
    await choose(user, 1)
    await user.click(rowsShown()[1]!)
    const list = within(await within(inspector()).findByRole('list', { name: 'What you can do' }))
    for (const button of list.getAllByRole('button'))
      expect(button.hasAttribute('aria-keyshortcuts')).toBe(false)
    await user.keyboard('d')
    expect(await screen.findByRole('dialog', { name: 'Cancel 1 subscription' })).toBeTruthy()
  })

  it('come to what they are worth by now, when the list is told so', async () => {
    const { user, all, fake } = renderSubscriptions({}, '?status=active')
    await choose(user, 2)
    const ids = [...chosenSubscriptions.use.getState().chosen.keys()]
    for (const { row } of all()) if (ids.includes(row.id)) row.monthly = 50_000
    act(() => fake.push('data.changed', { deskId: 'demo', kinds: ['events'] }))
    expect(await screen.findByText('Worth €1,000.00 a month')).toBeTruthy()
    expect([...chosenSubscriptions.use.getState().chosen.keys()]).toEqual(ids)
  })

  it('come to a sum that says how many are not in it', async () => {
    const { user, all } = renderSubscriptions({}, '?status=active')
    for (const [index, { row }] of all().entries()) row.monthly = index % 2 === 0 ? 50_000 : null
    await choose(user, 3)
    const rows = [...chosenSubscriptions.use.getState().chosen.values()]
    const unknown = rows.filter(({ monthly }) => monthly === null).length
    expect(unknown).toBeGreaterThan(0)
    expect(unknown).toBeLessThan(3)
    expect(
      screen.getByText(new RegExp(`^Worth .* a month; ${unknown} not counted: no plain price$`)),
    ).toBeTruthy()
  })

  it('are checked one by one before any is ordered; with another choice they are checked anew', async () => {
    const { user, requests } = renderSubscriptions({ holdMilliseconds: 60_000 }, '?status=active')
    await choose(user, 3)
    await user.keyboard('d')
    const dialog = within(await screen.findByRole('dialog', { name: 'Cancel 3 subscriptions' }))
    const act = await dialog.findByRole('button', { name: /^Cancel 3 subscriptions/ })
    await waitFor(() => expect(act.hasAttribute('disabled')).toBe(false))
    expect(dialog.getAllByText(/ends with its period\.$/)).toHaveLength(3)
    await user.selectOptions(dialog.getByLabelText('They end'), 'now')
    await waitFor(() => expect(dialog.getAllByText(/ends now\.$/)).toHaveLength(3))
    expect(requests('change.place')).toHaveLength(0)
    await user.click(dialog.getByRole('button', { name: /^Cancel 3 subscriptions/ }))
    await dialog.findByRole('button', { name: 'Done' })
    const placed = requests('change.place') as { orderId: string }[]
    expect(placed).toMatchObject(
      Array.from({ length: 3 }, () => ({ change: { kind: 'cancel_subscription', at: 'now' } })),
    )
    expect(new Set(placed.map(({ orderId }) => orderId)).size).toBe(3)
  })

  it('are resumed without those that stand still, which are charged at once, and it says so', async () => {
    const { user, requests } = renderSubscriptions({ holdMilliseconds: 60_000 }, '?needs=paused')
    await choose(user, 6)
    const rows = [...chosenSubscriptions.use.getState().chosen.values()]
    const able = rows.filter(({ status }) => status !== 'paused')
    expect(able.length).toBeGreaterThan(0)
    expect(rows.length - able.length).toBeGreaterThan(1)
    await user.click(screen.getByRole('button', { name: /^Resume/ }))
    const dialog = within(await screen.findByRole('dialog', { name: `Resume ${able.length} subscriptions` }))
    expect(
      dialog.getByText(new RegExp(`${rows.length - able.length} stand still: each goes on`)),
    ).toBeTruthy()
    const act = await dialog.findByRole('button', { name: new RegExp(`^Resume ${able.length} sub`) })
    await waitFor(() => expect(act.hasAttribute('disabled')).toBe(false))
    await user.click(act)
    await dialog.findByRole('button', { name: 'Done' })
    expect(requests('change.place')).toMatchObject(
      able.map(({ id }) => ({
        change: { kind: 'resume_subscription', subscriptionId: id },
        base: `${id} as it is`,
      })),
    )
  })

  it('that all stand still are none that can be resumed together', async () => {
    const { user } = renderSubscriptions({}, '?status=paused')
    await choose(user, 2)
    await user.click(screen.getByRole('button', { name: /^Resume/ }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Resume 0 subscriptions' }))
    expect(dialog.getByText(/^None of those that were chosen can be resumed together/)).toBeTruthy()
    expect(dialog.queryByText(/^All/)).toBeNull()
    expect(dialog.getByRole('button', { name: /^Resume 0/ }).hasAttribute('disabled')).toBe(true)
  })

  it('are canceled on a live desk by a yes that says when they end', async () => {
    const { user, requests } = renderSubscriptions({}, '?status=active', live)
    await choose(user, 2)
    await user.keyboard('d')
    const dialog = within(await screen.findByRole('dialog', { name: 'Cancel 2 subscriptions' }))
    const review = async (): Promise<string> => {
      const button = dialog.getByRole('button', { name: /^Review/ })
      await waitFor(() => expect(button.hasAttribute('disabled')).toBe(false))
      await user.click(button)
      return (await dialog.findByRole('form', { name: 'Confirm the orders' })).textContent
    }
    const later = await review()
    expect(later).toContain('End, each with the period that is paid for, 2 subscriptions, worth €')
    expect(later).not.toMatch(/opened again/)
    await user.click(dialog.getByRole('button', { name: 'Back' }))
    await user.selectOptions(dialog.getByLabelText('They end'), 'now')
    const now = await review()
    expect(now).toContain('End now, for good and without a credit, 2 subscriptions, worth €')
    expect(now).toContain('None of them can be opened again.')
    expect(requests('change.place')).toHaveLength(0)
  })

  it('are worth on the last screen what Stripe says when they are checked, and those of which it does not say are counted out', async () => {
    const { user, all } = renderSubscriptions({}, '?status=active', live)
    await choose(user, 3)
    const ids = [...chosenSubscriptions.use.getState().chosen.keys()]
    const rows = all().flatMap(({ row }) => (ids.includes(row.id) ? [row] : []))
    // They were made dearer after they had been chosen.
    for (const row of rows) row.monthly = 50_000
    rows[2]!.monthly = null
    await user.keyboard('d')
    const dialog = within(await screen.findByRole('dialog', { name: 'Cancel 3 subscriptions' }))
    const review = dialog.getByRole('button', { name: /^Review/ })
    await waitFor(() => expect(review.hasAttribute('disabled')).toBe(false))
    const without = 'Without 1, of which the amount is not known.'
    expect(dialog.getByText(without).closest('p')?.textContent).toBe(
      `All can be canceled: worth €1,000.00 a month. ${without}`,
    )
    await user.click(review)
    const confirming = await dialog.findByRole('form', { name: 'Confirm the orders' })
    expect(confirming.textContent).toContain('3 subscriptions, worth €1,000.00 of real money a month.')
    expect(confirming.textContent).toContain(without)
  })

  it('leave a receipt with what became of each', async () => {
    const { user, requests } = renderSubscriptions({ holdMilliseconds: 60_000 }, '?status=active')
    await choose(user, 2)
    await user.keyboard('p')
    const dialog = within(await screen.findByRole('dialog', { name: 'Pause 2 subscriptions' }))
    const act = await dialog.findByRole('button', { name: /^Pause 2 subscriptions/ })
    await waitFor(() => expect(act.hasAttribute('disabled')).toBe(false))
    await user.click(act)
    await user.click(await dialog.findByRole('button', { name: 'Save the receipt' }))
    await waitFor(() => expect(requests('text.save')).toHaveLength(1))
    const { text } = requests('text.save')[0] as { text: string }
    expect(text.match(/"Pause held"/g)).toHaveLength(2)
    expect(text).toContain('of a subscription its worth in a month')
    await user.click(dialog.getByRole('button', { name: 'Done' }))
    expect(chosenSubscriptions.use.getState().chosen.size).toBe(0)
  })
})
