// Where a bursar://payments/pi_… link arrives: it names a payment but no desk. It goes on to the desk that was last used, or the only
// one, which is opened where it is closed, and asks where there are several. It must never choose between them, or connect one by itself.
import { Unlink } from 'lucide-react'
import { Redirect, useLocation } from 'wouter'
import type { Desk } from '../../contract/desks.ts'
import { failureOf } from '../bridge/client.ts'
import { useDesks } from '../bridge/desk-queries.ts'
import { lastDesk } from '../state/last-desk.ts'
import { paymentsPlace, startPlace } from '../state/places.ts'
import { Button } from '../ui/button.tsx'
import { deskName } from '../ui/words/desk-words.ts'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { ScreenSkeleton } from './screen-skeleton.tsx'

/** The last used desk where it still exists, else the only one. That one of several is open says nothing of where the payment is. */
export function deskForLink(desks: readonly Desk[], lastId: string | null): Desk | undefined {
  return desks.find((desk) => desk.id === lastId) ?? (desks.length === 1 ? desks[0] : undefined)
}

export function PaymentLink({ paymentId }: { paymentId: string }) {
  const desks = useDesks()
  const [, navigate] = useLocation()
  if (desks.isPending) return <ScreenSkeleton />
  const desk = deskForLink(desks.data ?? [], lastDesk())
  if (desk) return <Redirect to={paymentsPlace(desk.id, paymentId)} replace />
  const open = (desks.data ?? []).filter(({ state }) => state === 'open')
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
          action={
            <div className="flex flex-wrap justify-center gap-2">
              {open.map((each) => (
                <Button
                  key={each.id}
                  onClick={() => navigate(paymentsPlace(each.id, paymentId), { replace: true })}
                >
                  {deskName(each)}
                </Button>
              ))}
              <Button onClick={() => navigate(startPlace)}>
                {open.length === 0 ? 'Choose a desk' : 'Another desk'}
              </Button>
            </div>
          }
        >
          It leads to payment <span className="font-mono text-sm break-all">{paymentId}</span>, but not to an
          account.{' '}
          {open.length === 0
            ? 'Open the desk that has it, then follow the link once more.'
            : 'Which desk has it?'}
        </EmptyState>
      )}
    </main>
  )
}
