// A refund on its way to its order: filled in (refund-draft.tsx), on a live desk reviewed with a deliberate yes (confirm-step.tsx), and placed. The
// yes must never be to something else than was read.
import { useRef, useState } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { Confirmation, Preflight } from '../../../contract/refunds.ts'
import type { Failure } from '../../../contract/result.ts'
import type { RequestOf } from '../../../contract/schemas.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { call } from '../../bridge/client.ts'
import { noteOrder } from '../../state/orders.ts'
import { Outdated } from '../../ui/orders/deliberate-step.tsx'
import { LockedMeanwhile, OrderProblem } from '../../ui/orders/order-problem.tsx'
import { ConfirmStep } from './confirm-step.tsx'
import { mostOf, readRefundAmount } from './refund-amount.ts'
import { firstDraft, RefundDraft, Unchecked, type CheckedRefund } from './refund-draft.tsx'
import { nameOf } from '../../ui/words/customer-words.ts'

interface RefundFormProps extends CheckedRefund {
  desk: Desk
  /** Made once per form by the caller and never changed: sending the same one twice is the same order. */
  orderId: string
  /** It is being checked again. */
  checking: boolean
  /** What is to stand there at first, minor units; null: the most that can be refunded. */
  wanted: number | null
  onBusy: (busy: boolean) => void
}

/** What was read when the yes was asked for: the yes is to exactly that. */
interface Reviewed {
  preflight: Preflight
  /** Minor units. */
  amount: number
}

/** All that the operator has read of it. */
const said = ({ findings, amountRefunded, amountRefundable, canRefund }: Preflight): string =>
  JSON.stringify([findings, amountRefunded, amountRefundable, canRefund])

export function RefundForm(props: RefundFormProps) {
  const { desk, orderId, payment, preflight, checking, unchecked, onClose, onBusy, onCheckAgain } = props
  const { currency, amountRefundable: refundable, confirm } = preflight
  const most = mostOf(preflight)
  const [draft, setDraft] = useState(() => firstDraft(preflight, most, props.wanted))
  const [reviewed, setReviewed] = useState<Reviewed | null>(null)
  const { placing, failure, place } = usePlacing(onBusy)
  const read = readRefundAmount(draft.typed, currency, refundable, most, preflight.wholeOnly)
  const locked = desk.access.orders === 'locked'

  const order = (these: Reviewed, confirmation: Confirmation | null): void => {
    const note = draft.note.trim()
    void place({
      deskId: desk.id,
      orderId,
      paymentIntentId: payment.id,
      amount: these.amount,
      currency,
      reason: draft.reason === 'none' ? null : draft.reason,
      note: note === '' ? null : note,
      customerLabel: nameOf(payment)?.slice(0, 200) ?? null,
      amountRefunded: these.preflight.amountRefunded,
      confirmation,
    })
  }
  const problem = failure && <OrderProblem failure={failure} locked={locked} />

  if (reviewed?.preflight.confirm) {
    const { amount, preflight: shown } = reviewed
    const changed = said(preflight) !== said(shown)
    return (
      <>
        {(locked || problem) && <div className="px-5 pb-3">{problem ?? <LockedMeanwhile />}</div>}
        {unchecked && (
          <div className="px-5 pb-3">
            <Unchecked failure={unchecked} onCheckAgain={onCheckAgain} />
          </div>
        )}
        {changed && !placing && (
          <div className="px-5 pb-3">
            <Outdated />
          </div>
        )}
        <ConfirmStep
          desk={desk}
          payment={payment}
          amount={amount}
          reason={draft.reason}
          typing={amount > reviewed.preflight.confirm.typeAbove}
          holdSeconds={shown.limits.holdSeconds}
          placing={placing}
          locked={locked}
          outdated={unchecked !== null || checking || changed}
          onConfirm={(confirmation) => order(reviewed, confirmation)}
          onBack={() => setReviewed(null)}
        />
      </>
    )
  }
  return (
    <RefundDraft
      {...{ draft, setDraft, payment, preflight, unchecked, most, read, placing, onClose, onCheckAgain }}
      problem={problem}
      word={
        confirm ? 'Review the refund…' : read.ok ? `Refund ${spokenAmount(read.amount, currency)}` : 'Refund'
      }
      onSubmit={(amount) =>
        confirm ? setReviewed({ preflight, amount }) : order({ preflight, amount }, null)
      }
    />
  )
}

/** Places the order, one call at a time; a failure leaves the form as it is, to be sent again under the same id. */
function usePlacing(onBusy: (busy: boolean) => void) {
  const [placing, setPlacing] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const underWay = useRef(false)
  const place = async (request: RequestOf<'refund.place'>): Promise<void> => {
    if (underWay.current) return
    underWay.current = true
    setPlacing(true)
    onBusy(true)
    setFailure(null)
    const result = await call('refund.place', request)
    underWay.current = false
    setPlacing(false)
    onBusy(false)
    if (result.ok) noteOrder(result.value)
    else setFailure(result.error)
  }
  return { placing, failure, place }
}
