// The rows of a run: what became of each, by state where wanted. Each leads to its payment.
import { memo, useCallback, useMemo } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import { rowStates, type RowState } from '../../../contract/run-bounds.ts'
import type { Run } from '../../../contract/runs.ts'
import { useRunRows, type ListedRow } from '../../bridge/run-queries.ts'
import { paymentsPlace } from '../../state/places.ts'
import { Amount } from '../../ui/amount.tsx'
import { ChoiceTabs } from '../../ui/lists/choice-tabs.tsx'
import { classes } from '../../ui/classes.ts'
import { countText } from '../../ui/count.ts'
import { ColumnName, Grid, GridHeaderRow, GridRow, type RowPlace } from '../../ui/lists/grid.tsx'
import { useLoadedRows } from '../../ui/lists/list-address.ts'
import { ListBody } from '../../ui/lists/list-body.tsx'
import { ListSkeleton } from '../../ui/lists/list-skeleton.tsx'
import { useListWithInspector } from '../../ui/lists/list-with-inspector.ts'
import { plainWord, refundReasonWord } from '../../ui/words/looks.ts'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { fromSettled, fromWhy, headerHeight, rowHeight, rowsGrid, tallGrid, tallHeight } from './columns.ts'
import { rowLooks } from './run-looks.ts'

export function RunRows({
  desk,
  run,
  shown,
  onShow,
}: {
  desk: Desk
  run: Run
  /** Null: all of them. */
  shown: RowState | null
  onShow: (state: RowState | null) => void
}) {
  const [, navigate] = useLocation()
  const state = useMemo(() => (shown === null ? null : [shown]), [shown])
  const list = useRunRows(desk.id, run.id, state)
  const { rows } = useLoadedRows(list, 'row', 'rows')
  const open = useCallback(
    (id: string | null) => {
      const row = rows.find((each) => each.id === id)
      if (row) navigate(paymentsPlace(desk.id, row.paymentIntentId))
    },
    [rows, desk.id, navigate],
  )
  const { gridProps } = useListWithInspector({ openId: null, rows, open, list })
  /** Why something went wrong is said in full. */
  const tall = shown === 'failed' || shown === 'unknown'
  const total = shown === null ? run.rows : run.counts[shown]
  return (
    <div className="flex min-h-[280px] flex-1 flex-col">
      <ChoiceTabs<RowState | null>
        label="State of the rows"
        choices={[
          { word: 'All', value: null, count: countText(run.rows) },
          ...rowStates
            .filter((each) => run.counts[each] > 0 || each === shown)
            .map((each) => ({
              word: rowLooks[each].word,
              value: each,
              count: countText(run.counts[each]),
            })),
        ]}
        isChosen={(value) => value === shown}
        onChoose={onShow}
        className="mb-2"
      />
      <ListBody
        name="The rows"
        list={list}
        count={rows.length}
        waiting={<Waiting />}
        none={<p className="px-4 py-8 text-center text-ink-2">No row is in this state now.</p>}
      >
        <Grid
          key={tall ? 'tall' : 'flat'}
          {...gridProps}
          label="Rows"
          attribute="data-run-row"
          columnCount={tall ? 4 : 6}
          rows={rows}
          total={total}
          rowHeight={tall ? tallHeight : rowHeight}
          headerHeight={headerHeight}
          listName={shown ?? 'all'}
          header={<Header tall={tall} />}
          rowView={tall ? TallRow : Row}
        />
      </ListBody>
    </div>
  )
}

function Header({ tall }: { tall: boolean }) {
  return (
    <GridHeaderRow height={headerHeight} className={tall ? tallGrid : rowsGrid}>
      <ColumnName column={1} word="Line" className="text-right" />
      <ColumnName column={2} word="State" />
      <ColumnName column={3} word="Amount" className="pr-[2.6em] text-right" />
      <ColumnName column={4} word={tall ? 'Payment, and what happened' : 'Payment'} />
      {!tall && (
        <>
          <ColumnName column={5} word="Reason, or what happened" className={fromWhy} />
          <ColumnName column={6} word="Settled" className={classes(fromSettled, 'text-right')} />
        </>
      )}
    </GridHeaderRow>
  )
}

const Row = memo(function Row({ row, ...place }: { row: ListedRow } & RowPlace) {
  const why = whyOf(row)
  return (
    <GridRow id={row.id} attribute="data-run-row" height={rowHeight} place={place} className={rowsGrid}>
      <FirstCells row={row} />
      <div role="gridcell" aria-colindex={4} className="truncate" title={row.paymentIntentId}>
        <WhichPayment row={row} />
      </div>
      <div role="gridcell" aria-colindex={5} title={why} className={classes(fromWhy, whyTone(row))}>
        <span className="line-clamp-2 leading-4">{why}</span>
      </div>
      <div
        role="gridcell"
        aria-colindex={6}
        className={classes(fromSettled, 'figures text-right whitespace-nowrap text-ink-2')}
      >
        {row.settledAt !== null && <RelativeTime milliseconds={row.settledAt} />}
      </div>
    </GridRow>
  )
})

const TallRow = memo(function TallRow({ row, ...place }: { row: ListedRow } & RowPlace) {
  return (
    <GridRow id={row.id} attribute="data-run-row" height={tallHeight} place={place} className={tallGrid}>
      <FirstCells row={row} />
      <div role="gridcell" aria-colindex={4} className="min-w-0" title={row.paymentIntentId}>
        <p className="truncate">
          <WhichPayment row={row} />
        </p>
        <p className={classes('line-clamp-2 text-sm', whyTone(row))}>{whyOf(row)}</p>
      </div>
    </GridRow>
  )
})

function WhichPayment({ row: { customerLabel, paymentIntentId } }: { row: ListedRow }) {
  return customerLabel ?? <span className="font-mono text-sm text-ink-2">{paymentIntentId}</span>
}

function FirstCells({ row }: { row: ListedRow }) {
  return (
    <>
      <div role="gridcell" aria-colindex={1} className="figures text-right text-ink-3">
        {row.line}
      </div>
      <div role="gridcell" aria-colindex={2} className="flex min-w-0">
        <Pill look={rowLooks[row.state]} />
      </div>
      <div role="gridcell" aria-colindex={3} className="text-right font-medium">
        <Amount amount={row.amount} currency={row.currency} />
      </div>
    </>
  )
}

const whyTone = ({ why, state }: ListedRow): string =>
  why === null ? 'text-ink-3' : state === 'failed' ? 'text-red' : 'text-amber'

/** Why it failed or is not known; of the others, how the refund stands and what it is for. */
function whyOf({ why, refundStatus, reason, state }: ListedRow): string {
  if (why !== null) return why
  const status = refundStatus === null || refundStatus === 'succeeded' ? null : `Refund ${plainWord(refundStatus).toLowerCase()}` // prettier-ignore
  const wanted = reason === null || state === 'skipped' ? null : refundReasonWord(reason)
  return [status, wanted].filter((part) => part !== null).join(' · ')
}

function Waiting() {
  return (
    <ListSkeleton
      label="Loading the rows"
      rowGrid={rowsGrid}
      rowHeight={rowHeight}
      headerHeight={headerHeight}
      cells={['ml-auto h-3 w-5', 'h-4 w-16', 'ml-auto h-3 w-16', 'h-3 w-32 max-w-full']}
    />
  )
}
