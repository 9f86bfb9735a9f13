// The virtualised grid of payments. It knows no filters and asks nothing itself.
import { useImperativeHandle, type KeyboardEvent, type MouseEvent, type Ref } from 'react'
import type { PaymentRow as Row } from '../../../contract/payments.ts'
import type { PaymentSort } from '../../bridge/queries.ts'
import { classes } from '../../ui/classes.ts'
import { strokeOf } from '../../ui/shortcuts.ts'
import { useVirtualRows, type RowsHandle } from '../../ui/virtual-rows.ts'
import { container, headerHeight, rowHeight } from './columns.ts'
import { GridHeader } from './grid-header.tsx'
import { PaymentRow } from './payment-row.tsx'

interface PaymentGridProps {
  rows: readonly Row[]
  /** How many rows match in all, loaded or not; null while it is not known. */
  total: number | null
  activeId: string | null
  openId: string | null
  sort: PaymentSort
  /** Names the filter and order shown; another name begins at the top. */
  listName: string
  busy: boolean
  ref: Ref<RowsHandle>
  onActive: (id: string) => void
  onOpen: (id: string) => void
  onSort: (sort: PaymentSort) => void
  onNearEnd: () => void
  onSeen: (first: number, last: number) => void
}

export function PaymentGrid(props: PaymentGridProps) {
  const { rows, total, activeId, openId, sort, listName, busy, ref, onActive, onOpen, onSort } = props
  const { scroller, activeIndex, totalSize, drawn, handle, onMoveKey } = useVirtualRows({
    rows,
    rowHeight,
    headerHeight,
    activeId,
    listName,
    attribute: 'data-payment',
    onActive,
    onNearEnd: props.onNearEnd,
    onSeen: props.onSeen,
  })
  useImperativeHandle(ref, () => handle)

  const onClick = (event: MouseEvent): void => {
    if (!(event.target instanceof Element)) return
    const id = event.target.closest<HTMLElement>('[data-payment]')?.dataset['payment']
    if (id !== undefined) onOpen(id)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLElement && event.target.closest('[role="columnheader"]')) return
    if (onMoveKey(event)) return
    const active = rows[activeIndex]
    const stroke = strokeOf(event)
    if (!active || (stroke !== 'enter' && stroke !== 'space')) return
    event.preventDefault()
    onOpen(active.id)
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Payments"
      aria-rowcount={total === null ? -1 : total + 1}
      aria-colcount={7}
      aria-busy={busy}
      tabIndex={-1}
      onClick={onClick}
      onKeyDown={onKeyDown}
      className={classes(container, 'h-full overflow-x-hidden overflow-y-auto outline-none')}
    >
      <GridHeader sort={sort} onSort={onSort} />
      <div role="rowgroup" className="relative" style={{ height: totalSize }}>
        {drawn.map(({ index, top }) => {
          const row = rows[index]
          return row ? (
            <PaymentRow
              key={row.id}
              row={row}
              index={index}
              top={top}
              focusable={index === activeIndex}
              active={row.id === activeId}
              open={row.id === openId}
            />
          ) : null
        })}
      </div>
    </div>
  )
}
