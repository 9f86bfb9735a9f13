// The rows of a draft with their verdicts, however many. It must show what stood in the file where nothing else is known.
import { memo, useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { classes } from '../../ui/classes.ts'
import { ColumnName, Grid, GridHeaderRow, GridRow, type RowPlace } from '../../ui/lists/grid.tsx'
import { refundReasonWord } from '../../ui/words/looks.ts'
import { useListWithInspector } from '../../ui/lists/list-with-inspector.ts'
import { Pill } from '../../ui/pill.tsx'
import { draftGrid, fromFound, headerHeight, rowHeight, tallGrid, tallHeight } from './columns.ts'
import type { JudgedRow } from './draft.ts'
import { verdictLooks } from './run-looks.ts'

/** All rows are here already: no page is ever asked for. */
const whole = {
  isPending: false,
  isPlaceholderData: false,
  onNearEnd: () => undefined,
  onSeen: () => undefined,
}

export function DraftTable({
  rows,
  listName,
  tall,
}: {
  rows: readonly JudgedRow[]
  listName: string
  /** What was found is said in full, below the payment. */
  tall: boolean
}) {
  const [open] = useState(() => () => undefined)
  const { gridProps } = useListWithInspector({ openId: null, rows, open, list: whole })
  return (
    <Grid
      key={tall ? 'tall' : 'flat'}
      {...gridProps}
      label="Rows of the run"
      attribute="data-run-row"
      columnCount={tall ? 4 : 5}
      rows={rows}
      total={rows.length}
      rowHeight={tall ? tallHeight : rowHeight}
      headerHeight={headerHeight}
      listName={listName}
      header={<Header tall={tall} />}
      rowView={tall ? TallRow : Row}
    />
  )
}

function Header({ tall }: { tall: boolean }) {
  return (
    <GridHeaderRow height={headerHeight} className={tall ? tallGrid : draftGrid}>
      <ColumnName column={1} word="Line" className="text-right" />
      <ColumnName column={2} word="Check" />
      <ColumnName column={3} word="Amount" className="pr-[2.6em] text-right" />
      <ColumnName column={4} word={tall ? 'Payment, and what was found' : 'Payment'} />
      {!tall && <ColumnName column={5} word="Reason, or what was found" className={fromFound} />}
    </GridHeaderRow>
  )
}

const Row = memo(function Row({ row, ...place }: { row: JudgedRow } & RowPlace) {
  const { text, checked } = row
  const found = text === '' && checked ? refundReasonWord(checked.reason) : text
  return (
    <GridRow id={row.id} attribute="data-run-row" height={rowHeight} place={place} className={draftGrid}>
      <FirstCells row={row} />
      <div role="gridcell" aria-colindex={4} className="truncate" title={row.asked.ref}>
        <WhichPayment row={row} />
      </div>
      <div
        role="gridcell"
        aria-colindex={5}
        title={found}
        className={classes(fromFound, text === '' ? 'text-ink-3' : foundTone(row))}
      >
        <span className="line-clamp-2 leading-4">{found}</span>
      </div>
    </GridRow>
  )
})

const TallRow = memo(function TallRow({ row, ...place }: { row: JudgedRow } & RowPlace) {
  return (
    <GridRow id={row.id} attribute="data-run-row" height={tallHeight} place={place} className={tallGrid}>
      <FirstCells row={row} />
      <div role="gridcell" aria-colindex={4} className="min-w-0" title={row.text}>
        <p className="truncate">
          <WhichPayment row={row} />
        </p>
        <p className={classes('line-clamp-2 text-sm', foundTone(row))}>{row.text}</p>
      </div>
    </GridRow>
  )
})

const foundTone = ({ verdict }: JudgedRow): string =>
  verdict === 'stop' ? 'text-red' : verdict === 'warn' ? 'text-amber' : 'text-ink-2'

function WhichPayment({ row: { asked, checked } }: { row: JudgedRow }) {
  return checked?.customerLabel ?? <span className="font-mono text-sm text-ink-2">{asked.ref}</span>
}

function FirstCells({ row: { line, verdict, asked, checked } }: { row: JudgedRow }) {
  return (
    <>
      <div role="gridcell" aria-colindex={1} className="figures text-right text-ink-3">
        {line}
      </div>
      <div role="gridcell" aria-colindex={2} className="flex min-w-0">
        <Pill look={verdictLooks[verdict]} />
      </div>
      <div role="gridcell" aria-colindex={3} className="truncate text-right font-medium">
        {checked && checked.amount !== null && checked.currency !== null ? (
          <Amount amount={checked.amount} currency={checked.currency} />
        ) : (
          asked.amount !== null && (
            <span className="figures font-normal text-ink-3">
              {asked.amount}
              <span className="ml-1 inline-block min-w-[2.35em] text-left text-[0.85em]">
                {(asked.currency ?? checked?.currency ?? '').toUpperCase()}
              </span>
            </span>
          )
        )}
      </div>
    </>
  )
}
