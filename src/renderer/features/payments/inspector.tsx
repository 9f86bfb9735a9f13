// One payment in full, beside the list (over it where the window is narrow). It must show only what was read, and say when.
import { ExternalLink, Link2, Undo2, X } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { PaymentDetail, PaymentRow } from '../../../contract/payments.ts'
import { paymentUrl } from '../../../domain/dashboard-url.ts'
import { failureOf } from '../../bridge/client.ts'
import { usePayment } from '../../bridge/queries.ts'
import { freshest, useOrdersStore } from '../../state/orders.ts'
import { openOverlay } from '../../state/overlays.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.ts'
import { useFocusTrap } from '../../ui/focus-trap.ts'
import { openLink } from '../../ui/links.ts'
import { paymentLooks } from '../../ui/looks.ts'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import {
  Customer,
  Disputes,
  Metadata,
  OrdersInFlight,
  Refunds,
  Section,
  Summary,
} from './inspector-sections.tsx'
import { Timeline } from './timeline.tsx'

const RawObjects = lazy(async () => ({ default: (await import('./raw-objects.tsx')).RawObjects }))

interface InspectorProps {
  desk: Desk
  paymentId: string
  /** The payment as the list shows it, so that the head is there before the detail. */
  row: PaymentRow | undefined
  /** True where it lies over the list: then it is a modal dialog. */
  over: boolean
  onClose: () => void
}

/** Where the window is too narrow for list and inspector side by side; the width is that of `lg` in the classes below. */
export const inspectorOverlays = '(width < 1024px)'

export function Inspector({ desk, paymentId, row, over, onClose }: InspectorProps) {
  const detail = usePayment(desk.id, paymentId)
  const payment = detail.data?.payment ?? row
  const panel = useFocusTrap(over)
  return (
    <div
      ref={panel}
      aria-label="Payment"
      role={over ? 'dialog' : 'complementary'}
      {...(over ? { 'aria-modal': true, 'data-keys': 'pass', tabIndex: -1 } : {})}
      className="absolute inset-y-0 right-0 z-10 flex w-[min(440px,100%)] shrink-0 flex-col border-l border-line bg-bg shadow-pop outline-none lg:static lg:shadow-none"
    >
      <div className="flex items-center gap-1 py-2 pr-2 pl-5">
        {payment && <Pill look={paymentLooks[payment.status]} />}
        <span className="flex-1" />
        <IconButton
          icon={Link2}
          label="Copy the Dashboard link"
          onClick={() => void copyText(paymentUrl(desk.accountId, desk.mode, paymentId), 'Link')}
        />
        <IconButton
          icon={ExternalLink}
          label="Open in the Stripe Dashboard"
          keysShown="o"
          onClick={() => void openLink(paymentUrl(desk.accountId, desk.mode, paymentId))}
        />
        <IconButton icon={X} label="Close the inspector" keysShown="escape" onClick={onClose} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
        {payment && <Head payment={payment} />}
        {detail.isError ? (
          <ErrorState
            title="This payment could not be read"
            failure={failureOf(detail.error)}
            onRetry={() => void detail.refetch()}
          />
        ) : detail.isPending ? (
          <Waiting />
        ) : (
          <Body desk={desk} detail={detail.data} />
        )}
      </div>
      {detail.data && (
        <p className="border-t border-line px-5 py-1.5 text-sm text-ink-3">
          Read from Stripe <RelativeTime milliseconds={detail.data.asOf} pace="second" />
        </p>
      )}
    </div>
  )
}

function Head({ payment }: { payment: PaymentRow }) {
  return (
    <header className="px-5 pb-4">
      <h2 className="text-2xl font-semibold tracking-[-0.02em]">
        <Amount amount={payment.amount} currency={payment.currency} />
      </h2>
      <p className="truncate text-ink-2">{payment.customerName ?? payment.customerEmail ?? 'No customer'}</p>
    </header>
  )
}

function Body({ desk, detail }: { desk: Desk; detail: PaymentDetail }) {
  return (
    <>
      <div className="flex flex-col gap-2 px-5 pb-4">
        <RefundAction desk={desk} detail={detail} />
      </div>
      <OrdersInFlight orders={detail.orders} />
      <Summary detail={detail} />
      <Timeline entries={detail.timeline} />
      <Refunds refunds={detail.refunds} />
      <Disputes disputes={detail.disputes} />
      <Customer payment={detail.payment} />
      <Metadata metadata={detail.metadata} />
      {detail.raw.length > 0 && (
        <Section title="Raw JSON">
          <Suspense fallback={<Skeleton className="h-24 w-full" />}>
            <RawObjects objects={detail.raw} />
          </Suspense>
        </Section>
      )}
    </>
  )
}

/** The way to a refund, or why there is none. */
function RefundAction({ desk, detail }: { desk: Desk; detail: PaymentDetail }) {
  const known = useOrdersStore((state) => state.known)
  const orders = detail.orders.map((order) => freshest(order, known))
  if (desk.readOnlyReason !== undefined) return <p className="text-ink-2">{desk.readOnlyReason}</p>
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
      icon={Undo2}
      keysShown="r"
      aria-keyshortcuts="r"
      className="self-start"
      onClick={() => openOverlay({ kind: 'refund', deskId: desk.id, paymentId: detail.payment.id })}
    >
      Refund…
    </Button>
  )
}

function whyNothing(detail: PaymentDetail): string {
  if (detail.amountCaptured === 0) return 'Nothing was captured, so there is nothing to refund.'
  return detail.payment.status === 'refunded'
    ? 'All of it has been refunded.'
    : 'Nothing of it is left to refund: the rest is refunded or on its way.'
}

function Waiting() {
  return (
    <div role="status" aria-label="Loading the payment" className="flex flex-col gap-3 px-5">
      <Skeleton className="h-[30px] w-28" />
      <Skeleton className="mt-4 h-3 w-3/4" />
      <Skeleton className="h-3 w-2/3" />
      <Skeleton className="h-3 w-4/5" />
      <Skeleton className="h-3 w-1/2" />
    </div>
  )
}
