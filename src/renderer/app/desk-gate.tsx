// Lets a desk's screens appear once the desk is open, opening it where needed; says why where it can't be.
// It must never show rows of a desk that the engine has not opened.
import { useQueryClient } from '@tanstack/react-query'
import { CircleHelp, KeyRound } from 'lucide-react'
import { lazy, Suspense, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../contract/desks.ts'
import type { Failure } from '../../contract/result.ts'
import { call, failureOf } from '../bridge/client.ts'
import { adoptDesks, useDesks } from '../bridge/desk-queries.ts'
import { prefetchPayments } from '../bridge/payment-queries.ts'
import { useHere } from '../state/here.ts'
import { screenPlace, startPlace } from '../state/places.ts'
import { Button } from '../ui/button.tsx'
import { deskName } from '../ui/words/desk-words.ts'
import { EmptyState, ErrorState, Spinner } from '../ui/states.tsx'
import { TakesLong } from '../ui/takes-long.tsx'
import { LiveEdge } from './live-edge.tsx'

const ReplaceKey = lazy(async () => ({
  default: (await import('../features/keys/replace-key.tsx')).ReplaceKey,
}))

export function DeskGate({ deskId, children }: { deskId: string; children: (desk: Desk) => ReactNode }) {
  const desks = useDesks()
  const [path, navigate] = useLocation()
  const desk = desks.data?.find((each) => each.id === deskId)
  const client = useQueryClient()
  const isEntered = desk?.state === 'open' && path === screenPlace(deskId, 'payments')
  // Asked before the first picture of the screen is painted, which takes a while.
  useLayoutEffect(() => {
    if (isEntered) prefetchPayments(client, deskId)
  }, [client, deskId, isEntered])
  const { failure, open } = useOpening(desk)
  const [entering, setEntering] = useState(false)
  const back = <Button onClick={() => navigate(startPlace)}>All desks</Button>

  // What is known of it is shown on: the frame says that it could not be read again.
  if (desks.isError && !desk) {
    return (
      <Alone>
        <ErrorState
          title="The desks could not be listed"
          failure={failureOf(desks.error)}
          onRetry={() => void desks.refetch()}
        />
      </Alone>
    )
  }
  if (desks.isPending) return <Opening name={null} />
  if (!desk) {
    return (
      <Alone>
        <EmptyState icon={CircleHelp} title="This desk is not here" action={back}>
          It was removed, or the address is from another machine.
        </EmptyState>
      </Alone>
    )
  }
  if (desk.state === 'open') return children(desk)
  if (desk.state === 'needs_key') {
    return (
      <Alone live={desk.mode === 'live'}>
        <EmptyState
          icon={KeyRound}
          title={`${deskName(desk)} needs its key again`}
          action={
            <>
              <Button look="primary" onClick={() => setEntering(true)}>
                Enter the key…
              </Button>
              {back}
            </>
          }
        >
          {desk.problem?.message ?? 'The keychain no longer holds the key of this account.'}
        </EmptyState>
        {entering && (
          <Suspense fallback={null}>
            <ReplaceKey desk={desk} onClose={() => setEntering(false)} />
          </Suspense>
        )}
      </Alone>
    )
  }
  const problem = failure ?? (desk.state === 'failed' ? desk.problem : undefined)
  if (problem) {
    return (
      <Alone live={desk.mode === 'live'}>
        <ErrorState
          title={`${deskName(desk)} could not be opened`}
          failure={problem}
          onRetry={() => void open()}
        />
        <div className="flex justify-center">{back}</div>
      </Alone>
    )
  }
  return <Opening name={deskName(desk)} doing={desk.doing} live={desk.mode === 'live'} back={back} />
}

/** Opens a closed desk once, and once more whenever the engine was started again; otherwise only when asked. */
function useOpening(desk: Desk | undefined) {
  const client = useQueryClient()
  const [failure, setFailure] = useState<Failure | undefined>()
  const asked = useRef<string | null>(null)
  const engineRestarts = useHere((state) => state.engineRestarts)
  const open = async (): Promise<void> => {
    if (!desk) return
    setFailure(undefined)
    const result = await (desk.kind === 'demo'
      ? call('desk.openDemo', {})
      : call('desk.open', { deskId: desk.id }))
    if (!result.ok) return setFailure(result.error)
    adoptDesks(client, result.value)
  }
  useEffect(() => {
    const ask = `${engineRestarts} ${desk?.id}`
    if (desk?.state !== 'closed' || asked.current === ask) return
    asked.current = ask
    void open()
  })
  return { failure, open }
}

function Alone({ live = false, children }: { live?: boolean; children: ReactNode }) {
  return (
    <main className="flex h-full flex-col justify-center overflow-auto">
      <h1 className="unseen">Bursar</h1>
      {children}
      {live && <LiveEdge />}
    </main>
  )
}

/** `doing`: what it takes so long for. `back`: the way out, once it lasts. */
function Opening({
  name,
  doing,
  live = false,
  back,
}: {
  name: string | null
  doing?: string | undefined
  live?: boolean
  back?: ReactNode
}) {
  return (
    <Alone live={live}>
      <p role="status" className="flex items-center justify-center gap-2 text-ink-2">
        <Spinner /> {name === null ? 'Looking for your desks…' : `Opening ${name}…`} {doing}
      </p>
      <TakesLong>
        <div className="mt-4 flex justify-center">{back}</div>
      </TakesLong>
    </Alone>
  )
}
