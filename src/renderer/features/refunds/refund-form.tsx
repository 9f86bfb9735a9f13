// Amount, reason and note of a refund within what the policy allows, with the checks beside them and the consequence in words
// above the button. On a live desk a second step asks for a deliberate yes (confirm-step.tsx).
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { PaymentRow } from '../../../contract/payments.ts'
import type { AllowableReason } from '../../../contract/reasons.ts'
import type { Confirmation, Preflight } from '../../../contract/refunds.ts'
import type { Failure } from '../../../contract/result.ts'
import type { RequestOf } from '../../../contract/schemas.ts'
import { editableAmount, spokenAmount } from '../../../domain/money.ts'
import { whyNotWritten } from '../../../domain/note-text.ts'
import { reasonAlso } from '../../../domain/refund-reason.ts'
import { call } from '../../bridge/client.ts'
import { noteOrder } from '../../state/orders.ts'
import { Button } from '../../ui/button.tsx'
import { Outdated } from '../../ui/orders/deliberate-step.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { Findings } from '../../ui/orders/findings.tsx'
import { refundReasonWord } from '../../ui/words/looks.ts'
import { LockedMeanwhile, OrderProblem } from '../../ui/orders/order-problem.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { FailedLine } from '../../ui/states.tsx'
import { ConfirmStep } from './confirm-step.tsx'
import { halfOf, leftSentence, mostOf, readRefundAmount, refundSentence, type Most } from './refund-amount.ts'
import { nameOf } from '../../ui/words/customer-words.ts'

interface RefundFormProps {
  desk: Desk
  /** Made once per form by the caller and never changed: sending the same one twice is the same order. */
  orderId: string
  payment: PaymentRow
  preflight: Preflight
  /** It is being checked again. */
  checking: boolean
  /** Why it could not be checked again: what was known before may not hold, and nothing is ordered on it. */
  unchecked: Failure | null
  /** What is to stand there at first, minor units; null: the most that can be refunded. */
  wanted: number | null
  onClose: () => void
  onBusy: (busy: boolean) => void
  onCheckAgain: () => void
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

interface Draft {
  typed: string
  reason: AllowableReason
  note: string
}

function firstDraft({ currency, limits }: Preflight, most: Most, amount: number | null): Draft {
  const wanted: AllowableReason = 'requested_by_customer'
  const first = Math.min(amount ?? most.amount, most.amount)
  return {
    typed: first > 0 ? editableAmount(first, currency) : '',
    reason: limits.reasons.includes(wanted) ? wanted : (limits.reasons[0] ?? 'none'),
    note: '',
  }
}

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
    <Draftable
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

interface DraftableProps extends Pick<
  RefundFormProps,
  'payment' | 'preflight' | 'unchecked' | 'onClose' | 'onCheckAgain'
> {
  draft: Draft
  setDraft: (draft: Draft) => void
  most: Most
  read: ReturnType<typeof readRefundAmount>
  placing: boolean
  problem: ReactNode
  /** What the button says. */
  word: string
  /** `amount`: as it was read, minor units. */
  onSubmit: (amount: number) => void
}

function Draftable(props: DraftableProps) {
  const { draft, setDraft, payment, preflight, unchecked, most, read, placing, problem, word, onSubmit } =
    props
  const { currency, amountRefundable: refundable, amountCaptured: captured, limits } = preflight
  const forbidden = whyNotWritten(draft.note)
  const form = useRef<HTMLFormElement>(null)
  const full = Math.max(0, most.amount)
  const half = halfOf(full, currency)
  const typeAmount = (amount: number): void => setDraft({ ...draft, typed: editableAmount(amount, currency) })
  const ready = read.ok && preflight.canRefund && unchecked === null && forbidden === null && !placing
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready) onSubmit(read.amount)
  }
  useShortcuts({ 'mod+enter': () => form.current?.requestSubmit() }, { whileTyping: true, overDialogs: true })

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <div className="flex flex-col gap-4 border-t border-line px-5 py-4">
        {preflight.canRefund && (
          <>
            <Field
              label={`Amount in ${currency.toUpperCase()}`}
              hint={leftSentence(preflight)}
              error={read.ok ? null : read.message}
            >
              {(control) => (
                <div className="flex gap-2">
                  <TextInput
                    {...control}
                    autoFocus
                    inputMode="decimal"
                    value={draft.typed}
                    readOnly={placing}
                    onFocus={(event) => event.currentTarget.select()}
                    onChange={(event) => setDraft({ ...draft, typed: event.target.value })}
                    className="figures font-medium"
                  />
                  <Button onClick={() => typeAmount(full)}>{most.by === 'payment' ? 'Full' : 'Most'}</Button>
                  {half > 0 && most.by === 'payment' && !preflight.wholeOnly && (
                    <Button onClick={() => typeAmount(half)}>Half</Button>
                  )}
                </div>
              )}
            </Field>
            <Field label="Reason" hint={reasonAlso(draft.reason) ?? undefined}>
              {(control) => (
                <Select
                  {...control}
                  value={draft.reason}
                  disabled={placing}
                  onChange={(event) => setDraft({ ...draft, reason: event.target.value as AllowableReason })}
                >
                  {limits.reasons
                    .toSorted((one, other) => Number(one === 'none') - Number(other === 'none'))
                    .map((reason) => (
                      <option key={reason} value={reason}>
                        {reason === 'none' ? 'No reason' : refundReasonWord(reason)}
                      </option>
                    ))}
                </Select>
              )}
            </Field>
            <Field
              label="Internal note"
              hint="Kept with the refund; the customer never sees it."
              error={forbidden}
            >
              {(control) => (
                <TextInput
                  {...control}
                  value={draft.note}
                  maxLength={400}
                  readOnly={placing}
                  onChange={(event) => setDraft({ ...draft, note: event.target.value })}
                />
              )}
            </Field>
          </>
        )}
        {unchecked === null ? (
          <Findings findings={preflight.findings} onCheckAgain={props.onCheckAgain} />
        ) : (
          <Unchecked failure={unchecked} onCheckAgain={props.onCheckAgain} />
        )}
        {problem}
      </div>
      <footer className="sticky bottom-0 flex flex-col gap-3 rounded-b-xl border-t border-line bg-raised px-5 py-3">
        {read.ok && preflight.canRefund && unchecked === null && (
          <p aria-live="polite">{refundSentence(payment, read.amount, captured, refundable)}</p>
        )}
        <div className="flex items-center justify-end gap-2">
          {preflight.canRefund && (
            <span className="mr-auto text-sm text-ink-3">Held {limits.holdSeconds} s, then sent</span>
          )}
          <Button look="ghost" onClick={props.onClose} disabled={placing}>
            {preflight.canRefund ? 'Cancel' : 'Close'}
          </Button>
          {preflight.canRefund && (
            <Button type="submit" look="primary" disabled={!ready} keysShown="mod+enter">
              {word}
            </Button>
          )}
        </div>
      </footer>
    </form>
  )
}

function Unchecked({ failure, onCheckAgain }: { failure: Failure; onCheckAgain: () => void }) {
  return (
    <FailedLine onRetry={onCheckAgain}>
      What can be refunded could not be checked again: {failure.message}
    </FailedLine>
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
