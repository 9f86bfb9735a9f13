// Says above the list when it is not complete: history still loading, or following has stalled.
import { RotateCw } from 'lucide-react'
import type { SyncState } from '../../../contract/desks.ts'
import { call } from '../../bridge/client.ts'
import { Button } from '../../ui/button.tsx'
import { Banner } from '../../ui/states.tsx'

export function SyncBanner({ sync }: { sync: SyncState }) {
  switch (sync.phase) {
    case 'idle':
    case 'current':
      return null
    case 'loading':
      return (
        <Banner tone="info">
          Still loading history: <span className="figures">{sync.loaded.toLocaleString('en')}</span> objects
          so far. Counts and totals are not complete yet.
        </Banner>
      )
    case 'stalled':
      return (
        <Banner
          tone="bad"
          action={
            <Button
              size="small"
              icon={RotateCw}
              onClick={() => void call('sync.refresh', { deskId: sync.deskId })}
            >
              Try again
            </Button>
          }
        >
          {sync.problem?.message ?? 'Stripe could not be read.'} The list shows what was read before.
        </Banner>
      )
  }
}
