// The questions about a refund: whether to cancel it, how else it was paid, and whether that was wrong. One form is one order, or one note: its number
// is made when the form opens, so sending it twice is doing it once.
import { useState, type ReactNode } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { OtherWay, RefundLife } from '../../../contract/refund-life.ts'
import type { Failure } from '../../../contract/result.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { whyNotWritten } from '../../../domain/note-text.ts'
import { withoutTurns } from '../../../domain/plain-text.ts'
import { call } from '../../bridge/client.ts'
import type { RefundQuestionAbout } from '../../state/overlays.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { DeliberateStep } from '../../ui/orders/deliberate-step.tsx'
import { useDeskToast } from '../../ui/desk-toast.ts'
import { modeWord } from '../../ui/words/desk-words.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { noteAccess, refundAccess } from '../../ui/orders/order-access.ts'
import { LockedMeanwhile, OrderProblem } from '../../ui/orders/order-problem.tsx'
import { StrikeOut } from '../../ui/struck-note.tsx'
import { wayWords } from './refund-looks.ts'

interface QuestionProps {
  desk: Desk
  refund: RefundLife
  /** A dialog over this one, which stays as it is beneath. */
  above?: ReactNode
  onClose: () => void
}

export function RefundQuestion({ about, ...props }: QuestionProps & { about: RefundQuestionAbout }) {
  const Question = questions[about]
  return <Question {...props} />
}

const whose = ({ amount, currency, customerLabel }: RefundLife): string =>
  `${spokenAmount(amount, currency)}${customerLabel === null ? '' : ` to ${withoutTurns(customerLabel)}`}`

function CancelDialog({ desk, refund, above, onClose }: QuestionProps) {
  const [orderId, setOrderId] = useState(() => crypto.randomUUID())
  const toast = useDeskToast()
  const cancel = async (): Promise<Failure | null> => {
    const placed = await call('change.place', {
      deskId: desk.id,
      orderId,
      change: { kind: 'cancel_refund', refundId: refund.refundId ?? '' },
      subject: refund.customerLabel,
      note: null,
      confirmation: { how: 'agreed' },
    })
    if (!placed.ok) return placed.error
    const { state, problem } = placed.value
    if (state === 'refused' || state === 'withdrawn') {
      // That order has ended: another yes is to another.
      setOrderId(crypto.randomUUID())
      return problem
    }
    toast(
      state === 'done'
        ? { title: 'Refund canceled', description: 'The money stays in the Stripe balance.' }
        : {
            title: 'Whether it was canceled is not known yet',
            description: 'It is looked up at Stripe until it is.',
            tone: 'red',
          },
    )
    return null
  }
  if (desk.mode === 'live')
    return <CancelLive desk={desk} refund={refund} above={above} cancel={cancel} onClose={onClose} />
  return (
    <ConfirmDialog
      title={cancelTitle}
      keep="Keep it"
      act="Cancel the refund"
      onConfirm={cancel}
      above={above}
      onClose={onClose}
    >
      <p>
        {modeWord(desk)}, {desk.businessName}: <CancelWords refund={refund} />
      </p>
      <p className="text-ink-2">{cancelAfter}</p>
    </ConfirmDialog>
  )
}

const cancelTitle = 'Cancel this refund?'
const cancelAfter =
  'The money stays in the Stripe balance, and the payment can be refunded again. This can’t be undone.'

function CancelWords({ refund }: { refund: RefundLife }) {
  return (
    <>
      The refund of <strong className="font-semibold">{whose(refund)}</strong> ends here. The customer gets
      nothing from it, and Stripe’s e-mail to them leads nowhere any more.
    </>
  )
}

/** With real money, by the same deliberate step as every order. */
function CancelLive({
  desk,
  refund,
  above,
  cancel,
  onClose,
}: QuestionProps & { cancel: () => Promise<Failure | null> }) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const locked = refundAccess(desk).can === 'unlock'
  const onYes = async (): Promise<void> => {
    setBusy(true)
    const refused = await cancel()
    setBusy(false)
    if (refused === null) onClose()
    else setFailure(refused)
  }
  return (
    <Dialog title={cancelTitle} onClose={onClose} busy={busy} firm>
      {(failure || locked) && (
        <div className="px-5 pb-3">
          {failure ? <OrderProblem failure={failure} locked={locked} /> : <LockedMeanwhile />}
        </div>
      )}
      <DeliberateStep
        desk={desk}
        label="Confirm the cancellation"
        act="Yes, cancel the refund"
        says={<CancelWords refund={refund} />}
        after={cancelAfter}
        placing={busy}
        locked={locked}
        onYes={() => void onYes()}
        onBack={onClose}
      />
      {above}
    </Dialog>
  )
}

function OtherWayDialog({ desk, refund, above, onClose }: QuestionProps) {
  const [noteId] = useState(() => crypto.randomUUID())
  const [how, setHow] = useState<OtherWay>('bank_transfer')
  const [reference, setReference] = useState('')
  const forbidden = whyNotWritten(reference)
  const toast = useDeskToast()
  const record = async (): Promise<Failure | null> => {
    const noted = await call('refund.recordOtherWay', {
      deskId: desk.id,
      noteId,
      refundId: refund.refundId ?? '',
      how,
      reference: reference.trim(),
    })
    if (!noted.ok) return noted.error
    toast({ title: 'Recorded', description: 'It stands in the audit, too.' })
    return null
  }
  return (
    <ConfirmDialog
      title="Paid another way"
      keep="Cancel"
      act="Record it"
      look="primary"
      ready={reference.trim() !== '' && forbidden === null}
      locked={noteAccess(desk).can === 'unlock'}
      onConfirm={record}
      above={above}
      onClose={onClose}
    >
      <p className="text-ink-2">
        {whose(refund)}: note how the customer got the money instead. It is kept on this machine and in its
        audit; Stripe is not told.
      </p>
      <Field label="How">
        {(control) => (
          <Select {...control} value={how} onChange={(event) => setHow(event.target.value as OtherWay)}>
            {Object.entries(wayWords).map(([way, word]) => (
              <option key={way} value={way}>
                {word}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Reference"
        hint="The number of the transfer, the voucher or the receipt."
        error={forbidden}
      >
        {(control) => (
          <TextInput
            {...control}
            autoFocus
            value={reference}
            maxLength={200}
            onChange={(event) => setReference(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  )
}

/** Of the note that holds. */
function StrikeOutDialog({ desk, refund: { otherWay }, above, onClose }: QuestionProps) {
  if (otherWay === null) return null
  return (
    <StrikeOut
      text={`${wayWords[otherWay.how]}, ${otherWay.reference}`}
      means="The refund counts as not paid another way then. The note stays readable, with your name."
      strike={() => call('refund.strikeOtherWay', { deskId: desk.id, noteId: otherWay.id })}
      done="It stands in the audit, too."
      above={above}
      onClose={onClose}
    />
  )
}

const questions: Record<RefundQuestionAbout, (props: QuestionProps) => ReactNode> = {
  cancel: CancelDialog,
  'other way': OtherWayDialog,
  'strike out': StrikeOutDialog,
}
