// One refund as a row of the grid, and the header above. It must stay cheap: thousands of them pass by.
import { memo } from 'react'
import type { RefundLife } from '../../../contract/refund-life.ts'
import { shortOfRefund } from '../../../domain/refund-short.ts'
import { Amount } from '../../ui/amount.tsx'
import { classes } from '../../ui/classes.ts'
import { ColumnName, GridHeaderRow, GridRow, type RowPlace } from '../../ui/lists/grid.tsx'
import { refundReasonWord } from '../../ui/words/looks.ts'
import { useNow } from '../../ui/dates/now.ts'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { fromAge, fromMade, fromMeaning, fromReason, rowGrid } from './columns.ts'
import { ageOf, lifeLook } from './refund-looks.ts'

export function RefundHeader() {
  return (
    <GridHeaderRow className={rowGrid}>
      <ColumnName column={1} word="State" />
      <ColumnName column={2} word="Amount" className="pr-[2.6em] text-right" />
      <ColumnName column={3} word="Customer" />
      <ColumnName column={4} word="What it means" className={fromMeaning} />
      <ColumnName column={5} word="Reason and note" className={fromReason} />
      <ColumnName column={6} word="For" className={classes(fromAge, 'text-right')} />
      <ColumnName column={7} word="Made" className={classes(fromMade, 'text-right')} />
    </GridHeaderRow>
  )
}

export const RefundRow = memo(function RefundRow({ row, ...place }: { row: RefundLife } & RowPlace) {
  const why = whyMade(row)
  return (
    <GridRow id={row.id} attribute="data-refund" place={place} className={rowGrid}>
      <div role="gridcell" aria-colindex={1} className="flex min-w-0">
        <Pill look={lifeLook(row)} />
      </div>
      <div role="gridcell" aria-colindex={2} className="text-right font-medium">
        <Amount amount={row.amount} currency={row.currency} />
      </div>
      <div role="gridcell" aria-colindex={3} dir="auto" className="truncate text-left">
        {row.customerLabel ?? (
          <span className="font-mono text-sm text-ink-2">{row.paymentIntentId ?? row.id}</span>
        )}
      </div>
      <div role="gridcell" aria-colindex={4} title={row.means} className={classes(fromMeaning, 'text-ink-2')}>
        {/* Few enough words that no ellipsis cuts them: a row is high enough for two lines. */}
        <span className="line-clamp-2 leading-4">
          <MeaningWord row={row} />
        </span>
      </div>
      <div role="gridcell" aria-colindex={5} title={why} className={classes(fromReason, 'text-ink-2')}>
        <span className="line-clamp-2 leading-4 wrap-anywhere">{why}</span>
        {!row.orderedHere && (
          <span className="block truncate text-sm leading-4 text-ink-3">Made outside Bursar</span>
        )}
      </div>
      <div
        role="gridcell"
        aria-colindex={6}
        className={classes(fromAge, 'figures text-right whitespace-nowrap')}
      >
        <AgeWord row={row} />
      </div>
      <div
        role="gridcell"
        aria-colindex={7}
        className={classes(fromMade, 'figures text-right whitespace-nowrap text-ink-2')}
      >
        <RelativeTime milliseconds={row.at} />
      </div>
    </GridRow>
  )
})

function MeaningWord({ row }: { row: RefundLife }) {
  const now = useNow('slow')
  return shortOfRefund({ ...row, methodType: row.method?.type ?? null }, now - row.at)
}

/** For how long it has been in its state, where that says something. */
export function AgeWord({ row }: { row: RefundLife }) {
  const age = ageOf(row, useNow('slow'))
  if (age === null) return null
  const exactly = age.atMost
    ? `Made ${age.word} ago; when it came to this state is not known`
    : `In this state for ${age.word}`
  return (
    <span
      title={age.long ? `${exactly}: longer than usual` : exactly}
      className={age.long ? 'font-medium text-amber' : 'text-ink-2'}
    >
      {age.atMost && <span aria-hidden="true">≤ </span>}
      {age.word}
      {age.long && <span className="unseen">, longer than usual</span>}
    </span>
  )
}

/** Why it was made and the operator's own words, which are there only of what was ordered here; the inspector shows them whole. */
function whyMade({ reason, note }: RefundLife): string {
  return [reason === null ? null : refundReasonWord(reason), note].filter((part) => part !== null).join(' · ')
}
