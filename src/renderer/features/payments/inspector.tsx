// One payment in full, beside the list (over it where the window is narrow). It must show only what was read, and say when.
import { Lock, Undo2 } from 'lucide-react'
import { useEffect } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { PaymentDetail, PaymentRow } from '../../../contract/payments.ts'
import { paymentUrl } from '../../../domain/dashboard-url.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { usePayment } from '../../bridge/payment-queries.ts'
import { chosenPayments } from '../../state/chosen.ts'
import { freshest, useOrdersStore } from '../../state/orders.ts'
import { paymentsPlace } from '../../state/places.ts'
import { noteRecent } from '../../state/recent.ts'
import { Amount } from '../../ui/amount.tsx'
import { Asked } from '../../ui/asked.tsx'
import { Button } from '../../ui/button.tsx'
import { DashboardButtons } from '../../ui/dashboard-buttons.tsx'
import { DisputesAndWarnings } from '../../ui/disputes-and-warnings.tsx'
import { InspectorPanel, Metadata } from '../../ui/inspector-panel.tsx'
import { RawJson } from '../../ui/raw-json.tsx'
import { paymentLooks } from '../../ui/words/looks.ts'
import { refundAccess } from '../../ui/orders/order-access.ts'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { Customer, OrdersInFlight, Refunds, Summary } from './inspector-sections.tsx'
import { orderChange } from '../../ui/orders/order-change.ts'
import { orderRefund } from '../../ui/orders/order-refund.ts'
import { useKeysOfOne } from '../../ui/lists/use-choosing.ts'
import { Whose } from '../../ui/whose.tsx'
import { Timeline } from './timeline.tsx'
import { Waiting } from './waiting.tsx'
import { nameOf } from '../../ui/words/customer-words.ts'

interface InspectorProps {
  desk: Desk
  paymentId: string
  /** The payment as the list shows it, so that the head is there before the detail. */
  row: PaymentRow | undefined
  /** True where it lies over the list: then it is a modal dialog. */
  over: boolean
  onClose: () => void
}

export function Inspector({ desk, paymentId, row, over, onClose }: InspectorProps) {
  const detail = usePayment(desk.id, paymentId)
  const payment = detail.data?.payment ?? row
  useOpened(desk.id, detail.data?.payment)
  return (
    <InspectorPanel
      label="Payment"
      over={over}
      onClose={onClose}
      head={payment && <Pill look={paymentLooks[payment.status]} />}
      actions={<DashboardButtons url={paymentUrl(desk.accountId, desk.mode, paymentId)} />}
      foot={
        detail.data && (
          <p className="border-t border-line px-5 py-1.5 text-sm text-ink-3">
            Read from Stripe <RelativeTime milliseconds={detail.data.asOf} pace="second" />
          </p>
        )
      }
    >
      {payment && <Head payment={payment} />}
      <Asked of={detail} noun="payment">
        {(detail) => <Body desk={desk} detail={detail} />}
      </Asked>
    </InspectorPanel>
  )
}

/** What was opened is found again without typing. */
function useOpened(deskId: string, payment: PaymentRow | undefined): void {
  useEffect(() => {
    if (!payment) return
    const { id, amount, currency } = payment
    noteRecent(deskId, {
      kind: 'payment',
      id,
      title: spokenAmount(amount, currency),
      subtitle: nameOf(payment) ?? id,
      place: paymentsPlace(deskId, id),
    })
  }, [deskId, payment])
}

function Head({ payment }: { payment: PaymentRow }) {
  return (
    <header className="px-5 pb-4">
      <h2 className="text-2xl font-semibold tracking-[-0.02em]">
        <Amount amount={payment.amount} currency={payment.currency} />
      </h2>
      <p className="truncate text-ink-2">
        <Whose of={payment} />
      </p>
    </header>
  )
}

function Body({ desk, detail }: { desk: Desk; detail: PaymentDetail }) {
  const endPage = (sessionId: string): void =>
    orderChange(desk, { form: 'expire_session', sessionId, subject: nameOf(detail.payment) })
  return (
    <>
      <div className="flex flex-col gap-2 px-5 pb-4">
        <RefundAction desk={desk} detail={detail} />
      </div>
      {detail.waiting && (
        <Waiting
          desk={desk}
          waiting={detail.waiting}
          onEnd={'bursar_order' in detail.metadata ? endPage : undefined}
        />
      )}
      <OrdersInFlight orders={detail.orders} />
      <Summary detail={detail} />
      <Timeline entries={detail.timeline} />
      <Refunds refunds={detail.refunds} />
      <DisputesAndWarnings deskId={desk.id} disputes={detail.disputes} warnings={detail.warnings} />
      <Customer deskId={desk.id} payment={detail.payment} />
      <Metadata metadata={detail.metadata} />
      <RawJson objects={detail.raw} />
    </>
  )
}

/** The way to a refund, or why there is none. */
function RefundAction({ desk, detail }: { desk: Desk; detail: PaymentDetail }) {
  const known = useOrdersStore((state) => state.known)
  const orders = detail.orders.map((order) => freshest(order, known))
  const access = refundAccess(desk)
  const keysOfOne = useKeysOfOne(chosenPayments)
  if (access.can === 'no') return <p className="text-ink-2">{access.why}</p>
  if (orders.some((order) => order.state === 'unknown')) {
    return (
      <p className="text-ink-2">
        No other refund can be ordered while the outcome of an earlier one is unknown. Check it below.
      </p>
    )
  }
  if (detail.amountRefundable <= 0) return <p className="text-ink-2">{whyNothing(detail)}</p>
  return (
    <Button
      look="primary"
      icon={access.can === 'unlock' ? Lock : Undo2}
      {...keysOfOne('r')}
      className="self-start"
      onClick={() => orderRefund(desk, detail.payment.id)}
    >
      {access.can === 'unlock' ? 'Unlock to refund…' : 'Refund…'}
    </Button>
  )
}

function whyNothing(detail: PaymentDetail): string {
  if (detail.waiting) return 'It is not paid yet, so there is nothing to refund.'
  if (detail.refundStop !== null) return detail.refundStop
  if (detail.payment.status === 'uncaptured')
    return 'The amount is held, and nothing was taken yet: there is nothing to refund. Capture it or cancel it in the Stripe Dashboard.'
  if (detail.amountCaptured === null)
    return 'Its charge is not here: it was not read yet, or the key may not read it. What can be refunded is not known.'
  if (detail.amountCaptured === 0) return 'Nothing was captured, so there is nothing to refund.'
  return detail.payment.status === 'refunded'
    ? 'All of it has been refunded.'
    : 'Nothing of it is left to refund: the rest is refunded or on its way.'
}
