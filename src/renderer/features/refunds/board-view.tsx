// Refunds as a board: a column for each stage of their life, what waits longest on top. Each column reads its own refunds and
// shows no more than its bound; the list has the rest.
import { useIsFetching } from '@tanstack/react-query'
import {
  useCallback,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { RefundLife } from '../../../contract/refund-life.ts'
import { keys } from '../../bridge/keys.ts'
import { useRefundCounts } from '../../bridge/refund-queries.ts'
import { useFooterText } from '../../state/footer.ts'
import { ListScreen } from '../../ui/lists/list-screen.tsx'
import { useListWithInspector } from '../../ui/lists/list-with-inspector.ts'
import { strokeOf, useShortcuts } from '../../ui/shortcuts.ts'
import type { RowsHandle } from '../../ui/lists/virtual-rows.ts'
import { BoardColumn } from './board-column.tsx'
import { ExportRefunds } from './export-refunds.tsx'
import { countWord, FilterBar, ViewChoice } from './filter-bar.tsx'
import { RefundInspector } from './inspector.tsx'
import { NoRefunds } from './list-view.tsx'
import { useRefundKeys } from './refund-keys.ts'
import { stateGroups } from './refund-looks.ts'
import { isNarrowed, type RefundsAddress } from './refund-query.ts'

/** Each column pages for itself. */
const noList = {
  isPending: false,
  onNearEnd: () => undefined,
  onSeen: () => undefined,
}

export function BoardView({
  desk,
  refundId,
  address: { query, change, open, filter },
}: {
  desk: Desk
  refundId: string | null
  address: RefundsAddress
}) {
  const counted = useRefundCounts(desk.id, filter)
  const counts = counted.data
  const reading = useIsFetching({ queryKey: keys.refunds(desk.id) }) > 0
  const [columns, setColumns] = useState<Readonly<Record<string, readonly RefundLife[]>>>({})
  const onRows = useCallback(
    (name: string, shown: readonly RefundLife[]) => setColumns((before) => ({ ...before, [name]: shown })),
    [],
  )
  const rows = useMemo(() => Object.values(columns).flat(), [columns])
  const { activeId, grid, gridProps, search, leaveSearch, close, over, covered } = useListWithInspector({
    openId: refundId,
    rows,
    open,
    list: { ...noList, isPlaceholderData: counted.isPlaceholderData || reading },
  })
  useRefundKeys(
    desk,
    refundId,
    rows.find(({ id }) => id === activeId),
  )
  const total = countWord(counts, null)
  const totalWord = total === undefined ? '' : `${total} ${total === '1' ? 'refund' : 'refunds'}`
  useFooterText(totalWord)
  const narrowed = isNarrowed(query)
  return (
    <ListScreen
      name="Refunds"
      beside={
        <>
          <ExportRefunds desk={desk} query={query} filter={filter} some={(counts?.total ?? 0) > 0} />
          <ViewChoice view="board" onChoose={(view) => change({ view })} />
        </>
      }
      covered={covered}
      said={narrowed && totalWord !== '' && !counted.isPlaceholderData ? `${totalWord}, filtered` : ''}
      inspector={
        refundId !== null && (
          <RefundInspector
            key={desk.id}
            desk={desk}
            refundId={refundId}
            row={rows.find(({ id }) => id === refundId)}
            over={over}
            onClose={close}
          />
        )
      }
    >
      <FilterBar query={query} searchRef={search} onChange={change} onLeaveSearch={leaveSearch} />
      {counts?.total === 0 && !narrowed ? (
        <NoRefunds desk={desk} />
      ) : (
        <Board ref={grid} activeId={activeId}>
          {stateGroups.map((group) => (
            <BoardColumn
              key={group.name}
              deskId={desk.id}
              group={group}
              filter={filter}
              count={countWord(counts, group)}
              activeId={activeId}
              openId={refundId}
              onRows={onRows}
              onActive={gridProps.onActive}
              onOpen={gridProps.onOpen}
              onAll={() => change({ view: 'list', group: group.name })}
            />
          ))}
        </Board>
      )}
    </ListScreen>
  )
}

/** The columns side by side, moved through by arrows, or h, j, k and l. Exactly one card can be reached by Tab. */
function Board({
  ref,
  activeId,
  children,
}: {
  ref: Ref<RowsHandle>
  activeId: string | null
  children: ReactNode
}) {
  const board = useRef<HTMLDivElement>(null)
  const columns = (): HTMLElement[][] =>
    [...(board.current?.querySelectorAll('[data-column]') ?? [])].map((column) => [
      ...column.querySelectorAll<HTMLElement>('[data-refund]'),
    ])
  const focus = (card: HTMLElement | undefined): void => {
    card?.focus()
    card?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  /** `across` columns and `down` cards further; from nowhere, the first card. */
  const move = (across: number, down: number): void => {
    const all = columns()
    const column = all.findIndex((cards) => cards.some((card) => card.dataset['refund'] === activeId))
    if (column === -1) {
      focus(all.flat()[0])
      return
    }
    const at = all[column]?.findIndex((card) => card.dataset['refund'] === activeId) ?? 0
    const beside = across === 0 ? column : nextFilled(all, column, across)
    const cards = all[beside] ?? []
    focus(cards[Math.min(cards.length - 1, Math.max(0, at + down))])
  }
  useImperativeHandle(ref, () => ({ move: (step) => move(0, step), focusActive: () => move(0, 0) }))
  useShortcuts({ h: () => move(-1, 0), l: () => move(1, 0) }, { repeating: true })
  const onKeyDown = (event: KeyboardEvent): void => {
    const acts: Record<string, () => void> = {
      up: () => move(0, -1),
      down: () => move(0, 1),
      left: () => move(-1, 0),
      right: () => move(1, 0),
      home: () => move(0, -1000),
      end: () => move(0, 1000),
    }
    const act = acts[strokeOf(event)]
    if (!act) return
    event.preventDefault()
    act()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys of the cards inside it
    <div
      ref={board}
      onKeyDown={onKeyDown}
      className="flex min-h-0 flex-1 gap-2 overflow-x-auto border-t border-line px-4 py-3"
    >
      {children}
    </div>
  )
}

/** The nearest column in that direction that holds a card; the same where there is none. */
function nextFilled(columns: readonly (readonly unknown[])[], from: number, step: number): number {
  for (let column = from + step; column >= 0 && column < columns.length; column += step)
    if ((columns[column]?.length ?? 0) > 0) return column
  return from
}
