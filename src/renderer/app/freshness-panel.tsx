// What the footer's line means: up to when all is here, what is missing and for how long it can still be had, how the way
// from Stripe into the tables stands, and the orders to the reading. It must never hide a gap.
import { Pause, Play, RefreshCw, RotateCcw, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Freshness } from '../../contract/events.ts'
import { closeOverlay, openOverlay } from '../state/overlays.ts'
import { eventsPlace, screenPlace } from '../state/places.ts'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { useNow } from '../ui/dates/now.ts'
import { Progress } from '../ui/progress.tsx'
import { exactTime } from '../ui/dates/time.ts'
import { useFreshnessActs } from './freshness-acts.ts'
import {
  canReadChanges,
  counted,
  horizonSentence,
  isReadingHistory,
  isUnread,
  paceOf,
  percent,
  readSoFar,
  stretch,
  webhookSentences,
} from '../ui/words/freshness-words.ts'

export function FreshnessPanel({ freshness }: { freshness: Freshness }) {
  const { deskId, completeTo, phase, problem, webhook, notUnderstood } = freshness
  return (
    <div className="flex max-h-[min(560px,calc(100vh-72px))] w-[min(404px,calc(100vw-48px))] flex-col">
      <div className="min-h-0 overflow-y-auto px-1 pb-2" tabIndex={-1}>
        <h2 className="font-semibold">
          {completeTo === null
            ? 'Nothing can be called complete yet'
            : `Complete to ${exactTime(completeTo)}`}
        </h2>
        {problem && <p className="mt-1 text-red">{problem.message}</p>}
        {phase === 'current' && (
          <p className="text-ink-2">Everything up to then is here, and changes are followed.</p>
        )}
        <dl className="mt-2 flex flex-col gap-2">
          <History freshness={freshness} />
          <Missing freshness={freshness} />
          <Part word="Webhook">
            {webhookSentences[webhook]} <PanelLink href={screenPlace(deskId, 'listener')}>Listener</PanelLink>
          </Part>
          <Tables freshness={freshness} />
          {notUnderstood && (
            <Part word="Not shown">
              {counted(notUnderstood.count, 'object')} came in a shape that is not understood, such as{' '}
              <span className="font-mono text-sm break-all">{notUnderstood.example}</span>. They are missing
              from the lists, are kept, and come with a version of Bursar that understands them.
            </Part>
          )}
        </dl>
      </div>
      <Orders freshness={freshness} />
    </div>
  )
}

function Part({ word, children }: { word: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[76px_minmax(0,1fr)] gap-2">
      <dt className="text-ink-3">{word}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  )
}

function PanelLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} onClick={closeOverlay} className="rounded text-accent underline underline-offset-2">
      {children}
    </Link>
  )
}

function History({ freshness }: { freshness: Freshness }) {
  const { backfill, phase } = freshness
  if (!backfill) return null
  return (
    <Part word="History">
      <p className="figures">
        {readSoFar(freshness)}
        {phase === 'paused' && ', paused'}
      </p>
      <div className={classes('my-1', phase === 'loading' ? 'text-accent' : 'text-ink-3')}>
        <Progress label="History read" done={backfill.done} total={backfill.estimated} />
      </div>
      {phase === 'loading' && <p className="figures text-sm text-ink-3">{paceOf(backfill)}</p>}
    </Part>
  )
}

function Missing({ freshness }: { freshness: Freshness }) {
  const { missing, horizonAt } = freshness
  const now = useNow('slow')
  return (
    <Part word="Missing">
      {missing.length === 0 ? (
        isUnread(freshness) ? (
          'Everything: nothing was read yet'
        ) : (
          'Nothing'
        )
      ) : (
        <ul aria-label="Missing" className="flex flex-col gap-1">
          {missing.map(({ from, to, what }) => (
            <li key={`${what} ${from} ${to}`}>
              {what.charAt(0).toUpperCase() + what.slice(1)}
              <span className="figures block text-sm text-ink-3">{stretch({ from, to })}</span>
            </li>
          ))}
        </ul>
      )}
      {horizonAt !== null && <p className="mt-1 text-amber">{horizonSentence(horizonAt, now)}</p>}
    </Part>
  )
}

function Tables({ freshness: { deskId, projection } }: { freshness: Freshness }) {
  const { waiting, failed, readsDue, rebuilding, problem } = projection
  const quiet = waiting === 0 && failed === 0 && readsDue === 0 && !rebuilding && problem === null
  return (
    <Part word="Tables">
      {quiet && 'Every event that has a table is in it'}
      {problem !== null && <p className="text-red">{problem}</p>}
      {rebuilding && (
        <>
          <p className="figures">Being made again from the log, {percent(rebuilding)}</p>
          <div className="my-1 text-accent">
            <Progress label="Tables made again" done={rebuilding.done} total={rebuilding.total} />
          </div>
        </>
      )}
      {waiting > 0 && (
        <p>
          <PanelLink href={eventsPlace(deskId, null, 'state=waiting')}>{counted(waiting, 'event')}</PanelLink>{' '}
          waiting: tried again by themselves
        </p>
      )}
      {failed > 0 && (
        <p>
          <PanelLink href={eventsPlace(deskId, null, 'state=failed')}>{counted(failed, 'event')}</PanelLink>{' '}
          failed: look at them, and replay them
        </p>
      )}
      {readsDue > 0 && <p>{counted(readsDue, 'object')} to be read again from Stripe</p>}
    </Part>
  )
}

function Orders({ freshness }: { freshness: Freshness }) {
  const { deskId, phase, reading, projection, missing } = freshness
  const { busy, act } = useFreshnessActs(deskId)
  const resumable = reading !== 'go' && (missing.length > 0 || isUnread(freshness))
  const isReading = isReadingHistory(freshness)
  const isPaused = phase === 'paused' || (phase === 'stalled' && reading === 'paused')
  return (
    <div className="-mx-3 flex flex-wrap gap-2 border-t border-line px-3 pt-3">
      {canReadChanges(freshness) && (
        <Button icon={RefreshCw} busy={busy !== null} onClick={() => void act('sync.refresh')}>
          {busy === 'sync.refresh' ? 'Reading…' : 'Read changes now'}
        </Button>
      )}
      {isReading && (
        <Button icon={Pause} busy={busy !== null} onClick={() => void act('sync.pause')}>
          Pause
        </Button>
      )}
      {resumable && (
        <Button icon={Play} busy={busy !== null} onClick={() => void act('sync.resume')}>
          Resume
        </Button>
      )}
      {(isReading || isPaused) && (
        <Button icon={X} onClick={() => openOverlay({ kind: 'stop-reading' })}>
          Cancel…
        </Button>
      )}
      <Button
        look="ghost"
        icon={RotateCcw}
        disabled={projection.rebuilding !== null}
        onClick={() => openOverlay({ kind: 'rebuild' })}
      >
        Make the tables again…
      </Button>
    </div>
  )
}
