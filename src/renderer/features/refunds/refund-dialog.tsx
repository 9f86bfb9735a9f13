// The refund form: what Stripe says is possible, how much, why, what will happen in words, then the hold and the outcome.
// One form is one order: its id is made when the form opens and kept on every retry, so sending twice is ordering once.
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { PaymentDetail } from '../../../contract/payments.ts'
import { failureOf } from '../../bridge/client.ts'
import { usePayment } from '../../bridge/payment-queries.ts'
import { usePreflight } from '../../bridge/refund-queries.ts'
import { isUnderWay, showOrdersInForm, useOrdersStore } from '../../state/orders.ts'
import { Amount } from '../../ui/amount.tsx'
import { Asked } from '../../ui/asked.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { nameOf } from '../../ui/words/customer-words.ts'
import { paymentLooks } from '../../ui/words/looks.ts'
import { methodText } from '../../ui/words/method-words.ts'
import { OrderCard } from '../../ui/orders/order-card.tsx'
import { leaveWords } from '../../ui/orders/order-words.ts'
import { Pill } from '../../ui/pill.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { RefundForm } from './refund-form.tsx'

export function RefundDialog({
  desk,
  paymentId,
  amount = null,
  above,
  onClose,
}: {
  desk: Desk
  paymentId: string
  /** What is to stand there at first, minor units; null: the most that can be refunded. */
  amount?: number | null
  /** A dialog over this one, which stays as it is beneath. */
  above?: ReactNode
  onClose: () => void
}) {
  const deskId = desk.id
  const [orderId] = useState(() => crypto.randomUUID())
  const payment = usePayment(deskId, paymentId)
  const order = useOrdersStore((state) => state.known[orderId])
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    showOrdersInForm([orderId])
    return () => showOrdersInForm([])
  }, [orderId])
  return (
    // The order may be told before the call that placed it is answered: whoever sees it may leave.
    <Dialog
      title={order ? 'Refund' : 'Refund a payment'}
      onClose={onClose}
      busy={busy && !order}
      firm={!order}
    >
      {order ? (
        <Placed underWay={isUnderWay(order)} onClose={onClose}>
          <OrderCard order={order} />
        </Placed>
      ) : (
        <Asked of={payment} noun="payment" waiting={<Checking />}>
          {(detail) => (
            <Checked
              desk={desk}
              orderId={orderId}
              detail={detail}
              wanted={amount}
              onClose={onClose}
              onBusy={setBusy}
            />
          )}
        </Asked>
      )}
      {above}
    </Dialog>
  )
}

/** Asks Stripe what is possible before anything can be typed. */
function Checked({
  desk,
  orderId,
  detail,
  wanted,
  onClose,
  onBusy,
}: {
  desk: Desk
  orderId: string
  detail: PaymentDetail
  wanted: number | null
  onClose: () => void
  onBusy: (busy: boolean) => void
}) {
  const { payment } = detail
  const preflight = usePreflight(desk.id, payment.id)
  return (
    <div className="flex min-h-0 flex-col overflow-y-auto">
      <div className="flex items-center gap-2 px-5 pb-3">
        <Amount amount={payment.amount} currency={payment.currency} className="font-semibold" />
        <Pill look={paymentLooks[payment.status]} />
        <span dir="auto" className="ml-auto min-w-0 truncate text-ink-2">
          {nameOf(payment)}
        </span>
        {/* Never shortened: it is by the card that two payments of one customer are told apart. */}
        {payment.method && <span className="shrink-0 text-ink-2">{methodText(payment.method)}</span>}
      </div>
      {preflight.isPending || (preflight.isFetching && !preflight.isFetchedAfterMount) ? (
        <Checking />
      ) : preflight.data === undefined ? (
        <ErrorState
          title="What can be refunded could not be checked"
          failure={failureOf(preflight.error)}
          onRetry={() => void preflight.refetch()}
        />
      ) : (
        <RefundForm
          desk={desk}
          orderId={orderId}
          payment={payment}
          preflight={preflight.data}
          checking={preflight.isFetching}
          unchecked={preflight.isError ? failureOf(preflight.error) : null}
          wanted={wanted}
          onClose={onClose}
          onBusy={onBusy}
          onCheckAgain={() => void preflight.refetch()}
        />
      )}
    </div>
  )
}

function Checking() {
  return (
    <div className="flex flex-col gap-3 border-t border-line px-5 py-4">
      <p role="status" className="text-ink-2">
        Checking with Stripe what can be refunded…
      </p>
      <Skeleton className="h-[30px] w-full" />
      <Skeleton className="h-[30px] w-full" />
      <Skeleton className="h-16 w-full" />
    </div>
  )
}

/** The order after it was placed. It takes the focus from the form that is gone. */
function Placed({
  underWay,
  onClose,
  children,
}: {
  underWay: boolean
  onClose: () => void
  children: ReactNode
}) {
  const card = useRef<HTMLDivElement>(null)
  useEffect(() => card.current?.focus(), [])
  return (
    <>
      <div ref={card} tabIndex={-1} className="border-t border-line px-5 py-4 outline-none">
        {children}
      </div>
      <footer className="flex items-center justify-between gap-3 border-t border-line px-5 py-3">
        <span className="text-sm text-ink-3">{underWay && leaveWords}</span>
        <Button onClick={onClose}>Done</Button>
      </footer>
    </>
  )
}
