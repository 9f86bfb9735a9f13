// The header row: names the columns and sorts by two of them.
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { PaymentSort } from '../../bridge/queries.ts'
import { classes } from '../../ui/classes.ts'
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
    <div role="rowgroup" className="sticky top-0 z-[1] bg-bg">
      <div
        role="row"
        aria-rowindex={1}
        style={{ height: headerHeight }}
        className={classes(rowGrid, 'border-b border-line text-sm font-medium text-ink-3')}
      >
        <Plain column={1} word="Status" />
        <SortHeader column={2} word="Amount" {...sorted('amount')} />
        <Plain column={3} word="Refunded" className={classes(fromRefunded, 'text-right')} />
        <Plain column={4} word="Customer" />
        <Plain column={5} word="Description" className={fromDescription} />
        <Plain column={6} word="Method" className={fromMethod} />
        <SortHeader column={7} word="Created" {...sorted('created')} />
      </div>
    </div>
  )
}

function Plain({ column, word, className }: { column: number; word: string; className?: string }) {
  return (
    <div role="columnheader" aria-colindex={column} className={className}>
      {word}
    </div>
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
