// The latest known state of every order heard of since the window opened, and which of them the operator put away.
// It must never let an older answer overwrite a newer push.
import { create } from 'zustand'
import type { Order, OrderState } from '../../contract/refunds.ts'

const progress: Record<OrderState, number> = {
  held: 0,
  sending: 1,
  unknown: 1,
  withdrawn: 2,
  refused: 2,
  done: 2,
}

interface OrdersState {
  known: Readonly<Record<string, Order>>
  /** What was put away: an order as it stood. When it stands otherwise, it shows again. */
  dismissed: ReadonlySet<string>
  /** The order that an open refund form is showing, so that the tray does not show it twice. */
  shownInForm: string | null
}

export const useOrdersStore = create<OrdersState>(() => ({
  known: {},
  dismissed: new Set(),
  shownInForm: null,
}))

/** Takes in an order from a push or a reply; a state that this order has already left is ignored. */
export function noteOrder(order: Order): void {
  useOrdersStore.setState(({ known }) => {
    const before = known[order.id]
    if (before && progress[before.state] > progress[order.state]) return {}
    return { known: { ...known, [order.id]: order } }
  })
}

const standing = (order: Order): string => `${order.id} ${order.state} ${order.refundStatus ?? ''}`

export function dismissOrder(order: Order): void {
  useOrdersStore.setState(({ dismissed }) => ({ dismissed: new Set(dismissed).add(standing(order)) }))
}

/** Whether an order was put away as it stands now: a pending refund that fails later is shown anew. */
export function isDismissed(dismissed: ReadonlySet<string>, order: Order): boolean {
  return dismissed.has(standing(order))
}

export function showOrderInForm(orderId: string | null): void {
  useOrdersStore.setState({ shownInForm: orderId })
}

/** The freshest of an order as it was asked and as it was heard. */
export function freshest(order: Order, known: Readonly<Record<string, Order>>): Order {
  const heard = known[order.id]
  return heard && progress[heard.state] >= progress[order.state] ? heard : order
}
