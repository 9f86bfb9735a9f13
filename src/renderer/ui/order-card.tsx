// An order as it really stands: what it will do or did, what can be done now, and what to do next. Shown in the tray, the
// inspector and the refund form. It must never call an outcome anything but what it is.
import { RefreshCw, Send, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { Order } from '../../contract/refunds.ts'
import { call } from '../bridge/client.ts'
import { spokenAmount } from '../../domain/money.ts'
import { statusReasonWord } from '../../domain/refund-life.ts'
import { noteOrder } from '../state/orders.ts'
import { Button } from './button.tsx'
import { HoldRing } from './hold-ring.tsx'
import { orderLook } from './looks.ts'
import { ToneIcon } from './pill.tsx'
import { Spinner, StripeSaid } from './states.tsx'
import { toast } from './toast.tsx'

type OrderMethod = 'order.undo' | 'order.sendNow' | 'order.reconcile'

/** Carries out one of the operator's calls on an order, and says so when it was refused. */
export async function actOnOrder(method: OrderMethod, order: Order): Promise<void> {
  const result = await call(method, { deskId: order.deskId, orderId: order.id })
  if (result.ok) noteOrder(result.value)
  else toast({ title: refusals[method], description: result.error.message, tone: 'red' })
}

const refusals: Record<OrderMethod, string> = {
  'order.undo': 'The refund was not undone',
  'order.sendNow': 'The refund was not sent now',
  'order.reconcile': 'The outcome is still not known',
}

/** What an order's state means, in a sentence or two. */
export function orderSentence(order: Order): string {
  const amount = spokenAmount(order.amount, order.currency)
  const whom = order.customerLabel === null ? '' : ` to ${order.customerLabel}`
  switch (order.state) {
    case 'held':
      return `${amount}${whom}. Nothing has been sent yet.`
    case 'withdrawn':
      return `${amount}${whom} was not sent and never will be.${order.problem ? ` ${order.problem.message}` : ''}`
    case 'sending':
      return `${amount}${whom} is on its way to Stripe.`
    case 'refused':
      return `No money moved. ${order.problem?.message ?? 'Stripe refused the refund.'}`
    case 'unknown':
      return `${amount}${whom} was sent, but no answer came. It may or may not have happened, so nothing else can be refunded on this payment until it is known. Bursar asks Stripe again with the same key: it cannot happen twice.`
    case 'done':
      return doneSentence(order, amount, whom)
  }
}

function doneSentence(order: Order, amount: string, whom: string): string {
  const why =
    order.refundStatusReason === null
      ? ''
      : ` ${statusReasonWord(order.refundStatus, order.refundStatusReason)}`
  switch (order.refundStatus ?? '') {
    case 'succeeded':
      return `${amount}${whom} is refunded. Banks show it within 5 to 10 days.`
    case 'pending':
      return `Stripe took the refund of ${amount}${whom} and has not finished it.${why} Nothing to do: Refunds follows it.`
    case 'requires_action':
      return `The refund of ${amount}${whom} waits for the customer: Stripe asks them by e-mail where to send the money.${why}`
    case 'failed':
      return `The refund of ${amount}${whom} failed and the money is back in the Stripe balance.${why} Arrange another way with the customer.`
    case 'canceled':
      return `The refund of ${amount}${whom} was canceled; the money is back in the Stripe balance.${why}`
    default:
      return `Stripe took the refund of ${amount}${whom}.${why}`
  }
}

const titles: Record<Exclude<Order['state'], 'done'>, string> = {
  held: 'Refund held',
  withdrawn: 'Refund undone',
  sending: 'Sending the refund',
  refused: 'Refund refused',
  unknown: 'Outcome unknown',
}

const doneTitles: Record<string, string> = {
  succeeded: 'Refunded',
  pending: 'Refund pending',
  requires_action: 'Refund waits for the customer',
  failed: 'Refund failed',
  canceled: 'Refund canceled',
}

export function orderTitle(order: Order): string {
  if (order.state !== 'done') return titles[order.state]
  return doneTitles[order.refundStatus ?? ''] ?? 'Refund made'
}

/** `actions: false` where the same order's buttons stand elsewhere on the screen. */
export function OrderCard({ order, actions = true }: { order: Order; actions?: boolean }) {
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="flex items-center gap-1.5 pr-7">
            {order.state !== 'held' && order.state !== 'sending' && <ToneIcon look={orderLook(order)} />}
            <span className="font-semibold">{orderTitle(order)}</span>
          </p>
          <p className="mt-0.5 text-ink-2">{orderSentence(order)}</p>
          {order.problem && order.state !== 'withdrawn' && <StripeSaid failure={order.problem} />}
        </div>
        {order.state === 'held' && <HoldRing order={order} />}
        {order.state === 'sending' && <Spinner size={18} />}
      </div>
      {actions && <OrderActions order={order} />}
    </div>
  )
}

function OrderActions({ order }: { order: Order }) {
  const [busy, setBusy] = useState(false)
  const act = (method: OrderMethod) => async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    await actOnOrder(method, order)
    setBusy(false)
  }
  switch (order.state) {
    case 'held':
      return (
        <div className="flex gap-2">
          <Button icon={Undo2} keysShown="z" aria-busy={busy} onClick={() => void act('order.undo')()}>
            Undo
          </Button>
          <Button look="ghost" icon={Send} aria-busy={busy} onClick={() => void act('order.sendNow')()}>
            Send now
          </Button>
        </div>
      )
    case 'unknown':
      return (
        <div>
          <Button
            icon={RefreshCw}
            aria-busy={busy}
            disabled={busy}
            onClick={() => void act('order.reconcile')()}
          >
            {busy ? 'Checking…' : 'Check again'}
          </Button>
        </div>
      )
    case 'withdrawn':
    case 'sending':
    case 'refused':
    case 'done':
      return null
  }
}
