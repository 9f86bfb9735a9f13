// What Stripe's Entitlements say that a customer may use, beside what Bursar derives. It must never call something off that was never told.
import { failureOf } from '../bridge/client.ts'
import { useEntitlements } from '../bridge/subscription-queries.ts'
import { Button } from './button.tsx'
import { RelativeTime } from './dates/relative-time.tsx'
import { Skeleton } from './states.tsx'
import { dayOf } from './dates/time.ts'

export function Entitlements({ deskId, customerId }: { deskId: string; customerId: string }) {
  const asked = useEntitlements(deskId, customerId)
  if (asked.isError)
    return (
      <p className="flex items-center gap-2 text-ink-2">
        <span className="min-w-0 flex-1">{failureOf(asked.error).message}</span>
        <Button size="small" onClick={() => void asked.refetch()}>
          Try again
        </Button>
      </p>
    )
  if (asked.isPending) return <Skeleton className="h-4 w-2/3" />
  const { features, mayBeMore, asOf } = asked.data
  if (features === null)
    return <p className="text-ink-3">Stripe never told of Entitlements for this customer.</p>
  return (
    <>
      {features.length === 0 ? (
        <p className="text-ink-2">Stripe’s Entitlements give this customer nothing.</p>
      ) : (
        <ul aria-label="Entitlements" className="flex flex-wrap gap-x-3 gap-y-1">
          {features.map(({ featureId, lookupKey, since, orBefore }) => (
            <li key={featureId} title={featureId}>
              <span className="font-mono text-sm">{lookupKey}</span>{' '}
              <span className="figures text-sm text-ink-3">
                since {dayOf(since * 1000)}
                {orBefore && ' or before'}
              </span>
            </li>
          ))}
        </ul>
      )}
      {mayBeMore && (
        <p className="text-sm text-ink-3">
          Stripe’s events name ten at most: there may be more, and a day since when may be too late.
        </p>
      )}
      {asOf !== null && (
        <p className="text-sm text-ink-3">
          As Stripe told <RelativeTime milliseconds={asOf * 1000} />
        </p>
      )}
    </>
  )
}
