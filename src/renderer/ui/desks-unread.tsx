// Says in a line that the desks could not be read again, over what is still shown of them. It must never stand there when they could.
import { RotateCw } from 'lucide-react'
import { failureOf } from '../bridge/client.ts'
import { useDesks } from '../bridge/desk-queries.ts'
import { Button } from './button.tsx'
import { Banner } from './states.tsx'

export function DesksUnread() {
  const desks = useDesks()
  if (!desks.isRefetchError) return null
  return (
    <Banner
      tone="bad"
      action={
        <Button size="small" icon={RotateCw} busy={desks.isFetching} onClick={() => void desks.refetch()}>
          Try again
        </Button>
      }
    >
      The desks could not be read again: {failureOf(desks.error).message} What is shown of them is how they
      were before.
    </Banner>
  )
}
