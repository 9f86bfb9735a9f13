// What the listener took and what it refused, and why, since the desk was opened.
import type { ReactNode } from 'react'
import type { ListenerState } from '../../../contract/events.ts'
import { countText } from '../../ui/count.ts'
import { Group } from '../../ui/group.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'

type Refusals = ListenerState['refused']

export function Counters({ listener }: { listener: ListenerState }) {
  const { accepted, duplicates, refused, refusedForNobody, lastAcceptedAt, lastRefusal } = listener
  return (
    <Group title="Deliveries" says="Since this desk was opened.">
      <dl className="grid grid-cols-3 divide-x divide-line rounded-lg border border-line">
        <Counter word="Accepted" count={accepted}>
          {lastAcceptedAt === null ? (
            'None yet'
          ) : (
            <>
              Last <RelativeTime milliseconds={lastAcceptedAt} pace="second" />
            </>
          )}
        </Counter>
        <Counter word="Duplicates" count={duplicates}>
          Of the accepted, known already
        </Counter>
        <Counter word="Refused" count={total(refused)}>
          {lastRefusal === null ? (
            'None'
          ) : (
            <>
              Last <RelativeTime milliseconds={lastRefusal.at} pace="second" />: {lastRefusal.reason}
            </>
          )}
        </Counter>
      </dl>
      <Reasons title="Refused" refusals={refused} />
      <Reasons title="Refused before it was known for which desk they were" refusals={refusedForNobody} />
    </Group>
  )
}

const total = (refusals: Refusals): number => refusals.reduce((sum, { count }) => sum + count, 0)

function Counter({ word, count, children }: { word: string; count: number; children: ReactNode }) {
  return (
    <div className="min-w-0 px-3 py-2">
      <dt className="text-sm text-ink-3">{word}</dt>
      <dd>
        <span className="figures block text-xl font-semibold">{countText(count)}</span>
        <span className="block text-sm text-ink-2">{children}</span>
      </dd>
    </div>
  )
}

function Reasons({ title, refusals }: { title: string; refusals: Refusals }) {
  if (refusals.length === 0) return null
  return (
    <div className="mt-3">
      <h3 className="text-sm font-medium text-ink-3">{title}</h3>
      <ul aria-label={title}>
        {refusals.map(({ reason, count }) => (
          <li key={reason} className="flex min-h-7 items-center justify-between gap-4">
            <span className="min-w-0">{reason}</span>
            <span className="figures text-ink-2">{countText(count)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
