// The payments of a desk: filters, the list, and the inspector beside it. Everything that says which rows and which
// payment stands in the address.
import { Inbox, SearchX } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import { paymentUrl } from '../../../domain/dashboard-url.ts'
import { failureOf } from '../../bridge/client.ts'
import { usePaymentCounts, usePayments, useSyncState } from '../../bridge/queries.ts'
import { useFooterText } from '../../state/footer.ts'
import { openOverlay } from '../../state/overlays.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.ts'
import { openLink } from '../../ui/links.ts'
import { useMedia } from '../../ui/media.ts'
import { useNow } from '../../ui/now.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import type { RowsHandle } from '../../ui/virtual-rows.ts'
import { FilterBar } from './filter-bar.tsx'
import { Inspector, inspectorOverlays } from './inspector.tsx'
import { emptyQuery, formatListQuery, isNarrowed, toFilter } from './list-query.ts'
import { ListSkeleton } from './list-skeleton.tsx'
import { PaymentGrid } from './payment-grid.tsx'
import { countOf, countWord, StatusTabs } from './status-tabs.tsx'
import { SyncBanner } from './sync-banner.tsx'
import { useListQuery } from './use-list-query.ts'

export function PaymentsScreen({ desk, paymentId }: { desk: Desk; paymentId: string | null }) {
  const { query, change, open } = useListQuery(desk.id, paymentId)
  const today = new Date(useNow('slow')).toDateString()
  const filter = useMemo(() => toFilter(query, new Date(today)), [query, today])
  const list = usePayments(desk.id, filter, query.sort)
  const counts = usePaymentCounts(desk.id, filter).data
  const sync = useSyncState(desk.id).data
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data])
  const total = counts ? countOf(counts, query.status) : null
  const atLeast = counts?.atLeast === true
  useFooterText(list.isSuccess ? rowsWord(rows.length, total, atLeast) : '')

  const [marked, setMarked] = useState<string | null>(null)
  const activeId = paymentId ?? marked
  const grid = useRef<RowsHandle>(null)
  const search = useRef<HTMLInputElement>(null)

  const activate = (id: string): void => {
    setMarked(id)
    if (paymentId !== null) open(id, { replace: true })
  }
  const show = useCallback(
    (id: string) => {
      setMarked(id)
      open(id)
    },
    [open],
  )
  const closing = useRef(false)
  const close = (): void => {
    setMarked(paymentId)
    closing.current = true
    open(null)
  }
  useEffect(() => {
    // Only now: under the narrow inspector the list was inert and could not take the focus back.
    if (paymentId !== null || !closing.current) return
    closing.current = false
    grid.current?.focusActive()
  }, [paymentId])
  const { hasNextPage, isFetching, fetchNextPage } = list
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  const onSort = useCallback((sort: typeof query.sort) => change({ sort }), [change])

  const narrow = useMedia(inspectorOverlays)
  const covered = narrow && paymentId !== null
  useListKeys({ desk, activeId, paymentId, close, grid, search, covered })

  return (
    <div className="relative flex h-full min-h-0">
      <section aria-label="Payments" inert={covered} className="flex min-w-0 flex-1 flex-col">
        {sync && <SyncBanner sync={sync} />}
        <h1 className="px-4 pt-3 pb-1 text-lg font-semibold">Payments</h1>
        <StatusTabs counts={counts} status={query.status} onChoose={(status) => change({ status })} />
        <FilterBar
          query={query}
          currencies={counts?.currencies ?? []}
          searchRef={search}
          onChange={change}
          onLeaveSearch={() => grid.current?.move(0)}
        />
        <div className="min-h-0 flex-1 border-t border-line">
          {list.isPending ? (
            <ListSkeleton />
          ) : list.isError && rows.length === 0 ? (
            <ErrorState
              title="Payments could not be listed"
              failure={failureOf(list.error)}
              onRetry={() => void list.refetch()}
            />
          ) : rows.length === 0 ? (
            <NoPayments
              narrowed={isNarrowed(query)}
              loading={sync?.phase === 'loading'}
              onClear={() => change({ ...emptyQuery, sort: query.sort })}
            />
          ) : (
            <PaymentGrid
              ref={grid}
              rows={rows}
              total={atLeast ? null : total}
              activeId={activeId}
              openId={paymentId}
              sort={query.sort}
              listName={formatListQuery(query)}
              busy={list.isPlaceholderData}
              onActive={activate}
              onOpen={show}
              onSort={onSort}
              onNearEnd={onNearEnd}
              onSeen={list.onSeen}
            />
          )}
        </div>
        <p role="status" className="unseen">
          {total !== null &&
            !list.isPlaceholderData &&
            `${atLeast ? 'At least ' : ''}${total.toLocaleString('en')} payments match`}
        </p>
      </section>
      {paymentId !== null && (
        <Inspector
          key={desk.id}
          desk={desk}
          paymentId={paymentId}
          row={rows.find((row) => row.id === paymentId)}
          over={narrow}
          onClose={close}
        />
      )}
    </div>
  )
}

function rowsWord(loaded: number, total: number | null, atLeast: boolean): string {
  const shown = loaded.toLocaleString('en')
  if (total === null || (atLeast && loaded >= total)) return `${shown} loaded`
  return loaded >= total
    ? `${total.toLocaleString('en')} ${total === 1 ? 'payment' : 'payments'}`
    : `${shown} of ${countWord(total, atLeast)} payments loaded`
}

interface ListKeys {
  desk: Desk
  activeId: string | null
  paymentId: string | null
  close: () => void
  grid: { current: RowsHandle | null }
  search: { current: HTMLInputElement | null }
  /** The inspector lies over the list. */
  covered: boolean
}

/** The keys of this screen that work wherever focus is, short of a field or a dialog. */
function useListKeys({ desk, activeId, paymentId, close, grid, search, covered }: ListKeys): void {
  const withActive = (act: (id: string) => void) => (): void | false =>
    activeId === null ? false : act(activeId)
  const fromNowhere = (step: number) => (): void | false =>
    document.activeElement === document.body ? grid.current?.move(step) : false
  useShortcuts(
    {
      j: () => grid.current?.move(1),
      k: () => grid.current?.move(-1),
      down: fromNowhere(1),
      up: fromNowhere(-1),
    },
    { repeating: true },
  )
  useShortcuts({
    '/': () => {
      if (covered) return false
      search.current?.focus()
      search.current?.select()
    },
    escape: () => (paymentId === null ? false : close()),
    r: withActive((id) => {
      if (desk.readOnlyReason === undefined) openOverlay({ kind: 'refund', deskId: desk.id, paymentId: id })
      else toast({ title: 'This desk is read-only', description: desk.readOnlyReason })
    }),
    c: withActive((id) => void copyText(id, 'Payment id')),
    o: withActive((id) => void openLink(paymentUrl(desk.accountId, desk.mode, id))),
  })
}

function NoPayments({
  narrowed,
  loading,
  onClear,
}: {
  narrowed: boolean
  loading: boolean
  onClear: () => void
}) {
  if (narrowed) {
    return (
      <EmptyState
        icon={SearchX}
        title="No payment matches"
        action={<Button onClick={onClear}>Clear all filters</Button>}
      >
        {loading
          ? 'History is still loading; a match may yet arrive.'
          : 'Try fewer words, other dates, or all states.'}
      </EmptyState>
    )
  }
  if (loading) return <ListSkeleton />
  return (
    <EmptyState icon={Inbox} title="No payments yet">
      Payments appear here as soon as Stripe has them: from Checkout, an invoice, or your own integration. In
      test mode, pay with 4242 4242 4242 4242 or run{' '}
      <code className="font-mono">stripe trigger payment_intent.succeeded</code>.
    </EmptyState>
  )
}
