// Which states an order may go through, as the design says: the same for refunds and for every other change.
import { orderStates, type OrderState } from '../../../../src/contract/index.ts'

const allowed = new Set([
  'held > withdrawn',
  'held > sending',
  'held > refused',
  'sending > done',
  'sending > refused',
  'sending > unknown',
  'sending > withdrawn',
  'unknown > done',
  'unknown > refused',
  'unknown > sending',
])

export const isAllowed = (from: OrderState, to: OrderState): boolean => allowed.has(`${from} > ${to}`)

/** The states after `held` by which an order comes to this one. */
export const wayTo: Readonly<Record<OrderState, readonly OrderState[]>> = {
  held: [],
  withdrawn: ['withdrawn'],
  refused: ['refused'],
  sending: ['sending'],
  done: ['sending', 'done'],
  unknown: ['sending', 'unknown'],
}

/** Every two states that differ. */
export const pairs = orderStates.flatMap((from) =>
  orderStates.filter((to) => to !== from).map((to): [OrderState, OrderState] => [from, to]),
)
