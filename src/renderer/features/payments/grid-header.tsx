// The header row: names the columns and sorts by two of them.
import type { PaymentRow } from '../../../contract/payments.ts'
import type { PaymentSort } from '../../bridge/payment-queries.ts'
import { chosenPayments } from '../../state/chosen.ts'
import { AllMark } from '../../ui/lists/choice-mark.tsx'
import { classes } from '../../ui/classes.ts'
import { ColumnName, GridHeaderRow } from '../../ui/lists/grid.tsx'
import { SortHeader } from '../../ui/lists/sort-header.tsx'
import { fromDescription, fromMethod, fromRefunded, rowGrid } from './columns.ts'

type Sortable = 'created' | 'amount'

export function GridHeader({
  rows,
  sort,
  onSort,
}: {
  rows: readonly PaymentRow[]
  sort: PaymentSort
  onSort: (sort: PaymentSort) => void
}) {
  const sorted = (by: Sortable) => ({
    direction: sort.startsWith(by)
      ? sort.endsWith('asc')
        ? ('ascending' as const)
        : ('descending' as const)
      : null,
    onSort: () => onSort(sort === `${by}_desc` ? `${by}_asc` : `${by}_desc`),
  })
  return (
    <GridHeaderRow className={rowGrid}>
      <AllMark rows={rows} choice={chosenPayments} />
      <ColumnName column={2} word="Status" />
      <SortHeader column={3} word="Amount" className="pr-[2.6em]" {...sorted('amount')} />
      <ColumnName column={4} word="Refunded" className={classes(fromRefunded, 'pr-[2.6em] text-right')} />
      <ColumnName column={5} word="Customer" />
      <ColumnName column={6} word="Description" className={fromDescription} />
      <ColumnName column={7} word="Method" className={fromMethod} />
      <SortHeader column={8} word="Created" className="hidden @min-[520px]:flex" {...sorted('created')} />
    </GridHeaderRow>
  )
}
