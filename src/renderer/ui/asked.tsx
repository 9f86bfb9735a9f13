// What is shown of a thing that was asked for: the thing, or that it is being read, could not be read, or is not there. What was read
// once stays when it could not be read again, and that is said: nothing typed into it may be lost.
import type { ReactNode } from 'react'
import { failureOf } from '../bridge/client.ts'
import { InspectorSkeleton } from './inspector-panel.tsx'
import { ErrorState, FailedLine } from './states.tsx'

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
  waiting = <InspectorSkeleton label={`Loading the ${noun}`} />,
  nowhere = null,
  children,
}: {
  of: Query<Thing>
  /** Shown whatever became of the question. */
  known?: Thing | null | undefined
  /** What it is, as in "This payment could not be read". */
  noun: string
  /** Shown while it is read for the first time. */
  waiting?: ReactNode
  /** Shown where there is no such thing. */
  nowhere?: ReactNode
  children: (thing: Thing) => ReactNode
}) {
  const thing = known ?? data
  if (thing)
    return (
      <>
        {isError && !known && (
          <div className="px-5 pb-3">
            <FailedLine onRetry={() => void refetch()}>
              This {noun} could not be read again: {failureOf(error).message}
            </FailedLine>
          </div>
        )}
        {children(thing)}
      </>
    )
  if (isError)
    return (
      <ErrorState
        title={`This ${noun} could not be read`}
        failure={failureOf(error)}
        onRetry={() => void refetch()}
      />
    )
  return isPending ? waiting : nowhere
}
