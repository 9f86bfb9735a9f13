// The virtualised list of refund orders, each a link to its payment. It asks nothing itself.
import { useImperativeHandle, type KeyboardEvent, type Ref } from 'react'
import { Link } from 'wouter'
import type { Order } from '../../../contract/refunds.ts'
import { paymentsPlace } from '../../state/places.ts'
import { Amount } from '../../ui/amount.tsx'
import { classes } from '../../ui/classes.ts'
import { orderLook } from '../../ui/looks.ts'
import { useNow } from '../../ui/now.ts'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { useVirtualRows, type RowsHandle } from '../../ui/virtual-rows.ts'
import { fromOutcome, fromReason, headerHeight, rowGrid, rowHeight } from './columns.ts'
import { outcomeOf, whyOrdered } from './outcome.ts'

interface RefundListProps {
  orders: readonly Order[]
  /** False while there are pages that were not read. */
  complete: boolean
  activeId: string | null
  /** Names the filter shown; another name begins at the top. */
  listName: string
  ref: Ref<RowsHandle>
  onActive: (id: string) => void
  onNearEnd: () => void
  onSeen: (first: number, last: number) => void
}

export function RefundList(props: RefundListProps) {
  const { orders, complete, activeId, listName, ref, onActive, onNearEnd, onSeen } = props
  const { scroller, activeIndex, totalSize, drawn, handle, onMoveKey } = useVirtualRows({
    rows: orders,
    rowHeight,
    headerHeight,
    activeId,
    listName,
    attribute: 'data-order',
    onActive,
    onNearEnd,
    onSeen,
  })
  useImperativeHandle(ref, () => handle)
  return (
    <div ref={scroller} className="@container h-full overflow-x-hidden overflow-y-auto">
      {/* For the eye: each row says in words what it shows. */}
      <div
        aria-hidden="true"
        style={{ height: headerHeight }}
        className={classes(
          rowGrid,
          'sticky top-0 z-[1] border-b border-line bg-bg text-sm font-medium text-ink-3',
        )}
      >
        <span>Status</span>
        <span className="text-right">Amount</span>
        <span>Customer</span>
        <span className={fromOutcome}>Outcome</span>
        <span className={fromReason}>Reason and note</span>
        <span className="text-right">Ordered</span>
      </div>
      <ul aria-label="Refund orders" className="relative" style={{ height: totalSize }}>
        {drawn.map(({ index, top }) => {
          const order = orders[index]
          return order ? (
            <li
              key={order.id}
              aria-setsize={complete ? orders.length : -1}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${top}px)` }}
              className="absolute inset-x-0 top-0"
            >
              <OrderRow
                order={order}
                focusable={index === activeIndex}
                onActive={onActive}
                onKeyDown={(event) => void onMoveKey(event)}
              />
            </li>
          ) : null
        })}
      </ul>
    </div>
  )
}

function OrderRow({
  order,
  focusable,
  onActive,
  onKeyDown,
}: {
  order: Order
  focusable: boolean
  onActive: (id: string) => void
  onKeyDown: (event: KeyboardEvent) => void
}) {
  const { text, waiting } = outcomeOf(order, useNow('slow'))
  const why = whyOrdered(order)
  return (
    <Link
      href={paymentsPlace(order.deskId, order.paymentIntentId)}
      data-order={order.id}
      tabIndex={focusable ? 0 : -1}
      onFocus={() => onActive(order.id)}
      onKeyDown={onKeyDown}
      style={{ height: rowHeight }}
      className={classes(rowGrid, 'border-b border-line -outline-offset-2 hover:bg-hover focus:bg-hover')}
    >
      <span className="flex min-w-0">
        <Pill look={orderLook(order)} />
      </span>
      <Amount amount={order.amount} currency={order.currency} className="text-right font-medium" />
      <span className="truncate">
        {order.customerLabel ?? <span className="font-mono text-sm text-ink-2">{order.paymentIntentId}</span>}
      </span>
      <span className={classes(fromOutcome, 'min-w-0 gap-2 text-ink-2')} title={text}>
        {waiting && (
          <span className={classes('shrink-0', waiting.long ? 'text-amber' : 'text-ink-2')}>
            For {waiting.since}
          </span>
        )}
        <span className={classes('truncate', waiting && 'text-ink-3')}>{text}</span>
      </span>
      <span className={classes(fromReason, 'truncate text-ink-3')} title={why}>
        {why}
      </span>
      <RelativeTime milliseconds={order.placedAt} className="figures text-right text-ink-2" />
    </Link>
  )
}
