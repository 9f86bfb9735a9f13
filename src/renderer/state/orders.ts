// The latest known state of every order of this desk heard of since the window came to it, and which of them the operator put
// away. Of other desks it knows only how many are held. It must never let an older answer overwrite a newer push.
import { create } from 'zustand'
import type { ChangeOrder } from '../../contract/changes.ts'
import type { Order, OrderState } from '../../contract/refunds.ts'
import { useHere } from './here.ts'

/** A refund, or a change of something else. */
export type AnyOrder = Order | ChangeOrder

const progress: Record<OrderState, number> = {
  held: 0,
  sending: 1,
  unknown: 1,
  withdrawn: 2,
  refused: 2,
  done: 2,
}

/** Whether its outcome is still to come. */
export const isUnderWay = ({ state }: AnyOrder): boolean => progress[state] < 2

/** Whether it is held for a while, in which it can be undone. The row of a run, and what is done at once, is only about to be sent. */
export const hasHold = ({ state, placedAt, sendAt }: AnyOrder): boolean =>
  state === 'held' && sendAt > placedAt

interface OrdersState {
  /** By id; the one that came to another state last stands last. */
  known: Readonly<Record<string, AnyOrder>>
  /** What was put away: an order as it stood. When it stands otherwise, it shows again. */
  dismissed: ReadonlySet<string>
  /** The orders that an open form is showing, so that the tray does not show them twice. */
  shownInForm: readonly string[]
  /** Orders of other desks that are held still: which desk, by the order's id. Nothing else is kept of them. */
  heldElsewhere: Readonly<Record<string, string>>
}

export const useOrdersStore = create<OrdersState>(() => ({
  known: {},
  dismissed: new Set(),
  shownInForm: [],
  heldElsewhere: {},
}))

/** Takes in an order from a push or a reply; a state that this order has already left is ignored. */
export function noteOrder(order: AnyOrder): void {
  useOrdersStore.setState(({ known, heldElsewhere }) => {
    const { deskId } = useHere.getState()
    if (deskId !== undefined && deskId !== order.deskId)
      return { heldElsewhere: withHeld(heldElsewhere, [order]) }
    const { [order.id]: before, ...others } = known
    if (before && progress[before.state] > progress[order.state]) return {}
    const asBefore = before && standing(before) === standing(order)
    return { known: { ...(asBefore ? known : others), [order.id]: order } }
  })
}

function withHeld(
  held: Readonly<Record<string, string>>,
  orders: readonly AnyOrder[],
): Record<string, string> {
  const next = { ...held }
  for (const order of orders) {
    if (hasHold(order)) next[order.id] = order.deskId
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
      shownInForm: [],
      heldElsewhere: Object.fromEntries(held),
    }
  })
}

/** Lets go of what is held on other desks: nobody is there who would tell when it is not held any more. */
export function forgetHeldElsewhere(): void {
  useOrdersStore.setState({ heldElsewhere: {} })
}

const standing = (order: AnyOrder): string =>
  `${order.id} ${order.state} ${order.kind === 'refund' ? (order.refundStatus ?? '') : ''}`

export function dismissOrder(order: AnyOrder): void {
  useOrdersStore.setState(({ dismissed }) => ({ dismissed: new Set(dismissed).add(standing(order)) }))
}

/** Whether an order was put away as it stands now: a pending refund that fails later is shown anew. */
export function isDismissed(dismissed: ReadonlySet<string>, order: AnyOrder): boolean {
  return dismissed.has(standing(order))
}

export function showOrdersInForm(orderIds: readonly string[]): void {
  useOrdersStore.setState({ shownInForm: orderIds })
}

/** The freshest of an order as it was asked and as it was heard. */
export function freshest<Kind extends AnyOrder>(
  order: Kind,
  known: Readonly<Record<string, AnyOrder>>,
): Kind {
  const heard = known[order.id]
  if (!heard || heard.kind !== order.kind || progress[heard.state] < progress[order.state]) return order
  // The same kind under the same id: the same sort of order.
  return heard as Kind
}
