// One letter as a row of the grid, and the header above.
import { memo } from 'react'
import type { Draft } from '../../../contract/letters.ts'
import { classes } from '../../ui/classes.ts'
import { ColumnName, GridHeaderRow, GridRow, type RowPlace } from '../../ui/lists/grid.tsx'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { UntilTime } from '../../ui/dates/until-time.tsx'
import { fromNextTry, fromSubject, rowGrid } from './columns.ts'
import { letterLook } from './letter-looks.ts'

export type LetterItem = Draft & { id: string }

export function LetterHeader() {
  return (
    <GridHeaderRow className={rowGrid}>
      <ColumnName column={1} word="State" />
      <ColumnName column={2} word="To" />
      <ColumnName column={3} word="Subject" className={fromSubject} />
      <ColumnName column={4} word="Tries" className={classes(fromSubject, 'text-right')} />
      <ColumnName column={5} word="Next try" className={classes(fromNextTry, 'text-right')} />
      <ColumnName column={6} word="Made" className="text-right" />
    </GridHeaderRow>
  )
}

export const LetterRowView = memo(function LetterRowView({ row, ...place }: { row: LetterItem } & RowPlace) {
  return (
    <GridRow id={row.id} attribute="data-letter" place={place} className={rowGrid}>
      <div role="gridcell" aria-colindex={1} className="flex min-w-0">
        <Pill look={letterLook(row.state)} />
      </div>
      <div role="gridcell" aria-colindex={2} className="truncate">
        {row.to ?? <span className="text-ink-3">No address known</span>}
      </div>
      <div
        role="gridcell"
        aria-colindex={3}
        title={row.subject}
        className={classes(fromSubject, 'truncate text-ink-2')}
      >
        {row.subject}
      </div>
      <div
        role="gridcell"
        aria-colindex={4}
        className={classes(fromSubject, 'figures text-right text-ink-2')}
      >
        {row.attempts}
      </div>
      <div
        role="gridcell"
        aria-colindex={5}
        className={classes(fromNextTry, 'figures text-right whitespace-nowrap text-ink-2')}
      >
        {row.nextAttemptAt === null ? (
          <span className="text-ink-3">
            <span aria-hidden="true">–</span>
            <span className="unseen">none planned</span>
          </span>
        ) : (
          <UntilTime milliseconds={row.nextAttemptAt * 1000} />
        )}
      </div>
      <div role="gridcell" aria-colindex={6} className="figures text-right whitespace-nowrap text-ink-2">
        <RelativeTime milliseconds={row.madeAt * 1000} />
      </div>
    </GridRow>
  )
})
