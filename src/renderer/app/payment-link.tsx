// Where a bursar://payments/pi_… link arrives: it names a payment but no desk. It goes on to the desk that is open or was
// last used, and says so when there is none. It must never open or connect anything by itself.
import { Unlink } from 'lucide-react'
import { Redirect, useLocation } from 'wouter'
import type { Desk } from '../../contract/desks.ts'
import { failureOf } from '../bridge/client.ts'
import { useDesks } from '../bridge/queries.ts'
import { lastDesk } from '../state/last-desk.ts'
import { paymentsPlace, startPlace } from '../state/places.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { ScreenSkeleton } from './screen-skeleton.tsx'

/** The last used desk where it still exists, else the first open one, else the only one. */
export function deskForLink(desks: readonly Desk[], lastId: string | null): Desk | undefined {
  return (
    desks.find((desk) => desk.id === lastId) ??
    desks.find((desk) => desk.state === 'open') ??
    (desks.length === 1 ? desks[0] : undefined)
  )
}

export function PaymentLink({ paymentId }: { paymentId: string }) {
  const desks = useDesks()
  const [, navigate] = useLocation()
  if (desks.isPending) return <ScreenSkeleton />
  const desk = deskForLink(desks.data ?? [], lastDesk())
  if (desk) return <Redirect to={paymentsPlace(desk.id, paymentId)} replace />
  return (
    <main className="flex h-full flex-col justify-center overflow-auto">
      <h1 className="unseen">Bursar</h1>
      {desks.isError ? (
        <ErrorState
          title="The desks could not be listed"
          failure={failureOf(desks.error)}
          onRetry={() => void desks.refetch()}
        />
      ) : (
        <EmptyState
          icon={Unlink}
          title="This link needs a desk"
          action={<Button onClick={() => navigate(startPlace)}>Choose a desk</Button>}
        >
          It leads to payment <span className="font-mono text-sm break-all">{paymentId}</span>, but not to an
          account. Open the desk that has it, then follow the link once more.
        </EmptyState>
      )}
    </main>
  )
}
