// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { Route } from 'wouter'
import { EventsScreen } from '../../../../../src/renderer/features/events/events-screen.tsx'
import { useFooter } from '../../../../../src/renderer/state/footer.ts'
import { ToastRegion } from '../../../../../src/renderer/ui/toast.tsx'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { goTo, renderFace } from '../../support.tsx'

afterEach(cleanup)

async function openList(options: FakeOptions = {}, address = '/desks/demo/events') {
  const face = renderFace(
    <>
      <Route path="/desks/:deskId/events/:eventId?">
        {({ eventId }) => <EventsScreen desk={demoDesk} eventId={eventId ?? null} />}
      </Route>
      <ToastRegion />
    </>,
    options,
  )
  goTo(address)
  await screen.findByRole('heading', { name: 'Events' })
  const ids = face.fake.events.events.map(({ row }) => row.id)
  const lists = () =>
    face.callsOf('events.list').map((call) => call.request as { filter: object; lane?: string })
  return { ...face, ids, lists, user: userEvent.setup() }
}

const rows = async (): Promise<HTMLElement[]> => (await screen.findAllByRole('row')).slice(1)
const focused = (): string | null => document.activeElement?.getAttribute('data-event') ?? null
const inspector = (): Promise<HTMLElement> => screen.findByRole('complementary', { name: 'Event' })

describe('the events list', () => {
  it('is exported whole, with the filters in force', async () => {
    const { user, fake, callsOf } = await openList({ payments: 300 }, '/desks/demo/events?source=webhook')
    await rows()
    await user.click(screen.getByRole('button', { name: 'Export CSV' }))
    await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
    const { fileName, text } = callsOf('text.save')[0]!.request as { fileName: string; text: string }
    expect(fileName).toMatch(/^events-lovelace-bindery-demo-\d{4}-\d\d-\d\d\.csv$/)
    expect(text).toContain('"Filter","Source: Webhook"')
    const wanted = fake.events.events.filter(({ row }) => row.source === 'webhook')
    expect(wanted.length).toBeGreaterThan(100)
    expect(text.split('\r\n').filter((line) => line.startsWith('"evt_'))).toHaveLength(wanted.length)
  })

  it('does not guess how many there are in all until the last page was read', async () => {
    await openList({ payments: 300 })
    const grid = await screen.findByRole('grid', { name: 'Events' })
    expect(grid.getAttribute('aria-rowcount')).toBe('-1')
    expect(useFooter.getState().text).toMatch(/^[\d,]+ events loaded$/)
    cleanup()
    await openList({ payments: 10 })
    const short = await screen.findByRole('grid', { name: 'Events' })
    expect(Number(short.getAttribute('aria-rowcount'))).toBeGreaterThan(10)
  })

  it('moves with j, k and arrows, opens with Enter and closes with Escape, the address following', async () => {
    const { user, ids } = await openList()
    await rows()
    await user.keyboard('jj{ArrowDown}k')
    expect(focused()).toBe(ids[1])
    await user.keyboard('{Enter}')
    await within(await inspector()).findByText('Payload')
    expect(window.location.hash).toBe(`#/desks/demo/events/${ids[1]}`)
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
    expect(focused()).toBe(ids[1])
  })

  it('is filtered by the address, and clears again', async () => {
    const { user, lists } = await openList(
      {},
      '/desks/demo/events?state=failed&source=webhook&type=invoice.*&object=pi_1&q=zzz',
    )
    expect(await screen.findByText('No event matches')).toBeTruthy()
    expect(screen.getByText(/Of the time before the desk was connected/)).toBeTruthy()
    expect(lists().at(-1)?.filter).toEqual({
      state: 'failed',
      source: 'webhook',
      types: ['invoice.*'],
      objectId: 'pi_1',
      text: 'zzz',
    })
    await user.click(screen.getByRole('button', { name: 'Clear all filters' }))
    expect((await rows()).length).toBeGreaterThan(5)
    expect(window.location.hash).toBe('#/desks/demo/events')
  })

  it('counts what failed and what waits on the whole desk, and not of a part of it', async () => {
    const { user } = await openList()
    expect((await screen.findByRole('button', { name: /^Failed ?2$/ })).textContent).toBe('Failed2')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Source' }), 'webhook')
    expect(screen.getByRole('button', { name: /^Failed/ }).textContent).toBe('Failed')
  })

  it('puts only the first page of a search into a lane, so that pages of one list do not end each other', async () => {
    const { user, lists } = await openList()
    await rows()
    expect(lists().every(({ lane }) => lane === undefined)).toBe(true)
    await user.keyboard('/refund')
    await waitFor(() => expect(lists().at(-1)).toMatchObject({ filter: { text: 'refund' }, lane: 'search' }))
  })

  it('offers types as one types, takes any other, and lets a chosen one be taken back', async () => {
    const { user } = await openList()
    await rows()
    await user.click(screen.getByRole('button', { name: /^Filter by ?Type$/ }))
    const field = await screen.findByPlaceholderText(/^Type or group/)
    await user.type(field, 'dispute.c')
    const list = within(await screen.findByRole('listbox'))
    expect(list.getAllByRole('option').map((option) => option.textContent)).toEqual([
      'charge.dispute.created',
      'charge.dispute.closed',
      // What is typed may be the beginning of something else: it comes last.
      'Only dispute.c',
    ])
    await user.clear(field)
    await user.type(field, 'terminal.reader.action_failed{Enter}')
    expect(window.location.hash).toBe('#/desks/demo/events?type=terminal.reader.action_failed')
    await user.clear(field)
    await user.click(list.getByRole('option', { name: /terminal/ }))
    expect(window.location.hash).toBe('#/desks/demo/events')
  })

  it('teaches what brings events when there is none', async () => {
    const { user } = await openList({ events: 0 })
    expect(await screen.findByText('No events yet')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Set up the webhook listener' }))
    expect(window.location.hash).toBe('#/desks/demo/listener')
  })

  it('says when it could not be read, and tries again', async () => {
    const { user, callsOf } = await openList({
      failing: { 'events.list': { code: 'store_corrupt', message: 'The cache of this desk is damaged.' } },
    })
    expect(await screen.findByText('The cache of this desk is damaged.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(callsOf('events.list')).toHaveLength(2))
  })

  it('shows what arrives without being asked', async () => {
    const { fake } = await openList()
    await rows()
    const arrived = fake.events.arrive()
    fake.push('data.changed', { deskId: 'demo', kinds: ['events'] })
    await waitFor(() => expect(document.querySelector(`[data-event="${arrived.id}"]`)).toBeTruthy())
  })

  it('asks an open event again when events changed, and no payment', async () => {
    const { fake, callsOf, ids } = await openList({}, '/desks/demo/events')
    await rows()
    goTo(`/desks/demo/events/${ids[0]}`)
    await within(await inspector()).findByText('Payload')
    fake.push('data.changed', { deskId: 'demo', kinds: ['events'] })
    await waitFor(() => expect(callsOf('events.detail')).toHaveLength(2))
    expect(callsOf('payments.list')).toHaveLength(0)
  })
})

describe('the inspector of an event', () => {
  const eventOf = (face: Awaited<ReturnType<typeof openList>>, type: string) =>
    face.fake.events.events.find(({ row }) => row.type === type)!.row

  async function openEvent(type: string, options: FakeOptions = {}) {
    const face = await openList(options)
    const row = eventOf(face, type)
    goTo(`/desks/demo/events/${row.id}`)
    const panel = await inspector()
    await within(panel).findByText('Payload')
    return { ...face, row, panel }
  }

  it('says what changed since the event before, before and after, and leads to that event', async () => {
    const { panel } = await openEvent('payment_intent.succeeded')
    const changes = within(panel).getByRole('list', { name: 'Changes' })
    const status = within(changes).getByText('status').closest('li')
    expect(status?.textContent).toBe('status−Before: "requires_payment_method"+After: "succeeded"')
    expect(within(panel).getByRole('link', { name: /^evt_/ }).getAttribute('href')).toMatch(/events\/evt_/)
  })

  it('says when another may have been the one before, because they are of one second', async () => {
    const sure = await openEvent('payment_intent.succeeded')
    const unsure = /which of them came first is not known/
    expect(within(sure.panel).queryByText(unsure)).toBeNull()
    cleanup()
    const face = await openList()
    const last = eventOf(face, 'payment_intent.succeeded')
    const before = face.fake.events.events.find(
      ({ row }) => row.objectId === last.objectId && row.type === 'payment_intent.created',
    )!
    before.row = { ...before.row, created: last.created }
    goTo(`/desks/demo/events/${last.id}`)
    expect(await within(await inspector()).findByText(unsure)).toBeTruthy()
  })

  it.each([
    [{ source: 'catch_up', deliveries: 0 }, 'Found by asking Stripe: no webhook brought it'],
    [{ source: 'catch_up', deliveries: 1 }, 'Found by asking Stripe, then delivered to the listener'],
    [
      { source: 'catch_up', deliveries: 2 },
      'Found by asking Stripe, then delivered to the listener, 2 times',
    ],
    [{ source: 'backfill', deliveries: 0 }, 'Read from Stripe’s lists with the history'],
    [{ source: 'webhook', deliveries: 1 }, 'Delivered to the listener'],
    [{ source: 'webhook', deliveries: 3 }, 'Delivered to the listener, 3 times'],
  ] as const)('says of what brought it, and came later: %j', async (how, said) => {
    const face = await openList()
    const event = face.fake.events.events[0]!
    event.row = { ...event.row, ...how }
    goTo(`/desks/demo/events/${event.row.id}`)
    expect(await within(await inspector()).findByText(said)).toBeTruthy()
  })

  it('says when it is the first known event of its object', async () => {
    const { panel, row } = await openEvent('payment_intent.created')
    expect(within(panel).getByText(`This is the first known event of ${row.objectId}.`)).toBeTruthy()
  })

  it('says by whose word something changed where there is nothing to compare with', async () => {
    const face = await openList()
    const row = eventOf(face, 'payment_intent.succeeded')
    const { events } = face.fake.events
    const [last, ...before] = events.filter((event) => event.row.objectId === row.objectId)
    last!.told = { status: 'processing' }
    for (const event of before) event.row = { ...event.row, apiVersion: '2019-12-03' }
    goTo(`/desks/demo/events/${last!.row.id}`)
    const panel = await inspector()
    expect(
      await within(panel).findByText(/is of another API version.*By what this one says itself/),
    ).toBeTruthy()
    const changes = within(panel).getByRole('list', { name: 'Changes' })
    expect(within(changes).getAllByRole('listitem')).toHaveLength(1)
    expect(changes.textContent).toContain('"processing"')
    const first = before.at(-1)!
    first.told = { status: null }
    goTo(`/desks/demo/events/${first.row.id}`)
    expect(
      await within(panel).findByText(
        /^This is the first known event of .* By what it says itself, it changed:$/,
      ),
    ).toBeTruthy()
  })

  it('goes to the payment of a charge with o, and to the events of an object that has none', async () => {
    const charge = await openEvent('charge.succeeded')
    await charge.user.keyboard('o')
    await waitFor(() => expect(window.location.hash).toMatch(/^#\/desks\/demo\/payments\/pi_/))
    cleanup()
    const payout = await openEvent('payout.paid')
    await payout.user.keyboard('o')
    await waitFor(() =>
      expect(window.location.hash).toBe(`#/desks/demo/events?object=${payout.row.objectId}`),
    )
  })

  it('finds a key or value anywhere in the payload', async () => {
    const { panel, user } = await openEvent('charge.succeeded')
    expect(within(panel).queryByText('network_status')).toBeNull()
    await user.type(await within(panel).findByLabelText('Search in the JSON'), 'approved_by')
    expect(within(panel).getByText('network_status')).toBeTruthy()
    expect(within(panel).queryByText('currency')).toBeNull()
  })

  it('copies the payload whole, and the id by c while the message about it still stands there', async () => {
    const { panel, user, row, callsOf } = await openEvent('charge.succeeded')
    await user.click(within(panel).getByRole('button', { name: 'Copy the payload' }))
    await screen.findByText('Payload copied')
    await user.keyboard('c')
    const copied = callsOf('text.copy').map((call) => (call.request as { text: string }).text)
    expect(JSON.parse(copied[0] ?? '')).toMatchObject({ id: row.id, data: { object: { id: row.objectId } } })
    expect(copied[1]).toBe(row.id)
  })
})

describe('replaying an event', () => {
  const open = async (state: string, options: FakeOptions = {}) => {
    const face = await openList(options, `/desks/demo/events?state=${state}`)
    await rows()
    return face
  }

  it('happens with e, and its outcome stands in the inspector', async () => {
    const { user, callsOf } = await open('failed', {
      replay: { state: 'waiting', problem: 'Stripe is busy.' },
    })
    await user.keyboard('j{Enter}')
    await within(await inspector()).findByRole('button', { name: 'Replay' })
    await user.keyboard('e')
    expect(
      await screen.findByText(
        'Replayed, but not in the tables yet; it is tried again by itself. Stripe is busy.',
      ),
    ).toBeTruthy()
    expect(callsOf('event.replay')).toHaveLength(1)
  })

  it('is told in passing when the inspector is closed', async () => {
    const { user } = await open('failed')
    await user.keyboard('je')
    expect(await screen.findByText('Replayed: it is in the tables now.')).toBeTruthy()
  })

  it('is refused for what is in the tables, by key as by button', async () => {
    const { user, callsOf } = await open('applied')
    await user.keyboard('j{Enter}')
    const panel = await inspector()
    await within(panel).findByText('Payload')
    expect(within(panel).queryByRole('button', { name: 'Replay' })).toBeNull()
    await user.keyboard('e')
    expect(await screen.findByText('Nothing to replay')).toBeTruthy()
    expect(callsOf('event.replay')).toHaveLength(0)
  })

  it('says what went wrong when it could not be tried', async () => {
    const { user } = await open('failed', {
      failing: { 'event.replay': { code: 'desk_closed', message: 'This desk was closed meanwhile.' } },
    })
    await user.keyboard('j{Enter}')
    await user.click(await within(await inspector()).findByRole('button', { name: 'Replay' }))
    expect(await screen.findByText('This desk was closed meanwhile.')).toBeTruthy()
  })
})
