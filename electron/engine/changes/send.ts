// Sends a journalled change: what a change adds to the life of any order (journal/order-sender.ts). It must never replace what
// somebody else has put there since it was ordered.
import { failure, success, type ChangeOrder } from '../../../src/contract/index.ts'
import type { ChangeAccess } from '../access/order-access.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { ChangeJournal, ChangeMove, Contents } from '../journal/changes.ts'
import type { Act } from '../journal/order-act.ts'
import { openOrderSender, type OrderSender } from '../journal/order-sender.ts'
import { whyNotAsThen, type Effect } from './kind.ts'
import { kindOf } from './kinds.ts'
import { byStripe, type StripeReader } from './reader.ts'

export type ChangeSender = Omit<OrderSender<ChangeOrder, ChangeEffect>, 'done'>

export interface ChangeSenderPorts {
  gateway: Pick<Gateway, 'write'>
  journal: ChangeJournal
  stripe: StripeReader
  /** Why nothing may be sent now, null when it may. */
  whyNotSend: ChangeAccess['whyNotSend']
  /** Milliseconds. */
  now: () => number
  /** Called after every committed change. */
  changed: (order: ChangeOrder) => void
}

/** What an order learns of what it made or changed. */
type ChangeEffect = Required<Pick<ChangeMove, 'resultId' | 'result'>>

export function openChangeSender({ stripe, whyNotSend, ...ports }: ChangeSenderPorts): ChangeSender {
  const act: Act<ChangeOrder, Contents, ChangeEffect> = {
    objectId: (order) => order.objectId,
    async whyNot(_, { change, base }) {
      const judged = await kindOf(change).judge(stripe, change)
      if (!judged.ok) return judged
      const reason = whyNotAsThen(judged.value, base, 'ordered')
      return success(reason === null ? null : failure('not_changeable', reason).error)
    },
    whyClosed: ({ change }) => whyNotSend(kindOf(change).action),
    call: (sdk, { change, payload }, options) => kindOf(change).send(sdk, change, payload, options),
    effectIn: (answer, { id }, { change }) => told(kindOf(change).effectOf(answer, change, id)),
    async effectOfError(_, { change }, error) {
      const found = await kindOf(change).effectOfError?.(stripe, change, error)
      return found?.ok === false ? found : success(told(found?.value ?? null))
    },
    async find(order) {
      const found = await kindOf(order.change).find(stripe, order.change, order)
      if (!found.ok) return found
      return success(found.value && 'refused' in found.value ? found.value : told(found.value))
    },
    // Given once more, it is as old as the order's first sending may be: what was told of the object since is later.
    took: ({ sentAt, placedAt }, { value, asOf, replayed = false }) =>
      stripe.take(value, replayed ? Math.min(asOf, byStripe(sentAt || placedAt, ports.now(), asOf)) : asOf),
    words: {
      subject: 'what it is about',
      nothingThere: 'Stripe shows nothing of this order',
      nothingDone: 'Nothing was changed',
    },
  }
  const { send, resolve, idle } = openOrderSender({ ...ports, act })
  return { send, resolve, idle }
}

const told = (effect: Effect | null): ChangeEffect | null =>
  effect && { resultId: effect.id, result: effect.result }
