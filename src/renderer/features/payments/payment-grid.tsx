// The grid of payments: which columns there are, and by which it can be sorted. It asks nothing itself.
import type { Ref } from 'react'
import type { PaymentRow as Row } from '../../../contract/payments.ts'
import type { PaymentSort } from '../../bridge/payment-queries.ts'
import { chosenPayments } from '../../state/chosen.ts'
import { Grid } from '../../ui/lists/grid.tsx'
import { chooseByClick } from '../../ui/lists/use-choosing.ts'
import type { RowsHandle } from '../../ui/lists/virtual-rows.ts'
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
  onMark: (id: string) => void
  onOpen: (id: string) => void
  onSort: (sort: PaymentSort) => void
  onNearEnd: () => void
  onSeen: (first: number, last: number) => void
}

export function PaymentGrid({ sort, onSort, ...list }: PaymentGridProps) {
  return (
    <div className="h-full" onClickCapture={chooseByClick(chosenPayments, list.rows, 'data-payment')}>
      <Grid
        {...list}
        label="Payments"
        attribute="data-payment"
        columnCount={8}
        header={<GridHeader rows={list.rows} sort={sort} onSort={onSort} />}
        rowView={PaymentRow}
      />
    </div>
  )
}
