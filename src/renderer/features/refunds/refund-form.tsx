// Amount, reason and note of a refund, with the checks beside them and the consequence in words above the button.
import { useRef, useState, type FormEvent } from 'react'
import type { PaymentRow } from '../../../contract/payments.ts'
import type { Preflight, RefundReason } from '../../../contract/refunds.ts'
import type { Failure } from '../../../contract/result.ts'
import { editableAmount, spokenAmount } from '../../../domain/money.ts'
import { call } from '../../bridge/client.ts'
import { noteOrder } from '../../state/orders.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { StripeSaid } from '../../ui/states.tsx'
import { Findings } from './findings.tsx'
import { halfOf, readRefundAmount, refundSentence } from './refund-amount.ts'

const reasons: Record<RefundReason, string> = {
  requested_by_customer: 'Requested by customer',
  duplicate: 'Duplicate',
  fraudulent: 'Fraudulent',
}

interface RefundFormProps {
  deskId: string
  /** Made once per form by the caller and never changed: sending the same one twice is the same order. */
  orderId: string
  payment: PaymentRow
  preflight: Preflight
  onClose: () => void
  onBusy: (busy: boolean) => void
  onCheckAgain: () => void
}

export function RefundForm(props: RefundFormProps) {
  const { deskId, orderId, payment, preflight, onClose, onBusy, onCheckAgain } = props
  const { currency, amountRefundable: refundable, amountCaptured: captured } = preflight
  const [typed, setTyped] = useState(() => (refundable > 0 ? editableAmount(refundable, currency) : ''))
  const [reason, setReason] = useState<RefundReason | ''>('requested_by_customer')
  const [note, setNote] = useState('')
  const { placing, failure, place } = usePlacing(onBusy)
  const form = useRef<HTMLFormElement>(null)

  const read = readRefundAmount(typed, currency, refundable)
  const half = halfOf(refundable, currency)
  const ready = read.ok && preflight.canRefund && !placing

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!read.ok || !preflight.canRefund) return
    void place({
      deskId,
      orderId,
      paymentIntentId: payment.id,
      amount: read.amount,
      currency,
      reason: reason === '' ? null : reason,
      note: note.trim() === '' ? null : note.trim(),
      customerLabel: (payment.customerName ?? payment.customerEmail)?.slice(0, 200) ?? null,
    })
  }
  useShortcuts({ 'mod+enter': () => form.current?.requestSubmit() }, { whileTyping: true, overDialogs: true })

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <div className="flex flex-col gap-4 border-t border-line px-5 py-4">
        {preflight.canRefund && (
          <>
            <Field
              label={`Amount in ${currency.toUpperCase()}`}
              hint={`Refundable: ${spokenAmount(refundable, currency)}`}
              error={read.ok ? null : read.message}
            >
              {(control) => (
                <div className="flex gap-2">
                  <TextInput
                    {...control}
                    autoFocus
                    inputMode="decimal"
                    value={typed}
                    readOnly={placing}
                    onFocus={(event) => event.currentTarget.select()}
                    onChange={(event) => setTyped(event.target.value)}
                    className="figures font-medium"
                  />
                  <Button onClick={() => setTyped(editableAmount(refundable, currency))}>Full</Button>
                  {half > 0 && <Button onClick={() => setTyped(editableAmount(half, currency))}>Half</Button>}
                </div>
              )}
            </Field>
            <Field label="Reason">
              {(control) => (
                <Select
                  {...control}
                  value={reason}
                  disabled={placing}
                  onChange={(event) => setReason(event.target.value as RefundReason | '')}
                >
                  {Object.entries(reasons).map(([value, word]) => (
                    <option key={value} value={value}>
                      {word}
                    </option>
                  ))}
                  <option value="">No reason</option>
                </Select>
              )}
            </Field>
            <Field label="Internal note" hint="Kept with the refund; the customer never sees it.">
              {(control) => (
                <TextInput
                  {...control}
                  value={note}
                  maxLength={400}
                  readOnly={placing}
                  onChange={(event) => setNote(event.target.value)}
                />
              )}
            </Field>
          </>
        )}
        <Findings findings={preflight.findings} onCheckAgain={onCheckAgain} />
        {failure && (
          <div role="alert" className="rounded-lg bg-red-tint px-3 py-2">
            <p className="font-medium text-red">{failure.message}</p>
            <StripeSaid failure={failure} />
          </div>
        )}
      </div>
      <footer className="sticky bottom-0 flex flex-col gap-3 rounded-b-xl border-t border-line bg-raised px-5 py-3">
        {read.ok && preflight.canRefund && (
          <p aria-live="polite">{refundSentence(payment, read.amount, captured, refundable)}</p>
        )}
        <div className="flex justify-end gap-2">
          <Button look="ghost" onClick={onClose} disabled={placing}>
            {preflight.canRefund ? 'Cancel' : 'Close'}
          </Button>
          {preflight.canRefund && (
            <Button
              type="submit"
              look="primary"
              disabled={!ready}
              keysShown="mod+enter"
              aria-keyshortcuts="Control+Enter Meta+Enter"
            >
              {read.ok ? `Refund ${spokenAmount(read.amount, currency)}` : 'Refund'}
            </Button>
          )}
        </div>
      </footer>
    </form>
  )
}

/** Places the order, one call at a time; a failure leaves the form as it is, to be sent again under the same id. */
function usePlacing(onBusy: (busy: boolean) => void) {
  const [placing, setPlacing] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const underWay = useRef(false)
  const place = async (request: Parameters<typeof call<'refund.place'>>[1]): Promise<void> => {
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
