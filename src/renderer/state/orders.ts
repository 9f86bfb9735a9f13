// The latest known state of every order of this desk heard of since the window came to it, and which of them the operator put
// away. Of other desks it knows only how many are held. It must never let an older answer overwrite a newer push.
import { create } from 'zustand'
import type { Order, OrderState } from '../../contract/refunds.ts'
import { useHere } from './here.ts'

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
  /** Orders of other desks that are held still: which desk, by the order's id. Nothing else is kept of them. */
  heldElsewhere: Readonly<Record<string, string>>
}

export const useOrdersStore = create<OrdersState>(() => ({
  known: {},
  dismissed: new Set(),
  shownInForm: null,
  heldElsewhere: {},
}))

/** Takes in an order from a push or a reply; a state that this order has already left is ignored. */
export function noteOrder(order: Order): void {
  useOrdersStore.setState(({ known, heldElsewhere }) => {
    const { deskId } = useHere.getState()
    if (deskId !== undefined && deskId !== order.deskId)
      return { heldElsewhere: withHeld(heldElsewhere, [order]) }
    const before = known[order.id]
    if (before && progress[before.state] > progress[order.state]) return {}
    return { known: { ...known, [order.id]: order } }
  })
}

function withHeld(held: Readonly<Record<string, string>>, orders: readonly Order[]): Record<string, string> {
  const next = { ...held }
  for (const order of orders) {
    if (order.state === 'held') next[order.id] = order.deskId
    else delete next[order.id]
  }
  return next
}

/** Lets go of everything that belongs to another desk, but for how many orders are held there. */
export function keepOrdersOf(deskId: string | null): void {
  useOrdersStore.setState(({ known, heldElsewhere }) => {
    const others = Object.values(known).filter((order) => order.deskId !== deskId)
    const held = Object.entries(withHeld(heldElsewhere, others)).filter(([, desk]) => desk !== deskId)
    return {
      known: Object.fromEntries(Object.entries(known).filter(([, order]) => order.deskId === deskId)),
      dismissed: new Set(),
      shownInForm: null,
      heldElsewhere: Object.fromEntries(held),
    }
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
