// One entry as a row of the grid, and the header above. It must stay cheap: thousands of them pass by.
import { memo } from 'react'
import type { AuditRow as Row } from '../../bridge/audit-queries.ts'
import { classes } from '../../ui/classes.ts'
import { ColumnName, GridHeaderRow, GridRow, type RowPlace } from '../../ui/lists/grid.tsx'
import { ToneIcon } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { shortId } from './entry-detail.ts'
import { lookOf } from './audit-looks.ts'
import { fromOperator, fromSubject, headerHeight, rowGrid, rowHeight } from './columns.ts'

export function AuditHeader() {
  return (
    <GridHeaderRow height={headerHeight} className={rowGrid}>
      <ColumnName column={1} word="When" />
      <ColumnName column={2} word="Operator" className={fromOperator} />
      <ColumnName column={3} word="Kind" />
      <ColumnName column={4} word="What" />
      <ColumnName column={5} word="About" className={fromSubject} />
    </GridHeaderRow>
  )
}

export const AuditRow = memo(function AuditRow({ row, ...place }: { row: Row } & RowPlace) {
  const look = lookOf(row.kind)
  return (
    <GridRow id={row.id} attribute="data-audit" height={rowHeight} place={place} className={rowGrid}>
      <div role="gridcell" aria-colindex={1} className="figures truncate text-ink-2">
        <RelativeTime milliseconds={row.at} />
      </div>
      <div
        role="gridcell"
        aria-colindex={2}
        title={row.operator}
        className={classes(fromOperator, 'truncate text-ink-2')}
      >
        {row.operator}
      </div>
      <div
        role="gridcell"
        aria-colindex={3}
        title={look.word}
        className={classes('flex min-w-0 items-center gap-2', look.tone === 'red' && 'text-red')}
      >
        <ToneIcon look={look} />
        <span className="truncate font-medium">{look.word}</span>
      </div>
      <div role="gridcell" aria-colindex={4} className="truncate" title={row.text}>
        {row.text}
      </div>
      <div
        role="gridcell"
        aria-colindex={5}
        title={row.subject ?? undefined}
        className={classes(fromSubject, 'truncate font-mono text-sm text-ink-2')}
      >
        {row.subject === null ? (
          <span className="font-sans text-ink-3">This desk</span>
        ) : (
          shortId(row.subject)
        )}
      </div>
    </GridRow>
  )
})
