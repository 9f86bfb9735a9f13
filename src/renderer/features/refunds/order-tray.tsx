// The tray of orders, bottom right on every screen: all that is held, sending or unknown, and what became of the recent
// ones. Of very many, as a bulk run makes, it shows a few and says how many more there are. It must never hide a hold that can still
// be undone.
import { X } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { Link, useRoute } from 'wouter'
import type { OrderState } from '../../../contract/refunds.ts'
import { leavesRow } from '../../../domain/refund-life.ts'
import { useChanges } from '../../bridge/customer-queries.ts'
import { useOrders } from '../../bridge/refund-queries.ts'
import {
  dismissOrder,
  freshest,
  hasHold,
  isDismissed,
  useOrdersStore,
  type AnyOrder,
} from '../../state/orders.ts'
import { screenPlace } from '../../state/places.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { countText } from '../../ui/count.ts'
import { actOnOrder } from '../../ui/orders/order-acts.ts'
import { OrderCard } from '../../ui/orders/order-card.tsx'
import { orderSentence, orderTitle } from '../../ui/orders/order-words.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'

const openStates: readonly OrderState[] = ['held', 'sending', 'unknown']
const lingerMilliseconds = 12_000
/** Orders that are not held, at most. */
const mostShown = 4

/**
 * A page that was made is not put away by itself: its link is still to be sent. Nor is what Bursar withdrew: it has to be ordered again, but
 * for the row of a bulk refund.
 */
const needsNothing = (order: AnyOrder): boolean => {
  // What is sent at once has no hold either, and is no row.
  if (order.state === 'withdrawn')
    return order.problem === null || (order.kind === 'refund' && leavesRow(order))
  if (order.state !== 'done') return false
  return order.kind === 'refund'
    ? order.refundStatus === 'succeeded' || order.refundStatus === 'pending'
    : order.result?.url === undefined
}

const goesAsItShould = (order: AnyOrder): boolean =>
  order.state === 'held' || order.state === 'sending' || needsNothing(order)

/** The row of a bulk refund, which alone has no hold: told by its run, and not three times for each to who can't see. */
const isToldByRun = (order: AnyOrder): boolean =>
  order.kind === 'refund' && order.sendAt <= order.placedAt && goesAsItShould(order)

/** It needed nothing, and was there long enough to be read. */
const hasPassed = (order: AnyOrder): boolean =>
  needsNothing(order) && order.settledAt !== null && order.settledAt < Date.now() - 2 * lingerMilliseconds

export function OrderTray({ deskId }: { deskId: string }) {
  const asked = useOrders(deskId, openStates).data
  const changes = useChanges(deskId, openStates).data
  const { known, dismissed, shownInForm } = useOrdersStore()
  const heard = useMemo(
    () => Object.values(known).filter((order) => order.deskId === deskId),
    [known, deskId],
  )
  const orders = useMemo(() => {
    const rows: AnyOrder[] = [...rowsOf(asked), ...rowsOf(changes)]
    const open = rows.map((order) => freshest(order, known))
    const all = new Map([...open, ...heard].map((order) => [order.id, order]))
    return [...all.values()].toSorted((one, other) => one.placedAt - other.placedAt)
  }, [asked, changes, known, heard])
  // The rows of a run say themselves what goes as it should, and would lie beneath it.
  const [, place] = useRoute('/desks/:deskId/runs/:runId')
  const besideRun = place !== null && place.runId !== 'new'
  const isTold = (order: AnyOrder): boolean => hasPassed(order) || (besideRun && goesAsItShould(order))
  const standing = orders.filter(
    (order) =>
      !shownInForm.includes(order.id) &&
      (hasHold(order) || (!isDismissed(dismissed, order) && !isTold(order))),
  )
  const others = standing.filter((order) => !hasHold(order))
  const hidden = Math.max(0, others.length - mostShown)
  const newest = others.slice(hidden)
  const shown = standing.filter((order) => hasHold(order) || newest.includes(order))

  const lastHeld = orders.findLast(hasHold)
  const undoLast = (): void | false => (lastHeld ? void actOnOrder('undo', lastHeld) : false)
  useShortcuts({ z: undoLast, 'mod+z': undoLast }, { overDialogs: true })

  // What came to another state last, whichever was placed last.
  const latest = [...orders, ...heard].findLast((order) => !isToldByRun(order))
  const said = latest && announcement(latest)
  return (
    <>
      {/* Said in so many words that it is live: a form that is open hides everything else of the window from a screen reader. */}
      <p role="status" aria-live="polite" className="unseen">
        {hidden > 0
          ? 'Many orders are under way.'
          : // Another element for another order: what reads the same is said again.
            latest && <span key={`${latest.id} ${said}`}>{said}</span>}
      </p>
      {shown.length > 0 && (
        <section
          aria-label="Orders"
          className="fixed right-4 bottom-10 z-20 flex max-h-[60vh] w-[min(360px,calc(100vw-32px))] flex-col overflow-y-auto rounded-xl bg-raised shadow-pop"
        >
          {hidden > 0 && (
            <div className="flex items-center gap-2 border-b border-line py-1.5 pr-2.5 pl-4">
              <Link
                href={screenPlace(deskId, 'refunds')}
                className="flex-1 rounded text-ink-2 hover:text-ink hover:underline"
              >
                {countText(hidden)} more in Refunds
              </Link>
              <Button look="ghost" size="small" onClick={() => others.forEach(dismissOrder)}>
                Put all away
              </Button>
            </div>
          )}
          {shown.map((order) => (
            <TrayOrder key={order.id} order={order} />
          ))}
        </section>
      )}
    </>
  )
}

/** Said once when an order changes its state, never every second. */
function announcement(order: AnyOrder): string {
  const title = orderTitle(order)
  if (hasHold(order))
    return `${title} for ${Math.round((order.sendAt - order.placedAt) / 1000)} seconds. Press z to undo.`
  // Of several, which one it is that somebody has to look at.
  return goesAsItShould(order) ? title : `${title}. ${orderSentence(order)}`
}

function rowsOf<Row>(list: { pages: readonly { rows: readonly Row[] }[] } | undefined): readonly Row[] {
  return list?.pages.flatMap((page) => page.rows) ?? []
}

function TrayOrder({ order }: { order: AnyOrder }) {
  const passing = needsNothing(order)
  useEffect(() => {
    if (!passing) return
    const timer = setTimeout(() => dismissOrder(order), lingerMilliseconds)
    return () => clearTimeout(timer)
  }, [passing, order])
  return (
    <div className="relative border-b border-line p-4 last:border-b-0">
      <OrderCard order={order} />
      {order.state !== 'held' && order.state !== 'sending' && (
        <IconButton
          icon={X}
          label="Put away"
          onClick={() => dismissOrder(order)}
          className="absolute top-2.5 right-2.5"
        />
      )}
    </div>
  )
}
