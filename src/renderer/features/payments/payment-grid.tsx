// The grid of payments: which columns there are, and by which it can be sorted. It asks nothing itself.
import type { MouseEvent, Ref } from 'react'
import type { PaymentRow as Row } from '../../../contract/payments.ts'
import type { PaymentSort } from '../../bridge/queries.ts'
import { Grid } from '../../ui/grid.tsx'
import type { RowsHandle } from '../../ui/virtual-rows.ts'
import { markAttribute } from './choice-mark.tsx'
import { headerHeight, rowHeight } from './columns.ts'
import { GridHeader } from './grid-header.tsx'
import { PaymentRow } from './payment-row.tsx'
import { chooseRow } from './use-choosing.ts'

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

export function PaymentGrid({ sort, onSort, ...list }: PaymentGridProps) {
  /** A click on the box of a row chooses it, and does not open it. */
  const onClickCapture = (event: MouseEvent): void => {
    if (!(event.target instanceof Element)) return
    const row = event.target.closest(`[${markAttribute}]`)?.closest('[data-payment]')
    if (!row) return
    event.stopPropagation()
    chooseRow(list.rows, row.getAttribute('data-payment') ?? '', event.shiftKey)
  }
  return (
    <div className="h-full" onClickCapture={onClickCapture}>
      <Grid
        {...list}
        label="Payments"
        attribute="data-payment"
        columnCount={8}
        rowHeight={rowHeight}
        headerHeight={headerHeight}
        header={<GridHeader rows={list.rows} sort={sort} onSort={onSort} />}
        rowView={PaymentRow}
      />
    </div>
  )
}
