// The footer: how fresh and how complete the lists are, and what the screen counts. It must never promise more than sync says.
import { useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import type { SyncState } from '../../contract/desks.ts'
import { call } from '../bridge/client.ts'
import { keys, useSyncState } from '../bridge/queries.ts'
import { useFooter } from '../state/footer.ts'
import { classes } from '../ui/classes.ts'
import { clockTime, exactTime } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'

/** How fresh the cache is, in words. */
export function freshness(sync: SyncState): string {
  const complete = sync.completeTo === null ? null : `complete to ${clockTime(sync.completeTo)}`
  switch (sync.phase) {
    case 'idle':
      return complete === null ? 'Not read from Stripe yet' : `Not following changes, ${complete}`
    case 'loading':
      return `Loading history… ${sync.loaded.toLocaleString('en')} so far`
    case 'current':
      return complete === null ? 'Following changes' : `Up to date, ${complete}`
    case 'stalled':
      return `Stalled${complete === null ? '' : `, ${complete}`}: ${sync.problem?.message ?? 'Stripe could not be read.'}`
  }
}

const dots: Record<SyncState['phase'], string> = {
  idle: 'border border-line-control',
  loading: 'bg-blue animate-pulse',
  current: 'bg-green',
  stalled: 'bg-red rounded-none rotate-45',
}

export function Footer({ deskId }: { deskId: string }) {
  const sync = useSyncState(deskId)
  const text = useFooter((state) => state.text)
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const refresh = async (): Promise<void> => {
    setBusy(true)
    const result = await call('sync.refresh', { deskId })
    setBusy(false)
    if (result.ok) client.setQueryData(keys.sync(deskId), result.value)
    else toast({ title: 'Stripe could not be read', description: result.error.message, tone: 'red' })
  }
  return (
    <footer className="col-span-2 flex items-center gap-2 border-t border-line bg-rail pr-3 pl-1.5 text-sm text-ink-2">
      <button
        type="button"
        onClick={() => void refresh()}
        aria-label="Read changes from Stripe now"
        title="Read changes from Stripe now"
        className="inline-flex size-6 items-center justify-center rounded text-ink-3 hover:bg-press hover:text-ink"
      >
        <RefreshCw size={12} aria-hidden="true" className={busy ? 'animate-spin' : undefined} />
      </button>
      {sync.data && (
        <>
          <span
            aria-hidden="true"
            className={classes('size-[7px] shrink-0 rounded-full', dots[sync.data.phase])}
          />
          <span
            className="figures truncate"
            title={
              sync.data.completeTo === null ? undefined : `Complete to ${exactTime(sync.data.completeTo)}`
            }
          >
            {freshness(sync.data)}
          </span>
        </>
      )}
      <span className="figures ml-auto whitespace-nowrap">{text}</span>
    </footer>
  )
}
