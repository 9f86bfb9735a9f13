// One refund in full, beside the list or the board: where it stands, what that means, what to do, and how it came to be. It must
// show only what Stripe and the journal say.
import { BookCheck, Braces, CircleX, Copy, CreditCard } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { RefundDetail, RefundLife } from '../../../contract/refund-life.ts'
import { useRefund } from '../../bridge/refund-queries.ts'
import { freshest, useOrdersStore } from '../../state/orders.ts'
import { paymentsPlace } from '../../state/places.ts'
import { Amount } from '../../ui/amount.tsx'
import { Asked } from '../../ui/asked.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { copyText } from '../../ui/copy.ts'
import { DisputesAndWarnings } from '../../ui/disputes-and-warnings.tsx'
import { InspectorPanel } from '../../ui/inspector-panel.tsx'
import { RawJson } from '../../ui/raw-json.tsx'
import { OrderCard } from '../../ui/orders/order-card.tsx'
import { Pill } from '../../ui/pill.tsx'
import { readableJson } from '../../ui/readable-json.ts'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { Whose } from '../../ui/whose.tsx'
import { askAboutRefund } from './ask-about-refund.ts'
import { Facts, Notes, Steps } from './inspector-sections.tsx'
import { canRecordOtherWay, lifeLook } from './refund-looks.ts'

export function RefundInspector({
  desk,
  refundId,
  row,
  over,
  onClose,
}: {
  desk: Desk
  refundId: string
  /** The refund as the list shows it, so that the head is there before the detail. */
  row: RefundLife | undefined
  /** True where it lies over the list: then it is a modal dialog. */
  over: boolean
  onClose: () => void
}) {
  const detail = useRefund(desk.id, refundId)
  const refund = detail.data?.refund ?? row
  const json = detail.data?.json ?? null
  return (
    <InspectorPanel
      label="Refund"
      over={over}
      onClose={onClose}
      head={refund && <Pill look={lifeLook(refund)} />}
      actions={
        json !== null && (
          <IconButton
            icon={Braces}
            label="Copy the JSON"
            onClick={() => void copyText(readableJson(json), 'JSON')}
          />
        )
      }
      foot={
        detail.data &&
        detail.data.asOf !== null && (
          <p className="border-t border-line px-5 py-1.5 text-sm text-ink-3">
            Read from Stripe <RelativeTime milliseconds={detail.data.asOf} pace="second" />
          </p>
        )
      }
    >
      {refund && (
        <header className="px-5 pb-3">
          <h2 className="text-2xl font-semibold tracking-[-0.02em]">
            <Amount amount={refund.amount} currency={refund.currency} />
          </h2>
          <p className="truncate text-ink-2">
            <Whose of={{ customerId: refund.customerId, customerName: refund.customerLabel }} />
            {!refund.orderedHere && ' · made outside Bursar'}
          </p>
        </header>
      )}
      <Asked of={detail} noun="refund">
        {(detail) => <Body key={refundId} desk={desk} detail={detail} />}
      </Asked>
    </InspectorPanel>
  )
}

function Body({ desk, detail }: { desk: Desk; detail: RefundDetail }) {
  const { refund, json } = detail
  return (
    <>
      <div className="flex flex-col gap-3 px-5 pb-4">
        <Meaning detail={detail} />
        <Actions desk={desk} refund={refund} />
      </div>
      <Steps steps={detail.steps} />
      <Facts deskId={desk.id} detail={detail} />
      <Notes notes={detail.notes} onStrike={() => askAboutRefund(desk, 'strike out', refund)} />
      <DisputesAndWarnings deskId={desk.id} disputes={detail.disputes} warnings={detail.warnings} />
      <RawJson objects={json === null ? [] : [{ title: `Refund ${refund.id}`, json }]} />
    </>
  )
}

/** What the state means, what to do, and what the bank said of the payment. An order under way says it itself. */
function Meaning({ detail: { refund, cautions } }: { detail: RefundDetail }) {
  const known = useOrdersStore((state) => state.known)
  const order = refund.order === null ? null : freshest(refund.order, known)
  const underWay = order !== null && ['held', 'sending', 'unknown'].includes(order.state)
  const grave = refund.state === 'failed' && refund.next !== null
  return (
    <>
      {underWay ? (
        <OrderCard order={order} />
      ) : (
        <div className="flex flex-col gap-1.5">
          <p>{refund.means}</p>
          {refund.next !== null && (
            <p
              className={classes(
                'rounded-lg px-3 py-2',
                grave ? 'bg-red-tint text-red' : 'bg-amber-tint text-amber',
              )}
            >
              <span className="font-medium">What to do: </span>
              {refund.next}
            </p>
          )}
        </div>
      )}
      {cautions.map((caution) => (
        <p key={caution} className="rounded-lg bg-amber-tint px-3 py-2 text-amber">
          {caution}
        </p>
      ))}
    </>
  )
}

function Actions({ desk, refund }: { desk: Desk; refund: RefundLife }) {
  const [, navigate] = useLocation()
  const { paymentIntentId, reference } = refund
  const value = reference?.value ?? null
  return (
    <div className="flex flex-wrap gap-2">
      {refund.cancelable && (
        <Button icon={CircleX} keysShown="x" onClick={() => askAboutRefund(desk, 'cancel', refund)}>
          Cancel the refund…
        </Button>
      )}
      {canRecordOtherWay(refund) && (
        <Button
          look={refund.state === 'failed' ? 'primary' : 'secondary'}
          icon={BookCheck}
          keysShown="w"
          onClick={() => askAboutRefund(desk, 'other way', refund)}
        >
          Record another way…
        </Button>
      )}
      {paymentIntentId !== null && (
        <Button
          icon={CreditCard}
          keysShown="o"
          onClick={() => navigate(paymentsPlace(desk.id, paymentIntentId))}
        >
          Open the payment
        </Button>
      )}
      {value !== null && (
        <Button icon={Copy} keysShown="n" onClick={() => void copyText(value, 'Bank reference')}>
          Copy the {reference?.type === 'acquirer_reference_number' ? 'ARN' : 'reference'}
        </Button>
      )}
    </div>
  )
}
