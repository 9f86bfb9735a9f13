// An order as it really stands: what it will do or did, what can be done now, and what to do next. Shown in the tray, the
// inspector and the forms. It must never call an outcome anything but what it is.
import { RefreshCw, Send, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { usePageState } from '../../bridge/customer-queries.ts'
import { hasHold, type AnyOrder } from '../../state/orders.ts'
import { Button } from '../button.tsx'
import { HoldRing } from './hold-ring.tsx'
import { HostedPage } from '../hosted-page.tsx'
import { actOnOrder, type OrderAct } from './order-acts.ts'
import { lookOf, orderSentence, orderTitle } from './order-words.ts'
import { ToneIcon } from '../pill.tsx'
import { Spinner, StripeSaid } from '../states.tsx'
import { pageIdOf } from '../words/change-waits.ts'

/** `actions: false` where the same order's buttons stand elsewhere on the screen. */
export function OrderCard({ order, actions = true }: { order: AnyOrder; actions?: boolean }) {
  const page = usePageState(order.deskId, order.kind === 'refund' ? null : pageIdOf(order)).data
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="flex items-center gap-1.5 pr-7">
            {order.state !== 'held' && order.state !== 'sending' && <ToneIcon look={lookOf(order, page)} />}
            <span className="font-semibold">{orderTitle(order, page)}</span>
          </p>
          <p className="mt-0.5 text-ink-2">{orderSentence(order, page)}</p>
          {order.problem && order.state !== 'withdrawn' && <StripeSaid failure={order.problem} />}
        </div>
        {order.state === 'held' && <HoldRing order={order} />}
        {order.state === 'sending' && <Spinner size={18} />}
      </div>
      {order.kind !== 'refund' && order.state === 'done' && <HostedPage order={order} page={page} />}
      {actions && <OrderActions order={order} />}
    </div>
  )
}

function OrderActions({ order }: { order: AnyOrder }) {
  const [busy, setBusy] = useState(false)
  const act = (method: OrderAct) => async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    await actOnOrder(method, order)
    setBusy(false)
  }
  switch (order.state) {
    case 'held':
      return (
        <div className="flex gap-2">
          <Button
            icon={Undo2}
            // The key takes back only what has a hold (order-tray.tsx).
            {...(hasHold(order) ? { keysShown: 'z' } : {})}
            aria-busy={busy}
            onClick={() => void act('undo')()}
          >
            Undo
          </Button>
          <Button look="ghost" icon={Send} aria-busy={busy} onClick={() => void act('sendNow')()}>
            Send now
          </Button>
        </div>
      )
    case 'unknown':
      return (
        <div>
          <Button icon={RefreshCw} busy={busy} onClick={() => void act('reconcile')()}>
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
