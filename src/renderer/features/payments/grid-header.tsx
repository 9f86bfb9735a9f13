// The header row: names the columns and sorts by two of them.
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { PaymentSort } from '../../bridge/queries.ts'
import { classes } from '../../ui/classes.ts'
import { ColumnName, GridHeaderRow } from '../../ui/grid.tsx'
import { fromDescription, fromMethod, fromRefunded, headerHeight, rowGrid } from './columns.ts'

type Sortable = 'created' | 'amount'

export function GridHeader({ sort, onSort }: { sort: PaymentSort; onSort: (sort: PaymentSort) => void }) {
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
      <ColumnName column={1} word="Status" />
      <SortHeader column={2} word="Amount" {...sorted('amount')} />
      <ColumnName column={3} word="Refunded" className={classes(fromRefunded, 'text-right')} />
      <ColumnName column={4} word="Customer" />
      <ColumnName column={5} word="Description" className={fromDescription} />
      <ColumnName column={6} word="Method" className={fromMethod} />
      <SortHeader column={7} word="Created" {...sorted('created')} />
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
