// What stands where the rows of a list go: the rows, or why there are none. It must never show an empty list for one that
// could not be read, nor a part of a list for the whole.
import { useState, type ReactNode } from 'react'
import { failureOf } from '../../bridge/client.ts'
import { Button } from '../button.tsx'
import { usePainted } from '../painted.ts'
import { Banner, ErrorState } from '../states.tsx'

export function ListBody({
  name,
  list,
  count,
  waiting,
  none,
  children,
}: {
  /** "Payments". */
  name: string
  list: {
    isPending: boolean
    isError: boolean
    /** The page after those that are here could not be read. */
    isFetchNextPageError: boolean
    error: unknown
    refetch: () => unknown
    fetchNextPage: () => unknown
  }
  /** How many rows there are to show. */
  count: number
  waiting: ReactNode
  /** Shown where there is no row. */
  none: ReactNode
  children: ReactNode
}) {
  const failed = list.isError && count === 0
  const [waited] = useState(list.isPending)
  return (
    <div className="flex min-h-0 flex-1 flex-col border-t border-line">
      <div className="min-h-0 flex-1">
        {list.isPending ? (
          waiting
        ) : failed ? (
          <ErrorState
            title={`${name} could not be listed`}
            failure={failureOf(list.error)}
            onRetry={() => void list.refetch()}
          />
        ) : count === 0 ? (
          none
        ) : (
          <NextFrame meanwhile={waited && waiting}>{children}</NextFrame>
        )}
      </div>
      {count > 0 && list.isFetchNextPageError && (
        <Banner
          tone="bad"
          action={
            <Button size="small" onClick={() => void list.fetchNextPage()}>
              Try again
            </Button>
          }
        >
          The rows that follow could not be read: {failureOf(list.error).message}
        </Banner>
      )}
    </div>
  )
}

/** Rows wait for the frame of what stands above them: the filters, which are drawn anew by what is answered with the rows. */
function NextFrame({ meanwhile, children }: { meanwhile: ReactNode; children: ReactNode }) {
  return usePainted() ? children : meanwhile
}
