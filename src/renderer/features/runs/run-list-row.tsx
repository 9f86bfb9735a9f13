// One run as a row of the list. It must stay cheap: while it runs, it is drawn again every second.
import { memo } from 'react'
import type { Run } from '../../../contract/runs.ts'
import { formatAmount } from '../../../domain/money.ts'
import { classes } from '../../ui/classes.ts'
import { countText } from '../../ui/count.ts'
import { GridRow, type RowPlace } from '../../ui/lists/grid.tsx'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { otherCurrencies, totalsWord } from '../../ui/totals.ts'
import { fromOperator, fromTotals, rowHeight, runGrid } from './columns.ts'
import { runLook } from './run-looks.ts'
import { RunBar } from './run-bar.tsx'
import { refundsWord, sentOf } from './run-words.ts'

export const RunListRow = memo(function RunListRow({ row, ...place }: { row: Run } & RowPlace) {
  const ordered = totalsWord(row.totals.map(({ currency, ordered }) => ({ currency, amount: ordered })))
  const under = row.state === 'running' || row.state === 'paused'
  return (
    <GridRow id={row.id} attribute="data-run" height={rowHeight} place={place} className={runGrid}>
      <div role="gridcell" aria-colindex={1} className="flex min-w-0">
        <Pill look={runLook(row)} />
      </div>
      <div role="gridcell" aria-colindex={2} className="truncate font-medium" title={row.name}>
        {row.name}
      </div>
      <div role="gridcell" aria-colindex={3} className={classes(fromTotals, 'figures truncate text-ink-2')}>
        {under ? (
          <span className="flex items-center gap-2">
            {countText(sentOf(row))} of {countText(row.rows)}
            <span className="min-w-8 flex-1">
              <RunBar run={row} />
            </span>
          </span>
        ) : (
          <>
            {refundsWord(row.rows)}
            {row.counts.failed > 0 && (
              <span className="text-red">, {countText(row.counts.failed)} failed</span>
            )}
          </>
        )}
      </div>
      <div
        role="gridcell"
        aria-colindex={4}
        className={classes(fromTotals, 'figures truncate')}
        title={ordered}
      >
        <Money run={row} />
      </div>
      <div role="gridcell" aria-colindex={5} className={classes(fromOperator, 'truncate text-ink-2')}>
        {row.operator}
      </div>
      <div role="gridcell" aria-colindex={6} className="figures text-right whitespace-nowrap text-ink-2">
        <RelativeTime milliseconds={row.placedAt} />
      </div>
    </GridRow>
  )
})

/** What was made of the first currency; the others are counted, and in the title. */
function Money({ run: { totals } }: { run: Run }) {
  const [first, ...others] = totals
  if (first === undefined) return null
  const { currency, ordered, made } = first
  return (
    <>
      {formatAmount(made, currency)}
      <span className="text-ink-3">
        {made !== ordered && ` of ${formatAmount(ordered, currency)}`}
        {others.length > 0 && ` ${otherCurrencies(others.length)}`}
      </span>
    </>
  )
}
