// The webhook listener of a desk: whether events can arrive, where Stripe should send them, with which secrets they are
// signed, and what has come so far. It must never show a signing secret, nor lose one that is being typed.
import type { ReactNode } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { ListenerState } from '../../../contract/events.ts'
import { failureOf } from '../../bridge/client.ts'
import { useListener } from '../../bridge/event-queries.ts'
import { CopyLine } from '../../ui/copy-line.tsx'
import { Group, GroupPage } from '../../ui/group.tsx'
import { listenerLook } from '../../ui/listener-link.tsx'
import { Pill } from '../../ui/pill.tsx'
import { ErrorState, FailedLine, Skeleton } from '../../ui/states.tsx'
import { Counters } from './counters.tsx'
import { SelfTestGroup } from './self-test-group.tsx'
import { SigningSecrets } from './signing-secrets.tsx'

export function ListenerScreen({ desk }: { desk: Desk }) {
  const listener = useListener(desk.id)
  return (
    <GroupPage title="Webhook listener">
      {listener.data === undefined ? (
        listener.isError ? (
          <ErrorState
            title="The listener could not be asked"
            failure={failureOf(listener.error)}
            onRetry={() => void listener.refetch()}
          />
        ) : (
          <div role="status" aria-label="Asking the listener" className="flex flex-col gap-3">
            <Skeleton className="h-5 w-40" />
            <Skeleton className="h-8 w-full" />
            <Skeleton className="h-8 w-full" />
          </div>
        )
      ) : (
        <>
          {listener.isError && (
            <FailedLine onRetry={() => void listener.refetch()}>
              The listener could not be asked again: {failureOf(listener.error).message}
            </FailedLine>
          )}
          <Standing listener={listener.data} />
          <Addresses listener={listener.data} desk={desk} />
          <SigningSecrets desk={desk} listener={listener.data} />
          <SelfTestGroup listener={listener.data} />
          <Counters listener={listener.data} />
        </>
      )}
    </GroupPage>
  )
}

function Standing({ listener }: { listener: ListenerState }) {
  const { running, problem, note, port, takesSecrets, secrets } = listener
  return (
    <section aria-label="State" className="flex flex-col gap-1.5">
      <div className="flex items-center gap-2">
        <Pill look={listenerLook(listener)} />
        {running && port !== null && <span className="figures text-ink-3">Port {port}</span>}
      </div>
      {problem ? (
        <p role="alert" className="text-red">
          {problem.message}
        </p>
      ) : (
        <p className="text-ink-2">
          {!running
            ? 'No event can be delivered while it does not run. Changes are found by asking Stripe meanwhile.'
            : takesSecrets && secrets.length === 0
              ? 'Every event is refused until a signing secret is entered below.'
              : 'Takes events from this machine only. An event is answered once it is on the disk.'}
        </p>
      )}
      {note !== null && <p className="text-amber">{note}</p>}
    </section>
  )
}

function Addresses({
  listener: { urls, path, forwardCommand },
  desk,
}: {
  listener: ListenerState
  desk: Desk
}) {
  const isAtStripe = desk.kind === 'account' && desk.baseUrl === undefined
  return (
    <>
      <Group
        title="Address"
        says="Only programs on this machine reach it. A tunnel of your own needs the path, must end here, and must send this machine and port as the Host header."
      >
        <div className="flex flex-col gap-2">
          {urls.length === 0 && <p className="text-ink-2">None while the listener does not run.</p>}
          {urls.map((url) => (
            <CopyLine key={url} text={url} what="Address" />
          ))}
          <Labelled word="Path of this desk">
            <CopyLine text={path} what="Path" />
          </Labelled>
        </div>
      </Group>
      <Group
        title="Stripe CLI"
        says={`Forwards a desk’s events here, with no public address. ${
          isAtStripe
            ? 'Log it in to this desk’s account first: it delivers for the account it is logged in to, and few events name theirs. It prints the signing secret to enter below.'
            : 'This one gets none by it: its events are not at Stripe.'
        }`}
      >
        {forwardCommand === '' ? (
          <p className="text-ink-2">None while the listener does not run.</p>
        ) : (
          <CopyLine text={forwardCommand} what="Command" />
        )}
      </Group>
    </>
  )
}

function Labelled({ word, children }: { word: string; children: ReactNode }) {
  return (
    <div>
      <p className="mb-0.5 text-sm text-ink-3">{word}</p>
      {children}
    </div>
  )
}
