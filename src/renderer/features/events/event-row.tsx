// One event as a row of the grid, and the header above. It must stay cheap: thousands of them pass by.
import { memo } from 'react'
import type { EventRow as Row } from '../../../contract/events.ts'
import { classes } from '../../ui/classes.ts'
import { ColumnName, GridHeaderRow, GridRow, type RowPlace } from '../../ui/lists/grid.tsx'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { fromDeliveries, fromObject, fromSource, rowGrid } from './columns.ts'
import { sourceLooks, sourceSentence, stateLooks } from './event-looks.ts'

export function EventHeader() {
  return (
    <GridHeaderRow className={rowGrid}>
      <ColumnName column={1} word="State" />
      <ColumnName column={2} word="Type" />
      <ColumnName column={3} word="Object" className={fromObject} />
      <ColumnName column={4} word="Source" className={fromSource} />
      <ColumnName column={5} word="Deliveries" className={classes(fromDeliveries, 'text-right')} />
      <ColumnName column={6} word="Created" className="text-right" />
    </GridHeaderRow>
  )
}

export const EventRow = memo(function EventRow({ row, ...place }: { row: Row } & RowPlace) {
  const { word, icon: SourceIcon } = sourceLooks[row.source]
  return (
    <GridRow id={row.id} attribute="data-event" place={place} className={rowGrid}>
      <div role="gridcell" aria-colindex={1} className="flex min-w-0">
        <Pill look={stateLooks[row.state]} />
      </div>
      <div role="gridcell" aria-colindex={2} className="truncate font-medium" title={row.type}>
        {row.type}
      </div>
      <div
        role="gridcell"
        aria-colindex={3}
        title={row.objectType ?? undefined}
        className={classes(fromObject, 'truncate font-mono text-sm text-ink-2')}
      >
        {row.objectId ?? <span className="font-sans text-ink-3">No object</span>}
      </div>
      <div
        role="gridcell"
        aria-colindex={4}
        title={sourceSentence(row)}
        className={classes(fromSource, 'items-center gap-1.5 text-ink-2')}
      >
        <SourceIcon size={13} aria-hidden="true" className="shrink-0 text-ink-3" />
        {word}
      </div>
      <div
        role="gridcell"
        aria-colindex={5}
        className={classes(
          fromDeliveries,
          'figures text-right',
          row.deliveries > 1 ? 'text-ink' : 'text-ink-3',
        )}
      >
        {row.deliveries > 0 && row.deliveries}
      </div>
      <div role="gridcell" aria-colindex={6} className="figures text-right whitespace-nowrap text-ink-2">
        <RelativeTime milliseconds={row.created * 1000} />
      </div>
    </GridRow>
  )
})
