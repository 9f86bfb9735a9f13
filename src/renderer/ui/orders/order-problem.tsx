// Why an order was not taken, in a form that is kept as it is, and the way on where there is one.
import { LockOpen } from 'lucide-react'
import type { Failure } from '../../../contract/result.ts'
import { askToUnlock } from '../../state/overlays.ts'
import { Button } from '../button.tsx'
import { StripeSaid } from '../states.tsx'

export function LockedMeanwhile() {
  return (
    <div role="alert" className="flex items-center gap-3 rounded-lg bg-amber-tint px-3 py-2 text-amber">
      <span className="flex-1">The desk is locked now. Nothing was ordered.</span>
      <Unlock />
    </div>
  )
}

/** What the engine refused, and the way on where there is one. */
export function OrderProblem({ failure, locked }: { failure: Failure; locked: boolean }) {
  return (
    <div role="alert" className="flex items-center gap-3 rounded-lg bg-red-tint px-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium text-red">{failure.message}</p>
        {failure.code === 'policy_refused' && (
          <p className="mt-1 text-sm text-ink-2">
            An admin sets the policy of this desk in Settings, under the passphrase.
          </p>
        )}
        <StripeSaid failure={failure} />
      </div>
      {(failure.code === 'locked' || locked) && <Unlock />}
    </div>
  )
}

function Unlock() {
  return (
    <Button size="small" icon={LockOpen} onClick={() => askToUnlock()}>
      Unlock…
    </Button>
  )
}
