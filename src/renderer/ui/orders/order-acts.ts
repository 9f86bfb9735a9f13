// The operator's calls on an order that was placed, whatever its kind: undo it, send it now, look up what became of it. A refusal is
// said.
import { call } from '../../bridge/client.ts'
import { noteOrder, type AnyOrder } from '../../state/orders.ts'
import { toast } from '../toast.tsx'

export type OrderAct = 'undo' | 'sendNow' | 'reconcile'

const refusals: Record<OrderAct, string> = {
  undo: 'It was not undone',
  sendNow: 'It was not sent now',
  reconcile: 'The outcome is still not known',
}

export async function actOnOrder(act: OrderAct, order: AnyOrder): Promise<void> {
  const request = { deskId: order.deskId, orderId: order.id }
  const result =
    order.kind === 'refund' ? await call(`order.${act}`, request) : await call(`change.${act}`, request)
  if (result.ok) noteOrder(result.value)
  else toast({ title: refusals[act], description: result.error.message, tone: 'red' })
}
