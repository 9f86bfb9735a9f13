// The header row: names the columns and sorts by two of them.
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { PaymentRow } from '../../../contract/payments.ts'
import type { PaymentSort } from '../../bridge/queries.ts'
import { classes } from '../../ui/classes.ts'
import { ColumnName, GridHeaderRow } from '../../ui/grid.tsx'
import { AllMark } from './choice-mark.tsx'
import { fromDescription, fromMethod, fromRefunded, headerHeight, rowGrid } from './columns.ts'

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
    by,
    direction: sort.startsWith(by)
      ? sort.endsWith('asc')
        ? ('ascending' as const)
        : ('descending' as const)
      : null,
    onSort: () => onSort(sort === `${by}_desc` ? `${by}_asc` : `${by}_desc`),
  })
  return (
    <GridHeaderRow height={headerHeight} className={rowGrid}>
      <AllMark rows={rows} />
      <ColumnName column={2} word="Status" />
      <SortHeader column={3} word="Amount" {...sorted('amount')} />
      <ColumnName column={4} word="Refunded" className={classes(fromRefunded, 'text-right')} />
      <ColumnName column={5} word="Customer" />
      <ColumnName column={6} word="Description" className={fromDescription} />
      <ColumnName column={7} word="Method" className={fromMethod} />
      <SortHeader column={8} word="Created" {...sorted('created')} />
    </GridHeaderRow>
  )
}

function SortHeader({
  column,
  word,
  direction,
  onSort,
}: {
  column: number
  word: string
  by: Sortable
  direction: 'ascending' | 'descending' | null
  onSort: () => void
}) {
  const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <div
      role="columnheader"
      aria-colindex={column}
      aria-sort={direction ?? 'none'}
      className="flex justify-end"
    >
      <button
        type="button"
        onClick={onSort}
        className="-mr-1 inline-flex h-6 items-center gap-1 rounded px-1 hover:bg-press hover:text-ink"
      >
        {direction !== null && <Arrow size={12} aria-hidden="true" />}
        {word}
      </button>
    </div>
  )
}
