// One row of what a figure adds up. It must stay cheap: thousands of them pass by.
import { memo } from 'react'
import type { FigureRow as Row } from '../../../contract/finance.ts'
import { formatAmount } from '../../../domain/money.ts'
import { classes } from '../../ui/classes.ts'
import { ColumnName, GridHeaderRow, GridRow, type RowPlace } from '../../ui/lists/grid.tsx'
import { plainWord } from '../../ui/words/looks.ts'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'

export const rowHeight = 44
export const headerHeight = 28
export const rowGrid = 'grid grid-cols-[minmax(0,1fr)_116px] items-center gap-x-3 px-5'

/** A row of the contract with the currency that all rows of the list share, and an id that is its own among them. */
export interface FigureRowShown extends Row {
  currency: string
}

export const FigureRow = memo(function FigureRow({ row, ...place }: { row: FigureRowShown } & RowPlace) {
  return (
    <GridRow
      id={row.id}
      attribute="data-figure-row"
      height={rowHeight}
      place={place}
      className={classes(rowGrid, row.opens === null && 'text-ink-2')}
    >
      <div role="gridcell" aria-colindex={1} className="min-w-0">
        <p className="truncate font-medium">{row.customerName ?? row.description ?? plainWord(row.type)}</p>
        <p className="truncate text-sm text-ink-3">
          {plainWord(row.type)}, <RelativeTime milliseconds={row.at * 1000} />
          {row.customerName !== null && row.description !== null && `, ${row.description}`}
        </p>
      </div>
      <div role="gridcell" aria-colindex={2} className="figures text-right font-medium">
        {formatAmount(row.amount, row.currency, false)}
      </div>
    </GridRow>
  )
})

export function FigureRowHeader({ currency }: { currency: string }) {
  return (
    <GridHeaderRow height={headerHeight} className={rowGrid}>
      <ColumnName column={1} word="What" />
      <ColumnName column={2} word={currency.toUpperCase()} className="text-right" />
    </GridHeaderRow>
  )
}
