// One dispute as a row of the grid, and the header above. The deadline comes first: it can't be made good.
import { memo } from 'react'
import type { DisputeRow } from '../../../contract/disputes.ts'
import { disputeReason } from '../../../domain/dispute-reason.ts'
import type { DisputeSort } from '../../bridge/failure-queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { classes } from '../../ui/classes.ts'
import { ColumnName, GridHeaderRow, GridRow, type RowPlace } from '../../ui/lists/grid.tsx'
import { disputeLook } from '../../ui/words/looks.ts'
import { useNow } from '../../ui/dates/now.ts'
import { Pill, ToneIcon } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { SortHeader } from '../../ui/lists/sort-header.tsx'
import { exactTime } from '../../ui/dates/time.ts'
import { Whose } from '../../ui/whose.tsx'
import { fromReason, fromStatus, rowGrid } from './columns.ts'
import { deadlineOf } from './dispute-looks.ts'

export function DisputeHeader({ sort, onSort }: { sort: DisputeSort; onSort: (sort: DisputeSort) => void }) {
  const sorted = (by: DisputeSort) => ({
    direction: sort !== by ? null : by === 'due_asc' ? ('ascending' as const) : ('descending' as const),
    onSort: () => onSort(by),
  })
  return (
    <GridHeaderRow className={rowGrid}>
      <SortHeader column={1} word="Deadline" className="-ml-1 !justify-start" {...sorted('due_asc')} />
      <SortHeader column={2} word="Amount" className="pr-[2.6em]" {...sorted('amount_desc')} />
      <ColumnName column={3} word="Customer" />
      <ColumnName column={4} word="Reason" className={fromReason} />
      <ColumnName column={5} word="Status" className={fromStatus} />
      <SortHeader column={6} word="Opened" className="hidden @min-[760px]:flex" {...sorted('created_desc')} />
    </GridHeaderRow>
  )
}

export const DisputeRowView = memo(function DisputeRowView({
  row,
  ...place
}: { row: DisputeRow } & RowPlace) {
  return (
    <GridRow id={row.id} attribute="data-dispute" place={place} className={rowGrid}>
      <div role="gridcell" aria-colindex={1} className="flex min-w-0">
        <DeadlinePill row={row} />
      </div>
      <div role="gridcell" aria-colindex={2} className="text-right font-medium">
        <Amount amount={row.amount} currency={row.currency} />
      </div>
      <div role="gridcell" aria-colindex={3} dir="auto" className="truncate text-left">
        <Whose of={row} />
      </div>
      <div role="gridcell" aria-colindex={4} className={classes(fromReason, 'truncate text-ink-2')}>
        {disputeReason(row.reason)}
      </div>
      <div role="gridcell" aria-colindex={5} className={classes(fromStatus, 'min-w-0')}>
        {/* Quieter than the deadline, which is what somebody acts on. */}
        <span className="flex min-w-0 items-center gap-1.5">
          <ToneIcon look={disputeLook(row.status)} />
          <span className="truncate text-ink-2">{disputeLook(row.status).word}</span>
        </span>
      </div>
      <div
        role="gridcell"
        aria-colindex={6}
        className={classes(fromStatus, 'figures text-right whitespace-nowrap text-ink-2')}
      >
        <RelativeTime milliseconds={row.created * 1000} />
      </div>
    </GridRow>
  )
})

/** How long there is left, by colour and word; nothing where no answer is wanted. */
export function DeadlinePill({ row }: { row: DisputeRow }) {
  const deadline = deadlineOf(row, useNow('slow'))
  if (deadline === null)
    return (
      <span className="text-ink-3">
        <span aria-hidden="true">–</span>
        <span className="unseen">no answer wanted</span>
      </span>
    )
  return (
    <span
      className="flex min-w-0"
      title={row.evidenceDueBy === null ? undefined : `Answer by ${exactTime(row.evidenceDueBy * 1000)}`}
    >
      <Pill look={deadline.look} />
    </span>
  )
}
