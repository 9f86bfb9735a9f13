// Every refund ordered from this machine on this desk, newest first, as it really stands. It shows orders, not all refunds
// of the account: those made elsewhere are on their payments.
import { CornerUpLeft } from 'lucide-react'
import { useCallback, useMemo, useRef, useState, type RefObject } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { Order, OrderState } from '../../../contract/refunds.ts'
import { useOrders } from '../../bridge/queries.ts'
import { useFooterText } from '../../state/footer.ts'
import { freshest, useOrdersStore } from '../../state/orders.ts'
import { screenPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceTabs } from '../../ui/choice-tabs.tsx'
import { copyText } from '../../ui/copy.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { ListBody } from '../../ui/list-body.tsx'
import { useMoveKeys } from '../../ui/list-keys.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { EmptyState, Skeleton } from '../../ui/states.tsx'
import type { RowsHandle } from '../../ui/virtual-rows.ts'
import { RefundList } from './refund-list.tsx'

const filters: readonly { word: string; states: readonly OrderState[] | null }[] = [
  { word: 'All', states: null },
  { word: 'Under way', states: ['held', 'sending'] },
  { word: 'Unknown', states: ['unknown'] },
  { word: 'Done', states: ['done'] },
  { word: 'Refused', states: ['refused'] },
  { word: 'Not sent', states: ['withdrawn'] },
]

export function RefundsScreen({ desk }: { desk: Desk }) {
  const [chosen, setChosen] = useState(0)
  const [activeId, setActiveId] = useState<string | null>(null)
  const list = useRef<RowsHandle>(null)
  const orders = useOrders(desk.id, filters[chosen]?.states ?? null)
  const known = useOrdersStore((state) => state.known)
  const rows = useMemo(
    () => orders.data?.pages.flatMap((page) => page.rows).map((order) => freshest(order, known)) ?? [],
    [orders.data, known],
  )
  const { hasNextPage, isFetching, fetchNextPage } = orders
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  useFooterText(orders.isSuccess ? ordersWord(rows.length, hasNextPage) : '')
  useListKeys(
    list,
    rows.find((row) => row.id === activeId),
  )
  return (
    <section aria-label="Refunds" className="flex h-full flex-col">
      <h1 className="px-4 pt-3 pb-1 text-lg font-semibold">Refunds</h1>
      <ChoiceTabs
        label="State"
        choices={filters.map(({ word }, index) => ({ word, value: index }))}
        isChosen={(index) => index === chosen}
        onChoose={setChosen}
        className="pb-2.5"
      />
      <ListBody
        name="Refunds"
        list={orders}
        count={rows.length}
        waiting={<Waiting />}
        none={<NoRefunds desk={desk} all={chosen === 0} />}
      >
        <RefundList
          ref={list}
          orders={rows}
          complete={!hasNextPage}
          activeId={activeId}
          listName={filters[chosen]?.word ?? ''}
          onActive={setActiveId}
          onNearEnd={onNearEnd}
          onSeen={orders.onSeen}
        />
      </ListBody>
    </section>
  )
}

function ordersWord(count: number, more: boolean): string {
  const shown = count.toLocaleString('en')
  return more ? `${shown} loaded` : `${shown} ${count === 1 ? 'order' : 'orders'}`
}

/** The keys of this screen, as in Payments; Enter follows the link of the focused row by itself. */
function useListKeys(list: RefObject<RowsHandle | null>, active: Order | undefined): void {
  useMoveKeys(list)
  useShortcuts({
    c: () => (active?.refundId ? void copyText(active.refundId, 'Refund id') : false),
  })
}

function Waiting() {
  return (
    <div role="status" aria-label="Loading refunds" className="flex flex-col gap-4 p-4">
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-4 w-3/4" />
      <Skeleton className="h-4 w-1/2" />
    </div>
  )
}

function NoRefunds({ desk, all }: { desk: Desk; all: boolean }) {
  const [, navigate] = useLocation()
  if (!all) {
    return (
      <EmptyState icon={CornerUpLeft} title="None in this state">
        Choose another state above.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={CornerUpLeft}
      title="No refunds ordered here yet"
      action={<Button onClick={() => navigate(screenPlace(desk.id, 'payments'))}>Choose a payment</Button>}
    >
      Open a payment and press <Kbd keys="r" />
      <span className="unseen">r</span>. The refund is held for a few seconds, in which it can be undone, and
      then followed here until Stripe says how it ended. Refunds made elsewhere are on their payments.
    </EmptyState>
  )
}
