// All bulk runs of a desk, newest first: how far each is and what became of it. It asks for nothing but the list.
import { ListChecks, Plus } from 'lucide-react'
import { useCallback } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import { askRuns, useRuns } from '../../bridge/run-queries.ts'
import { newRunPlace, runsPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { ExportButton } from '../../ui/lists/export-button.tsx'
import { ColumnName, Grid, GridHeaderRow } from '../../ui/lists/grid.tsx'
import { useLoadedRows } from '../../ui/lists/list-address.ts'
import { ListBody } from '../../ui/lists/list-body.tsx'
import { ListScreen } from '../../ui/lists/list-screen.tsx'
import { ListSkeleton } from '../../ui/lists/list-skeleton.tsx'
import { useListWithInspector } from '../../ui/lists/list-with-inspector.ts'
import { runAccess } from '../../ui/orders/order-access.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { EmptyState } from '../../ui/states.tsx'
import { fromOperator, fromTotals, headerHeight, rowHeight, runGrid } from './columns.ts'
import { runTable, sumsOf } from './run-csv.ts'
import { RunListRow } from './run-list-row.tsx'

export function RunsScreen({ desk }: { desk: Desk }) {
  const [, navigate] = useLocation()
  const list = useRuns(desk.id)
  const { rows, total } = useLoadedRows(list, 'run', 'runs')
  const open = useCallback(
    (id: string | null) => id !== null && navigate(runsPlace(desk.id, id)),
    [desk.id, navigate],
  )
  const { gridProps } = useListWithInspector({ openId: null, rows, open, list })
  const access = runAccess(desk)
  const begin = (): void | false => (access.can === 'no' ? false : navigate(newRunPlace(desk.id)))
  useShortcuts({ n: begin })
  return (
    <ListScreen
      name="Bulk refunds"
      beside={
        rows.length > 0 && (
          <>
            <ExportButton
              ready
              table={(now) => runTable(desk, now)}
              askPage={async (after) => {
                const page = await askRuns(desk.id, after)
                return { ...page, rows: page.rows.flatMap(sumsOf) }
              }}
            />
            {access.can !== 'no' && (
              <Button look="primary" icon={Plus} keysShown="n" onClick={begin}>
                New run
              </Button>
            )}
          </>
        )
      }
      covered={false}
      said=""
      inspector={null}
    >
      <p className="px-4 pb-2.5 text-ink-2">
        {access.can === 'no'
          ? access.why
          : 'Many refunds at once, from a CSV file or from payments chosen in the list.'}
      </p>
      <ListBody
        name="Runs"
        list={list}
        count={rows.length}
        waiting={<Waiting />}
        none={<NoRuns desk={desk} />}
      >
        <Grid
          {...gridProps}
          label="Runs"
          attribute="data-run"
          columnCount={6}
          rows={rows}
          total={total}
          rowHeight={rowHeight}
          headerHeight={headerHeight}
          listName="runs"
          header={<Header />}
          rowView={RunListRow}
        />
      </ListBody>
    </ListScreen>
  )
}

function Header() {
  return (
    <GridHeaderRow height={headerHeight} className={runGrid}>
      <ColumnName column={1} word="State" />
      <ColumnName column={2} word="Name" />
      <ColumnName column={3} word="Refunds" className={fromTotals} />
      <ColumnName column={4} word="Made, of what was ordered" className={fromTotals} />
      <ColumnName column={5} word="By" className={fromOperator} />
      <ColumnName column={6} word="Placed" className="text-right" />
    </GridHeaderRow>
  )
}

function Waiting() {
  return (
    <ListSkeleton
      label="Loading runs"
      rowGrid={runGrid}
      rowHeight={rowHeight}
      headerHeight={headerHeight}
      cells={['h-4 w-20', 'h-3 w-40 max-w-full', classes(fromTotals, 'h-3 w-24')]}
    />
  )
}

function NoRuns({ desk }: { desk: Desk }) {
  const [, navigate] = useLocation()
  const access = runAccess(desk)
  return (
    <EmptyState
      icon={ListChecks}
      title="No bulk refunds yet"
      action={
        access.can !== 'no' && (
          <Button look="primary" icon={Plus} onClick={() => navigate(newRunPlace(desk.id))}>
            New run
          </Button>
        )
      }
    >
      {access.can === 'no'
        ? access.why
        : 'When the same thing went wrong for many customers: hand in a CSV file of payments, see every row checked before anything happens, and send a few first.'}
    </EmptyState>
  )
}
