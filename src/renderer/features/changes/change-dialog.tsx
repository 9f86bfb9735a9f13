// The form of a change: what is wanted, what Stripe says to it, what will happen in words, then the hold and the outcome as it really
// is. No card is ever typed here: who pays leaves it on a page of Stripe's.
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import { isUnderWay, showOrdersInForm, useOrdersStore } from '../../state/orders.ts'
import type { WantedChange } from '../../state/overlays.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { OrderCard } from '../../ui/orders/order-card.tsx'
import { leaveWords } from '../../ui/orders/order-words.ts'
import type { FormProps, NextStep } from './form-props.ts'
import { WantedForm } from './wanted-form.tsx'

const titles: Record<WantedChange['form'], string> = {
  default_method: 'Change what is paid with',
  detach_method: 'Detach a payment method',
  customer_note: 'Note at Stripe',
  void_invoice: 'Void the invoice',
  setup_session: 'Ask for a new payment method',
  payment_session: 'Collect a payment',
  expire_session: 'End the page',
  retry: 'Retry now',
  give_up_invoice: 'Give up the invoice',
  invoice: 'An invoice of the subscription',
  update_subscription: 'Change the subscription',
  cancel_subscription: 'Cancel the subscription',
  keep_subscription: 'Keep the subscription',
  pause_subscription: 'Pause the collection',
  resume_subscription: 'Resume the collection',
  pause_service: 'Let the subscription stand still',
  resume_service: 'Let the subscription go on',
  start_subscription_again: 'Start the subscription again',
}

export function ChangeDialog({
  desk,
  wanted,
  above,
  onClose,
}: {
  desk: Desk
  wanted: WantedChange
  /** A dialog over this one, which stays as it is beneath. */
  above?: ReactNode
  onClose: () => void
}) {
  const [busy, setBusy] = useState(false)
  const [placed, setPlaced] = useState<readonly string[]>([])
  const underWay = useOrdersStore(({ known }) =>
    placed.some((id) => known[id] !== undefined && isUnderWay(known[id])),
  )
  const [finished, setFinished] = useState(false)
  const [next, setNext] = useState<NextStep | null>(null)
  useEffect(() => {
    showOrdersInForm(placed)
    return () => showOrdersInForm([])
  }, [placed])
  const form: FormProps = {
    desk,
    onClose,
    onBusy: setBusy,
    onPlaced: (orderId) => setPlaced((before) => [...before.filter((each) => each !== orderId), orderId]),
    onFinished: (step) => {
      setNext(step ?? null)
      setFinished(true)
    },
  }
  return (
    <Dialog
      title={titles[wanted.form]}
      onClose={onClose}
      busy={busy}
      firm={!finished}
      size={wanted.form === 'update_subscription' && !finished ? 'widest' : 'narrow'}
    >
      {placed.length > 0 && <Placed orderIds={placed} focused={finished} />}
      {finished ? (
        <footer className="flex items-center justify-between gap-3 border-t border-line px-5 py-3">
          <span className="text-sm text-ink-3">{underWay && leaveWords}</span>
          <span className="flex gap-2">
            <Button onClick={onClose}>Done</Button>
            {next && (
              <Button look="primary" onClick={next.act}>
                {next.word}
              </Button>
            )}
          </span>
        </footer>
      ) : (
        <div className="min-h-0 overflow-y-auto">
          <WantedForm wanted={wanted} {...form} />
        </div>
      )}
      {above}
    </Dialog>
  )
}

/** The orders after they were placed. They take the focus from the form that is gone. */
function Placed({ orderIds, focused }: { orderIds: readonly string[]; focused: boolean }) {
  const known = useOrdersStore((state) => state.known)
  const cards = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (focused) cards.current?.focus()
  }, [focused])
  return (
    <ul
      ref={cards}
      tabIndex={-1}
      aria-label="Orders placed"
      className="max-h-[60vh] shrink-0 divide-y divide-line overflow-y-auto border-t border-line outline-none"
    >
      {orderIds.map((id) => {
        const order = known[id]
        return order ? (
          <li key={id} className="px-5 py-4">
            <OrderCard order={order} />
          </li>
        ) : null
      })}
    </ul>
  )
}
