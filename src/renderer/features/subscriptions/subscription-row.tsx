// One subscription as a row of the grid, and the header above. It must stay cheap: thousands of them pass by.
import { memo } from 'react'
import type { SubscriptionRow } from '../../../contract/subscriptions.ts'
import type { SubscriptionSort } from '../../bridge/subscription-queries.ts'
import { chosenSubscriptions } from '../../state/chosen.ts'
import { Amount } from '../../ui/amount.tsx'
import { AllMark, RowMark } from '../../ui/lists/choice-mark.tsx'
import { classes } from '../../ui/classes.ts'
import { ColumnName, GridHeaderRow, GridRow, type RowPlace } from '../../ui/lists/grid.tsx'
import { isEnded } from '../../../domain/subscription-ended.ts'
import { subscriptionLook } from '../../ui/words/hit-looks.ts'
import { Pill, ToneIcon } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { SortHeader } from '../../ui/lists/sort-header.tsx'
import { EndTime } from '../../ui/dates/until-time.tsx'
import { Whose } from '../../ui/whose.tsx'
import { fromCreated, fromEnds, fromMarks, fromProducts, rowGrid } from './columns.ts'
import { attentionLook, attentionWords } from './subscription-looks.ts'

export function SubscriptionHeader({
  rows,
  sort,
  onSort,
}: {
  rows: readonly SubscriptionRow[]
  sort: SubscriptionSort
  onSort: (sort: SubscriptionSort) => void
}) {
  const sorted = (by: SubscriptionSort) => ({
    direction: sort !== by ? null : by === 'ends_asc' ? ('ascending' as const) : ('descending' as const),
    onSort: () => onSort(by),
  })
  return (
    <GridHeaderRow className={rowGrid}>
      <AllMark rows={rows} choice={chosenSubscriptions} noun="subscriptions" />
      <ColumnName column={2} word="Customer" />
      <ColumnName column={3} word="Products" className={fromProducts} />
      <ColumnName column={4} word="Status" />
      <div role="columnheader" aria-colindex={5} className={fromMarks}>
        <span aria-hidden="true">Marks</span>
        <span className="unseen">What needs attention</span>
      </div>
      <SortHeader column={6} word="A month" className="pr-[2.6em]" {...sorted('monthly_desc')} />
      <SortHeader
        column={7}
        word="Period ends"
        className="hidden @min-[600px]:flex"
        {...sorted('ends_asc')}
      />
      <SortHeader
        column={8}
        word="Created"
        className="hidden @min-[980px]:flex"
        {...sorted('created_desc')}
      />
    </GridHeaderRow>
  )
}

export const SubscriptionRowView = memo(function SubscriptionRowView({
  row,
  ...place
}: { row: SubscriptionRow } & RowPlace) {
  const { monthly, currency, currentPeriodEnd, products, id } = row
  const ended = isEnded(row.status)
  return (
    <GridRow id={id} attribute="data-subscription" place={place} className={rowGrid}>
      <RowMark row={row} choice={chosenSubscriptions} />
      <div
        role="gridcell"
        aria-colindex={2}
        dir="auto"
        className="truncate text-left"
        title={row.customerEmail ?? undefined}
      >
        <Whose of={row} />
      </div>
      <div
        role="gridcell"
        aria-colindex={3}
        dir="auto"
        className={classes(fromProducts, 'truncate text-left text-ink-2')}
        title={products.length > 1 ? products.join(', ') : undefined}
      >
        {products.length === 0 ? id : products.join(', ')}
      </div>
      <div role="gridcell" aria-colindex={4} className="flex min-w-0">
        <Pill look={subscriptionLook(row.status)} />
      </div>
      <div
        role="gridcell"
        aria-colindex={5}
        className={classes(fromMarks, 'flex min-w-0 items-center gap-1.5')}
      >
        <Marks row={row} />
      </div>
      <div
        role="gridcell"
        aria-colindex={6}
        className={classes('text-right', ended ? 'text-ink-3' : 'font-medium')}
      >
        {monthly === null || currency === null ? (
          <span className="pr-[2.6em] font-normal text-ink-3" title="Its price is not plain">
            not known
          </span>
        ) : (
          <Amount amount={monthly} currency={currency} />
        )}
      </div>
      <div
        role="gridcell"
        aria-colindex={7}
        className={classes(fromEnds, 'figures text-right whitespace-nowrap text-ink-2')}
      >
        {ended || currentPeriodEnd === null ? (
          <span className="text-ink-3">
            <span aria-hidden="true">–</span>
            <span className="unseen">no period runs</span>
          </span>
        ) : (
          <EndTime milliseconds={currentPeriodEnd * 1000} />
        )}
      </div>
      <div
        role="gridcell"
        aria-colindex={8}
        className={classes(fromCreated, 'figures text-right whitespace-nowrap text-ink-2')}
      >
        <RelativeTime milliseconds={row.created * 1000} />
      </div>
    </GridRow>
  )
})

/** What needs attention, but for what the status says already. */
function Marks({ row }: { row: SubscriptionRow }) {
  const marks = row.attention.filter((each) => each !== row.status)
  const words = marks.map((each) => attentionWords(each, row)).join(', ')
  return (
    <span className="inline-flex items-center gap-1" title={words === '' ? undefined : words}>
      {marks.map((each) => (
        <ToneIcon key={each} look={attentionLook(each)} />
      ))}
      <span className="unseen">{words === '' ? 'nothing besides' : words}</span>
    </span>
  )
}
