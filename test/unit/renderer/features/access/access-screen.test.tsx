// Who has access to what: now and as it was, why, the policy, and the letters to customers whose payment failed.
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { Route, Switch } from 'wouter'
import { afterEach, describe, expect, it } from 'vitest'
import type { Desk } from '../../../../../src/contract/desks.ts'
import { Overlays } from '../../../../../src/renderer/app/overlays.tsx'
import { AccessScreen } from '../../../../../src/renderer/features/access/access-screen.tsx'
import '../../../../../src/renderer/features/access/policy-dialog.tsx'
import { LettersScreen } from '../../../../../src/renderer/features/letters/letters-screen.tsx'
import '../../../../../src/renderer/features/mail/mail-dialog.tsx'
import { useOverlay } from '../../../../../src/renderer/state/overlays.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { lockedAccess, rightPassphrase } from '../../../../doubles/bridge/fake-desks.ts'
import { goTo, renderFace } from '../../support.tsx'

afterEach(cleanup)

const access = '/desks/demo/access'
const letters = '/desks/demo/failures/letters'
function renderAt(place: string, options: FakeOptions = {}, desk: Desk = demoDesk) {
  const face = renderFace(
    <>
      <Switch>
        <Route path="/desks/:deskId/access/:rowId?">
          {({ rowId }) => <AccessScreen desk={desk} rowId={rowId ?? null} />}
        </Route>
        <Route path="/desks/:deskId/failures/letters/:invoiceId?">
          {({ invoiceId }) => <LettersScreen desk={desk} invoiceId={invoiceId ?? null} />}
        </Route>
      </Switch>
      <Overlays desk={desk} />
    </>,
    { payments: 300, desk, ...options },
    place,
  )
  const requests = (method: string): unknown[] => face.callsOf(method).map(({ request }) => request)
  return { ...face, requests, user: userEvent.setup() }
}
const rowsShown = (name: 'access' | 'letter'): HTMLElement[] =>
  screen.queryAllByRole('row').filter((row) => row.dataset[name] !== undefined)
const firstRow = async (name: 'access' | 'letter'): Promise<HTMLElement> => {
  await waitFor(() => expect(rowsShown(name).length).toBeGreaterThan(0))
  return rowsShown(name)[0]!
}

describe('the table of access', () => {
  it('counts what is on and off, and is narrowed to one of them', async () => {
    const { user, requests } = renderAt(access)
    await firstRow('access')
    const tabs = within(screen.getByRole('group', { name: 'On or off' }))
    await user.click(await tabs.findByRole('button', { name: /^Off/ }))
    await waitFor(() =>
      expect(rowsShown('access').every((row) => row.textContent?.startsWith('Off'))).toBe(true),
    )
    expect(window.location.hash).toBe(`#${access}?on=off`)
    await user.selectOptions(screen.getByLabelText('Why'), 'off_unpaid')
    await waitFor(() =>
      expect(requests('access.list')).toContainEqual(
        expect.objectContaining({ filter: { on: false, reason: ['off_unpaid'] }, at: null }),
      ),
    )
  })

  it('says of a row why, since when, until when, by which event and subscription, and what Entitlements say', async () => {
    const { user } = renderAt(`${access}?reason=on_grace`)
    await user.click(await firstRow('access'))
    const panel = within(screen.getByRole('complementary', { name: 'Access' }))
    expect(panel.getByText('A payment failed, and the days of grace are not over.')).toBeTruthy()
    expect(panel.getByRole('link', { name: 'The subscription' }).getAttribute('href')).toContain(
      '/subscriptions/sub_',
    )
    expect(panel.getByRole('link', { name: /^evt_/ }).getAttribute('href')).toContain('/events/evt_')
    expect(panel.getByText('Turns by itself').nextSibling?.textContent).toMatch(/^On /)
    expect(await panel.findByText('reading-room')).toBeTruthy()
  })

  it('acts by its keys on a row that a link opened and the list does not show', async () => {
    const { user } = renderAt(`${access}?on=on`)
    const id = (await firstRow('access')).dataset['access']
    goTo(`${access}/${id}?on=off`)
    const panel = within(await screen.findByRole('complementary', { name: 'Access' }))
    const subscription = await panel.findByRole('link', { name: 'The subscription' })
    await waitFor(() => expect(rowsShown('access').map((row) => row.dataset['access'])).not.toContain(id))
    await user.keyboard('s')
    expect(window.location.hash).toBe(`#${subscription.getAttribute('href')}`)
  })

  it('never says of a customer that Entitlements were not told of that they have none', async () => {
    const { fake } = renderAt(access)
    const room = fake.roomOf({ deskId: 'demo' })
    const untold = room.subscriptions.all.find(({ row }) => {
      const told = room.access.entitlements({ deskId: 'demo', customerId: row.customerId ?? '' })
      return told.ok && told.value.features === null
    })!
    goTo(`${access}/${untold.row.customerId}.${untold.items[0]?.productId}`)
    expect(await screen.findByText(/never told of Entitlements/)).toBeTruthy()
  })

  it('opens what a product of the business’s own name gives, points and all', async () => {
    const { requests } = renderAt(access)
    goTo(`${access}/cus_1.gold.plan.v2`)
    await waitFor(() =>
      expect(requests('access.list')).toContainEqual(
        expect.objectContaining({ filter: { customerId: 'cus_1', productId: 'gold.plan.v2' } }),
      ),
    )
  })

  it('of another day is asked for that moment, with a banner, and what is not known for sure is said', async () => {
    const { user, requests } = renderAt(`${access}?at=2026-01-02T03%3A04`)
    expect(await screen.findByText('This is the past:')).toBeTruthy()
    const at = new Date(2026, 0, 2, 3, 4).getTime() / 1000
    expect(requests('access.list')).toEqual(
      expect.arrayContaining([expect.objectContaining({ at, filter: {} })]),
    )
    expect(await screen.findByText(/nothing is known for sure/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Back to now' }))
    await waitFor(() => expect(screen.queryByText('This is the past:')).toBeNull())
    expect(window.location.hash).toBe(`#${access}`)
  })

  it('takes no moment that is still to come', async () => {
    const { user } = renderAt(access)
    await firstRow('access')
    await user.keyboard('t')
    const panel = within(await screen.findByRole('dialog', { name: 'As it was at' }))
    const field = panel.getByLabelText('As it was at')
    await user.clear(field)
    await user.type(field, '2099-01-01T00:00')
    expect(panel.getByText('1 Jan 2099, 00:00')).toBeTruthy()
    expect(panel.getByText('That is still to come.')).toBeTruthy()
    expect(panel.getByRole('button', { name: 'Show' }).hasAttribute('disabled')).toBe(true)
  })

  it('is exported with the moment, the policy and the filters', async () => {
    const { user, requests } = renderAt(`${access}?on=on`)
    await firstRow('access')
    await screen.findByText('Policy: 7 days of grace')
    await user.click(screen.getByRole('button', { name: 'Export CSV' }))
    await waitFor(() => expect(requests('text.save')).toHaveLength(1))
    const { text } = requests('text.save')[0] as { text: string }
    for (const said of [
      '"Filter","Access: on"',
      '"Policy","7 days of grace',
      '"Known for sure from"',
      '"As it was at"',
      'Of a trial at the earliest',
      'Times are UTC; the days that Why tells are those of ',
      '"Definition","Derived per customer and product from events and, where none is kept, from the dates of the objects',
    ])
      expect(text).toContain(said)
  })

  it('is not exported without the policy that it was judged by', async () => {
    renderAt(access, { failing: { 'access.policy': { code: 'store_corrupt', message: 'Damaged.' } } })
    await firstRow('access')
    await waitFor(() => expect(screen.getByRole('button', { name: /^On\s*\d/ })).toBeTruthy())
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Export CSV' }).disabled).toBe(true)
  })

  it('tells of a trial that access turns at its end at the earliest: it may go on as paid', async () => {
    const { user } = renderAt(`${access}?reason=on_trial`)
    await user.click(await firstRow('access'))
    const panel = within(screen.getByRole('complementary', { name: 'Access' }))
    expect(panel.getByText('Turns at the earliest')).toBeTruthy()
    expect(panel.queryByText('Turns by itself')).toBeNull()
  })

  it('says where nobody has access, and where it could not be read', async () => {
    renderAt(access, { payments: 0 })
    expect(await screen.findByText('Nobody has access to anything')).toBeTruthy()
    cleanup()
    renderAt(access, {
      failing: { 'access.list': { code: 'store_corrupt', message: 'The cache is damaged.' } },
    })
    expect(await screen.findByText('The cache is damaged.')).toBeTruthy()
  })
})

describe('the policy of access', () => {
  it('is changed by its form, and no days that are none', async () => {
    const { user, requests } = renderAt(access)
    await user.click(await screen.findByRole('button', { name: 'Policy: 7 days of grace' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'How long access stays on' }))
    const days = await dialog.findByLabelText('Days of grace')
    await user.clear(days)
    await user.type(days, '91')
    expect(dialog.getByText('A whole number from 0 to 90.')).toBeTruthy()
    await user.clear(days)
    await user.type(days, '3')
    await user.click(dialog.getByLabelText('Access stays on while collection is paused'))
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(await screen.findByRole('button', { name: 'Policy: 3 days of grace' })).toBeTruthy()
    expect(requests('access.setPolicy')).toMatchObject([
      { policy: { graceDays: 3, onWhileCollectionPaused: false } },
    ])
  })

  it('of a locked live desk asks first who is there', async () => {
    const locked: Desk = {
      ...demoDesk,
      kind: 'account',
      mode: 'live',
      access: { orders: 'locked', unlockedUntil: null, passphrase: true, tryAgainAt: null },
    }
    const { user } = renderAt(access, {}, locked)
    await user.click(await screen.findByRole('button', { name: 'Policy: 7 days of grace' }))
    expect(useOverlay.getState().unlocking).toMatchObject({ wanted: { kind: 'access-policy' } })
  })
})

describe('the letters', () => {
  it('are read over and opened in mail with what they say, then marked as sent by a key', async () => {
    const { user, requests } = renderAt(letters)
    const row = await firstRow('letter')
    const id = row.dataset['letter']
    await user.click(row)
    const panel = within(screen.getByRole('complementary', { name: 'Letter' }))
    expect(panel.getByText(/your payment did not go through/)).toBeTruthy()
    await user.keyboard('e')
    const mail = within(await screen.findByRole('dialog', { name: 'Write an e-mail' }))
    expect(mail.getByLabelText<HTMLTextAreaElement>('Message').value).toContain('https://invoice.stripe.com/')
    expect(mail.getByLabelText<HTMLInputElement>('To').value).toContain('@')
    await user.click(mail.getByRole('button', { name: 'Close' }))
    await user.keyboard('s')
    await waitFor(() => expect(requests('draft.mark')).toMatchObject([{ invoiceId: id, as: 'sent' }]))
    // It has left the list of those to be sent, and is open beside it still.
    await waitFor(() => expect(rowsShown('letter').some((each) => each.dataset['letter'] === id)).toBe(false))
    expect(await panel.findByText(/by ada$/)).toBeTruthy()
  })

  it('wait while a payment is processing: they can be neither opened in mail nor marked', async () => {
    const { user, requests } = renderAt(`${letters}?state=processing`)
    await user.click(await firstRow('letter'))
    const panel = within(screen.getByRole('complementary', { name: 'Letter' }))
    expect(panel.getByText(/^A payment of the invoice is processing: wait/)).toBeTruthy()
    expect(panel.queryByRole('button', { name: /mail|sent/ })).toBeNull()
    await user.keyboard('es')
    expect(screen.queryByRole('dialog', { name: 'Write an e-mail' })).toBeNull()
    expect(requests('draft.mark')).toHaveLength(0)
  })

  it('that are marked on a locked live desk are so once it is unlocked', async () => {
    const locked: Desk = { ...demoDesk, kind: 'account', mode: 'live', access: lockedAccess }
    const { user, requests } = renderAt(letters, {}, locked)
    await user.click(await firstRow('letter'))
    await user.keyboard('s')
    const asked = within(await screen.findByRole('dialog', { name: /^Unlock/ }))
    expect(requests('draft.mark')).toHaveLength(0)
    await user.type(asked.getByLabelText('Passphrase'), `${rightPassphrase}{Enter}`)
    await waitFor(() => expect(requests('draft.mark')).toMatchObject([{ as: 'sent' }]))
  })

  it('are shown by state, and one that is settled is not to be sent', async () => {
    const { user, requests } = renderAt(`${letters}?state=settled`)
    await user.click(await firstRow('letter'))
    expect(screen.getByText(/there is nothing to tell any more/)).toBeTruthy()
    await user.keyboard('s')
    expect(requests('draft.mark')).toHaveLength(0)
    await user.click(within(screen.getByRole('group', { name: 'State' })).getByText('Dismissed'))
    expect(await screen.findByText('No such letter')).toBeTruthy()
    expect(requests('drafts.list')).toContainEqual(
      expect.objectContaining({ filter: { state: 'dismissed' } }),
    )
  })
})
