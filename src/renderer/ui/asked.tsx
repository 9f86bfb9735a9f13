// What an inspector shows of the thing that it asked for: the thing, or that it is being read, could not be read, or is not there.
import type { ReactNode } from 'react'
import { failureOf } from '../bridge/client.ts'
import { InspectorSkeleton } from './inspector-panel.tsx'
import { ErrorState } from './states.tsx'

interface Query<Thing> {
  data: Thing | null | undefined
  error: unknown
  isError: boolean
  isPending: boolean
  refetch(): unknown
}

export function Asked<Thing extends object>({
  of: { data, error, isError, isPending, refetch },
  known,
  noun,
  nowhere = null,
  children,
}: {
  of: Query<Thing>
  /** Shown whatever became of the question. */
  known?: Thing | null | undefined
  /** What it is, as in "This payment could not be read". */
  noun: string
  /** Shown where there is no such thing. */
  nowhere?: ReactNode
  children: (thing: Thing) => ReactNode
}) {
  if (known) return children(known)
  if (isError)
    return (
      <ErrorState
        title={`This ${noun} could not be read`}
        failure={failureOf(error)}
        onRetry={() => void refetch()}
      />
    )
  if (isPending) return <InspectorSkeleton label={`Loading the ${noun}`} />
  return data ? children(data) : nowhere
}
