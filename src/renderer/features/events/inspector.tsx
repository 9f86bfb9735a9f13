// One event in full, beside the list (over it where the window is narrow): where it stands, what it changed, and what was
// received. It must show only what was received, and say when.
import {
  Braces,
  CornerUpLeft,
  CreditCard,
  ListFilter,
  Repeat,
  RotateCw,
  ShieldAlert,
  Users,
  type LucideIcon,
} from 'lucide-react'
import { Link, useLocation } from 'wouter'
import type { EventDetail, EventRow } from '../../../contract/events.ts'
import { useEvent } from '../../bridge/event-queries.ts'
import { eventsPlace } from '../../state/places.ts'
import { Asked } from '../../ui/asked.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Changes } from '../../ui/orders/changes.tsx'
import { classes } from '../../ui/classes.ts'
import { copyText } from '../../ui/copy.ts'
import { InspectorPanel, Section } from '../../ui/inspector-panel.tsx'
import { RawJson } from '../../ui/raw-json.tsx'
import { readableJson } from '../../ui/readable-json.ts'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { canReplay, stateLooks, stateSentences } from './event-looks.ts'
import { Facts } from './facts.tsx'
import { eventsOfObject, placeOfObject, type Room } from './object-place.ts'
import type { ReplayOutcome } from './use-replay.ts'

interface InspectorProps {
  deskId: string
  eventId: string
  /** The event as the list shows it, so that the head is there before the detail. */
  row: EventRow | undefined
  /** True where it lies over the list: then it is a modal dialog. */
  over: boolean
  replaying: boolean
  outcome: ReplayOutcome | null
  onReplay: () => void
  onClose: () => void
}

export function Inspector({ deskId, eventId, row, over, onClose, ...replay }: InspectorProps) {
  const detail = useEvent(deskId, eventId)
  const event = detail.data?.event ?? row
  const json = detail.data?.json
  return (
    <InspectorPanel
      label="Event"
      over={over}
      onClose={onClose}
      head={event && <Pill look={stateLooks[event.state]} />}
      actions={
        json !== undefined && (
          <IconButton
            icon={Braces}
            label="Copy the payload"
            onClick={() => void copyText(readableJson(json), 'Payload')}
          />
        )
      }
    >
      {event && (
        <header className="px-5 pb-3">
          <h2 className="text-lg font-semibold">{event.type}</h2>
          <p className="text-ink-2">{stateSentences[event.state]}</p>
        </header>
      )}
      <Asked of={detail} noun="event">
        {(detail) => <Body key={eventId} deskId={deskId} detail={detail} {...replay} />}
      </Asked>
    </InspectorPanel>
  )
}

type BodyProps = { deskId: string; detail: EventDetail } & Pick<
  InspectorProps,
  'replaying' | 'outcome' | 'onReplay'
>

function Body({ deskId, detail, ...replay }: BodyProps) {
  const { event, changes, isPreviousSure } = detail
  return (
    <>
      <div className="flex flex-col gap-2 px-5 pb-4">
        {detail.problem !== null && <Problem detail={detail} />}
        <Actions deskId={deskId} detail={detail} {...replay} />
      </div>
      <Facts detail={detail} />
      <Section title="Changes since the event before">
        {event.objectId === null ? (
          <p className="text-ink-2">It names no object, so there is nothing to compare.</p>
        ) : (
          <>
            <p className={classes('text-ink-2', changes.length > 0 && 'mb-2')}>
              <Compared deskId={deskId} detail={detail} />
            </p>
            {changes.length > 0 && <Changes changes={changes} />}
          </>
        )}
        {!isPreviousSure && (
          <p className="mt-2 text-ink-2">
            Several of its events are of one second, and which of them came first is not known: another may
            have been the one before.
          </p>
        )}
      </Section>
      <RawJson title="Payload" objects={[{ title: 'Event', json: detail.json }]} unfolded={2} />
    </>
  )
}

/** With what the object was compared, or why by Stripe's word alone. */
function Compared({
  deskId,
  detail: { event, changes, previousEventId, isPreviousComparable },
}: {
  deskId: string
  detail: EventDetail
}) {
  const isChanged = changes.length > 0
  if (previousEventId === null)
    return `This is the first known event of ${event.objectId}.${isChanged ? ' By what it says itself, it changed:' : ''}`
  const previous = (
    <Link
      href={eventsPlace(deskId, previousEventId)}
      className="rounded font-mono text-sm break-all text-accent underline underline-offset-2"
    >
      {previousEventId}
    </Link>
  )
  if (!isPreviousComparable)
    return (
      <>
        The one before, {previous}, is of another API version, in which objects look different.{' '}
        {isChanged ? 'By what this one says itself, it changed:' : 'This one does not say what it changed.'}
      </>
    )
  return (
    <>
      {isChanged ? 'Compared with the object in ' : 'The object is as it was in '}
      {previous}.
    </>
  )
}

function Problem({ detail: { event, problem, attempts, nextAttemptAt } }: { detail: EventDetail }) {
  return (
    <div
      className={classes(
        'rounded-lg px-3 py-2',
        event.state === 'failed' ? 'bg-red-tint text-red' : 'bg-amber-tint text-amber',
      )}
    >
      {problem}
      <span className="block text-sm">
        {attempts === 1 ? 'Tried once' : `Tried ${attempts} times`}
        {nextAttemptAt !== null && (
          <>
            , again <RelativeTime milliseconds={nextAttemptAt} pace="second" />
          </>
        )}
      </span>
    </div>
  )
}

function Actions({ deskId, detail, replaying, outcome, onReplay }: BodyProps) {
  const [, navigate] = useLocation()
  const { event } = detail
  const target = placeOfObject(deskId, detail)
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {canReplay(event.state) && (
          <Button look="primary" icon={RotateCw} keysShown="e" busy={replaying} onClick={onReplay}>
            {replaying ? 'Replaying…' : 'Replay'}
          </Button>
        )}
        {target !== null && target.kind !== 'events' && (
          <Button icon={signs[target.kind]} keysShown="o" onClick={() => navigate(target.place)}>
            Open the {target.kind}
          </Button>
        )}
        {event.objectId !== null && (
          <Button
            icon={ListFilter}
            {...(target?.kind === 'events' ? { keysShown: 'o' } : {})}
            onClick={() => navigate(eventsOfObject(deskId, event.objectId ?? ''))}
          >
            All its events
          </Button>
        )}
      </div>
      <p role="status" className={classes('empty:-mt-2', outcome && outcomeTones[outcome.tone])}>
        {outcome?.text}
      </p>
    </>
  )
}

const signs: Record<Room, LucideIcon> = {
  payment: CreditCard,
  refund: CornerUpLeft,
  dispute: ShieldAlert,
  subscription: Repeat,
  customer: Users,
}

const outcomeTones: Record<ReplayOutcome['tone'], string> = {
  green: 'text-green',
  amber: 'text-amber',
  red: 'text-red',
}
