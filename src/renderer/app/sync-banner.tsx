// Says beneath every list when it is not complete: history being read, paused or given up, or following has stalled. It comes and goes by
// itself: above, it would move the rows under a pointer. It must never stand there when nothing is wrong.
import { Pause, Play, RotateCw, X, type LucideIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Freshness } from '../../contract/events.ts'
import { useFreshness } from '../bridge/desk-queries.ts'
import { openOverlay } from '../state/overlays.ts'
import { Button } from '../ui/button.tsx'
import { Progress } from '../ui/progress.tsx'
import { Banner } from '../ui/states.tsx'
import { useFreshnessActs, type FreshnessMethod } from './freshness-acts.ts'
import { counted, isReadingHistory, isUnread, paceOf, readSoFar } from '../ui/words/freshness-words.ts'

export function SyncBanner({ deskId }: { deskId: string }) {
  const freshness = useFreshness(deskId).data
  const [away, setAway] = useState(false)
  if (!freshness) return null
  const resume = (
    <Act deskId={deskId} method="sync.resume" icon={Play}>
      Resume
    </Act>
  )
  const pause = (
    <Act deskId={deskId} method="sync.pause" icon={Pause}>
      Pause
    </Act>
  )
  switch (freshness.phase) {
    case 'current':
    case 'catching_up':
      return null
    case 'idle':
      // Wanted and not begun: it is about to be.
      if (freshness.reading === 'go' || away) return null
      return (
        <Banner tone="warn" action={resume} onDismiss={() => setAway(true)}>
          {isUnread(freshness)
            ? 'Reading was given up before anything was read: nothing of this account is here, and its changes are not followed.'
            : `The history was not read in full: ${missingWord(freshness)}. Lists, counts and searches are without them.`}
        </Banner>
      )
    case 'loading':
      return (
        <Banner
          tone="info"
          action={
            <>
              {pause}
              <Cancel />
            </>
          }
        >
          <Reading freshness={freshness}>
            {isUnread(freshness)
              ? 'Reading the history, newest first: the latest come in a moment.'
              : 'Reading the history, newest first: the latest are here already. Counts and totals are not complete yet.'}
          </Reading>
        </Banner>
      )
    case 'paused':
      return (
        <Banner
          tone="warn"
          action={
            <>
              {resume}
              <Cancel />
            </>
          }
        >
          <Reading freshness={freshness}>
            {isUnread(freshness)
              ? 'Reading the history is paused before anything was read: changes are not followed either.'
              : 'Reading the history is paused. The latest are here, and changes are still followed.'}
            {freshness.completeTo === null && ' Counts and totals are not complete.'}
          </Reading>
        </Banner>
      )
    case 'stalled':
      return (
        <Banner
          tone="bad"
          action={
            <>
              <Act deskId={deskId} method="sync.refresh" icon={RotateCw}>
                Try again
              </Act>
              {isReadingHistory(freshness) && pause}
            </>
          }
        >
          {freshness.problem?.message ?? 'Stripe could not be read.'} The list shows what was read before.
        </Banner>
      )
  }
}

/** "payments and disputes", each once, with how many stretches there are. */
function missingWord({ missing }: Freshness): string {
  const kinds = [...new Set(missing.map(({ what }) => what.split(/[,:]/, 1)[0] ?? what))]
  const listed = new Intl.ListFormat('en').format(kinds)
  return `${counted(missing.length, 'part')} of ${listed} ${missing.length === 1 ? 'is' : 'are'} missing`
}

/** The sentence, and under it how far the reading is; the figures are not announced again and again. */
function Reading({ freshness, children }: { freshness: Freshness; children: ReactNode }) {
  const { backfill, phase } = freshness
  return (
    <>
      {children}
      <div aria-live="off" className="flex flex-wrap items-center gap-x-3">
        <div className="max-w-60 min-w-24 flex-1">
          <Progress label="History read" done={backfill?.done ?? 0} total={backfill?.estimated ?? null} />
        </div>
        <span className="figures text-sm">
          {readSoFar(freshness)}
          {backfill && phase === 'loading' && <span className="max-sm:hidden">, {paceOf(backfill)}</span>}
        </span>
      </div>
    </>
  )
}

function Act({
  deskId,
  method,
  icon,
  children,
}: {
  deskId: string
  method: FreshnessMethod
  icon: LucideIcon
  children: string
}) {
  const { busy, act } = useFreshnessActs(deskId)
  return (
    <Button size="small" icon={icon} busy={busy !== null} onClick={() => void act(method)}>
      {children}
    </Button>
  )
}

function Cancel() {
  return (
    <Button size="small" icon={X} onClick={() => openOverlay({ kind: 'stop-reading' })}>
      Cancel…
    </Button>
  )
}
