// On the demo desk alone: the button that opens a hosted page as its customer would, on this machine, where the simulated Stripe plays it.
// A real customer's page is never opened from here: it is theirs.
import { Drama } from 'lucide-react'
import type { Desk } from '../../contract/desks.ts'
import { call } from '../bridge/client.ts'
import { Button } from './button.tsx'
import { toast } from './toast.tsx'

export function PlayPage({
  desk,
  url,
  size = 'medium',
}: {
  desk: Pick<Desk, 'kind'> | null | undefined
  url: string
  size?: 'small' | 'medium'
}) {
  if (desk?.kind !== 'demo') return null
  async function play(): Promise<void> {
    const played = await call('page.play', { url })
    if (!played.ok)
      toast({ title: 'The page was not opened', description: played.error.message, tone: 'red' })
  }
  return (
    <Button icon={Drama} size={size} onClick={() => void play()}>
      Play the customer’s page
    </Button>
  )
}
