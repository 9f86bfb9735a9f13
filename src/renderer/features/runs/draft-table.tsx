// The rows of a draft with their verdicts, however many. It must show what stood in the file where nothing else is known.
import { memo, useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { classes } from '../../ui/classes.ts'
import { ColumnName, Grid, GridHeaderRow, GridRow, type RowPlace } from '../../ui/grid.tsx'
import { refundReasonWord } from '../../ui/looks.ts'
import { useListWithInspector } from '../../ui/list-with-inspector.ts'
import { Pill } from '../../ui/pill.tsx'
import { draftGrid, fromFound, headerHeight, rowHeight } from './columns.ts'
import type { JudgedRow } from './draft.ts'
import { verdictLooks } from './run-looks.ts'

/** All rows are here already: no page is ever asked for. */
const whole = {
  hasNextPage: false,
  isFetching: false,
  isPlaceholderData: false,
  fetchNextPage: () => undefined,
  onSeen: () => undefined,
}

export function DraftTable({ rows, listName }: { rows: readonly JudgedRow[]; listName: string }) {
  const [open] = useState(() => () => undefined)
  const { gridProps } = useListWithInspector({ openId: null, open, list: whole })
  return (
    <Grid
      {...gridProps}
      label="Rows of the run"
      attribute="data-run-row"
      columnCount={5}
      rows={rows}
      total={rows.length}
      rowHeight={rowHeight}
      headerHeight={headerHeight}
      listName={listName}
      header={<Header />}
      rowView={Row}
    />
  )
}

function Header() {
  return (
    <GridHeaderRow height={headerHeight} className={draftGrid}>
      <ColumnName column={1} word="Line" className="text-right" />
      <ColumnName column={2} word="Check" />
      <ColumnName column={3} word="Amount" className="pr-[2.6em] text-right" />
      <ColumnName column={4} word="Payment" />
      <ColumnName column={5} word="What was found" className={fromFound} />
    </GridHeaderRow>
  )
}

const Row = memo(function Row({ row, ...place }: { row: JudgedRow } & RowPlace) {
  const { line, verdict, text, asked, checked } = row
  const found = text === '' && checked ? refundReasonWord(checked.reason) : text
  return (
    <GridRow id={row.id} attribute="data-run-row" height={rowHeight} place={place} className={draftGrid}>
      <div role="gridcell" aria-colindex={1} className="figures text-right text-ink-3">
        {line}
      </div>
      <div role="gridcell" aria-colindex={2} className="flex min-w-0">
        <Pill look={verdictLooks[verdict]} />
      </div>
      <div role="gridcell" aria-colindex={3} className="text-right font-medium">
        {checked && checked.amount !== null && checked.currency !== null ? (
          <Amount amount={checked.amount} currency={checked.currency} />
        ) : (
          <span className="figures font-normal text-ink-3">
            {asked.amount ?? ''}
            <span className="ml-1 inline-block min-w-[2.35em] text-left text-[0.85em]">
              {(asked.currency ?? '').toUpperCase()}
            </span>
          </span>
        )}
      </div>
      <div role="gridcell" aria-colindex={4} className="truncate" title={asked.ref}>
        {checked?.customerLabel ?? <span className="font-mono text-sm text-ink-2">{asked.ref}</span>}
      </div>
      <div
        role="gridcell"
        aria-colindex={5}
        title={found}
        className={classes(
          fromFound,
          'truncate',
          verdict === 'stop' ? 'text-red' : verdict === 'warn' ? 'text-amber' : 'text-ink-2',
        )}
      >
        {found}
      </div>
    </GridRow>
  )
})
