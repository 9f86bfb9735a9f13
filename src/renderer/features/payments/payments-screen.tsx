// The payments of a desk: filters, the list, and the inspector beside it. Everything that says which rows and which
// payment stands in the address.
import { Inbox } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import { paymentUrl } from '../../../domain/dashboard-url.ts'
import { askPayments, usePaymentCounts, usePayments } from '../../bridge/payment-queries.ts'
import { chosenPayments } from '../../state/chosen.ts'
import { useFooterText } from '../../state/footer.ts'
import { paymentsPlace } from '../../state/places.ts'
import { copyText } from '../../ui/copy.ts'
import { ExportButton } from '../../ui/lists/export-button.tsx'
import { openLink } from '../../ui/links.ts'
import { ListBody } from '../../ui/lists/list-body.tsx'
import { NoMatch, NoRows, useHowFarRead, type HowFarRead } from '../../ui/lists/no-rows.tsx'
import { useListAddress } from '../../ui/lists/list-address.ts'
import { ListScreen } from '../../ui/lists/list-screen.tsx'
import { ListSkeleton } from '../../ui/lists/list-skeleton.tsx'
import { useListWithInspector } from '../../ui/lists/list-with-inspector.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { EmptyState } from '../../ui/states.tsx'
import { useChoosing } from '../../ui/lists/use-choosing.ts'
import { RefundChosen } from '../../ui/orders/refund-chosen.tsx'
import { rowGrid } from './columns.ts'
import { FilterBar } from './filter-bar.tsx'
import { Inspector } from './inspector.tsx'
import { formatListQuery, isNarrowed, parseListQuery, toFilter, withoutFilters } from './list-query.ts'
import { orderRefund } from '../../ui/orders/order-refund.ts'
import { paymentTable } from './payment-csv.ts'
import { PaymentGrid } from './payment-grid.tsx'
import { countOf, countWord, StatusTabs } from './status-tabs.tsx'
import { countText } from '../../ui/count.ts'

const address = {
  placeOf: paymentsPlace,
  parse: parseListQuery,
  format: formatListQuery,
  toFilter,
}

export function PaymentsScreen({ desk, paymentId }: { desk: Desk; paymentId: string | null }) {
  const { query, change, open, filter } = useListAddress(address, desk.id, paymentId)
  const list = usePayments(desk.id, filter, query.sort)
  const counted = usePaymentCounts(desk.id, filter)
  const counts = counted.data
  const read = useHowFarRead(desk.id)
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data])
  const total = counts ? countOf(counts, query.status) : null
  const atLeast = counts?.atLeast === true
  const narrowed = isNarrowed(query)
  useFooterText(list.isSuccess ? rowsWord(rows.length, total, atLeast) : '')

  const { activeId, grid, gridProps, search, leaveSearch, close, over, covered } = useListWithInspector({
    openId: paymentId,
    rows,
    open,
    list,
  })
  const onSort = useCallback((sort: typeof query.sort) => change({ sort }), [change])
  usePaymentKeys(desk, activeId)
  useChoosing(chosenPayments, rows, activeId, grid)

  return (
    <ListScreen
      name="Payments"
      beside={
        <ExportButton
          ready={rows.length > 0}
          table={(now) => paymentTable(desk, query, now)}
          askPage={(after) => askPayments(desk.id, filter, query.sort, after)}
        />
      }
      covered={covered}
      said={narrowed && total !== null && !counted.isPlaceholderData ? matchWord(total, atLeast) : ''}
      inspector={
        paymentId !== null && (
          <Inspector
            key={desk.id}
            desk={desk}
            paymentId={paymentId}
            row={rows.find((row) => row.id === paymentId)}
            over={over}
            onClose={close}
          />
        )
      }
    >
      <StatusTabs counts={counts} status={query.status} onChoose={(status) => change({ status })} />
      <FilterBar
        query={query}
        currencies={counts?.currencies ?? []}
        searchRef={search}
        onChange={change}
        onLeaveSearch={leaveSearch}
      />
      <ListBody
        name="Payments"
        list={list}
        count={rows.length}
        waiting={<Waiting />}
        none={<NoPayments narrowed={narrowed} read={read} onClear={() => change(withoutFilters(query))} />}
      >
        <PaymentGrid
          {...gridProps}
          rows={rows}
          total={atLeast ? null : total}
          sort={query.sort}
          listName={formatListQuery(query)}
          onSort={onSort}
        />
      </ListBody>
      <RefundChosen desk={desk} listed={list.isPending ? null : rows} />
    </ListScreen>
  )
}

/** For a screen reader. Only of a search: an open list grows all the time. */
const matchWord = (total: number, atLeast: boolean): string =>
  `${atLeast ? 'At least ' : ''}${countText(total)} ${total === 1 ? 'payment matches' : 'payments match'}`

const paymentsWord = (count: number): string => `${countText(count)} ${count === 1 ? 'payment' : 'payments'}`

function rowsWord(loaded: number, total: number | null, atLeast: boolean): string {
  const shown = paymentsWord(loaded)
  if (total === null || (atLeast && loaded >= total)) return `${shown} loaded`
  return loaded >= total
    ? paymentsWord(total)
    : `${countText(loaded)} of ${countWord(total, atLeast)} payments loaded`
}

/** The keys of this screen beside those of every list. */
function usePaymentKeys(desk: Desk, activeId: string | null): void {
  const withActive = (act: (id: string) => void | false) => (): void | false =>
    activeId === null ? false : act(activeId)
  useShortcuts({
    // While payments are chosen it refunds those (ui/orders/refund-chosen.tsx).
    r: withActive((id) => (chosenPayments.use.getState().chosen.size > 0 ? false : orderRefund(desk, id))),
    c: withActive((id) => void copyText(id, 'Payment id')),
    o: withActive((id) => void openLink(paymentUrl(desk.accountId, desk.mode, id))),
  })
}

function Waiting() {
  return (
    <ListSkeleton
      label="Loading payments"
      rowGrid={rowGrid}
      cells={['h-4 w-20', 'ml-auto h-3 w-16', 'h-3 w-40 max-w-full', 'h-3 w-16']}
    />
  )
}

function NoPayments({
  narrowed,
  read,
  onClear,
}: {
  narrowed: boolean
  read: HowFarRead
  onClear: () => void
}) {
  if (narrowed) return <NoMatch noun="payment" read={read} onClear={onClear} />
  return (
    <NoRows noun="payments" read={read} waiting={<Waiting />}>
      <EmptyState icon={Inbox} title="No payments yet">
        Payments appear here as soon as Stripe has them: from Checkout, an invoice, or your own integration.
        In test mode, pay with 4242 4242 4242 4242 or run{' '}
        <code className="font-mono">stripe trigger payment_intent.succeeded</code>.
      </EmptyState>
    </NoRows>
  )
}
