// The virtualised grid of a list screen: rows of one height, moved through by keys, opened by Enter or a click. It must know
// no filters, ask nothing itself, and never keep a row in the page that is out of sight (but for the active one).
import { useImperativeHandle, type ComponentType, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import { classes } from '../classes.ts'
import { strokeOf } from '../shortcuts.ts'
import { usualHeader, usualRow } from './heights.ts'
import { useVirtualRows, type RowAttribute, type RowsHandle } from './virtual-rows.ts'

/** Where a row stands, and what it is to the operator now. Plain values, so that a memoized row stays as it is. */
export interface RowPlace {
  index: number
  /** Pixels from the top of the rows. */
  top: number
  /** Exactly one row of the list can be reached by Tab. */
  focusable: boolean
  /** The row that keys act on, once the operator has chosen one. */
  active: boolean
  open: boolean
}

interface GridProps<Row extends { id: string }> {
  label: string
  /** The attribute by which a row's element carries its id. */
  attribute: RowAttribute
  columnCount: number
  rows: readonly Row[]
  /** How many rows match in all, loaded or not; null while it is not known. */
  total: number | null
  /** Pixels; absent: as every list. */
  rowHeight?: number
  headerHeight?: number
  activeId: string | null
  openId: string | null
  /** Names the filter and order shown; another name begins at the top. */
  listName: string
  busy: boolean
  ref: Ref<RowsHandle>
  header: ReactNode
  /** Draws one row, as a `GridRow`. */
  rowView: ComponentType<{ row: Row } & RowPlace>
  onActive: (id: string) => void
  /** The focus has come to a row by other ways than the keys of the list: by Tab, a press, or a screen reader's own. */
  onMark: (id: string) => void
  onOpen: (id: string) => void
  onNearEnd: () => void
  onSeen: (first: number, last: number) => void
}

export function Grid<Row extends { id: string }>(props: GridProps<Row>) {
  const { rowHeight = usualRow, headerHeight = usualHeader } = props
  const { attribute, rows, total, activeId, openId, ref, rowView: RowView, onMark, onOpen } = props
  const { scroller, activeIndex, totalSize, drawn, handle, onMoveKey } = useVirtualRows({
    ...props,
    rowHeight,
    headerHeight,
  })
  useImperativeHandle(ref, () => handle)

  /** The row that an event is of; null where it is of none. */
  const rowOf = ({ target }: { target: EventTarget }): string | null =>
    target instanceof Element ? (target.closest(`[${attribute}]`)?.getAttribute(attribute) ?? null) : null
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLElement && event.target.closest('[role="columnheader"]')) return
    if (onMoveKey(event)) return
    // The row that has the focus, whichever is marked. On the list itself none is meant, and what can be pressed in a row has these keys itself.
    const id = rowOf(event)
    const stroke = strokeOf(event)
    if (id === null || (stroke !== 'enter' && stroke !== 'space')) return
    if (event.target instanceof HTMLButtonElement) return
    event.preventDefault()
    onOpen(id)
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={total === null ? -1 : total + 1}
      aria-colcount={props.columnCount}
      aria-busy={props.busy}
      tabIndex={-1}
      onClick={(event) => {
        const id = rowOf(event)
        if (id !== null) onOpen(id)
      }}
      onFocus={(event) => {
        const id = rowOf(event)
        if (id !== null) onMark(id)
      }}
      onKeyDown={onKeyDown}
      className="@container h-full overflow-x-hidden overflow-y-auto outline-none"
    >
      {props.header}
      <div role="rowgroup" className="relative" style={{ height: totalSize }}>
        {drawn.map(({ index, top }) => {
          const row = rows[index]
          if (!row) return null
          return (
            <RowView
              key={row.id}
              row={row}
              index={index}
              top={top}
              focusable={index === activeIndex}
              active={row.id === activeId}
              open={row.id === openId}
            />
          )
        })}
      </div>
    </div>
  )
}

/** The element of one row; its cells are the children. */
export function GridRow({
  id,
  attribute,
  height = usualRow,
  place: { index, top, focusable, active, open },
  className,
  children,
}: {
  id: string
  attribute: RowAttribute
  height?: number
  place: RowPlace
  className: string
  children: ReactNode
}) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={open}
      {...{ [attribute]: id }}
      tabIndex={focusable ? 0 : -1}
      style={{ height, transform: `translateY(${top}px)` }}
      className={classes(
        className,
        'absolute inset-x-0 top-0 [contain:strict] border-b border-line -outline-offset-2',
        open ? 'bg-selected' : active ? 'bg-hover' : 'hover:bg-hover',
      )}
    >
      {children}
    </div>
  )
}

/** The header row: it sticks to the top and names the columns. */
export function GridHeaderRow({
  height = usualHeader,
  className,
  children,
}: {
  height?: number
  className: string
  children: ReactNode
}) {
  return (
    <div role="rowgroup" className="sticky top-0 z-[1] bg-bg">
      <div
        role="row"
        aria-rowindex={1}
        style={{ height }}
        className={classes(className, 'border-b border-line text-sm font-medium text-ink-3')}
      >
        {children}
      </div>
    </div>
  )
}

export function ColumnName({
  column,
  word,
  className,
}: {
  column: number
  word: string
  className?: string
}) {
  return (
    <div role="columnheader" aria-colindex={column} className={className}>
      {word}
    </div>
  )
}
