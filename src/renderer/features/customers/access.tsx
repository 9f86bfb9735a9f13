// What a customer has access to, by what they subscribed to, and what Stripe's Entitlements say where they are used.
import { failureOf } from '../../bridge/client.ts'
import { useCustomerAccess } from '../../bridge/subscription-queries.ts'
import { AccessLines } from '../../ui/access-line.tsx'
import { Button } from '../../ui/button.tsx'
import { Entitlements } from '../../ui/entitlements.tsx'
import { Section } from '../../ui/inspector-panel.tsx'
import { Skeleton } from '../../ui/states.tsx'

export function CustomerAccess({ deskId, customerId }: { deskId: string; customerId: string }) {
  const access = useCustomerAccess(deskId, customerId)
  return (
    <Section title="Access">
      {access.isError ? (
        <p className="flex items-center gap-2">
          <span className="min-w-0 flex-1 text-ink-2">{failureOf(access.error).message}</span>
          <Button size="small" onClick={() => void access.refetch()}>
            Try again
          </Button>
        </p>
      ) : access.isPending ? (
        <div role="status" aria-label="Loading the access">
          <Skeleton className="h-4 w-2/3" />
        </div>
      ) : access.data.rows.length === 0 ? (
        <p className="text-ink-2">Nothing that they subscribed to gives them access.</p>
      ) : (
        <AccessLines deskId={deskId} rows={access.data.rows} label="Access" />
      )}
      <div className="mt-2">
        <Entitlements deskId={deskId} customerId={customerId} />
      </div>
    </Section>
  )
}
