// All refunds as a list, newest first, with the inspector beside it. It must never show one list's rows under another's filter
// without saying so.
import { CornerUpLeft } from 'lucide-react'
import { useMemo } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import { useRefundCounts, useRefunds } from '../../bridge/refund-queries.ts'
import { screenPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { Grid } from '../../ui/lists/grid.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { ListBody } from '../../ui/lists/list-body.tsx'
import { NoMatch, NoRows, useHowFarRead } from '../../ui/lists/no-rows.tsx'
import { useLoadedRows } from '../../ui/lists/list-address.ts'
import { ListScreen } from '../../ui/lists/list-screen.tsx'
import { ListSkeleton } from '../../ui/lists/list-skeleton.tsx'
import { useListWithInspector } from '../../ui/lists/list-with-inspector.ts'
import { EmptyState } from '../../ui/states.tsx'
import { rowGrid } from './columns.ts'
import { ExportRefunds } from './export-refunds.tsx'
import { FilterBar, StateTabs, ViewChoice } from './filter-bar.tsx'
import {
  formatRefundQuery,
  isNarrowed,
  isPartly,
  partlyWords,
  statesOf,
  withoutFilters,
  type RefundsAddress,
} from './refund-query.ts'
import { RefundHeader, RefundRow } from './refund-row.tsx'
import { RefundInspector } from './inspector.tsx'
import { useRefundKeys } from './refund-keys.ts'

export function ListView({
  desk,
  refundId,
  address: { query, change, open, filter },
}: {
  desk: Desk
  refundId: string | null
  address: RefundsAddress
}) {
  const wanted = useMemo(() => ({ ...filter, ...statesOf(query) }), [filter, query])
  const list = useRefunds(desk.id, wanted, 'created_desc')
  const counts = useRefundCounts(desk.id, filter).data
  const read = useHowFarRead(desk.id)
  const { rows, total, said } = useLoadedRows(list, 'refund', 'refunds')
  const narrowed = isNarrowed(query)
  const { activeId, gridProps, search, leaveSearch, close, over, covered } = useListWithInspector({
    openId: refundId,
    rows,
    open,
    list,
  })
  useRefundKeys(
    desk,
    refundId,
    rows.find(({ id }) => id === activeId),
  )
  const partly = isPartly(query, counts)
  return (
    <ListScreen
      name="Refunds"
      beside={
        <>
          <ExportRefunds desk={desk} query={query} filter={filter} some={rows.length > 0} />
          <ViewChoice view="list" onChoose={(view) => change({ view })} />
        </>
      }
      covered={covered}
      said={said(narrowed)}
      inspector={
        refundId !== null && (
          <RefundInspector
            key={desk.id}
            desk={desk}
            refundId={refundId}
            row={rows.find(({ id }) => id === refundId)}
            over={over}
            onClose={close}
          />
        )
      }
    >
      <StateTabs query={query} counts={counts} onChoose={(group) => change({ group })} />
      <FilterBar query={query} searchRef={search} onChange={change} onLeaveSearch={leaveSearch} />
      {partly && <p className="px-4 pb-2 text-sm text-amber">{partlyWords} Add a word.</p>}
      <ListBody
        name="Refunds"
        list={list}
        count={rows.length}
        waiting={<Waiting />}
        none={
          narrowed ? (
            <NoMatch noun="refund" read={read} onClear={() => change(withoutFilters(query))} />
          ) : (
            <NoRows noun="refunds" read={read} waiting={<Waiting />}>
              <NoRefunds desk={desk} />
            </NoRows>
          )
        }
      >
        <Grid
          {...gridProps}
          label="Refunds"
          attribute="data-refund"
          columnCount={7}
          rows={rows}
          total={total}
          listName={formatRefundQuery(query)}
          header={<RefundHeader />}
          rowView={RefundRow}
        />
      </ListBody>
    </ListScreen>
  )
}

function Waiting() {
  return (
    <ListSkeleton
      label="Loading refunds"
      rowGrid={rowGrid}
      cells={['h-4 w-24', 'ml-auto h-3 w-16', 'h-3 w-32 max-w-full']}
    />
  )
}

export function NoRefunds({ desk }: { desk: Desk }) {
  const [, navigate] = useLocation()
  return (
    <EmptyState
      icon={CornerUpLeft}
      title="No refunds yet"
      action={<Button onClick={() => navigate(screenPlace(desk.id, 'payments'))}>Choose a payment</Button>}
    >
      Open a payment and press <Kbd keys="r" />
      <span className="unseen">r</span>. The refund is held for a few seconds, in which it can be undone, and
      then followed here until its end. Refunds made elsewhere, such as in the Dashboard, are shown too.
    </EmptyState>
  )
}
