// One stage of refunds' life as a column of cards. It asks for its own refunds, no more than fit a glance.
import { useEffect, useMemo, useRef } from 'react'
import type { RefundFilter, RefundLife } from '../../../contract/refund-life.ts'
import { failureOf } from '../../bridge/client.ts'
import { useRefunds } from '../../bridge/refund-queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { ToneIcon } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { refundStateLook } from '../../ui/words/looks.ts'
import { lifeLook, type StateGroup } from './refund-looks.ts'
import { AgeWord } from './refund-row.tsx'

const mostCards = 40
const none: readonly RefundLife[] = []

interface ColumnProps {
  deskId: string
  group: StateGroup
  filter: RefundFilter
  count: string | undefined
  activeId: string | null
  openId: string | null
  /** Hears what the column shows whenever that changes. */
  onRows: (name: string, rows: readonly RefundLife[]) => void
  onActive: (id: string) => void
  onOpen: (id: string) => void
  /** To the list of this stage. */
  onAll: () => void
}

export function BoardColumn(props: ColumnProps) {
  const { deskId, group, filter, count, activeId, openId, onRows, onActive, onOpen, onAll } = props
  const wanted = useMemo(() => ({ ...filter, state: [...group.states] }), [filter, group])
  const list = useRefunds(deskId, wanted, group.sort, mostCards)
  const rows = list.data?.pages[0]?.rows ?? none
  useEffect(() => onRows(group.name, rows), [onRows, group.name, rows])
  const [first] = group.states
  return (
    <section
      aria-label={group.word}
      data-column={group.name}
      className={classes(
        'flex shrink-0 flex-col rounded-lg bg-sunken',
        // What is empty leaves its room to the others.
        list.isSuccess && rows.length === 0 ? 'w-[136px]' : 'w-[212px] grow',
      )}
    >
      <h2 className="flex items-center gap-1.5 px-3 pt-2.5 pb-1.5 font-medium">
        {first !== undefined && <ToneIcon look={refundStateLook(first)} />}
        <span className="min-w-0 truncate" title={group.means}>
          {group.word}
        </span>
        {count !== undefined && <span className="figures ml-auto text-sm text-ink-2">{count}</span>}
      </h2>
      <div className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-1.5" tabIndex={-1}>
        {list.isPending ? (
          <div role="status" aria-label={`Loading ${group.word}`} className="flex flex-col gap-1.5">
            <Skeleton className="h-16 w-full" />
            <Skeleton className="h-16 w-full" />
          </div>
        ) : list.isError && rows.length === 0 ? (
          <div role="alert" className="flex flex-col items-start gap-2 px-1.5 py-1 text-red">
            {failureOf(list.error).message}
            <Button size="small" onClick={() => void list.refetch()}>
              Try again
            </Button>
          </div>
        ) : rows.length === 0 ? (
          <p className="px-1.5 py-1 text-sm text-ink-2">{group.none}</p>
        ) : (
          <ul className="flex flex-col gap-1.5">
            {rows.map((row, index) => (
              <li key={row.id}>
                <Card
                  row={row}
                  // Until one was chosen, the first of each column: together they are few.
                  focusable={activeId === null ? index === 0 : row.id === activeId}
                  isOpen={row.id === openId}
                  showsState={group.states.length > 1 || row.otherWay !== null}
                  onActive={onActive}
                  onOpen={onOpen}
                />
              </li>
            ))}
          </ul>
        )}
        {list.hasNextPage && (
          <Button look="ghost" size="small" className="mt-1.5 w-full" onClick={onAll}>
            All {count ?? ''} in the list
          </Button>
        )}
      </div>
    </section>
  )
}

function Card({
  row,
  focusable,
  isOpen,
  showsState,
  onActive,
  onOpen,
}: {
  row: RefundLife
  focusable: boolean
  isOpen: boolean
  showsState: boolean
  onActive: (id: string) => void
  onOpen: (id: string) => void
}) {
  const look = lifeLook(row)
  const card = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // The inspector takes room from the board: what it shows stays in sight.
    if (isOpen) card.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [isOpen])
  return (
    <button
      ref={card}
      type="button"
      data-refund={row.id}
      tabIndex={focusable ? 0 : -1}
      aria-current={isOpen}
      onFocus={() => onActive(row.id)}
      onClick={() => onOpen(row.id)}
      className={classes(
        'flex w-full flex-col gap-0.5 rounded-md border px-2.5 py-2 text-left',
        isOpen ? 'border-accent bg-selected' : 'border-line bg-raised hover:bg-hover',
      )}
    >
      <span className="flex w-full items-baseline justify-between gap-2">
        <Amount amount={row.amount} currency={row.currency} className="font-medium" />
        <span className="figures text-sm">
          <AgeWord row={row} />
        </span>
      </span>
      <span className="w-full truncate">
        {row.customerLabel ?? (
          <span className="font-mono text-sm text-ink-2">{row.paymentIntentId ?? row.id}</span>
        )}
      </span>
      <span className="flex w-full items-center justify-between gap-2 text-sm text-ink-2">
        <span className="min-w-0 truncate">
          {showsState ? look.word : row.orderedHere ? 'Ordered here' : 'Made outside Bursar'}
        </span>
        <RelativeTime milliseconds={row.at} className="figures shrink-0" />
      </span>
    </button>
  )
}
