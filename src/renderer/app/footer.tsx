// The footer: how fresh and how complete the lists are, the way to what is missing, and what the screen counts. It must never
// promise more than the engine says.
import { ChevronUp, RefreshCw } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { Freshness } from '../../contract/events.ts'
import { useFreshness } from '../bridge/desk-queries.ts'
import { useFooter } from '../state/footer.ts'
import { closeOverlay, openOverlay, useOverlay } from '../state/overlays.ts'
import { classes } from '../ui/classes.ts'
import { Popover } from '../ui/popover.tsx'
import { Skeleton } from '../ui/states.tsx'
import { useFreshnessActs } from './freshness-acts.ts'
import { canReadChanges, concerns, freshnessLine } from '../ui/words/freshness-words.ts'

const FreshnessPanel = lazy(async () => ({ default: (await import('./freshness-panel.tsx')).FreshnessPanel }))

const dots: Record<Freshness['phase'], string> = {
  idle: 'border border-line-control',
  loading: 'bg-blue',
  paused: 'bg-amber rounded-none',
  catching_up: 'bg-blue',
  current: 'bg-green',
  stalled: 'bg-red rounded-none rotate-45',
}

export function Footer({ deskId }: { deskId: string }) {
  const freshness = useFreshness(deskId).data
  const text = useFooter((state) => state.text)
  const { busy, act } = useFreshnessActs(deskId)
  return (
    <footer className="col-span-2 flex min-w-0 items-center gap-1 border-t border-line bg-rail pr-3 pl-1.5 text-sm text-ink-2">
      <button
        type="button"
        onClick={() => void act('sync.refresh')}
        disabled={freshness !== undefined && !canReadChanges(freshness)}
        aria-label="Read changes from Stripe now"
        title="Read changes from Stripe now"
        className="inline-flex size-6 shrink-0 items-center justify-center rounded text-ink-3 enabled:hover:bg-press enabled:hover:text-ink disabled:opacity-50"
      >
        <RefreshCw
          size={12}
          aria-hidden="true"
          className={busy === 'sync.refresh' ? 'animate-spin' : undefined}
        />
      </button>
      {freshness && <FreshnessButton freshness={freshness} />}
      <span className="figures ml-auto shrink-0 pl-2 whitespace-nowrap">{text}</span>
    </footer>
  )
}

function FreshnessButton({ freshness }: { freshness: Freshness }) {
  const open = useOverlay((state) => state.overlay.kind === 'freshness')
  const worries = concerns(freshness)
  return (
    <Popover
      label="How fresh this is"
      side="top"
      open={open}
      onOpenChange={(wanted) => (wanted ? openOverlay({ kind: 'freshness' }) : closeOverlay())}
      trigger={
        <button
          type="button"
          title="What is here, what is missing, and what can be done"
          className="figures inline-flex h-6 min-w-0 items-center gap-2 rounded px-1.5 hover:bg-press hover:text-ink"
        >
          <span
            aria-hidden="true"
            className={classes('size-[7px] shrink-0 rounded-full', dots[freshness.phase])}
          />
          <span className="truncate">{freshnessLine(freshness)}</span>
          {worries.length > 0 && (
            <span className="shrink-0 truncate text-amber max-sm:max-w-40">
              <span aria-hidden="true">·&nbsp; </span>
              {worries.join(', ')}
            </span>
          )}
          <ChevronUp size={12} aria-hidden="true" className="shrink-0 text-ink-3" />
        </button>
      }
    >
      <Suspense fallback={<Skeleton className="h-40 w-[min(404px,calc(100vw-48px))]" />}>
        <FreshnessPanel freshness={freshness} />
      </Suspense>
    </Popover>
  )
}
