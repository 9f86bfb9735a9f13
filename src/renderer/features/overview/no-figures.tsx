// Overview of a desk on which no money has moved yet, or whose history was not read so far.
import { ChartColumn } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import { screenPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { NoRows, useHowFarRead } from '../../ui/lists/no-rows.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { OverviewSkeleton } from './overview-skeleton.tsx'

export function NoFigures({ desk }: { desk: Desk }) {
  const [, navigate] = useLocation()
  const read = useHowFarRead(desk.id)
  return (
    <NoRows noun="movements of money" read={read} waiting={<OverviewSkeleton />}>
      <EmptyState
        icon={ChartColumn}
        title="No money has moved yet"
        action={
          <Button onClick={() => navigate(screenPlace(desk.id, 'payments'))}>Look at the payments</Button>
        }
      >
        As soon as Stripe books the first charge, refund or fee to the balance, it is counted here: by hour,
        day, week or month, each figure with the rows behind it.
      </EmptyState>
    </NoRows>
  )
}
