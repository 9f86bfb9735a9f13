// The failed payments of a desk as a worklist: grouped by what to do, filtered, and the one that is open beside it. Everything that says
// which rows and which payment stands in the address.
import { CircleCheck, ListFilter } from 'lucide-react'
import { useCallback } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import { paymentUrl } from '../../../domain/dashboard-url.ts'
import { askFailures, useFailure, useFailureCounts, useFailures } from '../../bridge/failure-queries.ts'
import { chosenFailures, type FailureItem } from '../../state/chosen.ts'
import { openOverlay } from '../../state/overlays.ts'
import { failuresPlace, paymentsPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { ExportButton } from '../../ui/lists/export-button.tsx'
import { FailurePlaces } from '../../ui/failure-places.tsx'
import { Grid } from '../../ui/lists/grid.tsx'
import { openLink } from '../../ui/links.ts'
import { useListAddress, useLoadedRows } from '../../ui/lists/list-address.ts'
import { ListBody } from '../../ui/lists/list-body.tsx'
import { NoMatch, NoRows, useHowFarRead } from '../../ui/lists/no-rows.tsx'
import { ListScreen } from '../../ui/lists/list-screen.tsx'
import { ListSkeleton } from '../../ui/lists/list-skeleton.tsx'
import { useListWithInspector } from '../../ui/lists/list-with-inspector.ts'
import { orderChange } from '../../ui/orders/order-change.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { EmptyState } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { chooseByClick, useChoosing } from '../../ui/lists/use-choosing.ts'
import { noneIsOpen } from './case-words.ts'
import { ChosenFailures } from './choice-bar.tsx'
import { rowGrid } from './columns.ts'
import { failureTable } from './failure-csv.ts'
import {
  formatFailureQuery,
  isNarrowed,
  parseFailureQuery,
  toFilter,
  withoutFilters,
} from './failure-query.ts'
import { FailureHeader, FailureRowView } from './failure-row.tsx'
import { FilterBar } from './filter-bar.tsx'
import { GroupStrip } from './group-strip.tsx'
import { FailureInspector } from './inspector.tsx'
import { retryMany } from './retry-many-access.ts'
import { useCaseActs } from './use-case-acts.ts'
import { WaitingCustomers } from './waiting-customers.tsx'

const address = {
  placeOf: failuresPlace,
  parse: parseFailureQuery,
  format: formatFailureQuery,
  toFilter,
}

export function FailuresScreen({ desk, paymentId }: { desk: Desk; paymentId: string | null }) {
  const { query, change, open, filter } = useListAddress(address, desk.id, paymentId)
  const list = useFailures(desk.id, filter, query.sort)
  const counts = useFailureCounts(desk.id, filter).data
  const read = useHowFarRead(desk.id)
  const { rows, total, said } = useLoadedRows(list, 'failed payment', 'failed payments')
  const narrowed = isNarrowed(query)
  const { activeId, grid, gridProps, search, leaveSearch, close, over, covered } = useListWithInspector({
    openId: paymentId,
    rows,
    open,
    list,
  })
  const onSort = useCallback((sort: typeof query.sort) => change({ sort }), [change])
  // What was closed a moment ago has left the list, but is open beside it still.
  const opened = useFailure(desk.id, paymentId).data?.row
  useFailureKeys(
    desk,
    opened ? { ...opened, id: opened.paymentIntentId } : (rows.find(({ id }) => id === activeId) ?? null),
  )
  useChoosing(chosenFailures, rows, activeId, grid)
  return (
    <ListScreen
      name="Failed payments"
      beside={
        <>
          <FailurePlaces deskId={desk.id} here="payments" />
          <Button
            look="ghost"
            icon={ListFilter}
            onClick={() => openOverlay({ kind: 'declines', deskId: desk.id })}
          >
            Codes
          </Button>
          <ExportButton
            ready={rows.length > 0}
            table={(now) => failureTable(desk, query, now)}
            askPage={(after) => askFailures({ deskId: desk.id, filter, sort: query.sort, after })}
          />
        </>
      }
      covered={covered}
      said={said(narrowed)}
      inspector={
        paymentId !== null && (
          <FailureInspector
            key={desk.id}
            desk={desk}
            paymentId={paymentId}
            row={rows.find(({ id }) => id === paymentId)}
            over={over}
            onClose={close}
          />
        )
      }
    >
      <GroupStrip counts={counts} group={query.group} onChoose={(group) => change({ group })} />
      <FilterBar
        deskId={desk.id}
        query={query}
        currencies={counts?.currencies ?? []}
        searchRef={search}
        onChange={change}
        onLeaveSearch={leaveSearch}
      />
      <ListBody
        name="Failed payments"
        list={list}
        count={rows.length}
        waiting={<Waiting />}
        none={
          narrowed ? (
            <NoMatch
              noun="failed payment"
              all="groups"
              read={read}
              onClear={() => change(withoutFilters(query))}
            />
          ) : (
            <NoRows noun="failed payments" read={read} waiting={<Waiting />}>
              <NothingToDo desk={desk} onAll={() => change({ state: 'any' })} />
            </NoRows>
          )
        }
      >
        <div className="h-full" onClickCapture={chooseByClick(chosenFailures, rows, 'data-failure')}>
          <Grid
            {...gridProps}
            label="Failed payments"
            attribute="data-failure"
            columnCount={10}
            rows={rows}
            total={total}
            listName={formatFailureQuery(query)}
            header={<FailureHeader rows={rows} sort={query.sort} onSort={onSort} />}
            rowView={FailureRowView}
          />
        </div>
      </ListBody>
      <WaitingCustomers desk={desk} query={query} />
      <ChosenFailures desk={desk} listed={list.isPending ? null : rows} />
    </ListScreen>
  )
}

/** The keys of this screen beside those of every list. What can be done to many is done to all that are chosen. */
function useFailureKeys(desk: Desk, active: FailureItem | null): void {
  const acts = useCaseActs(desk)
  const meant = (): readonly FailureItem[] => {
    const { chosen } = chosenFailures.use.getState()
    if (chosen.size > 0) return [...chosen.values()]
    return active === null ? [] : [active]
  }
  const onMeant = (act: (rows: readonly FailureItem[]) => void) => (): void | false => {
    const rows = meant()
    return rows.length === 0 ? false : act(rows)
  }
  const onActive = (act: (row: FailureItem) => void) => (): void | false =>
    active === null ? false : act(active)
  useShortcuts({
    r: onMeant((rows) => {
      const [row] = rows
      if (rows.length > 1) retryMany(desk, rows)
      else if (row?.state === 'recovered') toast({ title: 'It was paid: there is nothing to retry' })
      else if (row)
        orderChange(desk, { form: 'retry', paymentIntentId: row.paymentIntentId, paymentMethodId: null })
    }),
    m: onActive(({ customerId }) =>
      customerId === null
        ? toast({ title: 'It has no customer who could be asked' })
        : orderChange(desk, { form: 'setup_session', customerId }),
    ),
    a: onMeant(acts.assignToMe),
    s: onMeant((rows) => acts.ask('snooze', rows)),
    n: onMeant((rows) => acts.ask('note', rows)),
    c: onMeant((rows) => (noneIsOpen(rows) ? acts.reopen(rows) : acts.ask('close', rows))),
    o: onActive(
      ({ paymentIntentId }) => void openLink(paymentUrl(desk.accountId, desk.mode, paymentIntentId)),
    ),
  })
}

function Waiting() {
  return (
    <ListSkeleton
      label="Loading failed payments"
      rowGrid={rowGrid}
      cells={['h-3 w-32 max-w-full', 'ml-auto h-3 w-16', 'h-3 w-40 max-w-full']}
    />
  )
}

function NothingToDo({ desk, onAll }: { desk: Desk; onAll: () => void }) {
  const [, navigate] = useLocation()
  return (
    <EmptyState
      icon={CircleCheck}
      title="No payment waits for anything"
      action={
        <>
          <Button onClick={onAll}>Show settled ones</Button>
          <Button onClick={() => navigate(paymentsPlace(desk.id, null))}>All payments</Button>
        </>
      }
    >
      A payment whose try fails appears here as soon as Stripe says so, with the reason in words, what to do
      about it, and when it is tried again. It leaves when it is paid, given up or closed.
    </EmptyState>
  )
}
