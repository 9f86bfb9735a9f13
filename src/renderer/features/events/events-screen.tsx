// The events of a desk as they come in: filters, the list, and the inspector beside it. Everything that says which events
// and which one stands in the address.
import { useQueryClient } from '@tanstack/react-query'
import { Zap } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import { ask, failureOf } from '../../bridge/client.ts'
import { useFreshness } from '../../bridge/desk-queries.ts'
import { askEvents, useEvents } from '../../bridge/event-queries.ts'
import { keys } from '../../bridge/keys.ts'
import { stayedFrom } from '../../state/here.ts'
import { eventsPlace, screenPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.ts'
import { ExportButton } from '../../ui/lists/export-button.tsx'
import { Grid } from '../../ui/lists/grid.tsx'
import { ListBody } from '../../ui/lists/list-body.tsx'
import { NoMatch, NoRows, useHowFarRead, type HowFarRead } from '../../ui/lists/no-rows.tsx'
import { useListAddress, useLoadedRows } from '../../ui/lists/list-address.ts'
import { ListScreen } from '../../ui/lists/list-screen.tsx'
import { ListSkeleton } from '../../ui/lists/list-skeleton.tsx'
import { useListWithInspector } from '../../ui/lists/list-with-inspector.ts'
import { ListenerLink } from '../../ui/listener-link.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { EmptyState } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { rowGrid } from './columns.ts'
import { eventTable } from './event-csv.ts'
import { canReplay } from './event-looks.ts'
import { emptyQuery, formatEventQuery, isNarrowed, parseEventQuery, toFilter } from './event-query.ts'
import { EventHeader, EventRow } from './event-row.tsx'
import { FilterBar, StateTabs } from './filter-bar.tsx'
import { Inspector } from './inspector.tsx'
import { placeOfObject } from './object-place.ts'
import { useReplay } from './use-replay.ts'

const address = {
  placeOf: eventsPlace,
  parse: parseEventQuery,
  format: formatEventQuery,
  toFilter,
}

export function EventsScreen({ desk, eventId }: { desk: Desk; eventId: string | null }) {
  const { query, change, open, filter } = useListAddress(address, desk.id, eventId)
  const list = useEvents(desk.id, filter)
  const freshness = useFreshness(desk.id).data
  const read = useHowFarRead(desk.id, true)
  const { rows, total, said } = useLoadedRows(list, 'event', 'events')
  const narrowed = isNarrowed(query)
  // Counted over the whole desk, so not said of a part of it.
  const counts = freshness && !isNarrowed({ ...query, state: '' }) ? freshness.projection : {}
  const { activeId, gridProps, search, leaveSearch, close, over, covered } = useListWithInspector({
    openId: eventId,
    rows,
    open,
    list,
  })
  const { busyId, outcome, replay } = useReplay(desk.id)
  const replayAndTell = async (id: string): Promise<void> => {
    const said = await replay(id)
    // The open inspector says it itself.
    if (said && id !== eventId)
      toast({ title: said.text, ...(said.tone === 'red' ? { tone: 'red' as const } : {}) })
  }
  useEventKeys(desk, activeId, (id) => void replayAndTell(id))

  return (
    <ListScreen
      name="Events"
      beside={
        <>
          <ListenerLink deskId={desk.id} />
          <ExportButton
            ready={rows.length > 0}
            table={(now) => eventTable(desk, query, now)}
            askPage={(after) => askEvents(desk.id, filter, after)}
          />
        </>
      }
      covered={covered}
      said={said(narrowed)}
      inspector={
        eventId !== null && (
          <Inspector
            key={desk.id}
            deskId={desk.id}
            eventId={eventId}
            row={rows.find((row) => row.id === eventId)}
            over={over}
            replaying={busyId === eventId}
            outcome={outcome?.eventId === eventId ? outcome : null}
            onReplay={() => void replayAndTell(eventId)}
            onClose={close}
          />
        )
      }
    >
      <StateTabs state={query.state} counts={counts} onChoose={(state) => change({ state })} />
      <FilterBar query={query} searchRef={search} onChange={change} onLeaveSearch={leaveSearch} />
      <ListBody
        name="Events"
        list={list}
        count={rows.length}
        waiting={<Waiting />}
        none={<NoEvents desk={desk} narrowed={narrowed} read={read} onClear={() => change(emptyQuery)} />}
      >
        <Grid
          {...gridProps}
          label="Events"
          attribute="data-event"
          columnCount={6}
          rows={rows}
          total={total}
          listName={formatEventQuery(query)}
          header={<EventHeader />}
          rowView={EventRow}
        />
      </ListBody>
    </ListScreen>
  )
}

/** The keys of this screen beside those of every list. Each looks at the event first: the list may be older than it. */
function useEventKeys(desk: Desk, activeId: string | null, onReplay: (id: string) => void): void {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const withDetail =
    (act: (detail: Awaited<ReturnType<typeof detailOf>>, stayed: boolean) => void) => (): void | false => {
      if (activeId === null) return false
      const stayed = stayedFrom()
      void detailOf(activeId).then(
        (detail) => act(detail, stayed()),
        (error: unknown) =>
          toast({
            title: 'This event could not be read',
            description: failureOf(error).message,
            tone: 'red',
          }),
      )
    }
  const detailOf = (id: string) =>
    client.fetchQuery({
      queryKey: keys.event(desk.id, id),
      queryFn: () => ask('events.detail', { deskId: desk.id, id }),
    })
  useShortcuts({
    c: () => (activeId === null ? false : void copyText(activeId, 'Event id')),
    e: withDetail(({ event }) => {
      if (canReplay(event.state)) onReplay(event.id)
      else toast({ title: 'Nothing to replay', description: 'Only what failed or waits can be replayed.' })
    }),
    o: withDetail((detail, stayed) => {
      const target = placeOfObject(desk.id, detail)
      if (target && stayed) navigate(target.place)
      else if (target) return
      else toast({ title: 'This event names no object' })
    }),
  })
}

function Waiting() {
  return (
    <ListSkeleton
      label="Loading events"
      rowGrid={rowGrid}
      cells={['h-4 w-16', 'h-3 w-44 max-w-full', 'ml-auto h-3 w-14']}
    />
  )
}

function NoEvents({
  desk,
  narrowed,
  read,
  onClear,
}: {
  desk: Desk
  narrowed: boolean
  read: HowFarRead
  onClear: () => void
}) {
  const [, navigate] = useLocation()
  if (narrowed)
    return (
      <NoMatch noun="event" read={read} onClear={onClear}>
        Of the time before the desk was connected, Stripe tells the last 30 days alone.
      </NoMatch>
    )
  return (
    <NoRows noun="events" read={read} waiting={<Waiting />}>
      <EmptyState
        icon={Zap}
        title="No events yet"
        action={
          <Button onClick={() => navigate(screenPlace(desk.id, 'listener'))}>
            Set up the webhook listener
          </Button>
        }
      >
        Whatever happens at Stripe makes an event: a payment, a refund, a dispute. A webhook brings it to the
        listener as it happens; without one, Bursar finds it by asking Stripe. In test mode, try{' '}
        <code className="font-mono">stripe trigger payment_intent.succeeded</code>.
      </EmptyState>
    </NoRows>
  )
}
