// One customer's access to one product as a row of the grid, and the header above.
import { memo } from 'react'
import type { AccessItem } from '../../bridge/subscription-queries.ts'
import { accessLook, reasonLook } from '../../ui/words/access-looks.ts'
import { classes } from '../../ui/classes.ts'
import { ColumnName, GridHeaderRow, GridRow, type RowPlace } from '../../ui/lists/grid.tsx'
import { useNow } from '../../ui/dates/now.ts'
import { Pill, ToneIcon } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { dayOf } from '../../ui/dates/time.ts'
import { UntilTime } from '../../ui/dates/until-time.tsx'
import { Whose } from '../../ui/whose.tsx'
import { fromSince, fromUntil, fromWhy, rowGrid } from './columns.ts'

export function AccessHeader() {
  return (
    <GridHeaderRow className={rowGrid}>
      <ColumnName column={1} word="Access" />
      <ColumnName column={2} word="Customer" />
      <ColumnName column={3} word="Product" />
      <ColumnName column={4} word="Why" className={fromWhy} />
      <ColumnName column={5} word="Since" className={classes(fromSince, 'text-right')} />
      <ColumnName column={6} word="Until" className={classes(fromUntil, 'text-right')} />
    </GridHeaderRow>
  )
}

export const AccessRowView = memo(function AccessRowView({ row, ...place }: { row: AccessItem } & RowPlace) {
  return (
    <GridRow id={row.id} attribute="data-access" place={place} className={rowGrid}>
      <div role="gridcell" aria-colindex={1} className="flex">
        <Pill look={accessLook(row)} />
      </div>
      <div
        role="gridcell"
        aria-colindex={2}
        dir="auto"
        className="truncate text-left"
        title={row.customerEmail ?? row.customerId}
      >
        <Whose of={row} />
      </div>
      <div
        role="gridcell"
        aria-colindex={3}
        dir="auto"
        className="truncate text-left text-ink-2"
        title={row.productId}
      >
        {row.productName ?? row.productId}
      </div>
      <div role="gridcell" aria-colindex={4} className={classes(fromWhy, 'min-w-0')} title={row.why}>
        <span className="flex min-w-0 items-center gap-1.5">
          <ToneIcon look={reasonLook(row.reason)} />
          <span className="truncate text-ink-2">{reasonLook(row.reason).word}</span>
        </span>
      </div>
      <div
        role="gridcell"
        aria-colindex={5}
        className={classes(fromSince, 'figures text-right whitespace-nowrap text-ink-2')}
      >
        <RelativeTime milliseconds={row.since * 1000} />
      </div>
      <div
        role="gridcell"
        aria-colindex={6}
        className={classes(fromUntil, 'figures text-right whitespace-nowrap text-ink-2')}
      >
        {row.until === null ? (
          <span className="text-ink-3">
            <span aria-hidden="true">–</span>
            <span className="unseen">does not turn by itself</span>
          </span>
        ) : (
          <Until milliseconds={row.until * 1000} />
        )}
      </div>
    </GridRow>
  )
})

/** In the past of the table it may have turned since: then the day is told. */
function Until({ milliseconds }: { milliseconds: number }) {
  return useNow('slow') > milliseconds ? dayOf(milliseconds) : <UntilTime milliseconds={milliseconds} />
}
