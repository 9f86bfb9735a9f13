// Says over every screen that Stripe takes the desk's key no longer, and what that means. It must never hide what is still here.
import { KeyRound } from 'lucide-react'
import type { Desk } from '../../contract/desks.ts'
import { openOverlay } from '../state/overlays.ts'
import { Button } from '../ui/button.tsx'
import { Banner } from '../ui/states.tsx'

export function KeyBanner({ desk }: { desk: Desk }) {
  if (desk.problem?.code !== 'key_revoked') return null
  return (
    <Banner
      tone="bad"
      action={
        <Button size="small" icon={KeyRound} onClick={() => openOverlay({ kind: 'replace-key' })}>
          Replace key…
        </Button>
      }
    >
      <strong className="font-semibold">Stripe no longer takes this desk’s key.</strong> What was read before
      is here and can be searched, but it is not kept up to date, and nothing can be ordered.
    </Banner>
  )
}
